"""What pages say to search engines: the properties that each type needs, and nothing that the page does not show."""

import re
from typing import Any

import pytest

from tests.feeds.readers import page, structured
from tests.sites import Sites, SmallSite

NEEDED = {
    "Organization": {"name"},
    "GovernmentOrganization": {"name", "url"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "description"},
    "Event": {"name", "startDate", "eventStatus", "location", "organizer", "description"},
    "Dataset": {"name", "description", "license", "creator", "distribution"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "BreadcrumbList": {"itemListElement"},
    "WebSite": {"name", "url", "potentialAction"},
    "CollectionPage": {"name", "url", "description", "isPartOf"},
    "WebPage": {"name", "url", "isPartOf"},
    "Person": {"name"},
    "Project": {"name", "description", "parentOrganization"},
    "DefinedTerm": {"name", "description", "url"},
}
KINDS = {
    "/": ("WebPage", "WebSite", "Organization", "SearchAction"),
    "/themas/": ("CollectionPage", "BreadcrumbList"),
    "/themas/smart-living/": ("CollectionPage", "DefinedTerm", "BreadcrumbList"),
    "/gemeenten/": ("CollectionPage", "BreadcrumbList"),
    "/gemeenten/zwolle/": ("WebPage", "GovernmentOrganization", "Person", "OrganizationRole", "BreadcrumbList"),
    "/projecten/": ("CollectionPage", "ItemList", "BreadcrumbList"),
    "/projecten/senshagen/": ("WebPage", "Project", "GovernmentOrganization", "BreadcrumbList"),
    "/actueel/": ("CollectionPage", "ItemList", "BreadcrumbList"),
    "/actueel/sensoren/": ("WebPage", "NewsArticle", "BreadcrumbList"),
    "/agenda/": ("CollectionPage", "BreadcrumbList"),
    "/agenda/archief/": ("CollectionPage", "BreadcrumbList"),
    "/agenda/themagroep/": ("WebPage", "Event", "Place", "BreadcrumbList"),
    "/samenwerken/": ("CollectionPage", "BreadcrumbList"),
    "/aansluiten/": ("WebPage", "BreadcrumbList"),
    "/data/": ("CollectionPage", "Dataset", "DataDownload", "BreadcrumbList"),
    "/abonneren/": ("WebPage", "BreadcrumbList"),
    "/bijgewerkt/": ("WebPage", "BreadcrumbList"),
    "/zoeken/": ("CollectionPage", "BreadcrumbList"),
}


@pytest.mark.parametrize("address", KINDS)
def test_page_has_the_types_of_its_kind_with_what_they_need(small: SmallSite, address: str) -> None:
    found = structured(small, address)
    assert set(KINDS[address]) <= set(found)
    for kind, node in found.items():
        assert NEEDED.get(kind, set()) <= set(node), kind


def test_breadcrumbs_are_those_of_the_page(small: SmallSite) -> None:
    trail = structured(small, "/themas/smart-living/")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "Home", "https://proef.example.nl/"),
        (2, "Thema’s", "https://proef.example.nl/themas/"),
        (3, "Smart Living", "https://proef.example.nl/themas/smart-living/"),
    ]


def test_administrator_has_a_period_and_a_date(small: SmallSite) -> None:
    role = structured(small, "/gemeenten/zwolle/")["OrganizationRole"]
    assert (role["startDate"], role["endDate"], role["description"]) == ("2018-05", "2022", "Nagekeken: juni 2021")
    assert role["member"]["name"] == "Anna de Vries"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("start: 2026-12-01 10:00", {"eventStatus": "EventScheduled", "startDate": "2026-12-01T10:00:00+01:00"}),
        ("start: 2026-12-01\nend: 2026-12-02", {"startDate": "2026-12-01", "endDate": "2026-12-02"}),
        ("start: 2026-12-01\nstatus: cancelled", {"eventStatus": "EventCancelled"}),
        ("start: 2026-12-01\nstatus: postponed", {"eventStatus": "EventPostponed"}),
        (
            "start: 2026-12-01 10:00\nprevious_start: 2026-11-30 09:00",
            {"eventStatus": "EventRescheduled", "previousStartDate": "2026-11-30T09:00:00+01:00"},
        ),
    ],
)
def test_event_says_its_status_and_times(built: Sites, fields: str, expected: dict[str, Any]) -> None:
    site = built({"content/agenda/2026-12-01-proef.md": f"---\ntitle: Proef\nsummary: Kort.\n{fields}\n---\nTekst.\n"})
    event = structured(site, "/agenda/proef/")["Event"]
    assert {key: event[key].removeprefix("https://schema.org/") for key in expected} == expected


PLACE = {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "NL"}}
ZWOLLE = {"@type": "PostalAddress", "addressLocality": "Zwolle", "addressCountry": "NL"}
LINK = "https://x.example.nl"


@pytest.mark.parametrize(
    ("fields", "mode", "locations"),
    [
        ("themes: []", None, ["niet bekend"]),
        ("location: Stadhuis", "Offline", [{**PLACE, "name": "Stadhuis"}]),
        (
            "location: Stadhuis, Zwolle\nmunicipalities: [breda, zwolle]",
            "Offline",
            [{**PLACE, "name": "Stadhuis, Zwolle", "address": ZWOLLE}],
        ),
        ("location: Online", "Online", [{"@type": "VirtualLocation", "name": "Online"}]),
        ("location: online via Teams", "Online", [{"@type": "VirtualLocation", "name": "Online"}]),
        (f"online: {LINK}", "Online", [{"@type": "VirtualLocation", "name": "Online", "url": LINK}]),
        (
            f"location: Zaal\nonline: {LINK}",
            "Mixed",
            [{**PLACE, "name": "Zaal"}, {"@type": "VirtualLocation", "name": "Online", "url": LINK}],
        ),
        ("location: Online, deels vanuit Zwolle\nmunicipalities: [zwolle]", None, ["Online, deels vanuit Zwolle"]),
        (
            f"location: Hybride, Zwolle\nonline: {LINK}",
            None,
            ["Hybride, Zwolle", {"@type": "VirtualLocation", "name": "Online", "url": LINK}],
        ),
    ],
)
def test_event_says_no_more_of_its_place_than_its_words(
    built: Sites, fields: str, mode: str | None, locations: list[Any]
) -> None:
    text = f"---\ntitle: Proef\nsummary: Kort.\nstart: 2026-12-01\n{fields}\n---\nTekst.\n"
    site = built({"content/agenda/2026-12-01-proef.md": text})
    event = structured(site, "/agenda/proef/")["Event"]
    assert event.get("eventAttendanceMode") == (f"https://schema.org/{mode}EventAttendanceMode" if mode else None)
    assert event.get("location") == locations


def test_site_without_search_promises_none(built: Sites) -> None:
    site = built()
    site.write({"site.yaml": (site.root / "site.yaml").read_text("utf-8") + "features: {search: false}\n"})
    site.build()
    assert "potentialAction" not in structured(site, "/")["WebSite"]


def test_pages_that_are_no_pages_say_nothing(small: SmallSite) -> None:
    assert page(small, "/404.html").structured == ""


def test_nobody_is_named_with_an_address(small: SmallSite) -> None:
    for path in small.public.rglob("*.html"):
        for script in re.findall(r"<script[^>]*>(.*?)</script>", path.read_text("utf-8")):
            assert "@zwolle" not in script
            assert "mailto:" not in script
