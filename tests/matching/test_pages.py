"""What visitors and machines see of matching: the same reasons on the pages and in the open data."""

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from g40site.matching import points

MakeSite = Callable[[Mapping[str, str | bytes]], Any]

PLACES = ("alkmaar", "breda", "delft", "zwolle")
FILES = {
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: zwolle, summary: Wonen., description: Wonen., topics: [zorg]}
          - {id: smart-mobility, title: Smart Mobility, lead: delft, summary: A., description: B., topics: [drones]}
        """,
    "municipalities.yaml": "municipalities:\n"
    + "".join(
        f"  - {{id: {id}, name: {id.title()}, code: GM000{n}, province: Utrecht, location: {{lat: 52, lon: 5}}, "
        f"website: 'https://{id}.example.nl'}}\n"
        for n, id in enumerate(PLACES, 1)
    ),
    **{
        f"content/projects/{id}.yaml": f"""\
        projects:
          - id: {id}-drone
            title: "Drone boven {id.title()} <b>&"
            summary: Een drone telt.
            themes: [smart-mobility]
            status: pilot
            start: 2019
            topics: [drones, tellen]
        """
        for id in ("alkmaar", "breda", "delft")
    },
}


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


@pytest.fixture
def built(site: MakeSite) -> Any:
    small = site(FILES)
    small.build()
    return small


def test_every_reason_stands_on_its_page(built: Any) -> None:
    found = json.loads(built.page("/data/matching.json"))
    assert all(found[part] for part in ("advice", "alike", "bundles"))
    for advice in found["advice"]:
        section = words(element(built.page(f"/gemeenten/{advice['municipality']}/"), "advies"))
        reverse = words(element(built.page(f"/themas/{advice['theme']}/"), "uitnodigen"))
        for reason in advice["reasons"]:
            assert reason["text"] in section
            assert reason["text"] in reverse
    for pair in found["alike"]:
        for id in (pair["a"], pair["b"]):
            section = words(element(built.page(f"/projecten/{id}/"), "vergelijkbaar"))
            assert all(reason["text"] in section for reason in pair["reasons"])
    together = built.page("/samenwerken/")
    for bundle in found["bundles"]:
        assert set(bundle["projects"]) <= set(links(together, "projecten"))
        assert all(reason["text"] in words(together) for reason in bundle["reasons"])


def test_advice_links_exactly_the_advised_themes_and_the_reverse_exactly_the_advised(built: Any) -> None:
    found = json.loads(built.page("/data/matching.json"))["advice"]
    for id in PLACES:
        section = element(built.page(f"/gemeenten/{id}/"), "advies")
        assert set(links(section, "themas")) == {a["theme"] for a in found if a["municipality"] == id}
    section = element(built.page("/themas/smart-mobility/"), "uitnodigen")
    invited = {a["municipality"] for a in found if a["theme"] == "smart-mobility"}
    assert invited == {"alkmaar", "breda"}
    assert set(links(section, "gemeenten")) == invited


SECRETS = {
    f"content/projects/{id}.yaml": f"""\
    projects:
      - id: {id}-drone
        title: Drone van jan@{id}.example.nl
        summary: Bel Jan op 038.498.91.11 of 0384989111 over de drone.
        themes: [smart-mobility]
        status: pilot
        topics: [drones, tellen, "bel 038-4989111", jan@proef.example.nl]
        partners: ["Jan, jan@proef.example.nl", "Loket +31 (0)38 498 91 11"]
    """
    for id in ("alkmaar", "breda", "delft")
}


def test_no_address_of_a_person_is_in_a_reason(site: MakeSite) -> None:
    small = site({**FILES, **SECRETS})
    small.build()
    text = small.page("/data/matching.json")
    found = json.loads(text)
    assert all(found[part] for part in ("advice", "alike", "bundles"))
    assert "[mail]" in text
    assert "[tel]" in text
    for secret in ("jan@", "038", "498", "example.nl)"):
        assert secret not in text, secret
    for pair in found["alike"]:
        section = words(element(small.page(f"/projecten/{pair['a']}/"), "vergelijkbaar"))
        assert all(reason["text"] in section for reason in pair["reasons"])


def test_the_data_fits_its_schema_and_scores_are_sums(built: Any) -> None:
    found = json.loads(built.page("/data/matching.json"))
    schema = json.loads(built.page("/data/schema/matching.json"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    validator.validate(found)
    for one in (*found["advice"], *found["alike"]):
        assert one["score"] == sum(reason["points"] for reason in one["reasons"])
    assert not validator.is_valid({**found, "items": []})


def test_without_advice_the_page_says_so_and_shows_what_is_missing(built: Any) -> None:
    page = built.page("/gemeenten/zwolle/")
    assert "Geen enkel thema haalt nu 6 punten" in words(element(page, "advies"))
    assert "Nog geen project in dit thema" in words(page)


def test_an_invitation_is_ready_with_the_contact_of_the_lead(built: Any) -> None:
    section = html.unescape(element(built.page("/themas/smart-mobility/"), "uitnodigen"))
    assert "mailto:?subject=Uitnodiging%3A%20doe%20mee%20met%20Smart%20Mobility&body=" in section
    assert "Delft is koploper van Smart Mobility en nodigt Breda uit om mee te doen." in section
    assert "U kunt ons bereiken via delft.example.nl." in section


def test_what_is_stuck_is_told_with_its_start(built: Any) -> None:
    assert "Alkmaar: pilot, begonnen in 2019." in words(built.page("/samenwerken/"))


def test_switched_off_leaves_nothing_behind(site: MakeSite) -> None:
    small = site(FILES)
    small.write({"site.yaml": (small.root / "site.yaml").read_text("utf-8") + "features: {matching: false}\n"})
    small.build()
    assert not (small.public / "data/matching.json").exists()
    assert not (small.public / "data/schema/matching.json").exists()
    for address, id in (
        ("/gemeenten/breda/", "advies"),
        ("/themas/smart-mobility/", "uitnodigen"),
        ("/projecten/breda-drone/", "vergelijkbaar"),
        ("/samenwerken/", "bundels"),
    ):
        assert f'id="{id}"' not in small.page(address)


def test_the_points_in_the_docs_are_those_of_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "matching.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| +(\d+) \|$", text, re.MULTILINE))
    assert rows == {
        **{
            f"Zelfde onderwerp, {name}": str(band.same)
            for name, band in zip(("zeldzaam", "minder zeldzaam", "vrij gewoon"), points.BANDS, strict=True)
        },
        "Zelfde onderwerp, gewoon": str(points.COMMON_TOPIC),
        "Onderwerp in beide titels": str(points.IN_BOTH_TITLES),
        "Onderwerp in één titel": str(points.IN_ONE_TITLE),
        "Onderwerp in de tekst van de ander, (minder) zeldzaam": str(points.BANDS[0].mentioned),
        "Onderwerp in de tekst van de ander, vrij gewoon": str(points.BANDS[2].mentioned),
        "Zelfde zeldzame woord": str(points.RARE_WORD),
        "Drie op de tien onderwerpen zijn gelijk": str(points.SAME_MIX),
        "Onderwerpen die vaker samengaan": str(points.RELATED_TOPICS),
        "Zelfde thema": str(points.SAME_THEME),
        "Zelfde partner": str(points.SAME_PARTNER),
        "Verder in de fase": str(points.FURTHER),
        "Een project in het thema": str(points.EACH_PROJECT),
        "Een project dat lijkt op dat van de koploper": str(points.EACH_LIKE_LEAD),
        "Een project dat lijkt op dat van een deelnemer": str(points.EACH_LIKE_PARTICIPANT),
        "Een onderwerp van het thema": str(points.EACH_THEME_TOPIC),
    }
