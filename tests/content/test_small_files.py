"""One project a file, and the people of one municipality a file: the same entries as those of the lists."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from g40site.content.load import load_alone
from g40site.content.site import Site, assemble
from g40site.model import MunicipalityFile, ProjectFile
from g40site.model.description import describe
from g40site.model.shape import fields_of
from tests.reading import Page
from tests.sites import LEAST, SmallSite, settings

Sites = Callable[[Mapping[str, str | bytes]], SmallSite]

KEYS = """\
title: Lantaarns die meten
summary: Licht dat meet.
description: |
  Zie [Wonen](theme:smart-living).
themes: [smart-living]
status: pilot
with: [{municipality: zwolle, status: exploring}]
sources: [https://www.voorbeeld.nl/]
"""
PEOPLE = """\
contact: {phone: 14 038}
participates: [smart-living]
administrators:
  - {name: Jo Jansen, role: Wethouder}
contacts:
  - {role: Adviseur, email: slim@voorbeeld.nl}
"""
GOUDA = """\
  - id: gouda
    name: Gouda
    code: GM0513
    province: Zuid-Holland
    location: {lat: 52.0116, lon: 4.7105}
    website: https://www.gouda.example.nl
"""
MUNICIPALITIES = (
    LEAST["municipalities.yaml"]
    .replace("        municipalities", "municipalities")
    .replace("\n        ", "\n")
    .rstrip(" ")
    + GOUDA
)


def indented(text: str, spaces: int) -> str:
    return "".join(f"{' ' * spaces}{line}\n" for line in text.splitlines())


IN_LISTS = {
    "municipalities.yaml": MUNICIPALITIES + indented(PEOPLE, 4),
    "content/projects/gouda.yaml": "projects:\n  - id: licht\n" + indented(KEYS, 4),
}
IN_FILES = {
    "municipalities.yaml": MUNICIPALITIES,
    "content/projects/licht.yaml": f"# Met een opmerking.\nmunicipality: gouda\n{KEYS}",
    "content/municipalities/gouda.yaml": PEOPLE,
}
REPOSITORY = settings("repository: {url: https://git.example.nl/g40/site, branch: main}")


def assembled(root: Path) -> Site:
    content = load_alone(root)
    assert content.diagnostics == ()
    return assemble(content, drafts=False)


def project(owner: str, title: str) -> str:
    return f"municipality: {owner}\ntitle: {title}\nsummary: Kort.\nthemes: [smart-living]\nstatus: pilot\n"


def item(id: str) -> str:
    return f"  - {{id: {id}, title: {id}, summary: Kort., themes: [smart-living], status: pilot}}\n"


def test_small_files_publish_what_the_lists_publish(site: Sites, tmp_path: Path) -> None:
    lists, files = SmallSite(tmp_path / "lijsten", IN_LISTS), SmallSite(tmp_path / "bestanden", IN_FILES)
    for made in (lists, files):
        made.build()
    published = {
        path.relative_to(lists.public).as_posix(): path.read_bytes()
        for path in lists.public.rglob("*")
        if path.is_file()
    }
    assert published == {
        path.relative_to(files.public).as_posix(): path.read_bytes()
        for path in files.public.rglob("*")
        if path.is_file()
    }
    assert b"Jo Jansen" in published["gemeenten/gouda/index.html"]
    assert b"Licht dat meet." in published["projecten/licht/index.html"]


def test_a_visitor_changes_the_file_in_which_it_stands(site: Sites) -> None:
    made = site({"site.yaml": REPOSITORY, **IN_FILES})
    made.build()
    edit = "https://git.example.nl/g40/site/-/edit/main/"
    pages = {
        "/projecten/licht/": "content/projects/licht.yaml",
        "/gemeenten/gouda/": "content/municipalities/gouda.yaml",
        "/gemeenten/zwolle/": "municipalities.yaml",
    }
    for address, file in pages.items():
        links = [link for link in Page(made.page(address)).links if link.startswith(edit)]
        assert links == [edit + file]


def test_the_order_is_that_of_municipalities_then_of_lists_then_of_files_by_name(site: Sites) -> None:
    first = MUNICIPALITIES.replace("  - id: gouda", "    projects:\n" + indented(item("m"), 4) + "  - id: gouda")
    made = site(
        {
            "municipalities.yaml": first,
            "content/projects/a.yaml": project("zwolle", "A"),
            "content/projects/zwolle.yaml": "projects:\n" + item("z") + item("y"),
            "content/projects/gouda.yaml": "projects:\n" + item("g"),
            "content/projects/c.yaml": project("gouda", "C"),
            "content/projects/b.yaml": project("zwolle", "B"),
        }
    )
    assert [entry.id for entry in assembled(made.root).projects] == ["m", "z", "y", "a", "b", "g", "c"]


def test_a_project_may_have_the_name_of_a_municipality(site: Sites) -> None:
    made = site({"content/projects/zwolle.yaml": project("zwolle", "Zwolle meet")})
    assert [(entry.id, entry.municipality) for entry in assembled(made.root).projects] == [("zwolle", "zwolle")]


def test_a_key_without_a_value_stands_in_no_two_places(site: Sites) -> None:
    made = site(
        {
            "municipalities.yaml": MUNICIPALITIES + "    contacts:\n    participates: []\n",
            "content/municipalities/gouda.yaml": "contacts: [{role: Adviseur}]\nparticipates:\n",
        }
    )
    assert [contact.role for contact in assembled(made.root).municipality["gouda"].contacts] == ["Adviseur"]


def test_keys_in_two_places_are_told_also_by_a_build_that_has_read_both_before(site: Sites) -> None:
    made = site(IN_FILES)
    made.build()
    made.write({"municipalities.yaml": MUNICIPALITIES + "    participates: []\n"})
    place = ("sleutel-in-twee-bestanden", "content/municipalities/gouda.yaml", 2, 1)
    assert made.check() == made.check() == [place]
    made.write({"municipalities.yaml": MUNICIPALITIES})
    assert made.check() == []


@pytest.mark.parametrize("theme", ["weg", "smart-living"])
def test_of_a_key_in_two_places_that_alone_is_told(site: Sites, theme: str) -> None:
    """Not also that the list that does not count names no theme, or one that the municipality leads."""
    leads = LEAST["themes.yaml"].replace("lead: zwolle", "lead: gouda")
    own = MUNICIPALITIES + f"    participates: [{theme}]\n"
    made = site({"themes.yaml": leads, "municipalities.yaml": own})
    assert [code for code, *_ in made.check()] == ["onbekend-thema" if theme == "weg" else "thema-al-koploper"]
    made.write({"content/municipalities/gouda.yaml": "contact: {phone: 14 038}\nparticipates: []\n"})
    assert made.check() == [("sleutel-in-twee-bestanden", "content/municipalities/gouda.yaml", 2, 1)]


def test_a_key_without_a_value_hides_no_fault_in_the_other_file(site: Sites) -> None:
    administrators = "    administrators:\n      - {name: Jo Jansen, role: Wethouder, since: 2026, until: 2022}\n"
    made = site({"municipalities.yaml": MUNICIPALITIES + administrators})
    told = made.check()
    assert [code for code, *_ in told] == ["einde-voor-begin"]
    made.write({"content/municipalities/gouda.yaml": "contact: {phone: 14 038}\nadministrators:\n"})
    assert made.check() == told


@pytest.mark.parametrize("text", ["contact: [", "contact: {telefoon: 14 038}"])
def test_of_a_municipality_with_faults_in_its_file_nothing_else_is_told(site: Sites, text: str) -> None:
    made = site({**IN_FILES, "content/municipalities/gouda.yaml": text})
    assert [file for _code, file, _line, _column in made.check()] == ["content/municipalities/gouda.yaml"]


def test_where_not_all_municipalities_can_be_read_no_file_is_said_to_be_named_after_none(site: Sites) -> None:
    made = site({**IN_FILES, "municipalities.yaml": "municipalities: [\n"})
    assert {file for _code, file, _line, _column in made.check()} == {"municipalities.yaml"}


def test_the_keys_of_small_files_are_those_of_their_models_with_the_same_words() -> None:
    assert [field.key for field in fields_of(MunicipalityFile)] == [
        "contact",
        "participates",
        "administrators",
        "contacts",
    ]
    first, *others = fields_of(ProjectFile)
    assert (first.key, first.refers, first.is_required) == ("municipality", "municipality", True)
    assert "id" not in [field.key for field in others]
    assert describe(ProjectFile, "with").label == "Samen met"
    assert describe(ProjectFile, "municipality").label == "Gemeente"
