"""Share cards: 1200 by 630, small, equal for equal values, and readable for any title."""

import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from g40site import site_files
from g40site.cards import LOOK, Card, CardDot, CardLine, drawing, png
from tests.examples import examples
from tests.sites import NO_CARDS, TEMPLATES, Sites, SmallSite, settings

CARD = Card(
    kind="Project van Zwolle",
    title="SensHagen: meten in eigen tuin",
    network="G40",
    site="Themagroep Digitalisering",
    band=("citizen", "environment"),
    dots=(CardDot(420, 263, 8, "full"), CardDot(300, 345, 5, "lead", "environment", "En")),
    lines=(CardLine(317, 340, 410, 268, "environment"), CardLine(420, 263, 500, 100)),
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def size_of(path: Path) -> tuple[int, int]:
    return Image.open(io.BytesIO(path.read_bytes())).size


def test_a_card_has_the_size_that_other_sites_ask_for_and_is_small() -> None:
    data = png(CARD)
    assert opened(data).size == (1200, 630)
    assert len(data) <= 40_000


def test_equal_cards_are_equal_bytes_and_have_one_name() -> None:
    assert png(CARD) == png(replace(CARD))
    assert CARD.digest == replace(CARD).digest
    assert CARD.digest != replace(CARD, title="Anders").digest


# How some cards look, by the number of that look: a digest of all their pixels.
LOOKS = {1: "baa56871410e4cedbef0d7f0fd0ee20171ee67f283fa59787f0aec010cc0214a"}


def test_cards_that_look_different_have_another_name() -> None:
    """The name of a card follows from its value and from `LOOK`, and whoever has a picture under a name keeps it."""
    full = replace(CARD, title="Verkeersregelinstallaties en luchtkwaliteitsmeters " * 6, band=(), dots=(), lines=())
    found = hashlib.sha256(b"".join(opened(png(card)).tobytes() for card in (CARD, full))).hexdigest()
    assert found == LOOKS.get(LOOK), "cards look different: raise `LOOK` in g40site/cards, and write this digest here"


def test_a_card_shows_its_bands_its_title_its_dots_and_its_lines() -> None:
    card = opened(png(CARD))
    assert card.getpixel((10, 5)) == drawing.THEMES["citizen"]
    assert card.getpixel((1190, 5)) == drawing.THEMES["environment"]
    bare = opened(png(replace(CARD, title="", dots=(), lines=())))
    column = (drawing.MARGIN, drawing.TITLE_TOP, 640, drawing.TITLE_TOP + 120)
    assert len(bare.crop(column).getcolors() or ()) == 1
    assert drawing.INK in {colour for _number, colour in card.crop(column).getcolors() or ()}
    at = round(drawing.MAP_X + 420 * drawing.SCALE), round(drawing.MAP_Y + 263 * drawing.SCALE)
    assert card.getpixel(at) == drawing.INK
    assert bare.getpixel(at) == drawing.LAND
    middle = round(drawing.MAP_X + 363.5 * drawing.SCALE), round(drawing.MAP_Y + 304 * drawing.SCALE)
    assert bare.getpixel(middle) == drawing.LAND
    assert card.getpixel(middle) != drawing.LAND


@examples(20)
@given(st.text(max_size=300), st.text(max_size=80))
@example("0000000000@M¼", "")
def test_any_title_makes_a_card_that_stays_within_its_column(title: str, kind: str) -> None:
    data = png(replace(CARD, title=title, kind=kind, dots=(), lines=()))
    assert len(data) <= 40_000
    bare = opened(png(replace(CARD, title="", kind="", dots=(), lines=())))
    right = (drawing.MARGIN + drawing.TEXT_WIDTH + 12, 0, 1200, 630)
    assert opened(data).crop(right).tobytes() == bare.crop(right).tobytes()


def test_the_largest_card_is_small_as_well() -> None:
    """A title that fills its room in the smallest letters, and a map full of dots and lines."""
    dots = tuple(CardDot(120 + 10 * (n % 40), 90 + 30 * (n // 40), 4 + n % 5, "full") for n in range(700))
    lines = tuple(CardLine(300, 345, dot.x, dot.y) for dot in dots[::20])
    title = "Verkeersregelinstallaties en luchtkwaliteitsmeters " * 6
    assert len(png(replace(CARD, title=title, dots=dots, lines=lines))) <= 40_000


def test_cards_and_the_web_manifest_have_the_colours_of_the_site() -> None:
    light = (TEMPLATES / "assets/css/tokens/tokens.css").read_text("utf-8").partition("@media")[0]
    tokens = dict(re.findall(r"--g40-([a-z-]+): (#[0-9a-f]{6})", light))
    assert {name: drawing.rgb(tokens[name]) for name in drawing.THEMES} == drawing.THEMES
    assert drawing.rgb(tokens["paper"]) == drawing.PAPER == drawing.rgb(site_files.PAPER)
    assert drawing.rgb(tokens["ink"]) == drawing.INK == drawing.rgb(site_files.INK)
    assert (drawing.rgb(tokens["land"]), drawing.rgb(tokens["ink-soft"])) == (drawing.LAND, drawing.SOFT)


# On the site.


PROJECT = """\
    projects:
      - id: sluis
        title: Slimme sluis
        summary: Een sluis.
        themes: [smart-living]
        status: pilot
    """
NEWS = "---\ntitle: Nieuws\ndate: 2026-01-01\nsummary: Iets.\nthemes: [smart-living]\n---\nTekst.\n"
FILES = {
    "site.yaml": settings("features: {matching: false, search: false}"),
    "content/projects/zwolle.yaml": PROJECT,
    "content/news/2026-01-01-iets.md": NEWS,
}


def image_of(page: str) -> str:
    found = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site of which these tests only look at what is published, below a path of its own."""
    made = SmallSite(tmp_path_factory.mktemp("kaarten") / "site", FILES)
    made.build(base_url="https://example.nl/onder/")
    return made


def test_each_page_names_a_card_that_is_there(built: SmallSite) -> None:
    made = built
    own = [image_of(made.page(a)) for a in ("/", "/themas/smart-living/", "/gemeenten/zwolle/", "/projecten/sluis/")]
    assert len(set(own)) == 4
    home, theme, *_ = own
    assert image_of(made.page("/actueel/iets/")) == theme
    assert image_of(made.page("/agenda/")) == home
    for address in own:
        path = made.public / address.removeprefix("https://example.nl/onder/")
        assert size_of(path) == (1200, 630)
    assert "og:image" not in made.page("/404.html")


def test_a_page_tells_who_shares_it_what_it_is(built: SmallSite) -> None:
    made = built
    page = made.page("/projecten/sluis/")
    for name, text in (
        ("type", "website"),
        ("title", "Slimme sluis"),
        ("description", "Een sluis."),
        ("url", "https://example.nl/onder/projecten/sluis/"),
        ("site_name", "Themagroep Proef"),
        ("image:alt", "Project van Zwolle: Slimme sluis"),
    ):
        assert f'<meta property="og:{name}" content="{text}">' in page
    assert image_of(page).startswith("https://example.nl/onder/assets/deelkaart-project-sluis.")
    assert '<meta property="og:type" content="article">' in made.page("/actueel/iets/")


def test_another_title_is_another_card_and_the_old_one_goes(site: Sites) -> None:
    made = site(FILES)
    made.build()
    before = {path.name for path in (made.public / "assets").glob("deelkaart-project-*")}
    made.write({"content/projects/zwolle.yaml": PROJECT.replace("Slimme sluis", "Slimme brug")})
    made.build()
    after = {path.name for path in (made.public / "assets").glob("deelkaart-project-*")}
    assert len(before) == len(after) == 1
    assert before != after


def test_a_site_can_do_without_cards(site: Sites) -> None:
    made = site({**FILES, "site.yaml": settings(NO_CARDS)})
    made.build()
    assert not list((made.public / "assets").glob("deelkaart-*"))
    assert "og:image" not in made.page("/")
    assert '<meta property="og:title"' in made.page("/")


@pytest.mark.parametrize(("name", "size"), [("touch-180.png", 180), ("app-192.png", 192), ("app-512.png", 512)])
def test_icons_have_the_size_of_their_name(name: str, size: int) -> None:
    assert size_of(TEMPLATES / "assets/icons" / name) == (size, size)


def test_browsers_find_the_icons_and_the_web_manifest(built: SmallSite) -> None:
    made = built
    assert Image.open(io.BytesIO((made.public / "favicon.ico").read_bytes())).info["sizes"] == {(16, 16), (32, 32)}
    page = made.page("/")
    assert '<link rel="manifest" href="/onder/site.webmanifest">' in page
    told = json.loads((made.public / "site.webmanifest").read_text("utf-8"))
    assert (told["name"], told["start_url"]) == ("Themagroep Proef", "/onder/")
    for icon in told["icons"]:
        path: Path = made.public / icon["src"].removeprefix("/onder/")
        assert "{}x{}".format(*size_of(path)) == icon["sizes"]
    touch = re.search(r'<link rel="apple-touch-icon" href="/onder/([^"]+)">', page)
    assert touch
    assert (made.public / touch[1]).is_file()


@examples(30)
@given(st.text(max_size=120))
def test_letters_that_were_measured_once_are_as_wide_as_the_text(text: str) -> None:
    """Else a title would be cut elsewhere than it fits."""
    for face in (drawing.serif(76), drawing.sans(30)):
        assert drawing.length(text, face) == max(face.getlength(text), face.getbbox(text)[2])
