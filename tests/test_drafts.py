"""A draft is nowhere until it is asked for, and then only where an editor looks."""

import textwrap

import pytest

from tests.reading import Page
from tests.running import tree
from tests.sites import NO_CARDS, SmallSite, built, picture, settings

DRAFT = "summary: Zzgeheim.\ndraft: true\n---\nZzgeheim ![Zzgeheim](../media/zzgeheim.png)\n"
ABOUT = "themes: [smart-living]\nmunicipalities: [zwolle]\nprojects: [meten]\n"
FILES: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS),
    "content/projects/zwolle.yaml": textwrap.dedent("""\
        projects:
          - {id: meten, title: Meten, summary: Wij meten., themes: [smart-living], status: pilot}
        """),
    "content/news/2026-01-04-bericht.md": "---\ntitle: Bericht\ndate: 2026-01-04\nsummary: Kort.\n---\nTekst.\n",
    "content/news/2026-01-05-zzgeheim.md": f"---\ntitle: Zzgeheim nieuws\ndate: 2026-01-05\n{ABOUT}{DRAFT}",
    "content/agenda/2026-12-05-zzgeheim.md": f"---\ntitle: Zzgeheim dag\nstart: 2026-12-05\n{ABOUT}{DRAFT}",
    "content/pages/zzgeheim.md": f"---\ntitle: Zzgeheim pagina\nmenu: 1\naliases: [/zzgeheim-oud/]\n{DRAFT}",
    "content/media/zzgeheim.png": picture(size=(60, 30)),
}
ADDRESSES = {"/actueel/zzgeheim/", "/agenda/zzgeheim/", "/zzgeheim/"}
STYLEGUIDE = "/redactie/bouwstenen/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("concept"), FILES)


@pytest.fixture(scope="module")
def preview(site: SmallSite) -> dict[str, bytes]:
    """Every file while drafts are asked for, built over the site without them; then that is built again."""
    before = tree(site.public)
    site.build(drafts=True)
    found = tree(site.public)
    site.build()
    assert tree(site.public) == before
    return found


def test_a_draft_is_in_no_file(site: SmallSite) -> None:
    files = tree(site.public)
    assert [name for name, data in files.items() if "zzgeheim" in name or b"zzgeheim" in data.lower()] == []
    assert [name for name, data in files.items() if b"bouwstenen" in data or "bouwstenen" in name] == []
    assert [name for name in files if name.startswith("media/")] == []


def test_who_asks_for_drafts_sees_them_as_drafts_and_machines_do_not(preview: dict[str, bytes]) -> None:
    shown = {
        f"/{name}".removesuffix("index.html"): Page(data.decode())
        for name, data in preview.items()
        if name.endswith(".html")
    }
    assert set(shown) >= ADDRESSES
    for address in (*ADDRESSES, STYLEGUIDE):
        assert shown[address].robots == "noindex", address
    for address in ADDRESSES:
        assert "Concept" in shown[address].text, address
    for address in ("/actueel/", "/agenda/", "/themas/smart-living/", "/gemeenten/zwolle/"):
        assert "Zzgeheim" in shown[address].text, address
    assert shown["/zzgeheim-oud/"].refresh.endswith("/zzgeheim/")
    assert [name for name in preview if name.startswith("media/")] != []
    # Pages with their pictures, and what hosts need to serve them.
    for_people = (".html", ".png", ".webp", ".htaccess", "_redirects", "MANIFEST")
    told = [name for name, data in preview.items() if b"zzgeheim" in data.lower() and not name.endswith(for_people)]
    assert told == []
