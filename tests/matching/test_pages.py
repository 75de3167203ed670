"""What visitors and machines see of matching: the same reasons on the pages and in the open data."""

import html
import json
import re
from pathlib import Path
from typing import Any

import jsonschema

from g40site.matching import points
from tests.matching.conftest import FILES, PLACES
from tests.sites import Sites, SmallSite


def element(page: str, id: str) -> str:
    """A section of a page with everything in it."""
    found = re.search(rf'<section[^>]*id="{id}".*?</section>', page, re.DOTALL)
    assert found, id
    return found[0]


def words(markup: str) -> str:
    """The text of a piece of HTML, as a reader sees it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def links(markup: str, kind: str) -> list[str]:
    return re.findall(rf'href="/{kind}/([^/"#?]+)/', markup)


def test_every_reason_stands_once_on_its_page_in_the_closed_table(whole: SmallSite) -> None:
    found = json.loads(whole.page("/data/matching.json"))
    assert all(found[part] for part in ("advice", "alike", "bundles"))
    for advice in found["advice"]:
        for address in (f"/gemeenten/{advice['municipality']}/", f"/themas/{advice['theme']}/"):
            check_table(whole.page(address), advice["reasons"])
    for pair in found["alike"]:
        for id in (pair["a"], pair["b"]):
            check_table(whole.page(f"/projecten/{id}/"), pair["reasons"])
    together = whole.page("/samenwerken/")
    for bundle in found["bundles"]:
        assert set(bundle["projects"]) <= set(links(together, "projecten"))
        check_table(together, bundle["reasons"])


def check_table(page: str, reasons: list[dict[str, Any]]) -> None:
    """The points of a page stand in one table, which is closed, and nowhere else."""
    (table,) = re.findall(r'<details class="scoring">(.*?)</details>', page, re.DOTALL)
    assert all(f"{reason['text']} +{reason['points']}" in words(table) for reason in reasons)
    assert not re.search(r"\b\d+ punt", words(page.replace(table, "")))


def test_the_first_view_names_the_advised_theme_and_the_theme_exactly_the_advised(whole: SmallSite) -> None:
    found = json.loads(whole.page("/data/matching.json"))["advice"]
    for id in PLACES:
        page = whole.page(f"/gemeenten/{id}/")
        answer = re.findall(r'<div class="answer-first">.*?</div>', page, re.DOTALL)[0]
        advised = [a["theme"] for a in found if a["municipality"] == id]
        assert ("Sluit aan bij" in words(answer)) == bool(advised)
        assert set(advised) <= set(links(answer, "themas"))
    section = element(whole.page("/themas/smart-mobility/"), "uitnodigen")
    invited = {a["municipality"] for a in found if a["theme"] == "smart-mobility"}
    assert invited == {"alkmaar", "breda"}
    assert set(links(section, "gemeenten")) - {"delft"} == invited


def test_the_data_fits_its_schema_and_scores_are_sums(whole: SmallSite) -> None:
    found = json.loads(whole.page("/data/matching.json"))
    schema = json.loads(whole.page("/data/schema/matching.json"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    validator.validate(found)
    for one in (*found["advice"], *found["alike"]):
        assert one["score"] == sum(reason["points"] for reason in one["reasons"])
    assert not validator.is_valid({**found, "items": []})


def test_without_anything_near_the_page_says_so(whole: SmallSite) -> None:
    assert "Van Zwolle kennen wij nog geen project. Staat er een bij, dan rekenen wij opnieuw." in words(
        whole.page("/gemeenten/zwolle/")
    )


def test_what_comes_near_is_no_advice(site: Sites) -> None:
    small = site({f"content/projects/{id}.yaml": "projects: []\n" for id in ("alkmaar", "delft")})
    small.build()
    answer = words(small.page("/gemeenten/breda/"))
    assert "Past het best bij Smart Mobility" in answer
    assert "Sluit aan bij Smart" not in answer
    assert (
        "Dit is geen advies. Smart Mobility komt het dichtst in de buurt, met 3 punten. "
        "Advies geven wij vanaf 6 punten." in answer
    )
    assert "Wat nog ontbreekt: een project dat lijkt op een project van koploper Delft. Wat voorbij is" in answer
    assert "Gevraagd besluit: Breda onderzoekt aansluiting bij het thema Smart Mobility. Koploper is Delft." in answer


def test_of_what_is_over_alone_no_advice_follows(site: Sites) -> None:
    over = str(FILES["content/projects/breda.yaml"]).replace("pilot", "finished")
    small = site({**FILES, "content/projects/breda.yaml": over})
    small.build()
    page = words(small.page("/gemeenten/breda/"))
    assert "Van Breda kennen wij alleen projecten die voorbij zijn. Daarop geven wij geen advies." in page
    assert "breda" not in links(element(small.page("/themas/smart-mobility/"), "uitnodigen"), "gemeenten")
    assert "Klaar: in Breda was het afgerond." in words(small.page("/projecten/alkmaar-drone/"))
    together = words(element(small.page("/samenwerken/"), "bundels"))
    assert "Voorbij: Drone boven Breda <b>& (Breda, jaar niet bekend). Vraag wat de gemeente ervan leerde." in together


def test_an_invitation_names_both_projects_and_asks_one_question(whole: SmallSite) -> None:
    section = html.unescape(element(whole.page("/themas/smart-mobility/"), "uitnodigen"))
    letter = section.partition("Onderwerp: Delft belt graag over ‘Drone boven Breda <b>&’")[2].partition("Aan:")[0]
    assert "Delft is koploper van Smart Mobility. Een project van uw gemeente viel ons op." in letter
    assert (
        "‘Drone boven Breda <b>&’ lijkt op ons project ‘Drone boven Delft <b>&’. Zelfde onderwerpen: drones en tellen."
        in letter
    )
    assert letter.count("?") == 1
    assert "Zullen wij op [datum] of [datum] een half uur bellen" in letter
    assert "/projecten/breda-drone/" in letter
    assert "gemeente Delft" in letter


SHARED = """\
          - id: delft-samen
            title: Samen vliegen
            summary: Kort.
            themes: [smart-mobility]
            status: pilot
            status_date: 2022
            with: [breda]
