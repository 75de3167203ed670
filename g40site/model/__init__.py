"""The form of everything that editors write: one model a kind, one field a line, its help below it.

In: the keys and texts of one entry. Out: a frozen model, or pydantic's errors with the path of each wrong key.
The models know no files and no other entries; references are checked in `content`.
"""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from g40site.model import fields as f
from g40site.model.fields import Moment

__all__ = [
    "Administrator",
    "Contact",
    "Event",
    "Image",
    "Moment",
    "Municipality",
    "NewsItem",
    "Page",
    "Project",
    "Projects",
    "Site",
    "Source",
    "Theme",
]


class Entry(BaseModel):
    """Keys that are not named here are errors; a model never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


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


class SiteContact(Contact):
    """De contactpersoon van de groep."""

    municipality: f.Id | None = None
    """De gemeente waar de contactpersoon werkt (een id)."""


class FocusPoint(Entry):
    """Een aandachtspunt van de groep."""

    title: f.Title
    """Het aandachtspunt."""
    description: f.Markdown | None = None
    """Een uitleg."""


class TopicWords(Entry):
    """Een onderwerp, met andere woorden voor hetzelfde."""

    title: f.Topic
    """Het woord dat op de site staat."""
    also: tuple[f.Topic, ...] = ()
    """Andere woorden voor hetzelfde."""


class Repository(Entry):
    """Waar de inhoud van de site wordt bewaard."""

    url: f.Url
    """Het adres van de opslag."""
    branch: f.Line = "main"
    """De tak."""


class Security(Entry):
    """Wie u een kwetsbaarheid meldt."""

    contact: f.Url
    """Het adres, meestal `mailto:`."""
    policy: f.Url | None = None
    """Het beleid voor meldingen."""


class Accessibility(Entry):
    """De stand van de toegankelijkheid."""

    status: f.AccessibilityStatus
    """A tot en met E; A en B alleen na een volledig onderzoek."""
    date: f.Day
    """De dag van deze stand."""
    statement: f.Url | None = None
    """Het adres van de verklaring."""
    report: f.Url | None = None
    """Het adres van het onderzoek."""
    contact: f.Url | None = None
    """Waar u een probleem meldt."""


class Publisher(Entry):
    """Wie verantwoordelijk is voor de site."""

    name: f.Line
    """De naam."""
    code: f.Code | None = None
    """De CBS-code van de gemeente."""
    url: f.Url | None = None
    """Het adres."""


class Features(Entry):
    """Delen van de site die u kunt uitzetten."""

    share_cards: f.YesNo = True
    """Deelplaatjes."""
    search: f.YesNo = True
    """Zoeken."""
    matching: f.YesNo = True
    """Adviezen en projecten die op elkaar lijken."""


class Site(Entry):
    """site.yaml: de site zelf."""

    title: f.Title
    """De naam van de site."""
    network: f.Title
    """Het netwerk waar de groep bij hoort."""
    description: Annotated[f.Line, f.at_most(200)]
    """Eén zin over de site, hooguit 200 tekens."""
    url: f.SiteUrl
    """Het adres van de site."""
    language: f.Language = "nl"
    """De taal van de site."""
    timezone: f.TimeZone = "Europe/Amsterdam"
    """De tijdzone van de agenda."""
    focus_points: Annotated[tuple[FocusPoint, ...], Field(min_length=1)]
    """De aandachtspunten."""
    topics: tuple[TopicWords, ...] = ()
    """Onderwerpen en andere woorden daarvoor."""
    contact: SiteContact
    """De contactpersoon van de groep."""
    repository: Repository | None = None
    """Waar de inhoud wordt bewaard."""
    security: Security | None = None
    """Wie u een kwetsbaarheid meldt."""
    accessibility: Accessibility | None = None
    """De stand van de toegankelijkheid."""
    publisher: Publisher | None = None
    """Wie verantwoordelijk is voor de site."""
    licence: f.Line
    """De licentie van de teksten en de open data."""
    features: Features = Features()
    """Delen die u kunt uitzetten."""


class Theme(Entry):
    """Een thema met zijn koplopergemeente."""

    id: f.Id
    """De id, bijvoorbeeld `smart-living`."""
    title: f.Title
    """De naam."""
    lead: f.Id
    """De koplopergemeente (een id)."""
    summary: f.Summary
    """Eén of twee zinnen."""
    description: f.Markdown
    """De uitleg."""
    topics: tuple[f.Topic, ...] = ()
    """Woorden die bij het thema horen."""
    sources: Sources = ()
    """De bronnen."""
    contact: Contact | None = None
    """Wie u over dit thema vraagt."""
    colour: f.Colour | None = None
    """Een kleur uit het palet."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class Location(Entry):
    """Een plaats op de kaart."""

    lat: f.Latitude
    """De breedtegraad, in Nederland rond 52."""
    lon: f.Longitude
    """De lengtegraad, in Nederland rond 5."""


class Administrator(Entry):
    """Een bestuurder."""

    name: f.Line
    """De naam."""
    role: f.Line
    """De functie, bijvoorbeeld `Wethouder`."""
    chair: f.YesNo = False
    """`true` voor een bestuurlijke trekker van de groep."""
    since: f.PartialDate | None = None
    """Sinds wanneer."""
    until: f.PartialDate | None = None
    """Tot wanneer."""
    checked: f.PartialDate | None = None
    """Wanneer dit voor het laatst bekend was."""
    email: f.Email | None = None
    """Het mailadres."""
    source: f.Url | None = None
    """De bron."""

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        if self.since and self.until and ends_before(self.until, self.since):
            raise f.problem("einde-voor-begin", key="until", begin=self.since, end=self.until)
        return self


