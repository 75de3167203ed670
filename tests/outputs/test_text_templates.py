"""Feeds, the sitemap and what hosts are told are templates like those of pages: an edit makes them anew, a fault is
told at its line, and whoever has other pages need not write them.
"""

import shutil
from pathlib import Path

import pytest

from tests.running import call, tree
from tests.sites import NO_CARDS, TEMPLATES, Sites, SmallSite, settings

NEWS = '---\ntitle: R&D <nu>\ndate: 2026-02-02\nsummary: "\'Kort\' & \\"goed\\"."\naliases: [/oud/]\n---\nTekst.\n'
FILES: dict[str, str | bytes] = {"content/news/2026-02-02-nu.md": NEWS}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def edit(templates: Path, name: str, old: str, new: str) -> None:
    file = templates / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "remade"),
    [
        ("xml/atom.xml", "<generator>", "<generator uri='https://example.nl/'>", "atom.xml"),
        ("xml/entry.xml", "<summary>", "<summary type='text'>", "atom.xml"),
        ("xml/author.xml", "<author>", "<author >", "atom.xml"),
        ("xml/sitemap.xml", "<url><loc>", "<url> <loc>", "sitemap.xml"),
        ("hosts/_headers", "# For Netlify", "# For hosts: Netlify", "_headers"),
        ("hosts/_redirects", "# For Netlify", "# For hosts: Netlify", "_redirects"),
        ("hosts/apache-directives.conf", "DirectoryIndex index.html", "DirectoryIndex index.html x.html", ".htaccess"),
    ],
)
def test_who_changes_such_a_template_finds_it_in_its_files_and_in_no_other(
    site: Sites, templates: Path, name: str, old: str, new: str, remade: str
) -> None:
    made = site(FILES)
    made.build(templates=templates)
    before = tree(made.public)
    edit(templates, name, old, new)
    made.build(templates=templates)
    after = tree(made.public)
    changed = {path for path in after if after[path] != before.get(path)} - {"MANIFEST"}
    assert changed
    assert {Path(path).name for path in changed} == {remade}
    made.build(templates=templates, output=made.root / "clean", cache=False)
    assert tree(made.root / "clean") == after


THEME = "{{id: {id}, title: Smart {id}, lead: {lead}, summary: Slim., description: Wonen.}}"
TOWN = (
    "{{id: {id}, name: {name}, code: GM000{n}, province: Utrecht, location: {{lat: 52.{n}, lon: 5.{n}}},"
    " website: 'https://{id}.example.nl'}}"
)
PROJECT = (
    "{{id: {id}, title: Slimme {id}, summary: Kort., themes: [{theme}], topics: [sensoren, water], status: {status}}}"
)
NETWORK: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS),
    "themes.yaml": "themes:\n"
    + "".join(f"  - {THEME.format(id=id, lead=lead)}\n" for id, lead in (("wonen", "zwolle"), ("rijden", "oss"))),
    "municipalities.yaml": "municipalities:\n"
    + "".join(
        f"  - {TOWN.format(id=name.lower(), name=name, n=n)}\n" for n, name in enumerate(("Zwolle", "Oss", "Gouda"), 1)
    ),
    **{
        f"content/projects/{town}.yaml": "projects:\n"
        + "".join(f"  - {PROJECT.format(id=f'{town}-{n}', theme=theme, status='in-use')}\n" for n in range(3))
        for town, theme in (("zwolle", "wonen"), ("oss", "rijden"), ("gouda", "wonen"))
    },
}


@pytest.mark.parametrize(
    ("name", "old", "new", "remade"),
    [
        ("mails/layout.txt", "Beste collega", "Waarde collega", {"aansluiten", "themas"}),
        ("mails/note.txt", "Eerste stap", "De eerste stap", {"gemeenten", "projecten"}),
    ],
)
def test_who_changes_what_mails_share_finds_it_in_every_page_with_such_a_mail(
    site: Sites, templates: Path, name: str, old: str, new: str, remade: set[str]
) -> None:
    """The template is read by others, which pages name; an incremental build still finds them."""
    made = site(NETWORK)
    made.build(templates=templates)
    before = tree(made.public)
    edit(templates, name, old, new)
    made.build(templates=templates)
    after = tree(made.public)
    changed = {path for path in after if after[path] != before[path]} - {"MANIFEST"}
    assert {path.partition("/")[0] for path in changed} == remade
    assert changed == {path for path, data in before.items() if old.encode() in data}
    assert not any(old.encode() in data for data in after.values())
    made.build(templates=templates, output=made.root / "clean", cache=False)
    assert tree(made.root / "clean") == after


