"""The table of outputs: every path once, also where case or Unicode form mean nothing, and no file for a folder."""

import unicodedata

import pytest

from g40site import addresses, pipeline, site_files
from g40site.engine.rendering import Output
from tests.sites import Sites


def found(*paths: str) -> list[tuple[str, str, str]]:
    """The problems of outputs at these paths, each made from a source of the same name."""
    problems = site_files.conflicts([Output(path, f"{number}:{path}") for number, path in enumerate(paths)])
    return [(problem.code, problem.span.file, dict(problem.values)["first"]) for problem in problems]


def test_different_paths_are_no_problem() -> None:
    assert found("a/index.html", "a/b/index.html", "ab", "a.html") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/index.html", "a/index.html"),
        ("media/Foto.pdf", "media/foto.PDF"),
        ("media/straße.pdf", "media/STRASSE.pdf"),
        ("media/é.pdf", unicodedata.normalize("NFD", "media/é.pdf")),
    ],
)
def test_two_outputs_that_want_one_path_name_each_other(first: str, second: str) -> None:
    assert found(first, "b", second) == [("adres-dubbel", f"2:{second}", f"0:{first}")]


def test_a_file_where_another_needs_a_folder_is_a_problem() -> None:
    assert found("media/a/b.pdf", "media/A") == [("adres-dubbel", "0:media/a/b.pdf", "1:media/A")]


def test_files_that_differ_only_in_case_are_refused_before_anything_is_written(site: Sites) -> None:
    s = site({"content/media/Stuk.pdf": b"%PDF-1.4", "content/media/stuk.pdf": b"%PDF-1.4"})
    result = pipeline.build(s.options())
    (problem,) = result.problems.errors
    assert problem.code == "adres-dubbel"
    assert {problem.span.file, dict(problem.values)["first"]} == {"content/media/Stuk.pdf", "content/media/stuk.pdf"}
    assert not s.public.exists()


@pytest.mark.parametrize("alias", ["/MANIFEST", "/manifest/", "/robots.txt", "/Sitemap.xml/", "/assets/x", "/themas"])
def test_an_old_address_never_stands_on_one_of_the_site(site: Sites, alias: str) -> None:
    s = site({"content/pages/uitleg.md": f"---\ntitle: Uitleg\nsummary: Kort.\naliases: [{alias}]\n---\nTekst.\n"})
    assert s.check() == [("alias-bezet", "content/pages/uitleg.md", 4, 11)]


def test_every_planned_page_has_a_path_that_a_host_finds(site: Sites) -> None:
    s = site({})
    for output in pipeline.plan(s.options()).outputs:
        assert not output.path.startswith("/")
        assert output.path == "404.html" or output.view is None or output.path.endswith("index.html")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("hitte in de stad", "hitte-in-de-stad"),
        ("iVRI", "ivri"),
        ("Fryslân", "fryslan"),
        ("Noord-Brabant", "noord-brabant"),
        ("straße & Œuvre", "strasse-oeuvre"),
        ("--a--", "a"),
    ],
)
def test_words_become_an_address_of_ascii_words_with_hyphens(text: str, slug: str) -> None:
    assert addresses.slug(text) == slug


def test_words_without_any_ascii_letter_still_have_an_address_of_their_own() -> None:
    slugs = {addresses.slug(text) for text in ("日本", "中国", "…", "🌍")}
    assert len(slugs) == 4
    assert all(slug.isascii() and slug.isalnum() for slug in slugs)


def test_the_table_keeps_its_own_names_free() -> None:
    fixed = {address.split("/")[1] for address in (addresses.THEMES, addresses.MUNICIPALITIES, addresses.PROJECTS)}
    fixed |= {address.split("/")[1] for address in (addresses.NEWS, addresses.AGENDA, addresses.TOGETHER)}
    fixed |= {address.split("/")[1] for address in (addresses.SEARCH, addresses.SUBSCRIBE, addresses.DATA)}
    assert fixed | {"bijgewerkt", "assets", "media", "redactie"} <= addresses.RESERVED
