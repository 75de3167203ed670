"""The words for fields, as people read them: labels, help, and what stands in a form until it is filled in.

In: a key, or a model. Out: the Dutch word for a key, in editors, forms, questions and the heads of a spreadsheet; the
help of each field of a model, which is the text that stands below it in the source; the text that a form shows.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from msgspec import Struct

from g40site.model.entries import Entry
from g40site.model.shape import fields_of

# The Dutch word for each key. What the key means in full is its help.
LABELS = {
    "accessibility": "Toegankelijkheid",
    "added": "Op de site sinds",
    "administrators": "Bestuurders",
    "aliases": "Oude adressen",
    "also": "Andere woorden",
    "also_known_as": "Andere namen",
    "alt": "Beschrijving van het plaatje",
    "approval": "Goedkeuring",
    "archived": "Bewaarde kopie",
    "branch": "Tak",
    "chair": "Bestuurlijke trekker",
    "checked": "Nagekeken op",
    "code": "CBS-code",
    "colour": "Kleur",
    "contact": "Contact",
    "contacts": "Contactpersonen",
    "credit": "Maker van het plaatje",
    "date": "Datum",
    "days": "Werkdagen",
    "description": "Beschrijving",
    "draft": "Concept",
    "email": "Mailadres",
    "end": "Einde",
    "features": "Onderdelen",
    "file": "Bestand",
    "focus_points": "Aandachtspunten",
    "id": "Id",
    "image": "Plaatje",
    "interested": "Wil meedoen",
    "known": "Laatst bekend",
    "language": "Taal",
    "lat": "Breedtegraad",
    "lead": "Koploper",
    "lesson": "Geleerd",
    "licence": "Licentie",
    "location": "Plaats",
    "lon": "Lengtegraad",
    "matching": "Samenwerken",
    "menu": "Plek in het menu",
    "municipalities": "Gemeenten",
    "municipality": "Gemeente",
    "name": "Naam",
    "network": "Netwerk",
    "note": "Niet zeker",
    "online": "Onlineadres",
    "organiser": "Organisator",
    "participates": "Doet mee met",
    "partners": "Partners",
    "phone": "Telefoon",
    "policy": "Beleid",
    "previous_start": "Eerder begin",
    "projects": "Projecten",
    "province": "Provincie",
    "publisher": "Verantwoordelijke",
    "registration": "Aanmelden",
    "report": "Onderzoek",
    "repository": "Opslag",
    "revision": "Versie",
    "role": "Rol",
    "search": "Zoeken",
    "security": "Kwetsbaarheid melden",
    "seeking": "Gezocht en aangeboden",
    "share_cards": "Deelplaatjes",
    "since": "Sinds",
    "source": "Bron",
    "sources": "Bronnen",
    "start": "Begin",
    "statement": "Verklaring",
    "status": "Status",
    "status_date": "Status volgens de bron op",
    "summary": "Samenvatting",
    "themes": "Thema's",
    "timezone": "Tijdzone",
    "title": "Titel",
    "topics": "Onderwerpen",
    "until": "Tot",
    "updated": "Gewijzigd op",
    "url": "Adres",
    "website": "Website",
    "with": "Samen met",
}
# What stands in a form of this program where an editor writes something else: none of it may be left standing, and no
# entry means one of these by itself. `body` is the text below the front matter.
PLACES = {
    "title": "Schrijf hier de titel.",
    "summary": "Schrijf hier één of twee zinnen.",
    "location": "Schrijf hier de plaats.",
    "topics": "Schrijf hier een onderwerp.",
    "sources": "https://www.voorbeeld.nl/zet-hier-de-bron/",
    "body": "Schrijf hier de tekst.",
}
# What forms and snippets of earlier versions wrote is in copies that editors keep.
PLACEHOLDERS: tuple[str, ...] = (
    *PLACES.values(),
    "De kop.",
    "De naam.",
    "De titel.",
    "De plaats.",
    "Eén of twee zinnen.",
    "Eén of twee zinnen, hooguit 300 tekens.",
    "onderwerp",
)


@cache
def help_of(form: type[Struct]) -> dict[str, str]:
    """The help of every field of a model, also of those that it has from another model."""
    texts: dict[str, str] = {}
    for owner in reversed(form.__mro__):
        if issubclass(owner, Entry) and owner is not Entry:
            texts |= texts_in(owner)
    return {field.key: texts[field.name] for field in fields_of(form)}


def texts_in(form: type[Struct]) -> dict[str, str]:
    module = inspect.getmodule(form)
    assert module is not None, "a model stands in a module"
    (found,) = (node for node in classes_in(module) if node.name == form.__name__)
    return dict(texts_below(found))


@cache
def classes_in(module: ModuleType) -> tuple[ast.ClassDef, ...]:
    return tuple(node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))


def texts_below(form: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Each annotated name of a class that is followed by a text, with that text."""
    for node, below in zip(form.body, form.body[1:], strict=False):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            yield node.target.id, inspect.cleandoc(str(below.value.value))
