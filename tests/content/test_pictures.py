"""Images and documents as a page shows them: newer formats first, a credit, and what a document is."""

import io
import re

import pytest
from PIL import Image

from tests.sites import SmallSite, built, settings


def photo(kind: str = "JPEG", size: tuple[int, int] = (1000, 600)) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind)
    return out.getvalue()


PROJECT = """\
    projects:
      - id: sluis
        title: Slimme sluis
        summary: Een sluis.
        themes: [smart-living]
        status: pilot
        image: {file: media/sluis.jpg, alt: De sluis bij avond, credit: Jan Jansen, licence: CC BY 4.0}
    """
PAGE = """\
    ---
    title: Stukken
    summary: Wat er is.
    ---
    ![Een tekening](../media/tekening.png) Lees [de **notitie**](../media/notitie.pdf "Van 2026")
    en [meer](theme:smart-living).
    """
NEWS = "---\ntitle: Nieuws\ndate: 2026-01-01\nsummary: Iets.\n---\n![Een tekening](../media/tekening.png)\n"
FILES: dict[str, str | bytes] = {
    "site.yaml": settings("features: {share_cards: false, matching: false}"),
    "content/news/2026-01-01-iets.md": NEWS,
    "content/projects/zwolle.yaml": PROJECT,
    "content/pages/stukken.md": PAGE,
    "content/media/sluis.jpg": photo(),
    "content/media/tekening.png": photo("PNG", (600, 300)),
    "content/media/notitie.pdf": b"%PDF-1.4 " + b"x" * 123_000,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("plaatjes"), FILES)


def test_a_photo_offers_newer_formats_and_says_who_made_it(made: SmallSite) -> None:
    page = made.page("/projecten/sluis/")
    figure = page[page.index("<picture>") : page.index("</figure>", page.index("<picture>"))]
    assert re.findall(r'<source type="([^"]+)"', figure) == ["image/avif", "image/webp"]
    assert 'alt="De sluis bij avond"' in figure
    assert 'width="1000" height="600"' in figure
    assert "Foto: Jan Jansen, CC BY 4.0" in figure
    named = re.findall(r"/media/[^ \"]+", figure)
    assert {name.rpartition(".")[2] for name in named} == {"avif", "webp", "jpg"}
    for name in named:
        with Image.open(io.BytesIO((made.public / name.removeprefix("/")).read_bytes())) as image:
            assert f"-{image.width}." in name


def test_an_image_in_a_text_does_so_too(made: SmallSite) -> None:
    page = made.page("/stukken/")
    assert re.search(
        r'<picture><source type="image/webp" srcset="[^"]+480w, [^"]+600w" sizes="[^"]+"><img src="/media/', page
    )


def test_a_link_to_a_document_says_its_kind_and_size(made: SmallSite) -> None:
    page = made.page("/stukken/")
    assert '<a href="/media/notitie.pdf" title="Van 2026">de <strong>notitie</strong> (PDF, 123\u00a0kB)</a>' in page
    assert ">meer</a>" in page


def test_a_feed_has_the_plain_image(made: SmallSite) -> None:
    feed = (made.public / "actueel/atom.xml").read_text("utf-8")
    assert "tekening" in feed
    assert "&lt;picture" not in feed
