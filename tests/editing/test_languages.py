"""The command line speaks the language of the site, unless `--lang` says another; what it tells of content is Dutch."""

import ast
import re
import tomllib
from collections.abc import Iterator, Set
from pathlib import Path
from string import Formatter

import pytest
from openpyxl import load_workbook

from tests.editing.copies import FILES, PROJECTS
from tests.preview.previews import serving
from tests.running import NOW, TOP, call
from tests.sites import BARE, Sites, SmallSite, settings

ENGLISH = settings(BARE, "language: en")
NEW = ("new", "page", "--title", "Uitleg", "--summary", "Kort.", "--body", "Tekst.")
# Of each command what it says in both languages when all is well, and when a file of the content is wrong.
WELL: list[tuple[tuple[str, ...], str, str]] = [
    (("build",), "Klaar in ", "Done in "),
    (("check",), "Geen fouten gevonden.", "No errors found."),
    (("schema",), "De schema's staan in ", "Schemas written to "),
    (("sheet", "made.xlsx"), "Geschreven: made.xlsx", "Written: made.xlsx"),
    (("import", "filled.csv", "--dry-run"), "(nieuw)", "(new)"),
    (("import", "filled.csv", "--dry-run"), "Er is niets geschreven.", "Nothing was written."),
    (("import", "filled.csv", "--dry-run"), "1 project komt erbij.", "1 project added."),
    (("import", "filled.csv"), "Geschreven: content", "Written: content"),
    (NEW, "Geschreven: content/pages/uitleg.md", "Written: content/pages/uitleg.md"),
    (("digest", "--since", "2026-11-01"), "Wie zich bij een thema aansloot", "Who joined a theme is not told"),
    (("why", "/"), "De laatste keer gemaakt", "Made the last time"),
    (("verify", "public"), "0 verschillen; ", "0 differences; "),
]
MISTAKEN: list[tuple[tuple[str, ...], str, str]] = [
    *(
        (words, "fout [", "error [")
        for words in (
            ("build",),
            ("check",),
            ("routes",),
            ("why", "/"),
            ("hosting", "nginx"),
            ("schema",),
            ("sheet", "a.xlsx"),
            ("import", "filled.csv"),
            ("review",),
            ("digest", "--since", "2026-11-01"),
            ("changes", ".", "."),
        )
    ),
    ((*NEW, "--menu", "veel"), "Er is niets geschreven.", "Nothing was written."),
]
USED_WRONGLY: list[tuple[tuple[str, ...], str, str]] = [
    (("bild",), "De opdracht `bild` bestaat niet.", "There is no command `bild`."),
    (("build", "--routes"), "De optie --routes bestaat niet.", "No such option '--routes'"),
    (("build", "--output", "."), "De uitvoermap", "The output folder"),
    (("why", "/niets/"), "De site heeft geen bestand /niets/.", "The site has no file /niets/."),
    (("verify", "niets"), "niets is geen map", "niets is no folder"),
    (("sheet", "a.ods"), "a.ods eindigt niet op .xlsx.", "a.ods does not end in .xlsx."),
    (("import", "niets.csv"), "niets.csv is geen .xlsx, .csv, .txt of .eml", "niets.csv is no .xlsx, .csv"),
    (("import", "empty.csv"), "empty.csv is geen rekenblad", "empty.csv is no spreadsheet"),
    (("new",), "Van welke soort?", "Of which kind?"),
    (("new", "page"), "Geef ook: --title", "Give also: --title"),
    (("digest", "--since", "x"), "De waarde van --since", "Invalid value for '--since'"),
]


def made(site: Sites, text: str) -> SmallSite:
    row = "zwolle;Meer licht;Licht.;Smart Living;pilot"
    small = site({**FILES, "site.yaml": text, "empty.csv": "\n"})
    small.write({"filled.csv": f"Gemeente;Titel;Samenvatting;Thema's;Status\n{row}\n"})
    return small


def unheard(small: SmallSite, rows: list[tuple[tuple[str, ...], str, str]], which: int, *more: str) -> list[object]:
    """The commands that did not say their words in a language, or said them in the other as well."""
    found: list[object] = []
    for words, *said in rows:
        done = call(*words, "--now", NOW, *more, cwd=small.root)
        told = done.stdout + done.stderr
        if said[which] not in told or said[1 - which] in told:
            found.append((words, said[which], told))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "more", "which", "step"),
    [
        (settings(BARE), (), 0, 1),
        (ENGLISH, (), 1, 1),
        (ENGLISH, ("--lang", "nl"), 0, 4),
        (settings(BARE), ("--lang", "en"), 1, 4),
    ],
    ids=["a Dutch site", "an English site", "an English site in Dutch", "a Dutch site in English"],
)
def test_every_command_speaks_the_language_of_the_site_or_the_one_that_was_asked_for(
    text: str, more: tuple[str, ...], which: int, step: int, site: Sites
) -> None:
    """One option is the same for all commands, so every fourth of them is asked with it."""
    small = made(site, text)
    assert unheard(small, WELL[::step], which, *more) == []
    assert unheard(small, USED_WRONGLY[::step], which, *more) == []
    small.write({"themes.yaml": 'themes: "'})
    assert unheard(small, MISTAKEN[::step], which, *more) == []


