"""The tables of open data: what each is called, which fields it has, and what its rows are.

In: the publication. Out: rows of plain values in the site's order. The forms in which they are published are in
`open_data`, their schemas in `schemas`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from g40site import addresses, matching, model
from g40site.content.prose import id_prefix
from g40site.content.site import Event
from g40site.model.description import describe
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
    computed,
    from_field,
    link,
    markdown,
    nested,
    nested_list,
    nullable,
    redact,
    sources,
    values,
)
from g40site.outputs.publication import Publication, iso, tooi
from g40site.words import PHASES, ROLES

ID = {"type": "string", "minLength": 1, "maxLength": 170}
PAGE_HELP = "Het adres van de pagina op deze site."

Row = dict[str, Value]

LICENCE = computed(
    "licence",
    {**TEXT, "minLength": 1},
    "De licentie van de gegevens.",
    lambda publication, _: publication.site.settings.licence,
)
SOURCE = computed(
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
        rows = nested_list("items", "De rijen.", self.columns, lambda publication, _: self.entries(publication))
        return (LICENCE, SOURCE, *((rows,) if self.is_table else self.columns))

    def rows(self, publication: Publication) -> list[Row]:
        return [values(publication, self.columns, entry) for entry in self.entries(publication)]

    def address(self, ending: str) -> str:
        return addresses.dataset(self.name, ending)

    @property
    def schema_address(self) -> str:
        return addresses.schema(self.name)


class Participation(Struct, frozen=True):
    """A municipality in a theme."""

    municipality: str
    theme: str
    role: str
    projects: int


def page(kind: str, key: str = "id") -> Column:
    return computed("url", URL, PAGE_HELP, lambda p, entry: p.absolute(addresses.ENTRY[kind](getattr(entry, key))))


def slug(help: str) -> Column:
    return computed("slug", {**ID, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, help, lambda _, entry: entry.slug)


def image(form: type[Struct]) -> Column:
    """The whole picture: who made it and what you may do with it differ from the rest of the data."""
    return nested(
        "image",
        lambda: f"{describe(form, 'image').help} In de CSV staat alleen het adres.",
        (
            computed("url", URL, "Het adres van het plaatje.", lambda p, image: p.picture(image.file)),
            from_field(model.Image, "alt"),
            from_field(model.Image, "credit"),
            from_field(model.Image, "licence"),
        ),
        lambda _, entry: entry.image,
        optional=True,
    )


ADMINISTRATORS = nested_list(
    "administrators",
    "De bestuurders met hun periode. In de CSV staan alleen de naam en de functie.",
    (
        from_field(model.Administrator, "name"),
        from_field(model.Administrator, "role"),
        from_field(model.Administrator, "chair"),
        from_field(model.Administrator, "since"),
        from_field(model.Administrator, "until"),
        from_field(model.Administrator, "checked"),
        from_field(model.Administrator, "known"),
        link(model.Administrator, "source"),
    ),
    lambda _, m: m.administrators,
)
LOCATION = nested(
    "location",
    lambda: "De plaats op de kaart. In de CSV zijn dat twee kolommen: `lat` en `lon`.",
    (from_field(model.Location, "lat"), from_field(model.Location, "lon")),
    lambda _, m: m.location,
    cells=("lat", "lon"),
)


WITH_STATUS = nested_list(
    "with_status",
    "De fase die het project bij andere gemeenten heeft, waar die apart bekend is.",
    (
        computed("municipality", matched.ID, "De gemeente (een id).", lambda _, one: one.municipality),
        from_field(model.Participant, "status"),
        from_field(model.Participant, "status_date"),
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
        from_field(model.Theme, "id"),
        page("theme"),
        from_field(model.Theme, "title"),
        from_field(model.Theme, "lead"),
        from_field(model.Theme, "summary"),
        markdown(model.Theme, "description"),
        from_field(model.Theme, "topics"),
        sources(model.Theme),
    ),
    lambda publication: publication.site.themes,
)

MUNICIPALITIES = Dataset(
    "municipalities",
    "Gemeenten",
    "De gemeenten van het netwerk, met hun codes, hun plaats en hun bestuurders.",
    (
        from_field(model.Municipality, "id"),
        page("municipality"),
        from_field(model.Municipality, "name"),
        from_field(model.Municipality, "code"),
        computed("tooi", URL, "Het adres van de gemeente in het overheidsregister TOOI.", lambda _, m: tooi(m.code)),
        from_field(model.Municipality, "province"),
        LOCATION,
        link(model.Municipality, "website"),
        from_field(model.Municipality, "also_known_as"),
        computed(
            "leads",
            {"type": "array", "items": matched.ID},
            "De thema's die de gemeente trekt (id's).",
            lambda p, m: [theme.id for theme in p.site.led_by.get(m.id, ())],
        ),
        from_field(model.Municipality, "participates"),
        ADMINISTRATORS,
    ),
    lambda publication: publication.site.municipalities,
)

PROJECTS = Dataset(
    "projects",
    "Projecten",
    "De projecten van de gemeenten, met hun fase, hun periode en hun bronnen.",
    (
        from_field(model.Project, "id"),
        page("project"),
        computed(
            "municipality", matched.ID, "De gemeente waar het project bij staat (een id).", lambda _, p: p.municipality
        ),
        from_field(model.Project, "title"),
        from_field(model.Project, "summary"),
        markdown(model.Project, "description"),
        from_field(model.Project, "themes"),
        from_field(model.Project, "status", more=f"In het Nederlands: {', '.join(PHASES.values())}."),
        from_field(model.Project, "status_date"),
        from_field(model.Project, "note"),
        from_field(model.Project, "start"),
        from_field(model.Project, "end"),
        from_field(model.Project, "topics"),
        computed(
            "with",
            {"type": "array", "items": matched.ID},
            "Andere gemeenten die meedoen (id's).",
            lambda _, p: list(p.others),
        ),
        WITH_STATUS,
        from_field(model.Project, "interested"),
        from_field(model.Project, "partners"),
        markdown(model.Project, "seeking", lambda project: id_prefix("kans", project.id)),
        markdown(model.Project, "lesson", lambda project: id_prefix("les", project.id)),
        link(model.Project, "url", published_as="website"),
        sources(model.Project),
        from_field(model.Project, "checked"),
        from_field(model.Project, "added"),
        from_field(model.Project, "updated"),
        image(model.Project),
    ),
    lambda publication: publication.site.projects,
)

PARTICIPATION = Dataset(
    "participation",
    "Deelname",
    "Wat elke gemeente in elk thema doet, met het aantal projecten.",
    (
        computed("id", ID, "De gemeente en het thema samen.", lambda _, row: f"{row.municipality}:{row.theme}"),
        computed("url", URL, PAGE_HELP, lambda p, row: p.absolute(addresses.municipality(row.municipality))),
        computed("municipality", matched.ID, "De gemeente (een id).", lambda _, row: row.municipality),
        computed("theme", matched.ID, "Het thema (een id).", lambda _, row: row.theme),
        computed(
            "role",
            {"type": "string", "enum": list(ROLES)},
            "De rol: leads (koploper), joined (doet mee), projects (heeft projecten) of none (niets bekend).",
            lambda _, row: row.role,
        ),
        computed(
            "projects",
            COUNT,
            "Het aantal eigen projecten en projecten van anderen waar de gemeente aan meedoet.",
            lambda _, row: row.projects,
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
        from_field(model.NewsItem, "title"),
        computed("date", DATE, "De dag van het bericht.", lambda _, item: item.date.isoformat()),
        from_field(model.NewsItem, "summary"),
        computed("text", TEXT, "De tekst zonder opmaak.", lambda p, item: redact(p.plain(p.body(item)))),
        from_field(model.NewsItem, "themes"),
        from_field(model.NewsItem, "municipalities"),
        from_field(model.NewsItem, "projects"),
        sources(model.NewsItem),
        from_field(model.NewsItem, "updated"),
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
        from_field(model.Event, "title"),
        computed("start", MOMENT, "Het begin: een dag, of een tijd met de afstand tot UTC.", moment("start")),
        computed(
            "end",
            nullable(MOMENT),
            "Het einde, in dezelfde vorm. Bij hele dagen is dit de laatste dag.",
            moment("end"),
        ),
        computed("all_day", YES_NO, "Of alleen de dagen bekend zijn.", lambda _, event: event.all_day),
        from_field(model.Event, "location"),
        link(model.Event, "online"),
        from_field(model.Event, "organiser"),
        link(model.Event, "registration"),
        from_field(model.Event, "status", more="In het Nederlands: gaat door, gaat niet door, uitgesteld."),
        computed("previous_start", nullable(MOMENT), "Het begin dat er eerst stond.", moment("previous_start")),
        from_field(model.Event, "revision"),
        from_field(model.Event, "updated"),
        from_field(model.Event, "summary"),
        computed("text", TEXT, "De tekst zonder opmaak.", lambda p, event: redact(p.plain(p.body(event)))),
        from_field(model.Event, "themes"),
        from_field(model.Event, "municipalities"),
        from_field(model.Event, "projects"),
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


def participation(publication: Publication) -> Iterable[Participation]:
    cells = matching.participation(publication.site)
    return (
        Participation(municipality, theme, cell.role, cell.projects) for (municipality, theme), cell in cells.items()
    )
