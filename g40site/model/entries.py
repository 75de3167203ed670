"""Themes, municipalities, projects, news, meetings and pages, and what they share: sources, images, contacts."""

from typing import Annotated

from msgspec import Struct, field

from g40site.model import fields as f
from g40site.model.shape import AtLeast, Fault, OrText


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


class Theme(Entry, frozen=True, kw_only=True):
    """Een thema met zijn koplopergemeente."""

    id: f.Id
    """De id, bijvoorbeeld `smart-living`."""
    title: f.Title
    """De naam."""
    lead: f.MunicipalityId
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
    """Wie een bezoeker over dit thema kan bellen."""
    colour: f.Colour | None = None
    """Een kleur uit het palet."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class Location(Entry, frozen=True, kw_only=True):
    """Een plaats op de kaart."""

    lat: f.Latitude
    """De breedtegraad, in Nederland rond 52."""
    lon: f.Longitude
    """De lengtegraad, in Nederland rond 5."""


class Administrator(Entry, frozen=True, kw_only=True):
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
    """Wanneer iemand dit voor het laatst nakeek."""
    known: f.PartialDate | None = None
    """Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`."""
    email: f.Email | None = None
    """Het mailadres."""
    source: f.Url | None = None
    """De bron."""


class Participant(Entry, frozen=True, kw_only=True):
    """Een andere gemeente die meedoet: een id, of een id met de fase die het project daar heeft."""

    municipality: f.MunicipalityId
    """De gemeente (een id)."""
    status: f.Status | None = None
    """De fase van het project in die gemeente, als die daar anders is."""
    status_date: f.PartialDate | None = None
    """Wanneer de bron dat zei."""

    def __post_init__(self) -> None:
        if self.status_date and not self.status:
            raise Fault("sleutel-ontbreekt", key="status")


class Project(Entry, frozen=True, kw_only=True):
    """Een project van een gemeente."""

    id: f.Id
    """De id, uniek in de hele site."""
    title: f.Title
    """De naam."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    description: f.Markdown | None = None
    """De uitleg."""
    themes: Annotated[tuple[f.ThemeId, ...], AtLeast(1)]
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
    with_: tuple[Annotated[Participant, OrText("municipality")], ...] = field(name="with", default=())
    """Andere gemeenten die meedoen (id's)."""
    interested: tuple[f.MunicipalityId, ...] = ()
    """Gemeenten die zeiden dat zij wilden meedoen (id's)."""
    partners: tuple[f.Line, ...] = ()
    """Andere organisaties."""
    seeking: f.Markdown | None = None
    """Wat de gemeente zoekt of aan anderen aanbiedt."""
    lesson: f.Markdown | None = None
    """Wat de gemeente leerde."""
    contact: Contact | None = None
    """Wie een bezoeker over dit project kan bellen."""
    url: f.Url | None = None
    """Het adres van het project."""
    sources: Sources = ()
    """De bronnen."""
    checked: f.PartialDate | None = None
    """Wanneer iemand dit voor het laatst nakeek."""
    added: f.PartialDate | None = None
    """Wanneer het project op de site kwam."""
    updated: f.PartialDate | None = None
    """De laatste wijziging die een volger moet weten."""
    image: Image | None = None
    """Een plaatje."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""

    @property
    def others(self) -> tuple[str, ...]:
        """The ids of the other municipalities that take part."""
        return tuple(one.municipality for one in self.with_)


class Municipality(Entry, frozen=True, kw_only=True):
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
    participates: tuple[f.ThemeId, ...] = ()
    """Thema's waar de gemeente bij aansluit (id's)."""
    administrators: tuple[Administrator, ...] = ()
    """De bestuurders."""
    contacts: tuple[Contact, ...] = ()
    """De contactpersonen."""
    projects: tuple[Project, ...] = ()
    """De projecten."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class NewsItem(Entry, frozen=True, kw_only=True):
    """Een bericht: content/news/JJJJ-MM-DD-naam.md."""

    title: f.Title
    """De kop."""
    date: f.Day
    """De dag, gelijk aan die in de bestandsnaam."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    themes: tuple[f.ThemeId, ...] = ()
    """Thema's (id's)."""
    municipalities: tuple[f.MunicipalityId, ...] = ()
    """Gemeenten (id's)."""
    projects: tuple[f.ProjectId, ...] = ()
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


class Event(Entry, frozen=True, kw_only=True):
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
    """Wie de bijeenkomst organiseert."""
    registration: f.Url | None = None
    """Het adres om u aan te melden."""
    status: f.EventStatus = "scheduled"
    """Gaat de bijeenkomst door?"""
    previous_start: f.MomentField | None = None
    """Het begin dat er eerst stond, als de bijeenkomst is verzet."""
    revision: f.NotNegative = 0
    """Verhoog dit getal als tijd, plaats of status verandert."""
    updated: f.PartialDate | None = None
    """De dag van de aankondiging, of van de laatste wijziging die een volger moet weten."""
    summary: f.Summary
    """Eén of twee zinnen, hooguit 300 tekens."""
    themes: tuple[f.ThemeId, ...] = ()
    """Thema's (id's)."""
    municipalities: tuple[f.MunicipalityId, ...] = ()
    """Gemeenten (id's)."""
    projects: tuple[f.ProjectId, ...] = ()
    """Projecten (id's)."""
    sources: Sources = ()
    """De bronnen."""
    draft: f.YesNo = False
    """`true`: alleen in een voorbeeld te zien."""
    aliases: tuple[f.Alias, ...] = ()
    """Oude adressen."""


class Chapter(Entry, frozen=True, kw_only=True):
    """Een hoofdstuk van de handleiding voor redacteuren: docs/redactie/naam.md."""

    title: f.Title
    """De titel: de eerste regel van het bestand."""
    summary: f.Summary
    """Eén of twee zinnen: de alinea onder de titel."""


class Page(Entry, frozen=True, kw_only=True):
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