"""


def test_who_shares_a_project_is_told_so_and_not_invited_for_it(site: Sites) -> None:
    own = str(FILES["content/projects/delft.yaml"])
    small = site({**FILES, "content/projects/delft.yaml": f"{own.rstrip()}\n{SHARED}"})
    small.build()
    section = words(element(small.page("/themas/smart-mobility/"), "uitnodigen"))
    assert "Deed in 2022 al met Delft mee aan Samen vliegen ." in section
    found = json.loads(small.page("/data/matching.json"))["advice"]
    (advice,) = (a for a in found if a["municipality"] == "breda" and a["theme"] == "smart-mobility")
    assert advice["reasons"][0]["text"] == "1 project van Breda hoort bij dit thema"


def test_a_look_alike_is_a_story(whole: SmallSite) -> None:
    section = words(element(whole.page("/projecten/breda-drone/"), "vergelijkbaar"))
    assert "Drone boven Delft <b>& Delft : pilot , jaar niet bekend Een drone telt." in section
    assert "In Delft was het een pilot. Zelfde onderwerpen: drones en tellen." in section


def test_what_was_not_heard_of_again_is_told_without_blame(whole: SmallSite) -> None:
    section = words(element(whole.page("/themas/smart-mobility/"), "pilots"))
    assert "Hierover hoorden wij niets meer (3) Of deze projecten stilstaan, weten wij niet. Vraag het na." in section
    assert "Alkmaar: pilot, begonnen in 2019" in section
    assert "Bleef lang" not in section


def test_a_note_for_an_alderman_is_short_and_asks_for_a_decision(whole: SmallSite) -> None:
    for address in ("/gemeenten/breda/", "/projecten/breda-drone/"):
        (note,) = re.findall(r'<pre class="plain-text" id="tekst">(.*?)</pre>', whole.page(address), re.DOTALL)
        parts = html.unescape(note).split("\n\n")
        starts = (
            "Gevraagd besluit: ",
            "Wa",
            "Wat het kost: ",
            "Wat wij niet weten: ",
            "Eerste stap: ",
            "Van wanneer de gegevens zijn, is niet bekend. Bron: ",
        )
        assert [part.startswith(start) for part, start in zip(parts, starts, strict=True)] == [True] * 6
        assert len(words(note).split()) <= 120


def test_a_note_is_as_old_as_the_facts_that_it_leans_on(site: Sites) -> None:
    """Also those of others: not only the newest of one's own."""
    files = {}
    for id, date in (("breda", "2025-11"), ("alkmaar", "2017")):
        path = f"content/projects/{id}.yaml"
        files[path] = str(FILES[path]).replace("start: 2019", f"status_date: {date}")
    s = site(files)
    s.build()
    assert "Stand van de gegevens: 2017 tot november 2025, deels niet bekend. Bron: " in s.page("/gemeenten/breda/")


