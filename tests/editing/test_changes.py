"""What a merge changes, told in plain Dutch: every field, text and file, and what a reviewer must not miss."""

import io
import json
import subprocess
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from g40site import model, pipeline
from g40site.diagnostics import Problems
from g40site.editing import changes, history
from g40site.model import fields as f
from g40site.model.description import label_of
from g40site.model.shape import Field, fields_of
from tests.editing.copies import EVENT, FILES, NEWS, PROJECTS, after
from tests.field_values import values_of
from tests.running import NOW, call
from tests.sites import Sites, SmallSite

WITHOUT_HISTORY = f"Of dit voorstel iets terugzet, is niet of niet helemaal nagekeken: {history.NO_HISTORY}.\n"


def told(site: Sites, tmp_path: Path, changes: Mapping[str, str | None]) -> tuple[int, list[str]]:
    small = site(FILES)
    done = call("changes", small.root, after(small, tmp_path, changes), "--now", NOW)
    assert done.stderr == ""
    # The folders of these tests have no history; what that says is looked at in `test_reverts.py`.
    assert f"- {WITHOUT_HISTORY}" in done.stdout
    text = done.stdout.replace(f"### Let op\n\n- {WITHOUT_HISTORY}\n", "").replace(f"- {WITHOUT_HISTORY}", "")
    head, _, site_part = text.removesuffix("\n").partition("\n\n### Op de site\n\n")
    head, empty, *lines = head.splitlines()
    assert (head, empty) == ("## Wat verandert er voor bezoekers?", "")
    # Whoever is told of a change is told which pages it makes others.
    assert bool(site_part) == any(line.startswith("- ") for line in lines)
    return done.returncode, lines


def test_nothing_changes(site: Sites, tmp_path: Path) -> None:
    assert told(site, tmp_path, {}) == (0, ["Niets."])


def test_what_is_new_is_counted_by_municipality(site: Sites, tmp_path: Path) -> None:
    more = PROJECTS + PROJECTS.partition("\n")[2].replace("id: ", "id: nog-").replace("title: ", "title: Nog ")
    changes = {
        "content/projects/zwolle.yaml": more,
        "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: x\n---\nTekst.\n",
    }
    assert told(site, tmp_path, changes) == (
        0,
        ["- 2 projecten nieuw in Zwolle: “Nog Lantaarns”, “Nog Sensoren”.", "- 1 pagina nieuw: “Uitleg”."],
    )


def test_a_project_that_gets_a_file_of_its_own_is_no_change_for_visitors(site: Sites, tmp_path: Path) -> None:
    head, _, sensors = PROJECTS.partition("  - id: sensoren\n")
    file = "content/projects/sensoren.yaml"
    own = f"municipality: zwolle\n{textwrap.dedent(sensors)}"
    code, (line,) = told(site, tmp_path, {"content/projects/zwolle.yaml": head, file: own})
    assert code == 0
    assert line.startswith("Bezoekers zien geen verschil.")
    assert file in line


def test_people_that_get_a_file_of_their_own_are_told_by_what_is_new_of_them(site: Sites, tmp_path: Path) -> None:
    people = {"content/municipalities/zwolle.yaml": "contact: {phone: 14 038}\n"}
    _code, (line, *more) = told(site, tmp_path, people)
    assert line.startswith("- De gemeente Zwolle: ")
    assert "14 038" in line
    assert more == []


def test_a_meeting_that_moves_is_told_with_what_was_forgotten(site: Sites, tmp_path: Path) -> None:
    file = "content/agenda/2027-03-03-netwerkdag.md"
    moved = EVENT.replace("03-03 13", "03-10 13")
    code, lines = told(site, tmp_path, {file: moved})
    assert code == 0
    assert lines[0].startswith(
        "- De bijeenkomst “Netwerkdag” van 3 maart 2027, 13.30 uur is verzet naar 10 maart 2027, 13.30 uur. Te zien op "
    )
    assert lines[2:] == [
        "### Vergeet niet",
        "",
        f"- “Netwerkdag” ({file}): zet `revision: 1`, dan zien agenda's de wijziging.",
        f"- “Netwerkdag” ({file}): zet het oude begin bij `previous_start`, dan staat erbij dat zij is verzet.",
        f"- “Netwerkdag” ({file}): moeten volgers dit horen? Zet dan `updated` op de dag van vandaag.",
    ]


