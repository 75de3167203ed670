"""`new` makes a valid entry of every kind, from options, questions and forms, and touches nothing else."""

import datetime as dt
import os
import pty
import select
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from g40site.content.entries import Content
from g40site.content.load import load_alone
from g40site.content.reader import FORBIDDEN
from g40site.editing import entries, issue_forms, transaction
from g40site.model import questions
from g40site.model.types import PROVINCES
from tests.examples import examples
from tests.running import DEADLINE, NOW, TOP, call, command, environment, tree
from tests.sites import Sites, SmallSite

NEWS = ("new", "news", "--title", "Nieuw: een kop", "--summary", "Kort.", "--body", "De tekst.", "--now", NOW)
PROJECT = ("new", "project", "--municipality", "zwolle", "--title", "Slimme lantaarns", "--summary", "Licht.")
PROJECT = (*PROJECT, "--themes", "smart-living", "--status", "pilot", "--now", NOW)
ROTTERDAM = ("new", "municipality", "--name", "Rotterdam", "--code", "GM0599", "--province", "Zuid-Holland")
ROTTERDAM = (*ROTTERDAM, "--location-lat", "51.92", "--location-lon", "4.48", "--website", "https://www.rotterdam.nl")


def made(small: SmallSite, *words: object) -> str:
    """Runs `new` on the day on which it is checked; what it wrote passes the checks."""
    done = call(*words, *(() if "--now" in words else ("--now", NOW)), "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert small.check() == []
    return done.stdout


def test_a_news_item_is_a_file(site: Sites) -> None:
    small = site({})
    assert made(small, *NEWS, "--themes", "smart-living") == "Geschreven: content/news/2026-11-24-nieuw-een-kop.md\n"
    text = (small.root / "content/news/2026-11-24-nieuw-een-kop.md").read_text()
    assert text == (
        '---\ntitle: "Nieuw: een kop"\ndate: 2026-11-24\nsummary: Kort.\nthemes: [smart-living]\n---\nDe tekst.\n'
    )


def test_a_second_one_gets_a_free_name_and_a_name_that_was_asked_for_is_never_replaced(site: Sites) -> None:
    small = site({})
    made(small, *NEWS)
    assert "nieuw-een-kop-2.md" in made(small, *NEWS)
    before = tree(small.root)
    done = call(*NEWS, "--slug", "nieuw-een-kop", "--root", small.root)
    assert (done.returncode, done.stderr) == (2, "De naam `nieuw-een-kop` bestaat al. Kies een andere.\n")
    assert tree(small.root) == before


def test_a_meeting_has_the_day_of_its_start_in_its_name(site: Sites) -> None:
    small = site({})
    words = ("--title", "Netwerkdag", "--start", "4 juni 2027 13.30 uur", "--summary", "Kort.", "--body", "Kom.")
    told = made(small, "new", "event", *words)
    assert told == "Geschreven: content/agenda/2027-06-04-netwerkdag.md\n"
    assert "start: 2027-06-04 13:30\n" in (small.root / "content/agenda/2027-06-04-netwerkdag.md").read_text()


def test_a_page_may_have_a_text(site: Sites) -> None:
    small = site({})
    made(small, "new", "page", "--title", "Uitleg", "--summary", "Kort.", "--body", "## Een\n\nTekst.", "--draft")
    text = (small.root / "content/pages/uitleg.md").read_text()
    assert text == "---\ntitle: Uitleg\nsummary: Kort.\ndraft: true\n---\n## Een\n\nTekst.\n"


def test_a_project_gets_a_file_for_its_municipality(site: Sites) -> None:
    small = site({})
    made(
        small,
        *PROJECT,
        "--contact-role",
        "Projectleider",
        "--sources",
        "https://a.nl",
        "--sources",
        "{url: https://b.nl}",
    )
    assert (small.root / "content/projects/zwolle-slimme-lantaarns.yaml").read_text() == (
        "municipality: zwolle\ntitle: Slimme lantaarns\nsummary: Licht.\nthemes: [smart-living]\nstatus: pilot\n"
        "contact: {role: Projectleider}\nsources:\n  - https://a.nl\n  - {url: https://b.nl}\nadded: 2026-11-24\n"
    )
    assert small.check() == []


def test_no_project_gets_the_name_of_a_list_or_of_another_project(site: Sites) -> None:
    project = "{id: zwolle-licht, title: Licht, summary: Licht., themes: [smart-living], status: pilot}"
    small = site({"content/projects/zwolle.yaml": f"projects:\n- {project}\n"})
    before = tree(small.root)
    for title, name in {"Zwolle": "zwolle-2", "Licht": "zwolle-licht-2"}.items():
        made(small, *PROJECT, "--title", title)
        assert (small.root / f"content/projects/{name}.yaml").is_file()
    assert before.items() <= tree(small.root).items()
    assert small.check() == []


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("zwolle", "`content/projects/zwolle.yaml` bestaat al en blijft zoals het is.\n"),
        ("Slimme Lantaarns", "`content/projects/Slimme Lantaarns.yaml` kan niet. Kies een andere naam.\n"),
        ("../../site", "`content/projects/../../site.yaml` kan niet. Kies een andere naam.\n"),
    ],
)
def test_an_id_that_can_be_no_name_of_a_file_is_refused(id: str, told: str, site: Sites) -> None:
    small = site({"content/projects/zwolle.yaml": "projects: []\n"})
    before = tree(small.root)
    done = call(*PROJECT, "--id", id, "--root", small.root)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
    assert tree(small.root) == before