def test_a_note_is_as_old_as_the_project_of_the_lead_too_where_others_are_more_alike(site: Sites) -> None:
    text = str(FILES["content/projects/breda.yaml"])
    more = text.replace("start: 2019", "status_date: 2020").replace("tellen]", "tellen, geluid, water]")
    places = str(FILES["municipalities.yaml"])
    ede = places.splitlines()[1].replace("alkmaar", "ede").replace("Alkmaar", "Ede").replace("GM0001", "GM0099")
    projects = {
        f"content/projects/{id}.yaml": more.replace("breda", id).replace("Breda", id.title())
        for id in ("alkmaar", "breda", "ede", "zwolle")
    }
    s = site({"municipalities.yaml": f"{places}{ede}\n", **projects})
    s.build()
    assert "Stand van de gegevens: 2020, deels niet bekend. Bron: " in s.page("/gemeenten/breda/")


def test_the_points_in_the_docs_are_those_of_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs/developers/matching.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| (\d+) \| `(?:(\w+)|BANDS\[(\d)\]\.(\w+))` \|$", text, re.MULTILINE)
    assert len(rows) > 15
    for number, name, band, field in rows:
        weight = getattr(points, name) if name else getattr(points.BANDS[int(band)], field)
        assert int(number) == weight, name or field
    # What one rule gives each time has a row.
    weights = {name for name in vars(points) if re.match("SAME_|IN_|FURTHER|COMMON_|RELATED_TOPICS|EACH_", name)}
    bundles = {"EACH_MUNICIPALITY", "EACH_TOPIC", "EACH_FAR_AND_EARLY"}
    assert weights - {name for _number, name, _band, _field in rows} == bundles


def test_a_project_stands_where_it_was_in_each_municipality(site: Sites) -> None:
    far = {
        f"content/projects/{id}.yaml": str(FILES[f"content/projects/{id}.yaml"]).replace("pilot", "in-use")
        for id in ("alkmaar", "breda", "delft")
    }
    own = far["content/projects/delft.yaml"].rstrip()
    elsewhere = "\n            with: [{municipality: zwolle, status: exploring, status_date: 2024-01}]\n"
    small = site({**far, "content/projects/delft.yaml": own + elsewhere})
    small.build()
    together = words(element(small.page("/samenwerken/"), "bundels"))
    assert "Zwolle kan vragen hoe het ging in Alkmaar, Breda en Delft." in together
    assert "Verkenning Zwolle : Drone boven Delft <b>&, 2024" in together
    # The ladder of a theme counts projects: this one once, with both names.
    ladder = words(element(small.page("/themas/smart-mobility/"), "projecten"))
    assert "0 verkenning" in ladder
    assert "Drone boven Delft <b>& Delft en Zwolle, jaar niet bekend" in ladder