def test_a_meeting_with_everything_set_needs_no_reminder(site: Sites, tmp_path: Path) -> None:
    more = "previous_start: 2027-03-03 13:30\nrevision: 1\nstatus: cancelled\nupdated: 2026-11-24\n---\nTekst"
    moved = EVENT.replace("03-03 13", "03-10 13").replace("---\nTekst", more)
    _code, lines = told(site, tmp_path, {"content/agenda/2027-03-03-netwerkdag.md": moved})
    assert lines[0].startswith("- De bijeenkomst “Netwerkdag” gaat niet door.")
    assert "### Vergeet niet" not in lines


def test_an_address_that_disappears_is_an_error(site: Sites, tmp_path: Path) -> None:
    less = PROJECTS.partition("  - id: sensoren")[0]
    code, lines = told(site, tmp_path, {"content/projects/zwolle.yaml": less})
    assert code == 1
    assert lines == [
        "- 1 project weg in Zwolle: “Sensoren”.",
        "",
        "### Fout: 1 adres verdwijnt zonder doorverwijzing",
        "",
        "Zet het oude adres bij `aliases` van wat ervoor in de plaats komt.",
        "",
        "- `/projecten/sensoren/`",
    ]


def test_an_address_with_an_alias_does_not_disappear(site: Sites, tmp_path: Path) -> None:
    renamed = PROJECTS.replace("id: sensoren", "id: meten\n    aliases: [/Projecten/sensoren]")
    code, lines = told(site, tmp_path, {"content/projects/zwolle.yaml": renamed})
    assert code == 0
    assert not any("verdwijnt" in line for line in lines)


def test_a_title_with_a_quote_is_counted_on_the_pages_that_show_it(site: Sites, tmp_path: Path) -> None:
    quoted = PROJECTS.replace("title: Lantaarns", "title: Foto's van lantaarns")
    small = site({**FILES, "content/projects/zwolle.yaml": quoted})
    new = after(small, tmp_path, {"content/projects/zwolle.yaml": quoted.replace("Foto's", "Camera's")})
    told = call("changes", small.root, new).stdout
    assert "heet voortaan “Camera's van lantaarns”. Te zien op " in told


def test_an_alias_that_is_dropped_disappears_too(site: Sites, tmp_path: Path) -> None:
    small = site({**FILES, "content/pages/uitleg.md": "---\ntitle: U\nsummary: x\naliases: [/oud/]\n---\nTekst.\n"})
    new = after(small, tmp_path, {"content/pages/uitleg.md": "---\ntitle: U\nsummary: x\n---\nTekst.\n"})
    done = call("changes", small.root, new)
    assert done.returncode == 1
    assert "- `/oud/`" in done.stdout


def test_the_text_of_a_message_that_goes_is_no_error(site: Sites, tmp_path: Path) -> None:
    """Its old address is one of the program: no editor wrote it, and none can lead it elsewhere."""
    manual = {name: text for name, (_head, text) in BODIES.items() if name.startswith("docs/")}
    small = site({**manual, "docs/meldingen/leeg.md": "# Leeg\n\nKort.\n\nTekst.\n"})
    done = call("changes", small.root, after(small, tmp_path, {"docs/meldingen/geen-dag.md": None}))
    assert (done.returncode, done.stderr) == (0, "")
    assert "hoofdstuk weg" in done.stdout
    assert "- `/redactie/meldingen/geen-dag/`" in done.stdout


def test_a_list_that_disappears_is_told_and_no_error(site: Sites, tmp_path: Path) -> None:
    small = site(
        {"content/projects/zwolle.yaml": PROJECTS.replace("status: pilot", "status: pilot\n    topics: [licht]")}
    )
    done = call("changes", small.root, after(small, tmp_path, {"content/projects/zwolle.yaml": PROJECTS}))
    assert done.returncode == 0
    assert "- `/projecten/onderwerp/licht/`" in done.stdout


