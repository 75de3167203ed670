"""Where municipalities meet, as open data: advice, alike projects and bundles, each with its reasons.

In: what `matching` found. Out: the fields of one file that is no table: three lists, and in each item a list of
reasons. Nobody's name or address is in it.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from g40site.markdown.typography import curly
from g40site.matching import Advice
from g40site.matching.points import KINDS
from g40site.outputs.columns import Column, Schema, Value, computed, nested_list
from g40site.outputs.publication import Publication

ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
TEXT: Schema = {"type": "string", "minLength": 1}
REF: Schema = {"type": "string", "pattern": "^(project|theme):[a-z0-9]+(-[a-z0-9]+)*$"}
POINTS: Schema = {"type": "integer", "minimum": 1}


def listed(items: Schema, least: int = 0, **more: object) -> Schema:
    return {"type": "array", "items": items, "minItems": least, **more}


def field(name: str, schema: Schema, help: str) -> Column:
    """A field that has the same name in what was found."""
    get = attrgetter(name)
    return computed(name, schema, help, lambda _, entry: plain(get(entry)))


def plain(value: Any) -> Value:
    return list(value) if isinstance(value, tuple) else value


REASONS = nested_list(
    "reasons",
    "De redenen, met hun punten.",
    (
        field(
            "kind",
            {"type": "string", "enum": list(KINDS)},
            f"Waar de reden over gaat: {', '.join(f'{kind} ({help})' for kind, help in KINDS.items())}.",
        ),
        field("points", POINTS, "De punten van deze reden."),
        computed(
            "text", TEXT, "De reden in woorden. Zo staat hij ook op de pagina.", lambda _, reason: curly(reason.text)
        ),
        field("refs", listed(REF), "De projecten of thema’s waar de reden over gaat: project: of theme: met de id."),
    ),
    lambda _, item: item.reasons,
)
SCORE = field("score", POINTS, "De punten van alle redenen samen.")
ADVICE = (
    field("municipality", ID, "De gemeente die het advies krijgt (een id)."),
    field("theme", ID, "Het thema waar zij bij kan aansluiten (een id)."),
    SCORE,
    REASONS,
)
ALIKE = (
    field("a", ID, "Het ene project (een id)."),
    field("b", ID, "Het andere project, van een andere gemeente (een id)."),
    SCORE,
    REASONS,
)
BUNDLES = (
    field("id", ID, "De naam van de bundel in adressen."),
    field("title", TEXT, "De naam van de bundel: de onderwerpen die de projecten delen."),
    field("projects", listed(ID, 2, uniqueItems=True), "De projecten in de bundel (id’s)."),
    field(
        "experience",
        listed(ID, uniqueItems=True),
        "Projecten die erop lijken en voorbij zijn: die tellen niet mee (id’s).",
    ),
    field("municipalities", listed(ID, 2, uniqueItems=True), "De gemeenten van die projecten (id’s)."),
    field("topics", listed(TEXT, uniqueItems=True), "De onderwerpen die de projecten delen."),
    REASONS,
)


def advised(publication: Publication) -> Iterable[Advice]:
    """All advice, by the id of the municipality; the best theme of each first."""
    found = publication.matching.advised or {}
    return (advice for id in sorted(found) for advice in found[id])


def list_of(name: str, help: str, parts: tuple[Column, ...], entries: Callable[[Publication], Iterable[Any]]) -> Column:
    return nested_list(name, help, parts, lambda publication, _: entries(publication))


COLUMNS = (
    list_of("advice", "De thema’s die een gemeente krijgt aangeraden.", ADVICE, advised),
    list_of(
        "alike",
        "Twee projecten van verschillende gemeenten die op elkaar lijken: elk paar dat voor een van beide bij de beste "
        "tien hoort. Een paar staat er één keer.",
        ALIKE,
        lambda publication: publication.matching.alike,
    ),
    list_of(
        "bundles",
        "Groepen van projecten die op elkaar lijken. De grootste kans staat bovenaan.",
        BUNDLES,
        lambda publication: publication.matching.bundles,
    ),
)