def test_a_municipality_is_added_and_every_other_byte_of_its_list_stays(site: Sites) -> None:
    before = (
        "# Van de groep.\r\nmunicipalities:\r\n- id:  zwolle  # zo\r\n  name: 'Zwolle'\r\n  code: GM0193\r\n"
        "  province: Overijssel\r\n  location: { lat: 52.5, lon: 6.0 }\r\n  website: https://www.zwolle.nl\r\n"
        "# Einde.\r\n"
    )
    small = site({"municipalities.yaml": before.encode()})
    made(small, *ROTTERDAM)
    after = (small.root / "municipalities.yaml").read_bytes().decode()
    new = after.removeprefix(before.removesuffix("# Einde.\r\n")).removesuffix("# Einde.\r\n")
    assert after == before.replace("# Einde.", new + "# Einde.")
    assert "\n- id: rotterdam\r\n" in new


def test_the_people_of_a_new_municipality_get_a_file_of_their_own(site: Sites) -> None:
    small = site({})
    told = made(small, *ROTTERDAM, "--participates", "smart-living", "--contact-phone", "14 010")
    assert told == "Geschreven: municipalities.yaml, content/municipalities/rotterdam.yaml\n"
    people = (small.root / "content/municipalities/rotterdam.yaml").read_text()
    assert people == "contact: {phone: 14 010}\nparticipates: [smart-living]\n"
    assert "contact" not in (small.root / "municipalities.yaml").read_text()


def test_a_municipality_is_added_to_the_list(site: Sites) -> None:
    small = site({})
    before = (small.root / "municipalities.yaml").read_text()
    made(small, *ROTTERDAM)
    after = (small.root / "municipalities.yaml").read_text()
    assert after.startswith(before)
    assert "  - id: rotterdam\n" in after


def test_what_the_checks_would_refuse_is_told_and_not_written(site: Sites) -> None:
    small = site({})
    before = tree(small.root)
    done = call(*NEWS, "--themes", "smart-livin", "--root", small.root)
    assert done.returncode == 1
    assert "[onbekend-thema] `smart-livin` is geen thema" in done.stderr
    assert done.stderr.endswith("Er is niets geschreven.\n")
    assert tree(small.root) == before