def test_a_change_says_from_what_to_what_and_on_how_many_pages(site: Sites, tmp_path: Path) -> None:
    changed = PROJECTS.replace("title: Lantaarns\n    summary: Licht.", "title: Slim licht\n    summary: Licht.")
    changed = changed.replace("status: pilot\n    added: 2026", "status: in-use\n    added: 2026")
    changed = changed.replace("{name: Jan, checked: 2023}", "{name: Jan, checked: 2026-11, email: jan@zwolle.nl}")
    news = NEWS.replace("Tekst.", "Andere tekst.").replace("<b> *nu*", "vandaag")
    event = EVENT.replace("summary:", "location: Stadhuis\nrevision: 1\nsummary:")
    changes = {
        "content/projects/zwolle.yaml": changed,
        "content/news/2026-11-02-nieuws.md": news,
        "content/agenda/2027-03-03-netwerkdag.md": event,
        "site.yaml": (site(FILES).root / "site.yaml").read_text().replace("Ethiek", "Privacy"),
        "themes.yaml": (tmp_path / "site/themes.yaml").read_text().replace("Slim wonen.", "Slim en veilig wonen."),
    }
    code, lines = told(site, tmp_path, changes)
    assert code == 0
    mailbox = "- Links leiden naar plekken die nog niet op de site stonden: `jan@zwolle.nl` ("
    assert lines[:2] == ["### Let op", ""]
    assert lines[2].startswith(mailbox)
    shown = [line.partition(" Te zien op ") for line in lines[4 : lines.index("", 4)]]
    assert [text for text, _, _ in shown] == [
        "- Het thema “Smart Living”: samenvatting gaat van “Slim wonen.” naar “Slim en veilig wonen.”",
        "- Het project “Lantaarns” heet voortaan “Slim licht”.",
        "- Het project “Slim licht”: contact: mailadres komt erbij: “jan@\u200bzwolle.nl”.",
        "- Het project “Slim licht”: contact: nagekeken op gaat van 2023 naar november 2026.",
        "- Het project “Sensoren” gaat van pilot naar in gebruik.",
        "- Het nieuwsbericht “Nieuws &lt;b> \\*nu\\*” heet voortaan “Nieuws vandaag”.",
        "- Het nieuwsbericht “Nieuws vandaag”: de tekst verandert: “Tekst.” wordt “Andere tekst.”",
        "- De bijeenkomst “Netwerkdag”: plaats komt erbij: “Stadhuis”.",
        "- De bijeenkomst “Netwerkdag”: versie gaat van 0 naar 1.",
        "- De site: aandachtspunten: erbij “Privacy”; weg “Ethiek”.",
    ]
    # The number is that of the pages on which the text is new, or no longer there.
    new = tmp_path / "nieuw"
    call("build", "--root", new, "--now", NOW)
    pages = [page.read_text() for page in (new / "public").rglob("*.html")]
    with_mail = sum("jan@zwolle.nl" in page for page in pages)
    assert shown[2][2] == (f"{with_mail} pagina's." if with_mail != 1 else "1 pagina.")
    assert f"- “Sensoren” (content/projects/zwolle.yaml): de fase is een andere. {STATUS_DATE}" in lines


STATUS_DATE = "Zet bij `status_date` wanneer dat zo was."


def test_a_remark_that_may_no_longer_hold_is_asked_for(site: Sites, tmp_path: Path) -> None:
    noted = {
        "content/projects/zwolle.yaml": PROJECTS.replace("status: pilot", "status: pilot\n    note: Einde onbekend.")
    }
    small = site(noted)
    ended = noted["content/projects/zwolle.yaml"].replace("status: pilot", "status: pilot\n    end: 2026")
    done = call("changes", small.root, after(small, tmp_path, {"content/projects/zwolle.yaml": ended}), "--now", NOW)
    assert done.stdout.count("klopt `note` nog? Er staat: “Einde onbekend.”") == 2
    removed = ended.replace("note: Einde onbekend.\n    ", "")
    (tmp_path / "nieuw/content/projects/zwolle.yaml").write_text(removed)
    assert "`note`" not in call("changes", small.root, tmp_path / "nieuw", "--now", NOW).stdout


# Every field, one at a time: a site with an entry for each field, and the same in which each entry differs in its own.
# A new field of a model is tried by itself.

FORMS: dict[str, Any] = {
    "theme": model.Theme,
    "municipality": model.Municipality,
    "project": model.Project,
    "news": model.NewsItem,
    "event": model.Event,
    "page": model.Page,
}
# Values that no two entries share.
UNIQUE = {
    f.line_of: ("Een regel {0}", "Een andere regel {0}"),
    f.code_of: ("GM{1:04}", "GM1{1:03}"),
    f.alias_of: ("/oud/{0}/", "/ouder/{0}/"),
}
OWN = {
    "location/lon": ("5.1", "5.2"),
    "event/end": ("2026-03-05 11:00", "2026-03-05 12:00"),
    "event/previous_start": ("2026-03-01 10:00", "2026-03-02 10:00"),
    "end": ("2021", "2022"),
    "until": ("2021", "2022"),
    "accessibility/status": ("C", "D"),
}
# The name of a file has the day of a news item too, and an id says which entry it is.
APART = {"news/date", "theme/id", "municipality/id", "project/id", "municipality/projects"}


