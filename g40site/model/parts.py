"""What several kinds of entries have in them: sources, images, contacts."""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from g40site.model import fields as f


class Entry(BaseModel):
    """Keys that are not named here are errors; a model never changes."""

    # A validator is built when it is first needed: a build that restores its entries needs none.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Entry):
    """Waar een feit vandaan komt: een adres, met als het kan een titel en een datum."""

    url: f.Url
    """Het adres van de bron."""
    title: f.Line | None = None
    """De titel van de bron."""
    date: f.PartialDate | None = None
    """De datum van de bron: een jaar, een maand of een dag."""
    archived: f.Url | None = None
    """Het adres van een bewaarde kopie."""


Sources = tuple[Annotated[Source, BeforeValidator(f.source_of)], ...]


class Image(Entry):
    """Een plaatje uit de map content/media."""

    file: f.MediaPath
    """Het pad, bijvoorbeeld `media/foto.jpg`."""
    alt: f.Line
    """Wat er op het plaatje staat, voor wie het niet ziet."""
    credit: f.Line | None = None
    """Wie het plaatje maakte."""
    licence: f.Line | None = None
    """Onder welke licentie u het mag gebruiken."""


class Contact(Entry):
    """Iemand die u kunt bellen of mailen: een naam of een rol, of allebei."""

    name: f.Line | None = None
    """De naam."""
    role: f.Line | None = None
    """De rol of functie. Een rol blijft langer waar dan een naam."""
    email: f.Email | None = None
    """Het mailadres."""
    phone: f.Phone | None = None
    """Het telefoonnummer."""
    url: f.Url | None = None
    """Een adres op internet."""
    checked: f.PartialDate | None = None
    """Wanneer iemand voor het laatst keek of dit nog klopt."""

    @model_validator(mode="after")
    def has_name_or_role(self) -> Self:
        if not self.name and not self.role:
            raise f.problem("contact-zonder-naam")
        return self


class GeneralContact(Entry):
    """De algemene ingang van een gemeente."""

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
    """Wanneer iemand voor het laatst keek of dit nog klopt."""