def test_a_fault_elsewhere_does_not_stand_in_the_way(site: Sites) -> None:
    small = site({"content/pages/kapot.md": "---\ntitle: x\n"})
    done = call(*NEWS, "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_fault_elsewhere_in_the_file_hides_none(site: Sites) -> None:
    project = "{id: een, title: Een, summary: Kort., themes: [smart-living], status: pilot, url: www.a.nl}"
    small = site({"content/projects/zwolle.yaml": f"projects:\n- {project}\n"})
    before = tree(small.root)
    done = call(*PROJECT, "--url", "www.a.nl", "--root", small.root)
    assert done.returncode == 1
    assert done.stderr.count("[geen-adres] `www.a.nl`") == 1
    assert tree(small.root) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new",), "Van welke soort? Kies uit: news, event, project, municipality, page.\n"),
        (("new", "nieuws"), "Van welke soort? Kies uit: news, event, project, municipality, page.\n"),
        (("new", "news"), "Geef ook: --title, --summary, --body.\n"),
        (("new", "project", "--title", "x"), "Geef ook: --municipality, --summary, --themes, --status.\n"),
        ((*PROJECT, "--municipality", "breda"), "`breda` is geen gemeente.\n"),
        ((*PROJECT, "--contacts", "x"), "De optie --contacts bestaat niet."),
        ((*PROJECT, "--sources", "{x"), "`{x` is niet goed. Schrijf {sleutel: waarde}.\n"),
        (
            ("new", "page", "--title", "x", "--summary", "x", "--body", "x", "--slug", "A b"),
            "`content/pages/A b.md` kan niet.",
        ),
        (("new", "--from", "niets.md"), "niets.md is er niet.\n"),
    ],
)
def test_wrong_use_is_one_line(site: Sites, words: tuple[str, ...], told: str) -> None:
    small = site({})
    before = tree(small.root)
    done = call(*words, "--root", small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert tree(small.root) == before


# Every kind, from made-up answers.

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip()) and not FORBIDDEN.search(text)
)
WORD = st.from_regex(r"[a-z]{2,9}( [a-z]{2,9})?", fullmatch=True)
DAY = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1)).map(str)
URL = st.sampled_from(["https://www.zwolle.nl/", "mailto:stad@zwolle.nl", "http://a.nl/b?c=d#e"])
MAIN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "news": {"title": TEXT, "date": DAY, "summary": TEXT},
    "event": {"title": TEXT, "start": DAY.map(lambda day: f"{day} 13:30"), "summary": TEXT},
    "project": {
        "title": TEXT,
        "summary": TEXT,
        "themes": st.just(["smart-living"]),
        "status": st.sampled_from(["pilot", "in-use"]),
    },
    "municipality": {
        "name": TEXT,
        "code": st.just("GM0599"),
        "province": st.sampled_from(PROVINCES),
        "location": st.just({"lat": "51.92", "lon": "4.48"}),
        "website": st.just("https://www.rotterdam.nl"),
    },
    "page": {"title": TEXT, "summary": TEXT},
}
MORE: dict[str, st.SearchStrategy[Any]] = {
    "description": TEXT.map(lambda text: f"Een.\n\n{text.strip()}"),
    "topics": st.lists(WORD, max_size=3),
    "partners": st.lists(TEXT, max_size=3),
    "note": TEXT,
    "location": TEXT,
    "organiser": TEXT,
    "also_known_as": st.lists(TEXT, max_size=2),
    "themes": st.just(["smart-living"]),
    "contact": st.fixed_dictionaries({"name": TEXT, "email": st.just("a@b.nl")}),
    "sources": st.lists(st.one_of(URL, st.fixed_dictionaries({"url": URL, "title": TEXT})), max_size=3),
    "updated": DAY,
    "menu": st.integers(-9, 9).map(str),
}
# What is a warning, since it may be meant.
MEANT = ("kop-", "html-", "bijna", "datum-in-toekomst", "status-voor-begin")
BODIES = st.sampled_from(["Tekst.", "---\n\nTekst.", "## Kop\n\n- een\n- twee\n"])


