"""What a proposal puts back of what came on the main branch shortly before, on real repositories."""

import json
import os
import subprocess
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.content.reader import MARKDOWN_BYTES, Reader
from g40site.diagnostics import Problems
from g40site.editing import history, reverts
from tests.editing.copies import EVENT, FILES, NEWS, PROJECTS, after
from tests.editing.test_changes import fields_to_change, names, rich_site
from tests.running import NOW, call
from tests.sites import SmallSite

pytestmark = pytest.mark.process

LIST = "content/projects/zwolle.yaml"
ITEM = "content/news/2026-11-02-nieuws.md"
MEETING = "content/agenda/2027-03-03-netwerkdag.md"


class MainBranch:
    """A site in a repository: what comes on its main branch has a day."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes]) -> None:
        self.small = SmallSite(root, files)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit("2026-01-01", {})

    def git(self, *words: str, day: str = "2026-11-20") -> str:
        who = {f"GIT_{role}_{what}": "a" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {f"GIT_{role}_DATE": f"{day}T12:00:00+01:00" for role in ("AUTHOR", "COMMITTER")}
        env = {"PATH": os.environ["PATH"], **who, **dates}
        done = subprocess.run(["git", *words], cwd=self.small.root, check=True, capture_output=True, text=True, env=env)
        return done.stdout.strip()

    def commit(self, day: str, files: Mapping[str, str | bytes | None]) -> None:
        for name in (name for name, text in files.items() if text is None):
            (self.small.root / name).unlink()
        self.small.write({name: text for name, text in files.items() if text is not None})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a", day=day)

    def told(self, tmp_path: Path, files: Mapping[str, str | None], *more: str) -> tuple[int, list[str]]:
        """How `changes` ends, and what it says is put back, without how it begins."""
        done = call("changes", self.small.root, after(self.small, tmp_path, files), "--now", NOW, *more)
        assert "niet helemaal nagekeken" not in done.stdout
        said = [line for line in done.stdout.splitlines() if line.startswith("- Dit voorstel zet ")]
        return done.returncode, [line.removeprefix("- Dit voorstel zet ").replace("\u00a0", " ") for line in said]


@pytest.fixture
def main(tmp_path: Path) -> MainBranch:
    return MainBranch(tmp_path / "site", FILES)


def retitled(text: str, was: str, now: str) -> str:
    assert f"title: {was}\n" in text
    return text.replace(f"title: {was}\n", f"title: {now}\n")


def test_the_same_field_that_a_colleague_changed_meanwhile(main: MainBranch, tmp_path: Path) -> None:
    """The form was open, and writes the file as it was with its own change."""
    main.commit("2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    code, lines = main.told(tmp_path, {LIST: PROJECTS.replace("Licht.", "Meer licht.")})
    assert code == 0
    assert lines == [
        "de wijziging van 12 november 2026 terug: project “Meetpunten”: titel gaat van “Meetpunten” naar “Sensoren”."
    ]


def test_another_field_of_the_same_entry(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: PROJECTS.replace("summary: Meten.", "summary: Meten is weten.")})
    _, lines = main.told(tmp_path, {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    assert lines == [
        "de wijziging van 12 november 2026 terug: project “Sensoren”: samenvatting gaat van “Meten is weten.” naar"
        " “Meten.”"
    ]


def test_what_nobody_changed_meanwhile_is_not_put_back(main: MainBranch, tmp_path: Path) -> None:
    """Another value than any that stood there is a change like others; so is what was changed long ago."""
    main.commit("2026-09-20", {LIST: retitled(PROJECTS, "Lantaarns", "Lampen")})
    newer = retitled(retitled(PROJECTS, "Lantaarns", "Lampen"), "Sensoren", "Meetpunten")
    main.commit("2026-11-12", {LIST: newer})
    changed = retitled(retitled(newer, "Lampen", "Lantaarns"), "Meetpunten", "Meters")
    assert main.told(tmp_path, {LIST: changed}) == (0, [])


@pytest.mark.parametrize(("day", "counts"), [("2026-09-25", True), ("2026-09-24", False)])
def test_a_change_counts_for_sixty_days(day: str, counts: bool, main: MainBranch, tmp_path: Path) -> None:
    main.commit(day, {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    assert bool(main.told(tmp_path, {LIST: PROJECTS})[1]) is counts


def test_of_a_value_that_changed_often_the_newest_change_is_named(main: MainBranch, tmp_path: Path) -> None:
    for day, title in (("2026-11-01", "B"), ("2026-11-02", "Sensoren"), ("2026-11-03", "C"), ("2026-11-04", "D")):
        main.commit(day, {LIST: PROJECTS.replace("Sensoren", title)})
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert lines == ["de wijziging van 4 november 2026 terug: project “D”: titel gaat van “D” naar “Sensoren”."]


def test_each_field_is_told_with_the_change_that_came_to_it(main: MainBranch, tmp_path: Path) -> None:
    renamed = retitled(PROJECTS, "Sensoren", "Meetpunten")
    main.commit("2026-11-03", {LIST: renamed})
    main.commit("2026-11-12", {LIST: renamed.replace("summary: Meten.", "summary: Meten is weten.")})
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert [line.partition(" 2026")[0] for line in lines] == [
        "de wijziging van 12 november",
        "de wijziging van 3 november",
    ]
    assert "samenvatting" in lines[0]


def test_a_merge_is_a_change_of_the_day_on_which_it_came(main: MainBranch, tmp_path: Path) -> None:
    main.git("switch", "--quiet", "--create", "tak")
    main.commit("2026-11-03", {LIST: retitled(PROJECTS, "Sensoren", "Tussendoor")})
    main.commit("2026-11-04", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    main.git("switch", "--quiet", "main")
    main.git("merge", "--quiet", "--no-ff", "--no-edit", "tak", day="2026-11-12")
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert len(lines) == 1
    assert "12 november" in lines[0]
    # What stood on a branch alone never stood on the site.
    assert main.told(tmp_path / "meer", {LIST: retitled(PROJECTS, "Sensoren", "Tussendoor")}) == (0, [])


LISTED = PROJECTS.replace(
    "status: pilot\n    added: 2026", "status: pilot\n    partners: [RIVM, KNMI]\n    added: 2026"
)


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        ("[RIVM, KNMI, TNO]", "partners: weg “TNO”"),
        ("[RIVM]", "partners: erbij “KNMI”"),
        ("[KNMI, RIVM]", "partners: de volgorde verandert"),
    ],
)
def test_of_a_list_what_comes_back_what_goes_and_the_order(
    meanwhile: str, sentence: str, main: MainBranch, tmp_path: Path
) -> None:
    main.commit("2026-11-01", {LIST: LISTED})
    main.commit("2026-11-12", {LIST: LISTED.replace("[RIVM, KNMI]", meanwhile)})
    _, lines = main.told(tmp_path, {LIST: LISTED})
    assert lines == [f"de wijziging van 12 november 2026 terug: project “Sensoren”: {sentence}."]


def test_of_a_list_that_both_changed_only_what_is_put_back(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-01", {LIST: LISTED})
    main.commit("2026-11-12", {LIST: LISTED.replace("KNMI", "KNMI, TNO")})
    _, lines = main.told(tmp_path, {LIST: LISTED.replace("KNMI", "KNMI, Politie")})
    assert lines == ["de wijziging van 12 november 2026 terug: project “Sensoren”: partners: weg “TNO”."]


def test_of_a_part_that_both_changed_only_what_is_put_back(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: PROJECTS.replace("{name: Jan,", "{name: Jan, phone: '038 1', role: Adviseur,")})
    mine = PROJECTS.replace("{name: Jan,", "{name: Jan, phone: '038 2',")
    _, lines = main.told(tmp_path, {LIST: mine})
    assert lines == [
        "de wijziging van 12 november 2026 terug: project “Lantaarns”: contact: rol gaat weg. Dat was “Adviseur”."
    ]


def test_a_part_that_a_colleague_added_and_one_that_she_took_out(main: MainBranch, tmp_path: Path) -> None:
    main.commit(
        "2026-11-12", {LIST: PROJECTS.replace("    contact: {name: Jan, checked: 2023}\n", "    url: https://a.nl\n")}
    )
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert [line.partition("“Lantaarns”: ")[2] for line in lines] == [
        "contact komt erbij: “Jan; 2023”.",
        "website gaat weg. Dat was “https://a.nl”.",
    ]


@pytest.mark.parametrize(("name", "sentences"), [("Jan", ["contact komt erbij: “Jan; Adviseur; 2023”."]), ("An", [])])
def test_who_was_taken_out_comes_back_with_something_else(
    name: str, sentences: list[str], main: MainBranch, tmp_path: Path
) -> None:
    """The person left while somebody else was changing her line in a form; another person is not put back."""
    main.commit("2026-11-12", {LIST: PROJECTS.replace("    contact: {name: Jan, checked: 2023}\n", "")})
    mine = PROJECTS.replace("{name: Jan,", f"{{name: {name}, role: Adviseur,")
    _, lines = main.told(tmp_path, {LIST: mine})
    assert [line.partition("“Lantaarns”: ")[2] for line in lines] == sentences


def test_a_person_of_a_list_is_compared_by_name(main: MainBranch, tmp_path: Path) -> None:
    """The contacts of a municipality stand in one file with those of all others."""
    name = "municipalities.yaml"
    text = (main.small.root / name).read_text("utf-8")
    people = "{}    contacts:\n      - {{name: An, role: Adviseur{}}}\n      - {{name: Bo, role: Griffier}}\n"
    main.commit("2026-11-01", {name: people.format(text, "")})
    main.commit("2026-11-12", {name: people.format(text, ", phone: '038 1'")})
    mine = people.format(text, "").replace("role: Griffier", "role: Secretaris")
    _, lines = main.told(tmp_path, {name: mine})
    assert len(lines) == 1
    assert "gemeente Zwolle: contactpersonen, “An”: telefoon gaat weg. Dat was “038 1”." in lines[0]


LAST = PROJECTS[PROJECTS.index("  - id: sensoren") :]


def test_an_entry_that_a_colleague_added_to_the_same_file(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: PROJECTS + LAST.replace("sensoren", "meten").replace("Sensoren", "Meetpunten")})
    code, lines = main.told(tmp_path, {LIST: PROJECTS.replace("Licht.", "Meer licht.")})
    # Its address is lost as well.
    assert code == 1
    assert lines == ["de wijziging van 12 november 2026 terug: project “Meetpunten” gaat weg."]


def test_an_entry_that_a_colleague_took_out_of_the_same_file(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: PROJECTS.replace(LAST, "")})
    _, lines = main.told(tmp_path, {LIST: PROJECTS.replace("Meten.", "Meten en weten.")})
    assert lines == ["de wijziging van 12 november 2026 terug: project “Sensoren” komt terug."]


def test_another_entry_is_not_put_back_by_who_leaves_it_alone(main: MainBranch, tmp_path: Path) -> None:
    newer = retitled(PROJECTS, "Sensoren", "Meetpunten")
    main.commit("2026-11-12", {LIST: newer})
    assert main.told(tmp_path, {LIST: retitled(newer, "Lantaarns", "Lampen")}) == (0, [])


def test_a_text_and_a_state_of_a_file_with_a_head(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-11", {ITEM: NEWS.replace("Tekst.", "Betere tekst.")})
    main.commit("2026-11-12", {MEETING: EVENT.replace("summary:", "status: cancelled\nsummary:")})
    _, lines = main.told(tmp_path, {ITEM: NEWS.replace("Kort", "Lang"), MEETING: EVENT})
    assert lines == [
        "de wijziging van 12 november 2026 terug: bijeenkomst “Netwerkdag”: status gaat van gaat niet door naar gaat"
        " door.",
        "de wijziging van 11 november 2026 terug: nieuwsbericht “Nieuws &lt;b> \\*nu\\*”: de tekst verandert:"
        " “Betere tekst.” wordt “Tekst.”",
    ]


LINES = "Eerste alinea.\n\nTweede zin.\n\nDerde stuk.\n"


@pytest.mark.parametrize(
    ("meanwhile", "mine", "sentence"),
    [
        ("Tweede betere zin.", LINES.replace("Derde", "Vierde"), "weg “betere”"),
        ("Tweede betere zin.", LINES.replace("Tweede", "Andere"), ""),
        ("Tweede zin.\n\nNieuwe regel.", LINES.replace("Derde", "Vierde"), "weg “Nieuwe regel.”"),
        ("", LINES.replace("Derde", "Vierde"), "erbij “Tweede zin.”"),
        # A text that is written anew puts nothing back, whatever came in it.
        ("Tweede zin.\n\nNieuwe regel.", "Wij meten het fijnstof in de stad.\n", ""),
        # A line that moves is still there.
        ("Nieuw.\n\nTweede zin.", "Eerste alinea.\n\nTweede zin.\n\nDerde stuk.\n\nNieuw.\n", ""),
    ],
)
@pytest.mark.parametrize("field", [True, False], ids=["field", "body"])
def test_of_a_text_that_both_changed_only_the_lines_that_are_put_back(
    field: bool, meanwhile: str, mine: str, sentence: str, main: MainBranch, tmp_path: Path
) -> None:
    def written(text: str) -> dict[str, str]:
        below = "    description: |\n" + textwrap.indent(text, "      ")
        return {LIST: PROJECTS + below} if field else {ITEM: NEWS.replace("Tekst.\n", text)}

    main.commit("2026-11-01", written(LINES))
    main.commit("2026-11-12", written(LINES.replace("Tweede zin.", meanwhile)))
    _, lines = main.told(tmp_path, written(mine))
    head = "“Sensoren”: beschrijving" if field else "“Nieuws &lt;b> \\*nu\\*”: de tekst"
    assert [line.partition(head)[2].removesuffix(".") for line in lines] == (
        [f" verandert: {sentence}".removesuffix(".")] if sentence else []
    )


def test_a_draft_that_becomes_one_again_and_a_setting(main: MainBranch, tmp_path: Path) -> None:
    draft, site = NEWS.replace("date:", "draft: true\ndate:"), (main.small.root / "site.yaml").read_text("utf-8")
    main.commit("2026-11-01", {ITEM: draft})
    main.commit("2026-11-12", {ITEM: NEWS, "site.yaml": site.replace("Ethiek", "Privacy")})
    _, lines = main.told(tmp_path, {ITEM: draft, "site.yaml": site})
    assert any("concept gaat van nee naar ja" in line for line in lines)
    assert any(": de site: aandachtspunten: erbij “Ethiek”; weg “Privacy”." in line for line in lines)


def test_an_entry_is_the_same_in_another_file_and_written_otherwise(main: MainBranch, tmp_path: Path) -> None:
    """Values count: neither quotes, order and comments, nor the file in which the entry stands."""
    main.commit("2026-11-10", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    name = "municipalities.yaml"
    inside = "    " + retitled(PROJECTS, "Sensoren", "Meetpunten").replace("\n", "\n    ").rstrip() + "\n"
    main.commit("2026-11-12", {LIST: None, name: (main.small.root / name).read_text("utf-8") + inside})
    assert main.told(tmp_path, {})[1] == []
    back = inside.replace("title: Meetpunten", 'title: "Sensoren" # weer')
    _, lines = main.told(tmp_path / "meer", {name: (main.small.root / name).read_text("utf-8").replace(inside, back)})
    assert lines == [
        "de wijziging van 10 november 2026 terug: project “Meetpunten”: titel gaat van “Meetpunten” naar “Sensoren”."
    ]


def test_an_entry_that_moved_to_a_file_of_its_own_is_the_same(main: MainBranch, tmp_path: Path) -> None:
    """A project out of its list, and people out of the file of all municipalities: nothing is put back by that, and
    what is put back is seen across it, whatever else moved then and whatever was wrong in between.
    """
    plain = (main.small.root / "municipalities.yaml").read_text("utf-8")
    breda = plain.partition("\n")[2].replace("zwolle", "breda").replace("Zwolle", "Breda").replace("0193", "0758")
    people = "contacts:\n  - {name: An, role: Adviseur}\n"
    inside = "    " + people.rstrip().replace("\n", "\n    ") + "\n"
    everybody = plain + inside + breda + inside
    main.commit("2026-11-01", {"municipalities.yaml": everybody})
    main.commit("2026-11-10", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    griffier = everybody.replace("Adviseur", "Griffier", 1)
    main.commit("2026-11-11", {"municipalities.yaml": griffier})
    lines = textwrap.dedent(retitled(LAST, "Sensoren", "Meetpunten").replace("  - ", "    ")).splitlines()
    item = "\n".join(["municipality: zwolle", *(line for line in lines if not line.startswith("id:"))]) + "\n"
    moved = {
        LIST: PROJECTS.replace(LAST, ""),
        "content/projects/sensoren.yaml": item,
        "content/municipalities/zwolle.yaml": people.replace("Adviseur", "Griffier"),
        "content/municipalities/breda.yaml": people,
    }
    # For a day each key stood in both places.
    main.commit("2026-11-12", moved)
    main.commit("2026-11-13", {"municipalities.yaml": plain + breda})
    assert main.told(tmp_path, {})[1] == []
    back = {
        "content/projects/sensoren.yaml": retitled(item, "Meetpunten", "Sensoren"),
        "content/municipalities/zwolle.yaml": people,
    }
    assert main.told(tmp_path / "meer", back)[1] == [
        "de wijziging van 11 november 2026 terug: gemeente Zwolle: contactpersonen, “An”: rol gaat van “Griffier” naar"
        " “Adviseur”.",
        "de wijziging van 10 november 2026 terug: project “Meetpunten”: titel gaat van “Meetpunten” naar “Sensoren”.",
    ]


def test_a_project_goes_back_to_its_municipality(main: MainBranch, tmp_path: Path) -> None:
    name = "municipalities.yaml"
    text = (main.small.root / name).read_text("utf-8")
    breda = text.partition("\n")[2].replace("zwolle", "breda").replace("Zwolle", "Breda").replace("0193", "0758")
    main.commit("2026-11-01", {name: text + breda})
    main.commit("2026-11-12", {LIST: None, "content/projects/breda.yaml": PROJECTS})
    _, lines = main.told(tmp_path, {LIST: PROJECTS, "content/projects/breda.yaml": None})
    assert len(lines) == 2
    assert all("hoort niet meer bij Breda, maar weer bij Zwolle." in line for line in lines)


ODD = {
    "wrong": b"projects: [",
    "wrong field": PROJECTS.replace("status: pilot", "status: piloot").encode(),
    "no text": bytes(range(256)) * 9,
    "too large": b"# " + b"x" * (history.YAML_BYTES + 1),
    "empty": b"",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_cannot_be_read_of_the_past_is_stepped_over(odd: bytes, main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-10", {LIST: odd})
    main.commit("2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert lines == [
        "de wijziging van 12 november 2026 terug: project “Meetpunten”: titel gaat van “Meetpunten” naar “Sensoren”."
    ]


def test_a_long_text_of_the_past_is_not_read(main: MainBranch) -> None:
    long = b"x" * (MARKDOWN_BYTES + 1)
    past = history.PastReader(Reader(main.small.root), {ITEM: long, LIST: long}, {ITEM, LIST})
    assert past.data(ITEM, Problems(), MARKDOWN_BYTES) == history.NO_TEXT
    assert past.data(LIST, Problems(), history.YAML_BYTES) == long


def test_a_change_of_which_nobody_says_when_it_came(main: MainBranch, tmp_path: Path) -> None:
    """Hosts refuse such a commit today; an old repository may have some. It counts as old, those around it do not."""
    main.commit("2026-11-10", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    main.commit("2026-11-11", {LIST: retitled(PROJECTS, "Sensoren", "Meters")})
    commit = main.git("cat-file", "commit", "HEAD").replace("committer a <a> 1794394800 +0100", "committer a <a>")
    assert "committer a <a>\n" in commit
    (tmp_path / "commit").write_text(f"{commit}\n", "utf-8")
    dateless = main.git("hash-object", "-t", "commit", "--literally", "-w", str(tmp_path / "commit"))
    main.git("reset", "--quiet", "--hard", dateless)
    main.commit("2026-11-12", {ITEM: NEWS.replace("Kort", "Lang")})
    _, lines = main.told(tmp_path, {LIST: PROJECTS, ITEM: NEWS})
    assert [line.partition(" 2026")[0] for line in lines] == [
        "de wijziging van 12 november",
        "de wijziging van 10 november",
    ]


def test_links_other_repositories_and_odd_names_of_the_past(main: MainBranch, tmp_path: Path) -> None:
    """None of them is read or followed."""
    root = main.small.root
    (tmp_path / "buiten.yaml").write_text(retitled(PROJECTS, "Sensoren", "Van buiten"), "utf-8")
    (root / LIST).unlink()
    (root / LIST).symlink_to(tmp_path / "buiten.yaml")
    (root / 'content/projects/a\nb"é.yaml').write_text(PROJECTS, "utf-8")
    main.commit("2026-11-09", {})
    main.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},content/projects/ander.yaml")
    main.git("commit", "--quiet", "--message", "a", day="2026-11-10")
    (root / LIST).unlink()
    main.commit(
        "2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten"), 'content/projects/a\nb"é.yaml': None}
    )
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert len(lines) == 1
    assert main.told(tmp_path / "meer", {LIST: retitled(PROJECTS, "Sensoren", "Van buiten")})[1] == []


def test_settings_and_replacements_of_a_repository_have_no_say(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    trace = tmp_path / "ran"
    for key in ("diff.external", "core.fsmonitor", "gpg.program", "core.pager", "diff.x.textconv", "filter.x.smudge"):
        main.git("config", key, f"touch {trace}; false")
    for key in ("log.showSignature", "log.follow", "diff.noprefix"):
        main.git("config", key, "true")
    main.git("config", "diff.renames", "copies")
    (main.small.root / ".git/info/attributes").write_text("* diff=x filter=x\n", "utf-8")
    main.git("replace", "HEAD~1", "HEAD")
    _, lines = main.told(tmp_path, {LIST: PROJECTS})
    assert len(lines) == 1
    assert not trace.exists()


def test_it_is_an_error_where_that_is_asked_and_says_what_to_do(main: MainBranch, tmp_path: Path) -> None:
    main.commit("2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    code, lines = main.told(tmp_path, {LIST: PROJECTS}, "--no-reverts")
    assert (code, len(lines)) == (1, 1)
    text = call("changes", main.small.root, tmp_path / "nieuw", "--now", NOW, "--no-reverts").stdout
    assert "### Fout: 1 wijziging wordt teruggezet\n\nEen ander heeft dit kort geleden veranderd." in text
    assert f"`{reverts.MEANT}`" in text
    assert "### Let op" not in text
    # Without that it is a warning.
    assert main.told(tmp_path / "meer", {LIST: PROJECTS}) == (0, lines)
    (found,) = json.loads(
        call("changes", main.small.root, tmp_path / "nieuw", "--now", NOW, "--format", "json").stdout
    )["put_back"]
    assert (found["kind"], found["id"], found["day"]) == ("project", "sensoren", "2026-11-12")


def test_many_are_told_of_by_their_number(main: MainBranch, tmp_path: Path) -> None:
    many = "projects:\n" + "".join(LAST.replace("sensoren", f"p{number}") for number in range(30))
    main.commit("2026-11-01", {LIST: many})
    main.commit("2026-11-12", {LIST: many.replace("Meten.", "Meten is weten.")})
    _, lines = main.told(tmp_path, {LIST: many})
    assert len(lines) == 21
    assert lines[-1] == "nog 10 wijzigingen terug."


@pytest.mark.parametrize(
    ("branch", "text", "refused"),
    [
        ("cms/projects/zwolle", "", True),
        ("cms/projects/zwolle", "Automatically generated by Sveltia CMS", True),
        ("cms/projects/zwolle", "Automatically generated\r\n\r\nBedoeld: zet terug\r\n", False),
        ("cms/projects/zwolle", "- **bedoeld: zet terug.**", False),
        ("cms/projects/zwolle", "Niet bedoeld: zet terug", True),
        ("cms/projects/zwolle", "Bedoeld: zet terug wat er stond", True),
        # Of a text that somebody made to keep the check busy each line is looked at once.
        ("cms/projects/zwolle", "> \r\n" * 50_000, True),
        ("cms/projects/zwolle", "\r\n" * 50_000 + "Bedoeld: zet terug", False),
        ("nieuws", "", False),
    ],
)
def test_only_what_forms_make_is_refused_unless_it_is_meant(branch: str, text: str, refused: bool) -> None:
    assert reverts.is_refused(branch, text) is refused


def gap_of(*arguments: object) -> list[str]:
    done = call("changes", *arguments, "--now", NOW)
    assert done.returncode == 0
    head = "- Of dit voorstel iets terugzet, is niet of niet helemaal nagekeken: "
    return [line.removeprefix(head) for line in done.stdout.splitlines() if line.startswith(head)]


def test_without_a_history_that_is_said(main: MainBranch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main.commit("2026-11-12", {LIST: retitled(PROJECTS, "Sensoren", "Meetpunten")})
    root, new = main.small.root, after(main.small, tmp_path, {LIST: PROJECTS})
    assert gap_of(root, new) == []
    plain = tmp_path / "plain"
    subprocess.run(["cp", "-r", root, plain], check=True)
    subprocess.run(["rm", "-rf", plain / ".git"], check=True)
    assert gap_of(plain, new) == [f"{history.NO_HISTORY}."]
    assert gap_of(plain, new, "--history", root) == []
    assert "terug: project “Meetpunten”" in call("changes", plain, new, "--now", NOW, "--history", root).stdout
    (plain / ".git").mkdir()
    assert gap_of(plain, new) == [f"{history.NO_GIT}."]
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{root}", tmp_path / "shallow"], check=True)
    assert gap_of(tmp_path / "shallow", new) == [f"{history.SHALLOW}."]
    subprocess.run(["git", "clone", "--quiet", "--depth", "2", f"file://{root}", tmp_path / "enough"], check=True)
    assert gap_of(tmp_path / "enough", new) == []
    subprocess.run(["git", "-C", root, "config", "uploadpack.allowFilter", "true"], check=True)
    partial = ["git", "clone", "--quiet", "--filter=blob:none", f"file://{root}", tmp_path / "partial"]
    subprocess.run(partial, check=True)
    assert gap_of(tmp_path / "partial", new) == [f"{history.NO_GIT}."]
    monkeypatch.setattr(history, "CHANGES", 0)
    assert gap_of(root, new) == [f"{history.TOO_MUCH}."]
    monkeypatch.undo()
    monkeypatch.setattr(history, "BYTES", 10)
    assert gap_of(root, new) == [f"{history.TOO_MUCH}."]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert gap_of(root, new) == [f"{history.NO_GIT}."]


def test_the_first_commit_of_all_puts_nothing_back(tmp_path: Path) -> None:
    """A young repository: what it began with was not added to anything."""
    main = MainBranch(tmp_path / "site", FILES)
    main.git("commit", "--quiet", "--amend", "--allow-empty", "--message", "a", day="2026-11-12")
    assert main.told(tmp_path, {MEETING: None})[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("which", [1, None], ids=["another value", "no value"])
def test_every_field_of_every_kind_is_put_back(which: int | None, tmp_path: Path, bare: Path) -> None:
    fields = fields_to_change(which)
    main = MainBranch(tmp_path / "site", rich_site(fields, 0))
    main.commit("2026-11-12", rich_site(fields, which))
    new = SmallSite(tmp_path / "new", rich_site(fields, 0))
    before, after = (pipeline.plan(small.options(templates=bare)) for small in (main.small, new))
    past = history.history_of(main.small.root, reverts.begin(before.now))
    found = [(r.entry.kind, r.entry.id, r.text.lower()) for r in reverts.reverts(before, after, past, lambda _, id: id)]
    letters = {"theme": "t", "municipality": "m", "project": "p", "news": "n", "event": "e", "page": "g"}
    told = {(kind, id): text for kind, id, text in found}
    silent = [
        (kind, path, told.get((kind, f"{letters[kind]}{number}")))
        for kind, paths in fields.items()
        for number, path in enumerate(paths)
        if not any(name in told.get((kind, f"{letters[kind]}{number}"), "") for name in names(kind, path))
    ]
    assert silent == []
    assert len(told) == sum(map(len, fields.values()))