def pair(kind: str, path: str, field: Field, number: int) -> tuple[str, str]:
    """Two values of a field."""
    key = path.rpartition("/")[2]
    for name in (f"{kind}/{path}", "/".join(path.split("/")[-2:]), key):
        if (name in OWN and not field.choices) or name == "accessibility/status":
            return OWN[name]
    if field.choices:
        first, second, *_ = field.choices
        return first, second
    if field.refers:
        letter = field.refers[0]
        return f"{letter}0", f"{letter}1"
    first, second, *_ = UNIQUE.get(field.reader) or values_of(field).right
    return first.format(f"{kind}-{number}", number), second.format(f"{kind}-{number}", number)


def filled(kind: str, form: Any, number: int, others: Mapping[str, int | None], path: str = "") -> dict[str, Any]:
    """An entry with its first value in every field; those in `others` have the second (1) or none (None)."""
    entry: dict[str, Any] = {}
    for field in fields_of(form):
        here = f"{path}/{field.key}".removeprefix("/")
        which = others.get(here, 0)
        if f"{kind}/{here}" in APART or which is None:
            continue
        inner = field.form
        found: Any = (
            pair(kind, here, field, number)[which] if inner is None else filled(kind, inner, number, others, here)
        )
        entry[field.key] = [found] if field.is_list else found
    if path == "with" and "status" not in entry:
        # A date of no phase is an error.
        entry.pop("status_date")
    return entry


def paths(kind: str, form: Any, path: str = "") -> Iterator[tuple[str, Field]]:
    """Every field that can differ by itself, also those of parts."""
    for field in fields_of(form):
        here = f"{path}/{field.key}".removeprefix("/")
        if f"{kind}/{here}" not in APART:
            inner = field.form
            yield here, field
            yield from paths(kind, inner, here) if inner is not None else ()


def fields_to_change(which: int | None) -> dict[str, list[str]]:
    """Of each kind the fields that may have another value, or none."""
    return {
        kind: [
            path
            for path, field in paths(kind, form)
            if (is_extra(kind, path, field) if which is None else field.form is None)
        ]
        for kind, form in FORMS.items()
    }


def is_extra(kind: str, path: str, field: Field) -> bool:
    """Whether a field may be left out, and whether it then says something else."""
    default = field.form is None and pair(kind, path, field, 0)[0] in ("false", "scheduled")
    return not field.is_required and not default


def rich_site(
    fields: Mapping[str, list[str]], which: int | None, without: set[str] = frozenset()
) -> dict[str, str | bytes]:
    """A site with as many entries of each kind as it has fields; in each of them its own field has that value."""
    entries = {
        kind: [
            filled(
                kind,
                form,
                n,
                {path: which} | {name.partition("/")[2]: None for name in without if name.startswith(kind)},
            )
            for n, path in enumerate(fields[kind])
        ]
        for kind, form in FORMS.items()
    }
    for kind, letter in (("theme", "t"), ("municipality", "m"), ("project", "p")):
        for number, entry in enumerate(entries[kind]):
            entry["id"] = f"{letter}{number}"
    files: dict[str, str | bytes] = {
        "themes.yaml": yaml.safe_dump({"themes": entries["theme"]}),
        "municipalities.yaml": yaml.safe_dump({"municipalities": entries["municipality"]}),
        "content/projects/m2.yaml": yaml.safe_dump({"projects": entries["project"]}),
        "site.yaml": yaml.safe_dump(filled("site", model.Site, 0, {"features/search": 0})),
        "content/media/een.png": drawn("red"),
        "content/media/twee.png": drawn("blue"),
    }
    for number, entry in enumerate(entries["news"]):
        files[f"content/news/2026-01-02-n{number}.md"] = (
            f"---\n{yaml.safe_dump({**entry, 'date': '2026-01-02'})}---\nTekst.\n"
        )
    for number, entry in enumerate(entries["event"]):
        files[f"content/agenda/2026-03-03-e{number}.md"] = f"---\n{yaml.safe_dump(entry)}---\nTekst.\n"
    for number, entry in enumerate(entries["page"]):
        files[f"content/pages/g{number}.md"] = f"---\n{yaml.safe_dump(entry)}---\nTekst.\n"
    return files


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(out, "PNG")
    return out.getvalue()


def compare(old: SmallSite, new: SmallSite, bare: Path) -> changes.Changes:
    """What is told of two sites by their content alone: their pages are empty."""
    after = pipeline.plan(new.options(templates=bare))
    before = pipeline.plan(old.options(templates=bare, base_url=after.url))
    assert not [str(problem) for one in (before, after) for problem in Problems(one.report).errors]
    return changes.compare(before, after, history.History())


