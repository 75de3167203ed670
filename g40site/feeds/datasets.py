"""The tables of open data: what each is called, which fields it has, and what its rows are.

In: the publication. Out: rows of plain values in the site's order. The forms in which they are published are in
`opendata`, their schemas in `schemas`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from g40site import addresses, matching, model
from g40site.content.prose import id_prefix
from g40site.content.site import Event
from g40site.feeds.columns import (
    COUNT,
    DATE,
    MOMENT,
    TEXT,
    URL,
    YES_NO,
    Column,
    Value,
    link,
    markdown,
    nullable,
    of,
    own,
    private,
    public,
    sources,
)
from g40site.feeds.publication import Publication, iso, tooi
from g40site.words import PHASES, ROLES

ID = {"type": "string", "minLength": 1, "maxLength": 170}
PAGE_HELP = "Het adres van de pagina op deze site."

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table: its name in addresses, what it is called and holds, its fields, and its entries."""

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    entries: Callable[[Publication], Iterable[Any]]

    def rows(self, publication: Publication) -> list[Row]:
        return [{c.name: c.value(publication, entry) for c in self.columns} for entry in self.entries(publication)]

    def address(self, ending: str) -> str:
        return addresses.dataset(self.name, ending)

    @property
    def schema_address(self) -> str:
        return addresses.schema(self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """A municipality in a theme."""

    municipality: str
    theme: str
    role: str
    projects: int


def page(kind: str, key: str = "id") -> Column:
    return own("url", URL, PAGE_HELP, lambda p, entry: p.absolute(addresses.ENTRY[kind](getattr(entry, key))))


def slug(help: str) -> Column:
    return own("slug", {**ID, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, help, lambda _, entry: entry.slug)


def image(publication: Publication, entry: Any) -> Value:
    """The whole picture: who made it and what you may do with it differ from the rest of the data."""
    found = entry.image
    if found is None:
        return None
    texts = {key: private(getattr(found, key) or "") or None for key in ("alt", "credit", "licence")}
    return {"url": publication.picture(found.file), **texts}


IMAGE = own(
    "image",
    nullable(
        {
            "type": "object",
            "properties": {"url": URL, **{key: nullable(TEXT) for key in ("alt", "credit", "licence")}},
            "required": ["url", "alt", "credit", "licence"],
            "additionalProperties": False,
        }
    ),
    "Het plaatje, met de maker en de licentie daarvan. In de CSV staat alleen het adres.",
    image,
)


def administrators(_publication: Publication, m: model.Municipality) -> Value:
    return [
        {
            "name": private(person.name),
            "role": private(person.role),
            "chair": person.chair,
            "since": person.since,
            "until": person.until,
            "checked": person.checked,
            "source": public(person.source),
        }
        for person in m.administrators
    ]


PERIOD = nullable({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"})
ADMINISTRATOR = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "role": TEXT,
        "chair": YES_NO,
        "since": PERIOD,
        "until": PERIOD,
        "checked": PERIOD,
        "source": nullable(URL),
    },
    "required": ["name", "role", "chair", "since", "until", "checked", "source"],
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
    },
    "required": ["lat", "lon"],
    "additionalProperties": False,
}


def moment(key: str) -> Callable[[Publication, Event], Value]:
    """A moment of a meeting: a day when only days are known, else ISO 8601 with its distance to UTC."""

    def value(_publication: Publication, event: Event) -> Value:
        written = getattr(event, key)
        if written is None:
            return None
        if written.clock is None:
            return written.day.isoformat()
        at = {"start": event.begins, "end": event.ends, "previous_start": event.began}[key]
        assert at is not None
        return iso(at)

    return value


THEMES = Dataset(
    "themes",
    "Thema’s",
    "De thema’s van de groep, met de gemeente die het thema trekt.",
    (
        of(model.Theme, "id"),
        page("theme"),
        of(model.Theme, "title"),
        of(model.Theme, "lead"),
        of(model.Theme, "summary"),
        markdown(model.Theme, "description"),
        of(model.Theme, "topics"),
        sources(model.Theme),
    ),
    lambda publication: publication.site.themes,
)

MUNICIPALITIES = Dataset(
    "municipalities",
    "Gemeenten",
    "De gemeenten van het netwerk, met hun codes, hun plaats en hun bestuurders.",
    (
        of(model.Municipality, "id"),
        page("municipality"),
        of(model.Municipality, "name"),
        of(model.Municipality, "code"),
        own("tooi", URL, "Het adres van de gemeente in het overheidsregister TOOI.", lambda _, m: tooi(m.code)),
        of(model.Municipality, "province"),
        own(
            "location",
            LOCATION,
            "De plaats op de kaart. In de CSV zijn dat twee kolommen.",
            lambda _, m: {"lat": m.location.lat, "lon": m.location.lon},
            ("lat", "lon"),
        ),
        link(model.Municipality, "website"),
        of(model.Municipality, "also_known_as"),
        own(
            "leads",
            {"type": "array", "items": ID},
            "De thema's die de gemeente trekt (id's).",
            lambda p, m: [theme.id for theme in p.site.led_by.get(m.id, ())],
        ),
        of(model.Municipality, "participates"),
        own(
            "administrators",
            {"type": "array", "items": ADMINISTRATOR},
            "De bestuurders met hun periode. In de CSV staan alleen de naam en de functie.",
            administrators,
        ),
    ),
    lambda publication: publication.site.municipalities,
)

PROJECTS = Dataset(
    "projects",
    "Projecten",
    "De projecten van de gemeenten, met hun fase, hun periode en hun bronnen.",
    (
        of(model.Project, "id"),
        page("project"),
        own("municipality", ID, "De gemeente waar het project bij staat (een id).", lambda _, p: p.municipality),
        of(model.Project, "title"),
        of(model.Project, "summary"),
        markdown(model.Project, "description"),
        of(model.Project, "themes"),
        of(model.Project, "status", more=f"In het Nederlands: {', '.join(PHASES.values())}."),
        of(model.Project, "status_date"),
        of(model.Project, "note"),
        of(model.Project, "start"),
        of(model.Project, "end"),
        of(model.Project, "topics"),
        of(model.Project, "with"),
        of(model.Project, "interested"),
        of(model.Project, "partners"),
        markdown(model.Project, "seeking", lambda project: id_prefix("kans", project.id)),
        markdown(model.Project, "lesson", lambda project: id_prefix("les", project.id)),
        link(model.Project, "url", published_as="website"),
        sources(model.Project),
        of(model.Project, "checked"),
        of(model.Project, "added"),
        of(model.Project, "updated"),
        IMAGE,
    ),
    lambda publication: publication.site.projects,
)

PARTICIPATION = Dataset(
    "participation",
    "Deelname",
    "Wat elke gemeente in elk thema doet, met het aantal projecten.",
    (
        own("id", ID, "De gemeente en het thema samen.", lambda _, part: f"{part.municipality}:{part.theme}"),
        own("url", URL, PAGE_HELP, lambda p, part: p.absolute(addresses.municipality(part.municipality))),
        own("municipality", ID, "De gemeente (een id).", lambda _, part: part.municipality),
        own("theme", ID, "Het thema (een id).", lambda _, part: part.theme),
        own(
            "role",
            {"type": "string", "enum": list(ROLES)},
            "De rol: leads (koploper), joined (doet mee), projects (heeft projecten) of none (niets bekend).",
            lambda _, part: part.role,
        ),
        own(
            "projects",
            COUNT,
            "Het aantal eigen projecten en projecten van anderen waar de gemeente aan meedoet.",
            lambda _, part: part.projects,
        ),
    ),
    lambda publication: participation(publication),
)

NEWS = Dataset(
    "news",
    "Berichten",
    "Het nieuws van de groep en van de gemeenten.",
    (
        slug("De naam van het bericht in het adres."),
        page("news", "slug"),
        of(model.NewsItem, "title"),
        own("date", DATE, "De dag van het bericht.", lambda _, item: item.date.isoformat()),
        of(model.NewsItem, "summary"),
        own("text", TEXT, "De tekst zonder opmaak.", lambda p, item: private(p.plain(p.body(item)))),
        of(model.NewsItem, "themes"),
        of(model.NewsItem, "municipalities"),
        of(model.NewsItem, "projects"),
        sources(model.NewsItem),
        of(model.NewsItem, "updated"),
        IMAGE,
    ),
    lambda publication: publication.site.news,
)

EVENTS = Dataset(
    "events",
    "Bijeenkomsten",
    "De agenda: wat komt en wat is geweest.",
    (
        slug("De naam van de bijeenkomst in het adres."),
        page("event", "slug"),
        of(model.Event, "title"),
        own("start", MOMENT, "Het begin: een dag, of een tijd met de afstand tot UTC.", moment("start")),
        own(
            "end",
            nullable(MOMENT),
            "Het einde, in dezelfde vorm. Bij hele dagen is dit de laatste dag.",
            moment("end"),
        ),
        own("all_day", YES_NO, "Of alleen de dagen bekend zijn.", lambda _, event: event.all_day),
        of(model.Event, "location"),
        link(model.Event, "online"),
        of(model.Event, "organiser"),
        link(model.Event, "registration"),
        of(model.Event, "status", more="In het Nederlands: gaat door, gaat niet door, uitgesteld."),
        own("previous_start", nullable(MOMENT), "Het begin dat er eerst stond.", moment("previous_start")),
        of(model.Event, "revision"),
        of(model.Event, "updated"),
        of(model.Event, "summary"),
        own("text", TEXT, "De tekst zonder opmaak.", lambda p, event: private(p.plain(p.body(event)))),
        of(model.Event, "themes"),
        of(model.Event, "municipalities"),
        of(model.Event, "projects"),
        sources(model.Event),
    ),
    lambda publication: publication.site.events,
)

DATASETS = (THEMES, MUNICIPALITIES, PROJECTS, PARTICIPATION, NEWS, EVENTS)


def rows_of(name: str, help: str) -> Column:
    return own(name, {"type": "array", "items": {"type": "object"}}, help, lambda _, found: found[name])


# Not a table: three lists in one file, which `matching.published` writes with its own schema.
MATCHING = Dataset(
    "matching",
    "Waar projecten elkaar raken",
    "Aansluitadvies, projecten die op elkaar lijken, en bundels daarvan, steeds met de redenen.",
    (
        rows_of("advice", "De thema’s die een gemeente worden aangeraden, met de punten."),
        rows_of("alike", "Twee projecten van verschillende gemeenten die op elkaar lijken."),
        rows_of("bundles", "Groepen van projecten die op elkaar lijken."),
    ),
    lambda _: (),
)


def published(publication: Publication) -> tuple[Dataset, ...]:
    """What this site publishes."""
    return (*DATASETS, MATCHING) if publication.site.settings.features.matching else DATASETS


def participation(publication: Publication) -> Iterable[Part]:
    found = matching.participation(publication.site)
    return (Part(municipality, theme, part.role, part.projects) for (municipality, theme), part in found.items())
