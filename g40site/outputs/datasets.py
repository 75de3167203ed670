"""The tables of open data: what each is called, which fields it has, and what its rows are.

In: the publication. Out: rows of plain values in the site's order. A table for everybody is one `Dataset`, listed in
`DATASETS`: its files, its schema, the catalogue, the page about open data and what that says to search engines follow.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from g40site import addresses, matching, model
from g40site.content.site import Site
from g40site.markdown.typography import curly
from g40site.matching import Advice
from g40site.matching.points import KINDS, REF_KINDS
from g40site.outputs.open_data import (
    COUNT,
    DATE,
    ID,
    MOMENT,
    TEXT,
    URL,
    WORDS,
    YES_NO,
    Dataset,
    Field,
    Schema,
    Value,
    computed,
    field_of_model,
    fields_of,
    nested,
    nested_list,
    nullable,
)
from g40site.outputs.publication import Publication, iso, public_url, redact, tooi
from g40site.words import EVENT_STATES, PHASES, ROLES, listed

LONG_ID: Schema = {"type": "string", "minLength": 1, "maxLength": 170}
REF: Schema = {"type": "string", "pattern": f"^({'|'.join(REF_KINDS)}):[a-z0-9]+(-[a-z0-9]+)*$"}
IDS: Schema = {"type": "array", "items": ID}
POINTS: Schema = {"type": "integer", "minimum": 1}


def list_of(items: Schema, least: int = 0, **more: object) -> Schema:
    return {"type": "array", "items": items, "minItems": least, **more}


# Fields that more datasets have.


def page(kind: str, key: str = "id") -> Field:
    return page_field(lambda entry: addresses.ENTRY[kind](getattr(entry, key)))


def page_field(address: Callable[[Any], str]) -> Field:
    help = "Het adres van de pagina op deze site."
    return computed("url", URL, help, lambda publication, entry: publication.absolute(address(entry)))


def slug(help: str) -> Field:
    return computed("slug", {**LONG_ID, "pattern": ID["pattern"]}, help)


# The whole picture: who made it and what you may do with it differ from the rest of the data.
IMAGE = nested(
    "image",
    fields_of(model.Image, computed("url", URL, "Het adres van het plaatje.", lambda p, image: p.picture(image.file))),
    "Een plaatje. In de CSV staat alleen het adres.",
    is_optional=True,
)
BODY = computed("text", TEXT, "De tekst zonder opmaak.", lambda p, entry: redact(p.prose.plain(p.body(entry))))


def moment(written: model.Moment | None, at: dt.datetime | None) -> Value:
    """A moment of a meeting: a day when only days are known, else ISO 8601 with its distance to UTC."""
    if written is None:
        return None
    if written.clock is None:
        return written.day.isoformat()
    assert at is not None, "a clock makes a moment"
    return iso(at)


THEMES = Dataset(
    "themes",
    "Thema’s",
    "De thema’s van de groep, met de gemeente die het thema trekt.",
    fields_of(model.Theme, "id", page("theme")),
    lambda publication: publication.site.themes,
)

ADMINISTRATORS = nested_list(
    "administrators",
    fields_of(model.Administrator),
    "De bestuurders met hun periode. In de CSV staan alleen de naam en de functie.",
)
LOCATION = nested(
    "location",
    fields_of(model.Location),
    "De plaats op de kaart. In de CSV zijn dat twee kolommen: `lat` en `lon`.",
    cells=("lat", "lon"),
)
MUNICIPALITIES = Dataset(
    "municipalities",
    "Gemeenten",
    "De gemeenten van het netwerk, met hun codes, hun plaats en hun bestuurders.",
    fields_of(
        model.Municipality,
        "id",
        page("municipality"),
        "name code",
        computed("tooi", URL, "Het adres van de gemeente in het overheidsregister TOOI.", lambda _, m: tooi(m.code)),
        "province",
        LOCATION,
        "website also_known_as",
        computed(
            "leads",
            IDS,
            "De thema's die de gemeente trekt (id's).",
            lambda p, m: [theme.id for theme in p.site.led_by.get(m.id, ())],
        ),
        "participates",
        ADMINISTRATORS,
    ),
    lambda publication: publication.site.municipalities,
    forms=("json", "csv", "geojson"),
)

WITH_STATUS = nested_list(
    "with_status",
    fields_of(model.Participant, computed("municipality", ID, "De gemeente (een id).")),
    "De fase die het project bij andere gemeenten heeft, waar die apart bekend is.",
    lambda _, project: [participant for participant in project.with_ if participant.status],
)
PROJECTS = Dataset(
    "projects",
    "Projecten",
    "De projecten van de gemeenten, met hun fase, hun periode en hun bronnen.",
    fields_of(
        model.Project,
        "id",
        page("project"),
        computed("municipality", ID, "De gemeente waar het project bij staat (een id)."),
        "title summary description themes",
        field_of_model(model.Project, "status", more_help=f"In het Nederlands: {', '.join(PHASES.values())}."),
        "status_date note start end topics",
        computed("with", IDS, "Andere gemeenten die meedoen (id's).", lambda _, project: list(project.others)),
        WITH_STATUS,
        "interested partners",
        field_of_model(model.Project, "seeking", prefix="kans"),
        field_of_model(model.Project, "lesson", prefix="les"),
        field_of_model(model.Project, "url", name="website"),
        "sources checked added updated",
        IMAGE,
    ),
    lambda publication: publication.site.projects,
    dated_by=lambda site: site.projects,
)


PARTICIPATION = Dataset(
    "participation",
    "Deelname",
    "Wat elke gemeente in elk thema doet, met het aantal projecten.",
    (
        computed("id", LONG_ID, "De gemeente en het thema samen.", lambda _, row: f"{row.municipality}:{row.theme}"),
        page_field(lambda row: addresses.municipality(row.municipality)),
        computed("municipality", ID, "De gemeente (een id)."),
        computed("theme", ID, "Het thema (een id)."),
        computed(
            "role",
            {"type": "string", "enum": list(ROLES)},
            f"De rol: {listed([f'{role} ({name})' for role, name in ROLES.items()], 'of')}.",
        ),
        computed(
            "projects", COUNT, "Het aantal eigen projecten en projecten van anderen waar de gemeente aan meedoet."
        ),
    ),
    lambda publication: matching.participation(publication.site).values(),
    dated_by=lambda site: site.projects,
)

NEWS = Dataset(
    "news",
    "Berichten",
    "Het nieuws van de groep en van de gemeenten.",
    fields_of(
        model.NewsItem,
        slug("De naam van het bericht in het adres."),
        page("news", "slug"),
        "title",
        computed("date", DATE, "De dag van het bericht.", lambda _, item: item.date.isoformat()),
        "summary",
        BODY,
        "themes municipalities projects sources updated",
        IMAGE,
    ),
    lambda publication: publication.site.news,
    dated_by=lambda site: site.news,
)

EVENTS = Dataset(
    "events",
    "Bijeenkomsten",
    "De agenda: wat komt en wat is geweest.",
    fields_of(
        model.Event,
        slug("De naam van de bijeenkomst in het adres."),
        page("event", "slug"),
        "title",
        computed(
            "start",
            MOMENT,
            "Het begin: een dag, of een tijd met de afstand tot UTC.",
            lambda _, event: moment(event.start, event.begins),
        ),
        computed(
            "end",
            nullable(MOMENT),
            "Het einde, in dezelfde vorm. Bij hele dagen is dit de laatste dag.",
            lambda _, event: moment(event.end, event.ends),
        ),
        computed("all_day", YES_NO, "Of alleen de dagen bekend zijn."),
        "location",
        computed(
            "online",
            nullable(URL),
            "Het adres om online mee te doen, waar dat bekend is.",
            lambda _, event: public_url(event.online),
        ),
        computed("is_online", YES_NO, "Of u online kunt meedoen."),
        "organiser registration",
        field_of_model(model.Event, "status", more_help=f"In het Nederlands: {', '.join(EVENT_STATES.values())}."),
        computed(
            "previous_start",
            nullable(MOMENT),
            "Het begin dat er eerst stond.",
            lambda _, event: moment(event.previous_start, event.began),
        ),
        "revision updated summary",
        BODY,
    ),
    lambda publication: publication.site.events,
    dated_by=lambda site: site.events,
)

# What matching found: three lists, and in each item a list of reasons. Nobody's name or address is in it.
REASONS = nested_list(
    "reasons",
    (
        computed(
            "kind",
            {"type": "string", "enum": list(KINDS)},
            f"Waar de reden over gaat: {', '.join(f'{kind} ({help})' for kind, help in KINDS.items())}.",
        ),
        computed("points", POINTS, "De punten van deze reden."),
        computed(
            "text", WORDS, "De reden in woorden. Zo staat hij ook op de pagina.", lambda _, reason: curly(reason.text)
        ),
        computed(
            "refs", list_of(REF), "De projecten of thema’s waar de reden over gaat: project: of theme: met de id."
        ),
    ),
    "De redenen, met hun punten.",
)
SCORE = computed("score", POINTS, "De punten van alle redenen samen.")


def advised(publication: Publication) -> Iterable[Advice]:
    """All advice, by the id of the municipality; the best theme of each first."""
    by_municipality = publication.matching.advised
    return (advice for id in sorted(by_municipality) for advice in by_municipality[id])


MATCHING = Dataset(
    "matching",
    "Waar projecten elkaar raken",
    "Aansluitadvies, projecten die op elkaar lijken, en bundels daarvan, steeds met de redenen.",
    (
        nested_list(
            "advice",
            (
                computed("municipality", ID, "De gemeente die het advies krijgt (een id)."),
                computed("theme", ID, "Het thema waar zij bij kan aansluiten (een id)."),
                SCORE,
                REASONS,
            ),
            "De thema’s die een gemeente krijgt aangeraden.",
            lambda publication, _: advised(publication),
        ),
        nested_list(
            "alike",
            (
                computed("a", ID, "Het ene project (een id)."),
                computed("b", ID, "Het andere project, van een andere gemeente (een id)."),
                SCORE,
                REASONS,
            ),
            "Twee projecten van verschillende gemeenten die op elkaar lijken: elk paar dat voor een van beide bij de "
            "beste tien hoort. Een paar staat er één keer.",
            lambda publication, _: publication.matching.alike,
        ),
        nested_list(
            "bundles",
            (
                computed("id", ID, "De naam van de bundel in adressen."),
                computed("title", WORDS, "De naam van de bundel: de onderwerpen die de projecten delen."),
                computed("projects", list_of(ID, 2, uniqueItems=True), "De projecten in de bundel (id’s)."),
                computed(
                    "experience",
                    list_of(ID, uniqueItems=True),
                    "Projecten die erop lijken en voorbij zijn: die tellen niet mee (id’s).",
                ),
                computed("municipalities", list_of(ID, 2, uniqueItems=True), "De gemeenten van die projecten (id’s)."),
                computed("topics", list_of(WORDS, uniqueItems=True), "De onderwerpen die de projecten delen."),
                REASONS,
            ),
            "Groepen van projecten die op elkaar lijken. De grootste kans staat bovenaan.",
            lambda publication, _: publication.matching.bundles,
        ),
    ),
    lambda _: (),
    dated_by=lambda site: site.projects,
    forms=("json",),
    is_table=False,
    is_published=lambda site: site.settings.features.matching,
    source="content/projects",
)

DATASETS = (THEMES, MUNICIPALITIES, PROJECTS, PARTICIPATION, NEWS, EVENTS, MATCHING)


def published(site: Site) -> tuple[Dataset, ...]:
    """What a site publishes."""
    return tuple(dataset for dataset in DATASETS if dataset.is_published(site))
