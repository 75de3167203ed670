"""What several kinds of entries have in them: sources, images, contacts."""

from typing import Annotated

from msgspec import Struct

from g40site.model import fields as f
from g40site.model.shape import Fault, OrText


class Entry(Struct, frozen=True, array_like=True):
    """Keys that are not named here are errors; a model never changes. It is kept as its values in order."""


class Source(Entry, frozen=True, kw_only=True):
    """Waar een feit vandaan komt: een adres, met als het kan een titel en een datum."""

    url: f.Url
    """Het adres van de bron."""
    title: f.Line | None = None
    """De titel van de bron."""
    date: f.PartialDate | None = None
    """De datum van de bron: een jaar, een maand of een dag."""
    archived: f.Url | None = None
    """Het adres van een bewaarde kopie."""


Sources = tuple[Annotated[Source, OrText("url")], ...]


class Image(Entry, frozen=True, kw_only=True):
    """Een plaatje uit de map content/media."""

    file: f.MediaPath
    """Het pad, bijvoorbeeld `media/foto.jpg`."""
    alt: f.Line
    """Wat er op het plaatje staat, voor wie het niet ziet."""
    credit: f.Line | None = None
    """Wie het plaatje maakte."""
    licence: f.Line | None = None
    """Onder welke licentie u het mag gebruiken."""


class Contact(Entry, frozen=True, kw_only=True):
    """Iemand die een bezoeker kan bellen of mailen: een naam of een rol, of allebei."""

    name: f.Line | None = None
    """De naam."""
    role: f.Line | None = None
    """De rol of functie. Een rol klopt langer dan een naam."""
    email: f.Email | None = None
    """Het mailadres."""
    phone: f.Phone | None = None
    """Het telefoonnummer."""
    url: f.Url | None = None
    """Een adres op internet."""
    checked: f.PartialDate | None = None
    """Wanneer iemand dit voor het laatst nakeek."""
    known: f.PartialDate | None = None
    """Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`."""
    source: f.Url | None = None
    """Het adres van de bron."""

    def __post_init__(self) -> None:
        if not self.name and not self.role:
            raise Fault("contact-zonder-naam")


class GeneralContact(Entry, frozen=True, kw_only=True):
    """De algemene ingang van een gemeente: een naam of rol is niet nodig."""

    phone: f.Phone | None = None
    """Het telefoonnummer, bijvoorbeeld `14 038`."""
    url: f.Url | None = None
    """Het adres van de contactpagina."""
    email: f.Email | None = None
    """Het algemene mailadres."""
    name: f.Line | None = None
    """De naam van het loket."""
    role: f.Line | None = None
    """De rol van het loket."""
    checked: f.PartialDate | None = None
    """Wanneer iemand dit voor het laatst nakeek."""
    known: f.PartialDate | None = None
    """Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`."""
    source: f.Url | None = None
    """Het adres van de bron."""