def names(kind: str, path: str) -> list[str]:
    return [label.lower() for label in label_of(FORMS.get(kind, model.Site), path).split(": ")]


@pytest.mark.slow
@pytest.mark.parametrize("which", [1, None], ids=["another value", "no value"])
def test_every_field_of_every_kind_has_a_sentence(which: int | None, tmp_path: Path, bare: Path) -> None:
    fields = fields_to_change(which)
    old = SmallSite(tmp_path / "old", rich_site(fields, 0))
    new = SmallSite(tmp_path / "new", rich_site(fields, which))
    found = compare(old, new, bare).changes
    letters = {"theme": "t", "municipality": "m", "project": "p", "news": "n", "event": "e", "page": "g"}
    silent = []
    for kind, of_kind in fields.items():
        for number, path in enumerate(of_kind):
            told = [c for c in found if c.kind == kind and f"{letters[kind]}{number}" in c.ids]
            by_name = any(any(name in c.text.lower() for name in names(kind, path)) for c in told)
            if not told or (not by_name and told[0].what == "changed"):
                silent.append(f"{kind}: {path}: {[c.text for c in told]}")
    assert silent == []


@pytest.fixture
def settings_told(tmp_path: Path, bare: Path) -> Callable[[Mapping[str, int | None]], list[str]]:
    """What is told of a site of which some settings have their other value, or none."""
    fields = {kind: [*of_kind[:3]] for kind, of_kind in fields_to_change(1).items()}
    files = rich_site(fields, 0)
    old, new = SmallSite(tmp_path / "old", files), SmallSite(tmp_path / "new", files)

    def told(others: Mapping[str, int | None]) -> list[str]:
        new.write({"site.yaml": yaml.safe_dump(filled("site", model.Site, 0, others))})
        return [c.text.lower() for c in compare(old, new, bare).changes if c.kind == "site"]

    return told


@pytest.mark.slow
def test_every_setting_has_a_sentence(settings_told: Callable[[Mapping[str, int | None]], list[str]]) -> None:
    """Also each of those that stand in a list, and each part that goes."""
    every = [path for path, field in paths("site", model.Site) if field.form is None]
    alone = [path for path in every if not path.startswith(LISTS)]
    told = settings_told(dict.fromkeys(alone, 1))
    assert [path for path in alone if not any(": ".join(names("site", path)) in text for text in told)] == []
    for path in (path for path in every if path.startswith(LISTS)):
        (text,) = settings_told({path: 1})
        assert names("site", path)[0] in text, path
    told = settings_told(dict.fromkeys(MAY_GO))
    assert [path for path in MAY_GO if not any(names("site", path)[0] in text for text in told)] == []


LISTS = ("focus_points", "topics")
MAY_GO = ("accessibility", "publisher", "repository", "security", "topics")


def test_a_draft_is_no_change_for_visitors(site: Sites, tmp_path: Path) -> None:
    draft = NEWS.replace("date:", "draft: true\ndate:").replace("2026-11-02", "2026-11-03")
    code, lines = told(site, tmp_path, {"content/news/2026-11-03-concept.md": draft})
    said = "Bezoekers zien geen verschil. Wel anders, bijvoorbeeld een opmerking of een concept: "
    assert (code, lines) == (0, [f"{said}`content/news/2026-11-03-concept.md`."])


