"""What pages say to search engines: the properties that each type needs, and nothing that the page does not show."""

from typing import Any

import pytest

from tests.outputs.conftest import FILES
from tests.outputs.readers import page, structured
from tests.sites import SmallSite, built

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


def test_pages_have_the_types_of_their_kind_with_what_they_need(small: SmallSite) -> None:
    for address, kinds in KINDS.items():
        found = structured(small, address)
        assert set(kinds) - set(found) == set(), address
        lacking = {kind: NEEDED[kind] - set(node) for kind, node in found.items() if kind in NEEDED}
        assert {kind: names for kind, names in lacking.items() if names} == {}, address


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


TIMES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("start: 2026-12-01 10:00", {"eventStatus": "EventScheduled", "startDate": "2026-12-01T10:00:00+01:00"}),
    ("start: 2026-12-01\nend: 2026-12-02", {"startDate": "2026-12-01", "endDate": "2026-12-02"}),
    ("start: 2026-12-01\nstatus: cancelled", {"eventStatus": "EventCancelled"}),
    ("start: 2026-12-01\nstatus: postponed", {"eventStatus": "EventPostponed"}),
    (
        "start: 2026-12-01 10:00\nprevious_start: 2026-11-30 09:00",
        {"eventStatus": "EventRescheduled", "previousStartDate": "2026-11-30T09:00:00+01:00"},
    ),
)
PLACE = {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "NL"}}
ZWOLLE = {"@type": "PostalAddress", "addressLocality": "Zwolle", "addressCountry": "NL"}
LINK = "https://x.example.nl"
ONLINE = {"@type": "VirtualLocation", "name": "Online"}
PLACES: tuple[tuple[str, str | None, list[Any]], ...] = (
    ("themes: []", None, ["niet bekend"]),
    ("location: Stadhuis", "Offline", [{**PLACE, "name": "Stadhuis"}]),
    (
        "location: Stadhuis, Zwolle\nmunicipalities: [breda, zwolle]",
        "Offline",
        [{**PLACE, "name": "Stadhuis, Zwolle", "address": ZWOLLE}],
    ),
    ("online: true", "Online", [ONLINE]),
    ("online: false", None, ["niet bekend"]),
    (f"online: {LINK}", "Online", [{**ONLINE, "url": LINK}]),
    (f"location: Zaal\nonline: {LINK}", "Mixed", [{**PLACE, "name": "Zaal"}, {**ONLINE, "url": LINK}]),
    (
        "location: Zwolle\nonline: true\nmunicipalities: [zwolle]",
        "Mixed",
        [{**PLACE, "name": "Zwolle", "address": ZWOLLE}, ONLINE],
    ),
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with all of these meetings."""
    fields = {f"tijd-{number}": fields for number, (fields, _) in enumerate(TIMES)}
    fields |= {f"plek-{number}": f"start: 2026-12-01\n{fields}" for number, (fields, *_) in enumerate(PLACES)}
    text = "---\ntitle: Proef\nsummary: Kort.\n{}\n---\nTekst.\n"
    files = {f"content/agenda/2026-12-01-{name}.md": text.format(one) for name, one in fields.items()}
    return built(tmp_path_factory.mktemp("agenda"), {**FILES, **files})


def test_event_says_its_status_and_times(full: SmallSite) -> None:
    for number, (fields, expected) in enumerate(TIMES):
        event = structured(full, f"/agenda/tijd-{number}/")["Event"]
        assert {key: event[key].removeprefix("https://schema.org/") for key in expected} == expected, fields


def test_event_says_how_one_can_take_part(full: SmallSite) -> None:
    for number, (fields, mode, locations) in enumerate(PLACES):
        event = structured(full, f"/agenda/plek-{number}/")["Event"]
        told = event.get("eventAttendanceMode")
        assert told == (f"https://schema.org/{mode}EventAttendanceMode" if mode else None), fields
        assert event.get("location") == locations, fields


def test_pages_that_are_no_pages_say_nothing(small: SmallSite) -> None:
    assert page(small, "/404.html").structured == ""