@pytest.mark.parametrize("name", questions.KINDS)
@examples(5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_was_answered_passes_the_checks(name: str, data: st.DataObject, site: Sites, bare: Path) -> None:
    small = site({})
    kind = questions.KINDS[name]
    keys = {key: data.draw(strategy, key) for key, strategy in MAIN[name].items()}
    keys |= {
        key: data.draw(strategy, key)
        for key, strategy in MORE.items()
        if key in entries.keys_of(kind.form) and key not in keys and data.draw(st.booleans())
    }
    slug = "een-naam" if kind.folder else ""
    id = {} if kind.folder else {"id": "een-id"}
    answers = entries.Answers({**id, **keys}, slug, data.draw(BODIES), "zwolle")
    options = small.options(templates=bare)
    edits = entries.create(kind, answers, small.root, loaded(small))
    problems, _sources = transaction.check_edits(options, edits)
    assert [(problem.code, problem.values) for problem in problems.errors] == []
    transaction.save(small.root, edits)
    assert not [code for code, *_ in small.check(templates=bare) if not code.startswith(MEANT)]
    for edit in edits:
        (small.root / edit.file).unlink()
    small.write(
        {"municipalities.yaml": (small.root / "municipalities.yaml").read_bytes()} if name != "municipality" else {}
    )
    if edit.before is not None:
        (small.root / edit.file).write_bytes(edit.before)


def loaded(small: SmallSite) -> Content:
    return load_alone(small.root)


def test_every_kind_that_can_be_made_is_a_word_of_the_command(site: Sites) -> None:
    told = call("new", cwd=site({}).root).stderr
    assert told == f"Van welke soort? Kies uit: {', '.join(questions.KINDS)}.\n"


# Questions in a terminal.


def conversation(small: SmallSite, words: tuple[str, ...], answers: list[str]) -> str:
    """Runs `new` in a terminal and types the answers, each when it is asked for one."""
    parent, child = pty.openpty()
    words = (*words, "--root", str(small.root), "--now", NOW)
    process = subprocess.Popen(command(*words), stdin=child, stdout=child, stderr=child, env=environment())
    os.close(child)
    try:
        told = typed(parent, answers)
        assert process.wait(DEADLINE) == 0, told
    finally:
        os.close(parent)
        process.kill()
        process.wait()
    return told.replace("\r\n", "\n")


def typed(terminal: int, answers: list[str]) -> str:
    """What is told on a terminal on which every answer is typed."""
    told, left = "", list(answers)
    while True:
        ready, _, _ = select.select([terminal], [], [], DEADLINE)
        assert ready, told
        try:
            part = os.read(terminal, 4096).decode("utf-8", "replace")
        except OSError:
            break
        told += part
        if not part:
            break
        if (
            told.rstrip(" ").endswith(":")
            and left
            and told.rstrip(" ").rsplit("\n", 1)[-1].startswith(("Antwoord", "Nummer"))
        ):
            os.write(terminal, f"{left.pop(0)}\n".encode())
    assert left == [], told
    return told


@pytest.mark.process
def test_in_a_terminal_what_is_needed_is_asked_with_its_choices(site: Sites) -> None:
    small = site({})
    told = conversation(
        small, ("new", "project"), ["Swolle", "Zwolle", "Lantaarns", "Licht.", "9", "1", "in gebruik", "", ""]
    )
    assert "Bij welke gemeente hoort het project?" in told
    assert "`Swolle` staat niet in de lijst. Bedoelde u `Zwolle`?" in told
    assert "   1. Smart Living (smart-living)\n" in told
    assert "`9` staat niet in de lijst." in told
    assert "   3. in gebruik (in-use)\n" in told
    text = (small.root / "content/projects/zwolle-lantaarns.yaml").read_text()
    assert "\nthemes: [smart-living]\nstatus: in-use\n" in text
    assert small.check() == []


@pytest.mark.process
def test_a_wrong_answer_is_asked_again_with_its_remedy(site: Sites) -> None:
    small = site({})
    told = conversation(small, ("new", "event"), ["Dag", "morgen", "4-6-2027 13.30", "Kort.", "Kom.", "", "", ""])
    assert "Schrijf JJJJ-MM-DD, of JJJJ-MM-DD uu:mm, zoals `2026-11-24 15:30`." in told
    assert told.count(" (mag leeg blijven)\n") == 3
    assert "start: 2027-06-04 13:30\n" in (small.root / "content/agenda/2027-06-04-dag.md").read_text()


# Forms.

GITHUB = """\
### Soort

Project

### Gemeente

Zwolle

### Titel

Slimme lantaarns

### Samenvatting

Licht: alleen als er iemand loopt.

### Beschrijving

Eerste alinea.

## Een kop in de tekst

Tweede alinea.

### Thema's

Smart Living

### Status

in gebruik

### Begin

oktober 2019

### Einde

_No response_

### Onderwerpen

verlichting, energie

### Partners

Jansen, de Vries en Zn.
TNO

### Contact: rol

Projectleider

### Bronnen

- https://a.nl
https://b.nl
"""


def test_a_form_of_github_becomes_an_entry(site: Sites, tmp_path: Path) -> None:
    small = site({})
    (tmp_path / "form.md").write_bytes(GITHUB.replace("\n", "\r\n").encode())
    file = "content/projects/zwolle-slimme-lantaarns.yaml"
    assert made(small, "new", "--from", tmp_path / "form.md", "--now", NOW) == f"Geschreven: {file}\n"
    assert yaml.load((small.root / file).read_text(), Loader=yaml.BaseLoader) == {
        "municipality": "zwolle",
        "title": "Slimme lantaarns",
        "summary": "Licht: alleen als er iemand loopt.",
        "description": "Eerste alinea.\n\n## Een kop in de tekst\n\nTweede alinea.\n",
        "themes": ["smart-living"],
        "status": "in-use",
        "start": "2019-10",
        "topics": ["verlichting", "energie"],
        "partners": ["Jansen, de Vries en Zn.", "TNO"],
        "contact": {"role": "Projectleider"},
        "sources": ["https://a.nl", "https://b.nl"],
        "added": "2026-11-24",
    }


@pytest.mark.parametrize("name", ["news", "event", "project"])
def test_a_template_of_gitlab_that_was_filled_in_becomes_an_entry(name: str, site: Sites, tmp_path: Path) -> None:
    small = site({})
    text = issue_forms.gitlab(loaded(small))[f"{questions.KINDS[name].form_file}.md"]
    answers = {
        "Gemeente": "zwolle",
        "Titel": "Een titel",
        "Datum": "24 november 2026",
        "Begin": "2026-11-24",
        "Samenvatting": "Kort.",
        "Thema's": "- Smart Living",
        "Fase": "pilot",
        "Tekst": "De tekst.",
    }
    for title, answer in answers.items():
        text = text.replace(f"### {title}\n", f"### {title}\n\n{answer}\n")
    (tmp_path / "form.md").write_text(text)
    assert made(small, "new", name, "--from", tmp_path / "form.md").startswith("Geschreven: content/")


def test_an_option_goes_before_the_form(site: Sites, tmp_path: Path) -> None:
    small = site({})
    (tmp_path / "form.md").write_text(GITHUB)
    made(small, "new", "project", "--from", tmp_path / "form.md", "--title", "Anders", "--status", "pilot")
    text = (small.root / "content/projects/zwolle-anders.yaml").read_text()
    assert "title: Anders\n" in text
    assert "status: pilot\n" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("### Pagina\n\n/x/\n\n### Wat moet er staan?\n\nAnders.\n", "Dit formulier is een correctie."),
        ("Zomaar een tekst.\n", "Dit is geen formulier dat de site kent (Nieuwsbericht, Bijeenkomst, Project)."),
    ],
)
def test_what_is_no_form_for_an_entry_is_told(text: str, told: str, site: Sites, tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(text)
    done = call("new", "--from", tmp_path / "form.md", "--root", site({}).root)
    assert done.returncode == 2
    assert done.stderr.startswith(told)


TITLES = "Titel\nSlimme lantaarns\nSamenvatting\nLicht.\nStatus\npilot\n"
EDIT = "Kies bij het formulier *Edit*, kopieer alles uit het vak, ook de regels met `###`, en bewaar dat als tekst.\n"


@pytest.mark.parametrize(
    ("words", "data", "told"),
    [
        ((), TITLES.encode(), f"De regels met `###` ontbreken. {EDIT}"),
        (("project",), TITLES.encode(), f"De regels met `###` ontbreken. {EDIT}"),
        ((), b"PK\x03\x04\x14\x00", f"Dit is een Word- of Excel-bestand. {EDIT}"),
        ((), b"%PDF-1.7\n\xe2\xe3", f"Dit is een pdf. {EDIT}"),
        ((), GITHUB.replace("Licht", "Café").encode("cp1252"), f"Dit is geen tekst in UTF-8. {EDIT}"),
        (("news",), GITHUB.encode(), "Dit is een formulier voor: project. U vroeg om iets anders. Typ `new project"),
        ((), GITHUB.replace("### Titel", "### Datum").encode(), "De kop *Datum* hoort niet bij dit formulier."),
        ((), (GITHUB + "\n### Titel\n\nNog een\n").encode(), "De kop *Titel* staat er twee keer."),
        ((), ("Beste redactie,\n\n" + GITHUB).encode(), "Boven de eerste kop staat nog tekst: `Beste redactie,`."),
        (
            (),
            GITHUB.replace("Zwolle", "Zwole").encode(),
            "*Gemeente*: `Zwole` staat niet in de lijst. Bedoelde u `Zwolle`?",
        ),
        (
            (),
            GITHUB.replace("in gebruik", "1").encode(),
            "*Status*: `1` staat niet in de lijst. Kies uit: verkenning, pilot",
        ),
        (
            (),
            GITHUB.replace("in gebruik", "live").encode(),
            "*Status*: `live` staat niet in de lijst. Bedoelde u `in gebruik`",
        ),
        (
            (),
            GITHUB.replace("\nTNO", "").encode(),
            "*Partners*: `Jansen, de Vries en Zn.` kan één deel zijn of meer. Zet elk deel op een eigen regel.",
        ),
        (
            (),
            GITHUB.replace("### Bronnen", "### Gezocht").encode(),
            "De kop *Gezocht* kent dit formulier niet. Vul een nieuw formulier in, of haal de kop weg.",
        ),
        (
            (),
            GITHUB.replace("Licht: alleen als er iemand loopt.", "").encode(),
            "In het formulier is nog leeg: *Samenvatting*.",
        ),
    ],
)
def test_a_form_that_cannot_be_used_says_what_is_the_matter(
    words: tuple[str, ...], data: bytes, told: str, site: Sites, tmp_path: Path
) -> None:
    small = site({})
    before = tree(small.root)
    (tmp_path / "formulier.md").write_bytes(data)
    done = call("new", *words, "--from", tmp_path / "formulier.md", "--root", small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert tree(small.root) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "- https://a.nl",
            "- www.a.nl",
            "*Bronnen*: `www.a.nl` is geen internetadres. Bedoelde u `https://www.a.nl`?\n",
        ),
        ("oktober 2019", "eind 2019", "*Begin*: `eind 2019` is geen datum. Bedoelde u `2019`?\n"),
        ("_No response_", "2018", "*Einde*: "),
        ("### Contact: rol", "### Contact: telefoon", "*Contact: telefoon*: `Projectleider` is geen telefoonnummer."),
        (
            "### Contact: rol\n\nProjectleider",
            "### Contact: telefoon\n\n14 038",
            "*Contact: naam*: Dit contact heeft geen",
        ),
        ("Tweede alinea.", "[weg](theme:weg)", "*Beschrijving*: "),
    ],
)
def test_a_fault_in_a_form_is_told_at_its_heading(old: str, new: str, told: str, site: Sites, tmp_path: Path) -> None:
    small = site({})
    before = tree(small.root)
    (tmp_path / "formulier.md").write_text(GITHUB.replace(old, new))
    done = call("new", "--from", tmp_path / "formulier.md", "--root", small.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(told)
    assert "content/" not in done.stderr
    assert tree(small.root) == before


@pytest.mark.parametrize("month", ["2025-11", "2025-12", "2025"])
def test_a_month_stays_a_month(month: str, site: Sites) -> None:
    small = site({})
    made(small, *PROJECT, "--start", month, "--status-date", month, "--contact-role", "R", "--contact-checked", month)
    text = (small.root / "content/projects/zwolle-slimme-lantaarns.yaml").read_text()
    assert f"status_date: {month}\nstart: {month}\ncontact: {{role: R, checked: {month}}}\n" in text


def test_a_list_of_a_form_has_a_box_with_lines_and_a_date_says_its_form() -> None:
    boxes = {
        box["attributes"]["label"]: box
        for box in yaml.safe_load(issue_forms.github(load_alone(TOP))["project.yml"])["body"]
    }
    for label in ("Partners", "Onderwerpen", "Bronnen"):
        assert boxes[label]["type"] == "textarea"
        assert "Eén op een regel" in boxes[label]["attributes"]["description"]
    for label in ("Begin", "Einde", "Fase volgens de bron op", "Nagekeken op"):
        assert "een maand (`2026-11`)" in boxes[label]["attributes"]["description"]
    assert "(id's)" not in str(boxes)


def without_choices(text: str) -> str:
    """A form without the names that exist: those may be newer than the form."""
    if text.startswith("name:"):
        data = yaml.safe_load(text)
        for element in data["body"]:
            element["attributes"].pop("options", None)
        return yaml.safe_dump(data)
    return "\n".join(line.partition(" Kies uit: ")[0] for line in text.split("\n"))


def test_the_forms_in_the_repository_are_those_that_the_command_writes(site: Sites) -> None:
    folders = [TOP / folder for folder in issue_forms.FOLDERS.values()]
    small = site({f"{folder.relative_to(TOP)}/oud.txt": "x" for folder in folders})
    assert call("schema", cwd=small.root).returncode == 0
    for folder in folders:
        written = small.root / folder.relative_to(TOP)
        assert {path.name for path in written.iterdir()} - {"oud.txt"} == {path.name for path in folder.iterdir()}
        for path in folder.iterdir():
            texts = [without_choices((place / path.name).read_text("utf-8")) for place in (written, folder)]
            assert texts[0] == texts[1], f"{path}: run `python build.py schema`"


# Saving.


def test_all_files_are_saved_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a")
    (tmp_path / "b.yaml").write_text("b")
    edits = [
        transaction.Edit("a.yaml", b"A", b"a"),
        transaction.Edit("nieuw/c.yaml", b"C"),
        transaction.Edit("b.yaml", b"B", b"iets anders"),
    ]
    before = tree(tmp_path)
    with pytest.raises(transaction.FileChanged, match=r"b\.yaml"):
        transaction.save(tmp_path, edits)
    assert tree(tmp_path) == before
    assert not (tmp_path / "nieuw").exists()
    transaction.save(tmp_path, [*edits[:2], transaction.Edit("b.yaml", b"B", b"b")])
    assert tree(tmp_path) == {"a.yaml": b"A", "b.yaml": b"B", "nieuw/c.yaml": b"C"}


def test_a_file_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "echt.yaml").write_text("a")
    (tmp_path / "echt.yaml").chmod(0o640)
    (tmp_path / "link.yaml").symlink_to("echt.yaml")
    transaction.save(tmp_path, [transaction.Edit("link.yaml", b"b", b"a")])
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "echt.yaml").read_text() == "b"
    assert (tmp_path / "echt.yaml").stat().st_mode & 0o777 == 0o640