def test_the_same_as_json(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    new = after(small, tmp_path, {"content/news/2026-11-02-nieuws.md": None})
    done = call("changes", small.root, new, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["version"] == 1
    assert found["lost"] == ["/actueel/nieuws/"]
    (change,) = found["changes"]
    assert (change["kind"], change["what"], change["ids"]) == ("news", "removed", ["nieuws"])


@pytest.mark.parametrize("wrong", ["old", "new"])
def test_content_with_errors_is_not_compared(wrong: str, site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    new = after(small, tmp_path, {})
    ((small.root if wrong == "old" else new) / "content/news/2026-11-02-nieuws.md").write_text("---\ntitle: x\n")
    done = call("changes", small.root, new)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kop-niet-gesloten" in done.stderr


def test_without_two_roots_it_is_wrong_use(tmp_path: Path) -> None:
    done = call("changes")
    assert done.returncode == 2
    assert done.stderr == "Geef ook OLD. Hulp: g40site changes --help\n"
    assert call("changes", tmp_path, tmp_path).returncode == 2


# Texts, files and what a reviewer must not miss.

BODIES = {
    "content/news/2026-11-02-nieuws.md": ("Het nieuwsbericht “Nieuws &lt;b> \\*nu\\*”", NEWS),
    "content/agenda/2027-03-03-netwerkdag.md": ("De bijeenkomst “Netwerkdag”", EVENT),
    "content/pages/uitleg.md": ("De pagina “Uitleg”", "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"),
    "content/pages/index.md": ("De pagina “Welkom”", "---\ntitle: Welkom\nsummary: Kort.\n---\nTekst.\n"),
    "content/pages/aansluiten.md": ("De pagina “Doe mee”", "---\ntitle: Doe mee\nsummary: Kort.\n---\nTekst.\n"),
    "docs/redactie/README.md": ("Het hoofdstuk “Voor redacteuren”", "# Voor redacteuren\n\nKort.\n\nTekst.\n"),
    "docs/meldingen/README.md": ("Het hoofdstuk “Meldingen”", "# Meldingen\n\nKort.\n\nTekst.\n"),
    "docs/meldingen/geen-dag.md": ("Het hoofdstuk “Geen dag”", "# Geen dag\n\nKort.\n\nTekst.\n"),
}


def test_a_word_in_a_text_is_told(site: Sites, tmp_path: Path) -> None:
    small = site({**FILES, **{name: body for name, (_head, body) in BODIES.items()}})
    others = {file: text.replace("Tekst.", "Ander woord.") for file, (_head, text) in BODIES.items()}
    done = call("changes", small.root, after(small, tmp_path, others))
    assert done.stderr == ""
    lines = [line.partition(" Te zien op ")[0] for line in done.stdout.splitlines() if "verandert:" in line]
    assert sorted(lines) == sorted(
        f"- {head}: de tekst verandert: “Tekst.” wordt “Ander woord.”" for head, _text in BODIES.values()
    )


def test_a_long_text_is_told_by_its_first_places(site: Sites, tmp_path: Path) -> None:
    text = " ".join(f"woord{n}." for n in range(60))
    file = "content/news/2026-11-02-nieuws.md"
    small = site({**FILES, file: NEWS.replace("Tekst.", text)})
    other = text.replace("woord1.", "").replace("woord5.", "Vijf.").replace("woord9.", "woord9. Erbij.")
    for number in (20, 30, 40):
        other = other.replace(f"woord{number}.", f"Nummer {number}.")
    done = call("changes", small.root, after(small, tmp_path, {file: NEWS.replace("Tekst.", other)}), "--now", NOW)
    places = "weg “woord1.”; “woord5.” wordt “Vijf.”; erbij “Erbij.”; “woord20.” wordt “Nummer 20.”; en nog 2 plekken."
    assert f"de tekst verandert: {places}" in done.stdout


def test_another_picture_under_the_same_name_is_told(site: Sites, tmp_path: Path) -> None:
    with_picture = NEWS.replace("Tekst.", "![Een kast](../media/kast.png)")
    small = site({**FILES, "content/news/2026-11-02-nieuws.md": with_picture, "content/media/kast.png": drawn("red")})
    new = after(small, tmp_path, {})
    (new / "content/media/kast.png").write_bytes(drawn("blue"))
    done = call("changes", small.root, new, "--now", NOW)
    assert "- Het bestand `content/media/kast.png` wordt een ander bestand.\n" in done.stdout
    assert "- `/actueel/nieuws/`\n" in done.stdout


def test_a_document_is_told(site: Sites, tmp_path: Path) -> None:
    small = site({**FILES, "content/media/anders.pdf": b"%PDF-1.4 een", "content/media/weg.pdf": b"%PDF-1.4 weg"})
    new = after(small, tmp_path, {"content/media/weg.pdf": None})
    for name in ("anders", "nieuw"):
        (new / f"content/media/{name}.pdf").write_bytes(b"%PDF-1.4 twee")
    told = call("changes", small.root, new, "--now", NOW).stdout
    for name, said in (("anders", "wordt een ander bestand"), ("nieuw", "is nieuw"), ("weg", "gaat weg")):
        assert f"- Het bestand `content/media/{name}.pdf` {said}.\n" in told


def test_another_order_is_told(site: Sites, tmp_path: Path) -> None:
    first, second = PROJECTS.partition("\n")[2].split("  - id: sensoren")
    changes = {"content/projects/zwolle.yaml": f"projects:\n  - id: sensoren{second}{first}"}
    code, lines = told(site, tmp_path, changes)
    assert (code, lines) == (0, ["- De projecten staan in een andere volgorde."])


def test_a_remark_in_a_file_is_nothing_that_visitors_see(site: Sites, tmp_path: Path) -> None:
    code, lines = told(site, tmp_path, {"content/projects/zwolle.yaml": f"# Nagekeken.\n{PROJECTS}"})
    said = "Bezoekers zien geen verschil. Wel anders, bijvoorbeeld een opmerking of een concept: "
    assert (code, lines) == (0, [f"{said}`content/projects/zwolle.yaml`."])


def test_a_file_outside_the_content_is_never_nothing(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    outside = [".github/workflows/site.yml", "build.py", "templates/pages/home.html"]
    for number, files in enumerate((outside[:1], outside)):
        new = after(small, tmp_path / str(number), dict.fromkeys(files, "x"))
        told = call("changes", small.root, new, "--now", NOW).stdout
        assert f"Ook buiten de inhoud veranderen bestanden: {', '.join(f'`{name}`' for name in files)}." in told
        assert "Niets" not in told
    assert json.loads(call("changes", small.root, new, "--format", "json", "--now", NOW).stdout)["outside"] == outside


@pytest.mark.process
def test_in_a_checkout_only_what_git_keeps_is_outside_the_content(site: Sites, tmp_path: Path) -> None:
    """What tools leave there does not count; a new file of the content does."""
    small = site({**FILES, ".gitignore": "/public/\n", "build.py": "een"})
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *command], cwd=small.root, check=True)
    news = NEWS.replace("Nieuws <b> *nu*", "Meer")
    new = after(small, tmp_path, {"voorstel/website/index.html": "x", "content/news/2026-11-02-meer.md": news})
    done = call("changes", small.root, new, "--now", NOW)
    assert "buiten de inhoud" not in done.stdout
    assert "1 nieuwsbericht nieuw: “Meer”" in done.stdout
    (new / "build.py").write_text("twee")
    assert "buiten de inhoud veranderen bestanden: `build.py`." in call("changes", small.root, new, "--now", NOW).stdout


def test_new_places_of_links_are_listed(site: Sites, tmp_path: Path) -> None:
    file = "content/news/2026-11-02-nieuws.md"
    linked = NEWS.replace("Tekst.", "[hier](https://oud.example.nl/a) en [daar](mailto:oud@example.nl).")
    small = site({**FILES, file: linked})
    other = linked.replace("oud.example.nl/a", "oud.example.nl/b").replace("daar](mailto:oud@", "daar](mailto:kwaad@")
    other = other.replace("en [", "en [hulp](https://www.digid.example.com:8443/x), [")
    done = call("changes", small.root, after(small, tmp_path, {file: other}), "--now", NOW)
    assert (
        "- Links leiden naar plekken die nog niet op de site stonden: `kwaad@example.nl` (1 pagina), "
        "`www.digid.example.com:8443` (1 pagina).\n"
    ) in done.stdout


def test_a_scheme_in_capitals_hides_no_place(site: Sites, tmp_path: Path) -> None:
    file = "content/news/2026-11-02-nieuws.md"
    small = site({**FILES, file: NEWS})
    other = NEWS.replace("Tekst.", "[een](HTTPS://kwaad.example.nl/) en [twee](MAILTO:kwaad@example.nl).")
    done = call("changes", small.root, after(small, tmp_path, {file: other}), "--now", NOW)
    assert "nog niet op de site stonden: `kwaad.example.nl` (1 pagina), `kwaad@example.nl` (1 pagina).\n" in done.stdout


def test_a_name_at_the_begin_of_a_line_makes_no_heading(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    ede = (
        "  - {id: ede, name: '# Niets mis', code: GM0228, province: Gelderland, "
        "location: {lat: 52, lon: 5.7}, website: 'https://ede.nl'}\n"
    )
    text = (small.root / "municipalities.yaml").read_text("utf-8") + ede
    small.write({"municipalities.yaml": text})
    joined = text.replace("'https://ede.nl'", "'https://ede.nl', participates: [smart-living]")
    done = call("changes", small.root, after(small, tmp_path, {"municipalities.yaml": joined}), "--now", NOW)
    assert "- \\# Niets mis" in done.stdout
    assert "- # Niets mis" not in done.stdout


def test_another_address_of_the_site_is_one_setting_and_not_every_page(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    moved = (small.root / "site.yaml").read_text().replace("proef.example.nl", "www.echt.nl")
    done = call("changes", small.root, after(small, tmp_path, {"site.yaml": moved}), "--now", NOW)
    assert "- De site: adres gaat van “https://proef.example.nl/” naar “https://www.echt.nl/”." in done.stdout


def test_a_difference_behind_many_words_is_told(site: Sites, tmp_path: Path) -> None:
    long = "woord " * 45
    text = PROJECTS.replace("summary: Licht.", f"summary: {long}nu.\n    note: {long}dan.")
    small = site({"content/projects/zwolle.yaml": text})
    other = text.replace(f"{long}nu.", f"{long}straks.").replace(f"{long}dan.", f"{long}later.")
    told = call("changes", small.root, after(small, tmp_path, {"content/projects/zwolle.yaml": other}), "--now", NOW)
    for before, now in (("nu", "straks"), ("dan", "later")):
        assert f" verandert: “{before}.” wordt “{now}.” Te zien op " in told.stdout


def test_a_long_address_is_told_from_where_it_differs(site: Sites, tmp_path: Path) -> None:
    url = f"https://www.zwolle.nl/{'a' * 400}/"
    text = PROJECTS.replace("summary: Licht.", f"summary: Licht.\n    url: {url}een")
    small = site({"content/projects/zwolle.yaml": text})
    other = text.replace(f"{url}een", f"{url}twee")
    done = call("changes", small.root, after(small, tmp_path, {"content/projects/zwolle.yaml": other}), "--now", NOW)
    (line,) = (line for line in done.stdout.splitlines() if "website verandert" in line)
    assert "/een” wordt “…" in line
    assert "/twee”. Te zien op 1 pagina." in line


def test_a_number_that_stands_on_any_page_is_not_counted(site: Sites, tmp_path: Path) -> None:
    file = "content/agenda/2027-03-03-netwerkdag.md"
    moved = EVENT.replace("13:30", "11:00\nrevision: 1\nprevious_start: 2027-03-03 13:30")
    code, lines = told(site, tmp_path, {file: moved})
    assert code == 0
    assert "- De bijeenkomst “Netwerkdag”: versie gaat van 0 naar 1." in lines


def test_the_foot_of_all_pages_is_no_place_where_a_change_is_seen(site: Sites, tmp_path: Path) -> None:
    """The day of the newest change stands there, whatever that is; which pages really differ stays visible."""
    changed = PROJECTS.replace("checked: 2024-02", "checked: 2026-11-24\n    updated: 2026-11-24")
    small = site(FILES)
    new = after(small, tmp_path, {"content/projects/zwolle.yaml": changed})
    found = json.loads(call("changes", small.root, new, "--now", NOW, "--format", "json").stdout)
    assert "/colofon/" not in found["pages"]
    assert "/zoeken/" in found["foot"]
    (checked,) = (change for change in found["changes"] if "nagekeken op gaat van" in change["text"])
    assert 0 < checked["pages"] <= len(found["pages"]) < len(found["foot"])


def test_the_name_of_a_file_says_nothing_but_its_name(site: Sites, tmp_path: Path) -> None:
    """Else it would write lines of its own in the text that a reviewer trusts."""
    name = "a\n\n## Geen fouten gevonden\n\nNiets.\n` <b>"
    small = site(FILES)
    for changed, start in (({name: "x"}, "- Ook buiten"), ({f"content/.{name}": "x"}, "Bezoekers zien geen")):
        lines = call("changes", small.root, after(small, tmp_path / start, changed), "--now", NOW).stdout.splitlines()
        (line,) = (line for line in lines if line.startswith(start))
        assert "a��## Geen fouten gevonden��Niets.�' <b>`" in line
        assert not {"## Geen fouten gevonden", "Niets."} & {*lines}


def test_another_port_is_another_place(site: Sites, tmp_path: Path) -> None:
    file = "content/news/2026-11-02-nieuws.md"
    small = site({**FILES, file: NEWS.replace("Tekst.", "[a](https://oud.example.nl/a)")})
    new = after(small, tmp_path, {file: NEWS.replace("Tekst.", "[a](https://oud.example.nl:8443/a)")})
    assert "`oud.example.nl:8443` (1 pagina)" in call("changes", small.root, new, "--now", NOW).stdout


@pytest.mark.process
def test_another_commit_of_a_repository_within_is_never_nothing(site: Sites, tmp_path: Path) -> None:
    """A checkout without what stands in it has an empty folder there, before and after."""
    small = site(FILES)
    (small.root / "los").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=small.root, check=True)
    new = after(small, tmp_path, {})
    for root, commit in ((small.root, "1" * 40), (new, "2" * 40)):
        command = ["git", "update-index", "--add", "--cacheinfo", f"160000,{commit},los"]
        subprocess.run(command, cwd=root, check=True)
    told = call("changes", small.root, new, "--now", NOW).stdout
    assert "Ook buiten de inhoud veranderen bestanden: `los`." in told