class Project(Entry):
    """Een project van een gemeente."""

    id: f.Id
    """De id, uniek in de hele site."""
    title: f.Title
    """De naam."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    description: f.Markdown | None = None
    """De uitleg."""
    themes: Annotated[tuple[f.Id, ...], Field(min_length=1)]
    """Eén of meer thema's (id's)."""
    status: f.Status
    """De fase."""
    status_date: f.PartialDate | None = None
    """Wanneer de bron dit zei."""
    note: f.Line | None = None
    """Wat niet zeker is."""
    start: f.PartialDate | None = None
    """Het begin."""
    end: f.PartialDate | None = None
    """Het einde."""
    topics: tuple[f.Topic, ...] = ()
    """Onderwerpen."""
    with_: Annotated[tuple[f.Id, ...], Field(alias="with")] = ()
    """Andere gemeenten die meedoen (id's)."""
    interested: tuple[f.Id, ...] = ()
    """Gemeenten die zeiden dat zij wilden meedoen (id's)."""
    partners: tuple[f.Line, ...] = ()
    """Andere organisaties."""
    seeking: f.Markdown | None = None
    """Waar anderen bij kunnen aansluiten of wat zij kunnen overnemen."""
    lesson: f.Markdown | None = None
    """Wat de gemeente leerde."""
    contact: Contact | None = None
    """Wie u over dit project belt."""
    url: f.Url | None = None
    """Het adres van het project."""
    sources: Sources = ()
    """De bronnen."""
    checked: f.PartialDate | None = None
    """Wanneer iemand voor het laatst keek of dit nog klopt."""
    added: f.PartialDate | None = None
    """Wanneer het project op de site kwam."""
    updated: f.PartialDate | None = None
    """De laatste wijziging die een volger moet weten."""
    image: Image | None = None
    """Een plaatje."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        if self.start and self.end and ends_before(self.end, self.start):
            raise f.problem("einde-voor-begin", key="end", begin=self.start, end=self.end)
        return self


class Projects(Entry):
    """content/projects/<gemeente>.yaml: de projecten van één gemeente."""

    projects: tuple[Project, ...] = ()
    """De projecten."""


class Municipality(Entry):
    """Een gemeente van het netwerk."""

    id: f.Id
    """De id, bijvoorbeeld `zwolle`."""
    name: f.Title
    """De naam."""
    code: f.Code
    """De CBS-code: GM en vier cijfers."""
    province: f.Province
    """De provincie."""
    location: Location
    """De plaats op de kaart."""
    website: f.Url
    """De website."""
    also_known_as: tuple[f.Line, ...] = ()
    """Andere namen, voor het zoeken."""
    contact: GeneralContact | None = None
    """De algemene ingang."""
    participates: tuple[f.Id, ...] = ()
    """Thema's waar de gemeente bij aansluit (id's)."""
    administrators: tuple[Administrator, ...] = ()
    """De bestuurders."""
    contacts: tuple[Contact, ...] = ()
    """De contactpersonen."""
    projects: tuple[Project, ...] = ()
    """De projecten."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class NewsItem(Entry):
    """Een bericht: content/news/JJJJ-MM-DD-naam.md."""

    title: f.Title
    """De kop."""
    date: f.Day
    """De dag, gelijk aan die in de bestandsnaam."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    themes: tuple[f.Id, ...] = ()
    """Thema's (id's)."""
    municipalities: tuple[f.Id, ...] = ()
    """Gemeenten (id's)."""
    projects: tuple[f.Id, ...] = ()
    """Projecten (id's)."""
    image: Image | None = None
    """Een plaatje."""
    sources: Sources = ()
    """De bronnen."""
    updated: f.PartialDate | None = None
    """De laatste wijziging die een volger moet weten."""
    draft: f.YesNo = False
    """`true`: alleen in een voorbeeld te zien."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class Event(Entry):
    """Een bijeenkomst: content/agenda/JJJJ-MM-DD-naam.md."""

    title: f.Title
    """De naam."""
    start: f.MomentField
    """Het begin: een dag, of een dag met een tijd."""
    end: f.MomentField | None = None
    """Het einde, in dezelfde vorm als het begin."""
    location: f.Line | None = None
    """De plaats."""
    online: f.Url | None = None
    """Het adres van de onlinebijeenkomst."""
    organiser: f.Line | None = None
    """Wie de bijeenkomst houdt."""
    registration: f.Url | None = None
    """Het adres om u aan te melden."""
    status: f.EventStatus = "scheduled"
    """Gaat de bijeenkomst door?"""
    previous_start: f.MomentField | None = None
    """Het begin dat er eerst stond, als de bijeenkomst is verzet."""
    revision: f.NotNegative = 0
    """Verhoog dit getal als tijd, plaats of status verandert."""
    updated: f.PartialDate | None = None
    """De laatste wijziging die een volger moet weten."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    themes: tuple[f.Id, ...] = ()
    """Thema's (id's)."""
    municipalities: tuple[f.Id, ...] = ()
    """Gemeenten (id's)."""
    projects: tuple[f.Id, ...] = ()
    """Projecten (id's)."""
    sources: Sources = ()
    """De bronnen."""
    draft: f.YesNo = False
    """`true`: alleen in een voorbeeld te zien."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class Page(Entry):
    """Een vaste pagina: content/pages/naam.md."""

    title: f.Title
    """De titel."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    menu: f.Number | None = None
    """Een getal: de pagina staat dan in het menu, in deze volgorde."""
    updated: f.PartialDate | None = None
    """De laatste wijziging."""
    draft: f.YesNo = False
    """`true`: alleen in een voorbeeld te zien."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


def ends_before(end: str, begin: str) -> bool:
    """Whether the whole of `end` lies before `begin`; `2019` is not before `2019-10`."""
    length = min(len(end), len(begin))
    return end[:length] < begin[:length]
