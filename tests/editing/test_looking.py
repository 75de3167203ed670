"""What needs a look, and what is new: told in plain Dutch."""

import datetime as dt
import re
import textwrap
from pathlib import Path

import pytest

from tests.editing.copies import FILES, PROJECTS, after
from tests.reading import Page
from tests.running import NOW, call
from tests.sites import LEAST, Sites

TWO = (
    textwrap.dedent(LEAST["municipalities.yaml"])
    + """\
  - id: breda
    name: Breda
    code: GM0758
    province: Noord-Brabant
    location: {lat: 51.58, lon: 4.77}
    website: https://www.breda.example.nl
"""
)


# review

CONTACTS = """\
    administrators:
      - {name: An, role: Wethouder, known: 2021-06}
      - {name: Bo, role: Wethouder, checked: 2021-06, until: 2022}
    contacts:
      - {role: Griffie, email: griffie@zwolle.nl, phone: 14 038, checked: 2026-10}
"""


def test_a_review_names_what_is_old_and_whom_to_ask(site: Sites) -> None:
    small = site(FILES)
    with (small.root / "municipalities.yaml").open("a") as file:
        file.write(CONTACTS)
    done = call("review", "--root", small.root, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    head = done.stdout.partition("```text")[0]
    assert head.partition("[Maak de mail klaar]")[0] == (
        "## 4 onderdelen zijn in de laatste 12 maanden niet nagekeken\n\n"
        "Nagekeken in die tijd: 0 van de 2 projecten.\n\n### Zwolle\n\n"
        "Vraag het aan Griffie: griffie@zwolle.nl, 14 038.\n\n"
        "- Het project “Lantaarns”: laatst nagekeken: februari 2024\n"
        "- Het contact van “Lantaarns”: Jan: laatst nagekeken: 2023\n"
        "- Het project “Sensoren”: nog niet nagekeken; op de site sinds 1 november 2026\n"
        "- De bestuurder An (Wethouder): nog niet nagekeken; laatst bekend: juni 2021\n\n"
    )
    assert "(mailto:griffie@zwolle.nl?subject=Klopt%20dit%20nog%3F&body=Beste%20collega" in head
    assert "Beste collega van Zwolle,\n" in done.stdout
    assert "\nhttps://proef.example.nl/gemeenten/zwolle/\n" in done.stdout
    elsewhere = call("review", "--root", small.root, "--now", NOW, "--base-url", "https://elders.nl/g40/").stdout
    assert "\nhttps://elders.nl/g40/gemeenten/zwolle/\n" in elsewhere


@pytest.mark.parametrize("now", ["2026-11-24", "2027-02-01", "2028-02-29", "2029-02-28"])
def test_a_review_and_the_site_agree_on_what_was_checked(site: Sites, now: str) -> None:
    days = ("2025-11-23", "2025-11-24", "2025-11-25", "2026-02", "2026", "2027-02-28", "2027-03-01", "2028-02-29")
    dated = [f"checked: {day}, added: 2020" for day in days] + ["added: 2026-11-24, updated: 2026-11-24", "end: 2027"]
    projects = [
        f"  - {{id: p{n}, title: Project {n}, summary: S., themes: [smart-living], status: pilot, {dates}}}\n"
        for n, dates in enumerate(dated)
    ]
    small = site({"content/projects/zwolle.yaml": "projects:\n" + "".join(projects)})
    small.build(now=dt.datetime.fromisoformat(f"{now}T12:00+01:00"))
    told = call("review", "--root", small.root, "--now", f"{now}T12:00").stdout.partition("```text")[0]
    page = Page(small.page("/bijgewerkt/")).text
    (checked,) = re.findall(r"(\d+) van de 10 projecten", told)
    are = "is" if checked == "1" else "zijn"
    assert f"{checked} van de 10 projecten {are} het laatste jaar nagekeken." in page
    for number, dates in enumerate(dated):
        shown = small.page(f"/projecten/p{number}/")
        is_old = "langer dan een jaar geleden" in shown or "Nagekeken</dt>" not in shown
        assert (f"“Project {number}”" in told) == is_old, dates
    assert 10 - told.count("- Het project") == int(checked)


def test_months_say_what_is_old(site: Sites) -> None:
    small = site({"content/projects/zwolle.yaml": PROJECTS.replace("added: 2026-11-01", "checked: 2026-11-01")})
    done = call("review", "--root", small.root, "--now", NOW, "--months", "60")
    assert done.stdout == (
        "## Alles is in de laatste 60 maanden nagekeken\n\nNagekeken in die tijd: 2 van de 2 projecten.\n"
    )
    assert "Sensoren" in call("review", "--root", small.root, "--now", "2027-01-01T12:00", "--months", "1").stdout
    assert call("review", "--root", small.root, "--months", "0").returncode == 2


@pytest.mark.parametrize(
    ("contact", "ask"),
    [
        ("", "Er is geen contactpersoon bekend. Begin bij https://www.zwolle.example.nl."),
        ("    contact: {phone: 14 038}\n", "Vraag het bij de algemene ingang van Zwolle: 14 038."),
        ("    contacts: [{name: Jan}]\n", "Er is geen contactpersoon bekend. Begin bij https://www.zwolle.example.nl."),
    ],
)
def test_whom_to_ask_goes_from_a_person_to_the_website(contact: str, ask: str, site: Sites) -> None:
    small = site(FILES)
    with (small.root / "municipalities.yaml").open("a") as file:
        file.write(contact)
    assert ask in call("review", "--root", small.root, "--now", NOW).stdout.splitlines()


# digest


def test_a_digest_has_what_is_new_by_theme(site: Sites) -> None:
    done = call("digest", "--since", "2026-11-01", "--root", site(FILES).root, "--now", NOW)
    assert done.returncode == 0
    assert done.stdout == (
        "# Nieuw bij de Themagroep Proef sinds 1 november 2026\n\n## Algemeen\n\n"
        "**[Netwerkdag](https://proef.example.nl/agenda/netwerkdag/)**  \nAgenda, woensdag 3 maart 2027. Kort.\n\n"
        "## Smart Living\n\n"
        "**[Nieuws \\<b\\> \\*nu\\*](https://proef.example.nl/actueel/nieuws/)**  \n"
        "Nieuws, 2 november 2026. Kort & goed.\n\n"
        "**[Sensoren](https://proef.example.nl/projecten/sensoren/)**  \nNieuw project in Zwolle. Meten.\n"
    )


def test_a_digest_as_html(site: Sites) -> None:
    small = site(FILES)
    told = call("digest", "--since", "2026-11-02", "--format", "html", "--root", small.root, "--now", NOW).stdout
    assert '<strong><a href="https://proef.example.nl/actueel/nieuws/">Nieuws &lt;b&gt; *nu*</a></strong>' in told
    assert "Sensoren" not in told
    base = ("--base-url", "https://elders.nl/g40/")
    told = call("digest", "--since", "2026-11-02", *base, "--root", small.root, "--now", NOW).stdout
    assert "(https://elders.nl/g40/actueel/nieuws/)" in told


SEEKING = PROJECTS.replace("added: 2024-01\n", "added: 2024-01\n    seeking: Het *bouwplan* is vrij.\n").replace(
    "added: 2026-11-01\n",
    "added: 2026-11-01\n    seeking: |\n      Wij zoeken een [stad](theme:smart-living)\n      die meet.\n",
)


def test_a_digest_tells_what_new_projects_seek_or_offer(site: Sites) -> None:
    small = site({**FILES, "content/projects/zwolle.yaml": SEEKING})
    done = call("digest", "--since", "2026-11-01", "--root", small.root, "--now", NOW)
    assert done.stdout.partition("## Gezocht en aangeboden\n")[2] == (
        "\n**[Sensoren](https://proef.example.nl/projecten/sensoren/)**  \n"
        "Project in Zwolle. Wij zoeken een stad die meet.\n"
    )


def test_a_digest_says_how_to_hear_who_joined_and_claims_nothing(site: Sites) -> None:
    small = site({**FILES, "municipalities.yaml": TWO + "    participates: [smart-living]\n"})
    done = call("digest", "--since", "2026-11-01", "--root", small.root, "--now", NOW)
    assert "Breda" not in done.stdout
    assert done.stderr == (
        "Wie zich bij een thema aansloot, staat er niet bij: dat heeft geen datum. "
        "Noem met --old de map met de site zoals zij op die dag was.\n"
    )


def test_beside_the_old_site_a_digest_tells_who_joined_and_what_is_sought_since(site: Sites, tmp_path: Path) -> None:
    small = site({**FILES, "municipalities.yaml": TWO, "content/projects/zwolle.yaml": SEEKING})
    changed = SEEKING.replace("is vrij", "is vrij te gebruiken")
    # Who leads a theme does not join it.
    joined = f"{TWO}    participates: [smart-living]\n".replace(
        "website: https://www.zwolle.example.nl",
        "website: https://www.zwolle.example.nl\n    participates: [smart-living]",
    )
    new = after(small, tmp_path, {"municipalities.yaml": joined, "content/projects/zwolle.yaml": changed})
    done = call("digest", "--since", "2026-11-01", "--old", small.root, "--root", new, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.partition("## Smart Living\n\n")[2].startswith(
        "**[Breda](https://proef.example.nl/gemeenten/breda/)**  \nDoet nu mee met Smart Living.\n\n**[Nieuws"
    )
    assert done.stdout.count("Doet nu mee") == 1
    assert done.stdout.partition("## Gezocht en aangeboden\n")[2] == (
        "\n**[Lantaarns](https://proef.example.nl/projecten/lantaarns/)**  \n"
        "Project in Zwolle. Het bouwplan is vrij te gebruiken.\n"
    )
    page = call("digest", "--since", "2026-11-01", "--old", small.root, "--root", new, "--format", "html").stdout
    assert "<br>\nDoet nu mee met Smart Living.</p>" in page


def test_an_old_site_with_errors_is_told_and_nothing_is_made(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    new = after(small, tmp_path, {})
    (small.root / "content/news/2026-11-02-nieuws.md").write_text("---\ntitle: x\n")
    done = call("digest", "--since", "2026-11-01", "--old", small.root, "--root", new)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kop-niet-gesloten" in done.stderr


def test_a_digest_of_nothing_says_so(site: Sites) -> None:
    done = call("digest", "--since", "2026-11-01", "--root", site(LEAST).root)
    assert done.stdout.endswith("\n\nEr is niets nieuws.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "Geef ook --since."), (("--since", "1-2-2026"), "De waarde van --since klopt niet: `1-2-2026` is geen dag;")],
)
def test_a_digest_needs_a_day(words: tuple[str, ...], said: str, site: Sites) -> None:
    done = call("digest", *words, "--root", site({}).root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