def test_a_site_whose_settings_are_wrong_is_told_so_in_its_language(site: Sites) -> None:
    small = made(site, f"{ENGLISH}tittle: x\n")
    for command in ("build", "check", "routes"):
        done = call(command, cwd=small.root)
        assert "error [" in done.stdout + done.stderr, command


@pytest.mark.process
def test_the_preview_speaks_it_as_well(site: Sites) -> None:
    with serving(made(site, ENGLISH)) as preview:
        assert "The site is at http://" in preview.text
        assert "Done in " in preview.text


def test_what_is_said_of_no_site_is_dutch(tmp_path: Path) -> None:
    told = call("build", "--root", tmp_path).stderr
    assert told.startswith(f"In {tmp_path} staat geen site.yaml.")
    (tmp_path / "rond").symlink_to("rond")
    assert call("build", "--root", tmp_path / "rond").stderr.startswith(f"{tmp_path / 'rond'} ")
    (tmp_path / "site.yaml").write_text("language: [\n")
    assert call("why", "/", "--root", tmp_path, "--routes").stderr.startswith("De optie --routes bestaat niet.")


def test_an_empty_sheet_has_all_headings_no_projects_and_takes_new_ones(site: Sites) -> None:
    small = made(site, settings(BARE))
    for name, more in (("full.xlsx", ()), ("empty.xlsx", ("--empty",))):
        assert call("sheet", name, *more, cwd=small.root).returncode == 0
    full, empty = (load_workbook(small.root / name)["Projecten"] for name in ("full.xlsx", "empty.xlsx"))
    heads = [cell.value for cell in empty[1]]
    assert heads == [cell.value for cell in full[1]]
    assert (full.max_row, empty.max_row) == (3, 1)
    # What helps to fill it in is there all the same.
    assert {str(rule.sqref) for rule in empty.data_validations.dataValidation} == {
        str(rule.sqref) for rule in full.data_validations.dataValidation
    }
    book = load_workbook(small.root / "empty.xlsx")
    row = {"Gemeente": "Zwolle", "Titel": "Meer licht", "Samenvatting": "Licht.", "Thema's": "Smart Living"}
    for head, value in {**row, "Fase": "pilot"}.items():
        (column,) = (n for n, text in enumerate(heads, 1) if str(text).rstrip(" *") == head)
        book["Projecten"].cell(2, column).value = value
    book.save(small.root / "empty.xlsx")
    done = call("import", "empty.xlsx", "--now", NOW, cwd=small.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 project komt erbij.\n2 projecten staan niet in het rekenblad: lantaarns, sensoren." in done.stdout
    assert (small.root / "content/projects/zwolle.yaml").read_text("utf-8") == PROJECTS
    new = (small.root / "content/projects/zwolle-meer-licht.yaml").read_text("utf-8")
    assert new.startswith("municipality: zwolle\ntitle: Meer licht\n")
    assert small.check() == []


EDITING = TOP / "g40site/editing"


def values_in(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


def words_given(call: ast.Call, function: ast.AST) -> set[str]:
    """The texts that a call may give by their place, also those that its function gives a name before."""
    given: list[ast.expr] = [argument for argument in call.args if not isinstance(argument, ast.Call)]
    names = {argument.id for argument in given if isinstance(argument, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and names & set(re.findall(r"\w+", ast.unparse(node.targets[0]))):
            given.append(node.value)
    constants = (node for expression in given for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def refusals_made(codes: Set[str]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each call that refuses something: where it stands, the codes that it may have, and the values that it gives."""
    for path in sorted(EDITING.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if not isinstance(node, ast.Call):
                    continue
                called = ast.unparse(node.func)
                words = words_given(node, function)
                if called.endswith((".add", ".add_fault")):
                    # What else these are given is a place.
                    words &= codes
                elif called not in ("refused", "texts_of", "wrong"):
                    continue
                elif not isinstance(node.args[0], ast.Constant):
                    # What a code is chosen by is a text too.
                    words &= codes
                if words:
                    yield f"{path.name}:{node.lineno}", words, {str(keyword.arg) for keyword in node.keywords}


def test_each_refusal_is_told_somewhere_with_its_values_and_in_english_names_nothing_more() -> None:
    refusals = tomllib.loads((EDITING / "refusals.toml").read_text("utf-8"))
    assert len(refusals) > 50
    needed = {code: values_in("".join(texts)) for code, texts in refusals.items()}
    for dutch, english in refusals.values():
        assert values_in(english) <= values_in(dutch) | {"value"}
    calls = [*refusals_made(refusals.keys())]
    assert len(calls) > 50
    assert set().union(*(codes for _call, codes, _values in calls)) == refusals.keys()
    # A value that is missing is a KeyError for the editor; one that no text names was meant for something.
    wrong = [(call, code, needed[code] - values) for call, codes, values in calls for code in codes]
    assert [(call, code, lacks) for call, code, lacks in wrong if lacks] == []
    assert [
        (call, values - named)
        for call, codes, values in calls
        if not values <= (named := set().union(*(needed[code] for code in codes)))
    ] == []
