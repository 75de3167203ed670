"""What a merge changes, what needs a look, and what is new: told in plain Dutch."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import LEAST, SmallSite
from tests.running import NOW, run

NewSite = Callable[[Mapping[str, str | bytes]], SmallSite]
PROJECTS = """\
projects:
  - id: lantaarns
    title: Lantaarns
    summary: Licht.
    themes: [smart-living]
    status: pilot
    added: 2024-01
    checked: 2024-02
    contact: {name: Jan, checked: 2023}
  - id: sensoren
    title: Sensoren
    summary: Meten.
    themes: [smart-living]
    status: pilot
    added: 2026-11-01
"""
EVENT = "---\ntitle: Netwerkdag\nstart: 2027-03-03 13:30\nsummary: Kort.\n---\nTekst.\n"
NEWS = "---\ntitle: Nieuws <b> *nu*\ndate: 2026-11-02\nsummary: Kort & goed.\nthemes: [smart-living]\n---\nTekst.\n"
FILES: dict[str, str | bytes] = {
    "content/projects/zwolle.yaml": PROJECTS,
    "content/agenda/2027-03-03-netwerkdag.md": EVENT,
    "content/news/2026-11-02-nieuws.md": NEWS,
}


def after(small: SmallSite, tmp_path: Path, changes: Mapping[str, str | None]) -> Path:
    """A copy of a site in which some files are others, or gone."""
    new = tmp_path / "nieuw"
    shutil.copytree(small.root, new)
    for name, text in changes.items():
        (new / name).unlink(missing_ok=True)
        if text is not None:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text)
    return new


def told(site: NewSite, tmp_path: Path, changes: Mapping[str, str | None]) -> tuple[int, list[str]]:
    small = site(FILES)
    done = run("changes", small.root, after(small, tmp_path, changes), "--now", NOW)
    assert done.stderr == ""
    head, empty, *lines = done.stdout.splitlines()
    assert (head, empty) == ("## Wat verandert er voor bezoekers?", "")
    return done.returncode, lines


def test_nothing_changes(site: NewSite, tmp_path: Path) -> None:
    assert told(site, tmp_path, {}) == (0, ["Niets."])


def test_what_is_new_is_counted_by_municipality(site: NewSite, tmp_path: Path) -> None:
    more = PROJECTS + PROJECTS.partition("\n")[2].replace("id: ", "id: nog-").replace("title: ", "title: Nog ")
    changes = {
        "content/projects/zwolle.yaml": more,
        "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: x\n---\nTekst.\n",
    }
    assert told(site, tmp_path, changes) == (
        0,
        ["- 2 projecten nieuw in Zwolle: “Nog Lantaarns”, “Nog Sensoren”.", "- 1 pagina nieuw: “Uitleg”."],
    )


def test_a_meeting_that_moves_is_told_with_what_was_forgotten(site: NewSite, tmp_path: Path) -> None:
    file = "content/agenda/2027-03-03-netwerkdag.md"
    moved = EVENT.replace("03-03 13", "03-10 13")
    code, lines = told(site, tmp_path, {file: moved})
    assert code == 0
    assert lines[0] == (
        "- De bijeenkomst “Netwerkdag” van 3 maart 2027, 13.30 uur is verzet naar 10 maart 2027, 13.30 uur."
    )
    assert lines[2:] == [
        "### Vergeet niet",
        "",
        f"- “Netwerkdag” ({file}): zet `revision: 1`, dan zien agenda's de wijziging.",
        f"- “Netwerkdag” ({file}): zet het oude begin bij `previous_start`, dan staat erbij dat zij is verzet.",
    ]


def test_a_meeting_with_everything_set_needs_no_reminder(site: NewSite, tmp_path: Path) -> None:
    more = "previous_start: 2027-03-03 13:30\nrevision: 1\nstatus: cancelled\n---\nTekst"
    moved = EVENT.replace("03-03 13", "03-10 13").replace("---\nTekst", more)
    _code, lines = told(site, tmp_path, {"content/agenda/2027-03-03-netwerkdag.md": moved})
    assert lines[0] == "- De bijeenkomst “Netwerkdag” gaat niet door."
    assert len(lines) == 2


def test_an_address_that_disappears_is_an_error(site: NewSite, tmp_path: Path) -> None:
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


def test_an_address_with_an_alias_does_not_disappear(site: NewSite, tmp_path: Path) -> None:
    renamed = PROJECTS.replace("id: sensoren", "id: meten\n    aliases: [/Projecten/sensoren]")
    code, lines = told(site, tmp_path, {"content/projects/zwolle.yaml": renamed})
    assert code == 0
    assert not any("verdwijnt" in line for line in lines)


def test_an_alias_that_is_dropped_disappears_too(site: NewSite, tmp_path: Path) -> None:
    small = site({**FILES, "content/pages/uitleg.md": "---\ntitle: U\nsummary: x\naliases: [/oud/]\n---\nTekst.\n"})
    new = after(small, tmp_path, {"content/pages/uitleg.md": "---\ntitle: U\nsummary: x\n---\nTekst.\n"})
    done = run("changes", small.root, new)
    assert done.returncode == 1
    assert "- `/oud/`" in done.stdout


def test_a_list_that_disappears_is_told_and_no_error(site: NewSite, tmp_path: Path) -> None:
    small = site(
        {"content/projects/zwolle.yaml": PROJECTS.replace("status: pilot", "status: pilot\n    topics: [licht]")}
    )
    done = run("changes", small.root, after(small, tmp_path, {"content/projects/zwolle.yaml": PROJECTS}))
    assert done.returncode == 0
    assert "- `/projecten/onderwerp/licht/`" in done.stdout


def test_every_other_change_has_its_sentence(site: NewSite, tmp_path: Path) -> None:
    changed = PROJECTS.replace("title: Lantaarns\n    summary: Licht.", "title: Slim licht\n    summary: Licht.")
    changed = changed.replace("status: pilot\n    added: 2026", "status: in-use\n    added: 2026")
    news = NEWS.replace("Tekst.", "Andere tekst.").replace("<b> *nu*", "vandaag")
    page = (
        "---\ntitle: Netwerkdag\nstart: 2027-03-03 13:30\nsummary: Kort.\nlocation: Zwolle\nrevision: 1\n---\nTekst.\n"
    )
    changes = {
        "content/projects/zwolle.yaml": changed,
        "content/news/2026-11-02-nieuws.md": news,
        "content/agenda/2027-03-03-netwerkdag.md": page,
        "site.yaml": (site(FILES).root / "site.yaml").read_text().replace("Ethiek", "Privacy"),
        "themes.yaml": (tmp_path / "site/themes.yaml").read_text().replace("Slim wonen.", "Slim en veilig wonen."),
    }
    assert told(site, tmp_path, changes) == (
        0,
        [
            "- Het thema “Smart Living” verandert.",
            "- Het project “Lantaarns” heet voortaan “Slim licht”.",
            "- Het project “Sensoren” gaat van pilot naar in gebruik.",
            "- Het nieuwsbericht “Nieuws &lt;b> \\*nu\\*” heet voortaan “Nieuws vandaag”.",
            "- De bijeenkomst “Netwerkdag” is voortaan in Zwolle.",
            "- De gegevens van de site zelf veranderen.",
        ],
    )


def test_a_draft_is_no_change_for_visitors(site: NewSite, tmp_path: Path) -> None:
    draft = NEWS.replace("date:", "draft: true\ndate:").replace("2026-11-02", "2026-11-03")
    assert told(site, tmp_path, {"content/news/2026-11-03-concept.md": draft}) == (0, ["Niets."])


def test_the_same_as_json(site: NewSite, tmp_path: Path) -> None:
    small = site(FILES)
    new = after(small, tmp_path, {"content/news/2026-11-02-nieuws.md": None})
    done = run("changes", small.root, new, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["version"] == 1
    assert found["lost"] == ["/actueel/nieuws/"]
    (change,) = found["changes"]
    assert (change["kind"], change["what"], change["ids"]) == ("news", "removed", ["nieuws"])


@pytest.mark.parametrize("wrong", ["old", "new"])
def test_content_with_errors_is_not_compared(wrong: str, site: NewSite, tmp_path: Path) -> None:
    small = site(FILES)
    new = after(small, tmp_path, {})
    ((small.root if wrong == "old" else new) / "content/news/2026-11-02-nieuws.md").write_text("---\ntitle: x\n")
    done = run("changes", small.root, new)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kop-niet-gesloten" in done.stderr


def test_without_two_roots_it_is_wrong_use(tmp_path: Path) -> None:
    done = run("changes")
    assert (done.returncode, done.stderr) == (2, "Geef ook OLD. Hulp: g40site changes --help\n")
    assert run("changes", tmp_path, tmp_path).returncode == 2


# review

CONTACTS = """\
    administrators:
      - {name: An, role: Wethouder, checked: 2021-06}
      - {name: Bo, role: Wethouder, checked: 2021-06, until: 2022}
    contacts:
      - {role: Griffie, email: griffie@zwolle.nl, phone: 14 038, checked: 2026-10}
