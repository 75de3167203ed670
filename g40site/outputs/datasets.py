"""The tables of open data: what each is called, which fields it has, and what its rows are.

In: the publication. Out: rows of plain values in the site's order. The forms in which they are published are in
`opendata`, their schemas in `schemas`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from g40site import addresses, matching, model
from g40site.content.prose import id_prefix
from g40site.content.site import Event
from g40site.model.labels import help_of
from g40site.outputs import matched
from g40site.outputs.columns import (
    COUNT,
    DATE,
    MOMENT,
    TEXT,
    URL,
    YES_NO,
    Column,
    Value,
    group,
    groups,
    link,
    markdown,
    nullable,
    of,
    own,
    private,
    sources,
    values,
)
from g40site.outputs.publication import Publication, iso, tooi
from g40site.words import PHASES, ROLES

ID = {"type": "string", "minLength": 1, "maxLength": 170}
PAGE_HELP = "Het adres van de pagina op deze site."

Row = dict[str, Value]

LICENCE = own(
    "licence",
    {**TEXT, "minLength": 1},
    "De licentie van de gegevens.",
    lambda publication, _: publication.site.settings.licence,
)
SOURCE = own(
    "source",
    {**TEXT, "format": "uri"},
    "De site waar de gegevens vandaan komen.",
    lambda publication, _: publication.url,
)


class Dataset(Struct, frozen=True):
    """One file of data: its name in addresses, what it is called and holds, its fields, and its entries.

    What is no table has its fields once, beside the licence, and no entries.
    """

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    entries: Callable[[Publication], Iterable[Any]]
    is_table: bool = True

    @property
    def whole(self) -> tuple[Column, ...]:
        """The fields of the file itself."""
        rows = groups("items", "De rijen.", self.columns, lambda publication, _: self.entries(publication))
        return (LICENCE, SOURCE, *((rows,) if self.is_table else self.columns))

    def rows(self, publication: Publication) -> list[Row]:
        return [values(publication, self.columns, entry) for entry in self.entries(publication)]

    def address(self, ending: str) -> str:
        return addresses.dataset(self.name, ending)

    @property
    def schema_address(self) -> str:
        return addresses.schema(self.name)


class Part(Struct, frozen=True):
    """A municipality in a theme."""

    municipality: str
    theme: str
    role: str
    projects: int


def page(kind: str, key: str = "id") -> Column:
    return own("url", URL, PAGE_HELP, lambda p, entry: p.absolute(addresses.ENTRY[kind](getattr(entry, key))))


def slug(help: str) -> Column:
    return own("slug", {**ID, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, help, lambda _, entry: entry.slug)


def image(form: type[Struct]) -> Column:
    """The whole picture: who made it and what you may do with it differ from the rest of the data."""
    return group(
        "image",
        lambda: f"{help_of(form)['image']} In de CSV staat alleen het adres.",
        (
            own("url", URL, "Het adres van het plaatje.", lambda p, image: p.picture(image.file)),
            of(model.Image, "alt"),
            of(model.Image, "credit"),
            of(model.Image, "licence"),
        ),
        lambda _, entry: entry.image,
        optional=True,
    )


ADMINISTRATORS = groups(
    "administrators",
    "De bestuurders met hun periode. In de CSV staan alleen de naam en de functie.",
    (
        of(model.Administrator, "name"),
        of(model.Administrator, "role"),
        of(model.Administrator, "chair"),
        of(model.Administrator, "since"),
        of(model.Administrator, "until"),
        of(model.Administrator, "checked"),
        of(model.Administrator, "known"),
        link(model.Administrator, "source"),
    ),
    lambda _, m: m.administrators,
)
LOCATION = group(
    "location",
    lambda: "De plaats op de kaart. In de CSV zijn dat twee kolommen: `lat` en `lon`.",
    (of(model.Location, "lat"), of(model.Location, "lon")),
    lambda _, m: m.location,
    cells=("lat", "lon"),
)


WITH_STATUS = groups(
    "with_status",
    "De fase die het project bij andere gemeenten heeft, waar die apart bekend is.",
    (
        own("municipality", matched.ID, "De gemeente (een id).", lambda _, one: one.municipality),
        of(model.Participant, "status"),
        of(model.Participant, "status_date"),
    ),
    lambda _, p: [one for one in p.with_ if one.status],
)


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
        LOCATION,
        link(model.Municipality, "website"),
        of(model.Municipality, "also_known_as"),
        own(
            "leads",
            {"type": "array", "items": matched.ID},
            "De thema's die de gemeente trekt (id's).",
            lambda p, m: [theme.id for theme in p.site.led_by.get(m.id, ())],
        ),
        of(model.Municipality, "participates"),
        ADMINISTRATORS,
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
        own(
            "municipality", matched.ID, "De gemeente waar het project bij staat (een id).", lambda _, p: p.municipality
        ),
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
        own(
            "with",
            {"type": "array", "items": matched.ID},
            "Andere gemeenten die meedoen (id's).",
            lambda _, p: list(p.others),
        ),
        WITH_STATUS,
        of(model.Project, "interested"),
        of(model.Project, "partners"),
        markdown(model.Project, "seeking", lambda project: id_prefix("kans", project.id)),
        markdown(model.Project, "lesson", lambda project: id_prefix("les", project.id)),
        link(model.Project, "url", published_as="website"),
        sources(model.Project),
        of(model.Project, "checked"),
        of(model.Project, "added"),
        of(model.Project, "updated"),
        image(model.Project),
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
        own("municipality", matched.ID, "De gemeente (een id).", lambda _, part: part.municipality),
        own("theme", matched.ID, "Het thema (een id).", lambda _, part: part.theme),
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
        image(model.NewsItem),
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


MATCHING = Dataset(
    "matching",
    "Waar projecten elkaar raken",
    "Aansluitadvies, projecten die op elkaar lijken, en bundels daarvan, steeds met de redenen.",
    matched.COLUMNS,
    lambda _: (),
    is_table=False,
)


def published(publication: Publication) -> tuple[Dataset, ...]:
    """What this site publishes."""
    return (*DATASETS, MATCHING) if publication.site.settings.features.matching else DATASETS


def participation(publication: Publication) -> Iterable[Part]:
    found = matching.participation(publication.site)
    return (Part(municipality, theme, part.role, part.projects) for (municipality, theme), part in found.items())