def test_a_text_is_escaped_where_it_is_markup_and_nowhere_else(site: Sites, templates: Path) -> None:
    edit(templates, "hosts/_redirects", "# For", "# {{ '<&\"' }} For")
    edit(templates, "xml/sitemap.xml", "<urlset", "<!-- {{ '<&\"' }} --><urlset")
    made = site(FILES)
    made.build(templates=templates)
    assert made.page("/_redirects").startswith('# <&" For')
    assert "<!-- &lt;&amp;&#34; -->" in made.page("/sitemap.xml")
    assert "<title>R&amp;D &lt;nu&gt;</title>" in made.page("/atom.xml")


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """Templates of one's own, for pages alone."""
    folder = tmp_path / "others"
    ignored = shutil.ignore_patterns("xml", "hosts", "mails")
    return Path(shutil.copytree(TEMPLATES, folder, ignore=ignored))


def test_who_has_other_pages_gets_the_feeds_and_hosts_of_the_project(site: Sites, others: Path) -> None:
    made = site(FILES)
    made.build()
    before = tree(made.public)
    made.build(templates=others)
    assert tree(made.public) == before
    assert "server_name" in hosting(made, "nginx", others)
    (others / "hosts").mkdir()
    (others / "hosts/_headers").write_text("# {{ site.base }}\n")
    (others / "hosts/nginx.conf").write_text("server { root {{ folder }}; }\n")
    made.build(templates=others)
    after = tree(made.public)
    assert {path for path in after if after[path] != before[path]} == {"_headers", "MANIFEST"}
    assert made.page("/_headers") == "# /\n"
    assert hosting(made, "nginx", others) == f"server {{ root {made.public}; }}\n"


def hosting(made: SmallSite, server: str, templates: Path) -> str:
    done = call("hosting", server, "--root", made.root, "--templates", templates)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "line"), [("xml/atom.xml", 2), ("xml/entry.xml", 3), ("xml/sitemap.xml", 1), ("hosts/_headers", 7)]
)
def test_a_fault_in_such_a_template_is_told_at_its_line(site: Sites, templates: Path, name: str, line: int) -> None:
    file = templates / name
    lines = file.read_text("utf-8").split("\n")
    lines[line - 1] = f"{{{{ nothing.here }}}}{lines[line - 1]}"
    file.write_text("\n".join(lines), "utf-8")
    found = {(code, where, at) for code, where, at, _ in site(FILES).check(templates=templates)}
    assert found == {("sjabloon-fout", f"templates/{name}", line)}


def test_hosting_tells_a_fault_in_its_template(site: Sites, templates: Path) -> None:
    made = site(FILES)
    (templates / "hosts/Caddyfile").write_text("een\n{{ nothing }}\n")
    done = call("hosting", "caddy", "--root", made.root, "--templates", templates)
    assert (done.returncode, done.stdout) == (1, "")
    assert "templates/hosts/Caddyfile" in done.stderr
    assert ":2" in done.stderr or "regel 2" in done.stderr


def test_what_an_editor_keeps_beside_an_open_template_is_none(site: Sites, templates: Path) -> None:
    """Of such a name and such bytes."""
    made = site(FILES)
    made.build(templates=templates)
    before = tree(made.public)
    for name in (".nginx.conf.swp", "nginx.conf~", "#nginx.conf#", ".DS_Store", ".atom.xml.un~"):
        (templates / "hosts" / name).write_bytes(b"b0VIM\x00\xff{{ nothing }}")
    assert made.check(templates=templates) == []
    made.build(templates=templates)
    assert tree(made.public) == before