"""


def test_a_review_names_what_is_old_and_whom_to_ask(site: NewSite) -> None:
    small = site(FILES)
    with (small.root / "municipalities.yaml").open("a") as file:
        file.write(CONTACTS)
    done = run("review", "--root", small.root, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    head = done.stdout.partition("```text")[0]
    assert head.partition("[Maak de mail klaar]")[0] == (
        "## 3 onderdelen zijn 12 maanden of langer niet nagekeken\n\n### Zwolle\n\n"
        "Vraag het Griffie: griffie@zwolle.nl, 14 038.\n\n"
        "- Het project “Lantaarns”: laatst bekend: februari 2024\n"
        "- Het contact van “Lantaarns”: Jan: laatst bekend: 2023\n"
        "- De bestuurder An (Wethouder): laatst bekend: juni 2021\n\n"
    )
    assert "(mailto:griffie@zwolle.nl?subject=Klopt%20dit%20nog%3F&body=Beste%20collega" in head
    assert "Beste collega van Zwolle,\n" in done.stdout


def test_months_say_what_is_old(site: NewSite) -> None:
    small = site(FILES)
    done = run("review", "--root", small.root, "--now", NOW, "--months", "60")
    assert done.stdout == "## Alles is in de laatste 60 maanden nagekeken\n"
    assert "Sensoren" in run("review", "--root", small.root, "--now", "2027-01-01T12:00", "--months", "1").stdout
    assert run("review", "--root", small.root, "--months", "0").returncode == 2


@pytest.mark.parametrize(
    ("contact", "ask"),
    [
        ("", "Er is geen contactpersoon bekend. Begin bij https://www.zwolle.example.nl."),
        ("    contact: {phone: 14 038}\n", "Vraag het bij de algemene ingang van Zwolle: 14 038."),
        ("    contacts: [{name: Jan}]\n", "Er is geen contactpersoon bekend. Begin bij https://www.zwolle.example.nl."),
    ],
)
def test_whom_to_ask_goes_from_a_person_to_the_website(contact: str, ask: str, site: NewSite) -> None:
    small = site(FILES)
    with (small.root / "municipalities.yaml").open("a") as file:
        file.write(contact)
    assert ask in run("review", "--root", small.root, "--now", NOW).stdout.splitlines()


# digest


def test_a_digest_has_what_is_new_by_theme(site: NewSite) -> None:
    done = run("digest", "--since", "2026-11-01", "--root", site(FILES).root, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "# Nieuw bij de Themagroep Proef sinds 1 november 2026\n\n## Algemeen\n\n"
        "**[Netwerkdag](https://proef.example.nl/agenda/netwerkdag/)**  \nAgenda, woensdag 3 maart 2027. Kort.\n\n"
        "## Smart Living\n\n"
        "**[Nieuws \\<b\\> \\*nu\\*](https://proef.example.nl/actueel/nieuws/)**  \n"
        "Nieuws, 2 november 2026. Kort & goed.\n\n"
        "**[Sensoren](https://proef.example.nl/projecten/sensoren/)**  \nNieuw project in Zwolle. Meten.\n"
    )


def test_a_digest_as_html(site: NewSite) -> None:
    small = site(FILES)
    told = run("digest", "--since", "2026-11-02", "--format", "html", "--root", small.root, "--now", NOW).stdout
    assert '<strong><a href="https://proef.example.nl/actueel/nieuws/">Nieuws &lt;b&gt; *nu*</a></strong>' in told
    assert "Sensoren" not in told
    base = ("--base-url", "https://elders.nl/g40/")
    told = run("digest", "--since", "2026-11-02", *base, "--root", small.root, "--now", NOW).stdout
    assert "(https://elders.nl/g40/actueel/nieuws/)" in told


def test_a_digest_of_nothing_says_so(site: NewSite) -> None:
    done = run("digest", "--since", "2026-11-01", "--root", site(LEAST).root)
    assert done.stdout.endswith("\n\nEr is niets nieuws.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "Geef ook --since."), (("--since", "1-2-2026"), "De waarde van --since klopt niet: `1-2-2026` is geen dag;")],
)
def test_a_digest_needs_a_day(words: tuple[str, ...], said: str, site: NewSite) -> None:
    done = run("digest", *words, "--root", site({}).root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
