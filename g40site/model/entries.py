"""Themes, municipalities, projects, news, meetings and pages, and what they share: sources, images, contacts."""

from typing import Annotated

from msgspec import Meta, Struct, field

from g40site.model import types as t
from g40site.model.shape import Fault, OrText, fields_by_key, split_off


class Entry(Struct, frozen=True, array_like=True):
    """Keys that are not named here are errors; a model never changes. It is kept as its values in order."""


class Source(Entry, frozen=True, kw_only=True):
    """Waar een feit vandaan komt: een adres, met als het kan een titel en een datum."""

    url: t.Url
    """Adres | Het adres van de bron. | https://www.voorbeeld.nl/"""
    title: t.Line | None = None
    """Titel | De titel van de bron. | Lantaarns die meten"""
    date: t.PartialDate | None = None
    """Datum | De datum van de bron: een jaar, een maand of een dag. | 2026-11-24"""
    archived: t.Url | None = None
    """Bewaarde kopie | Het adres van een bewaarde kopie. | https://bewaard.voorbeeld.nl/artikel"""


Sources = tuple[Annotated[Source, OrText("url")], ...]


class Image(Entry, frozen=True, kw_only=True):
    """Een plaatje uit de map content/media."""

    file: t.MediaPath
    """Bestand | Het pad, bijvoorbeeld `media/foto.jpg`. | media/lantaarn.jpg"""
    alt: t.Line
    """Beschrijving van het plaatje | Wat er op het plaatje staat, voor wie het niet ziet. | Een lantaarn met sensor"""
    credit: t.Line | None = None
    """Maker van het plaatje | Wie het plaatje maakte. | Gemeente Zwolle"""
    licence: t.Line | None = None
    """Licentie | Onder welke licentie u het mag gebruiken. | CC-BY-4.0"""


class Contact(Entry, frozen=True, kw_only=True):
    """Iemand die een bezoeker kan bellen of mailen: een naam of een rol, of allebei."""

    name: t.Line | None = None
    """Naam | De naam. | Jo Jansen"""
    role: t.Line | None = None
    """Rol | De rol of functie. Een rol klopt langer dan een naam. | Projectleider"""
    email: t.Email | None = None
    """Mailadres | Het mailadres. | slim@voorbeeld.nl"""
    phone: t.Phone | None = None
    """Telefoon | Het telefoonnummer. | 038 123 45 67"""
    url: t.Url | None = None
    """Adres | Een adres op internet. | https://www.voorbeeld.nl/"""
    checked: t.PartialDate | None = None
    """Nagekeken op | Wanneer iemand dit voor het laatst nakeek. | 2026-11"""
    known: t.PartialDate | None = None
    """Laatst bekend | Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`. | 2021-06"""
    source: t.Url | None = None
    """Bron | Het adres van de bron. | https://www.voorbeeld.nl/college"""

    def __post_init__(self) -> None:
        if not self.name and not self.role:
            raise Fault("contact-zonder-naam")


class GeneralContact(Entry, frozen=True, kw_only=True):
    """De algemene ingang van een gemeente: een naam of rol is niet nodig."""

    phone: t.Phone | None = None
    """Telefoon | Het telefoonnummer, bijvoorbeeld `14 038`. | 14 038"""
    url: t.Url | None = None
    """Adres | Het adres van de contactpagina. | https://www.voorbeeld.nl/"""
    email: t.Email | None = None
    """Mailadres | Het algemene mailadres. | slim@voorbeeld.nl"""
    name: t.Line | None = None
    """Naam | De naam van het loket. | Stadswinkel"""
    role: t.Line | None = None
    """Rol | De rol van het loket. | Klantcontact"""
    checked: t.PartialDate | None = None
    """Nagekeken op | Wanneer iemand dit voor het laatst nakeek. | 2026-11"""
    known: t.PartialDate | None = None
    """Laatst bekend | Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`. | 2021-06"""
    source: t.Url | None = None
    """Bron | Het adres van de bron. | https://www.voorbeeld.nl/college"""


class Theme(Entry, frozen=True, kw_only=True):
    """Een thema met zijn koplopergemeente."""

    id: t.Id
    """Id | De id, bijvoorbeeld `smart-living`. | smart-living"""
    title: t.Title
    """Titel | De naam. | Smart Living"""
    lead: t.MunicipalityId
    """Koploper | De koplopergemeente (een id). | dordrecht"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen. | Waar gaat het over, in één of twee zinnen?"""
    description: t.Markdown
    """Beschrijving | De uitleg. | Hier staat de uitleg."""
    topics: tuple[t.Topic, ...] = ()
    """Onderwerpen | Woorden die bij het thema horen. | [sensoren, verlichting] | onderwerp"""
    sources: Sources = ()
    """Bronnen | De bronnen. | [https://www.voorbeeld.nl/] | bron"""
    contact: Contact | None = None
    """Contact | Wie een bezoeker over dit thema kan bellen. | {role: Projectleider, email: slim@voorbeeld.nl}"""
    colour: t.Colour | None = None
    """Kleur | Een kleur uit het palet. | environment"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""


class Location(Entry, frozen=True, kw_only=True):
    """Een plaats op de kaart."""

    lat: t.Latitude
    """Breedtegraad | De breedtegraad, in Nederland rond 52. | 52.5168"""
    lon: t.Longitude
    """Lengtegraad | De lengtegraad, in Nederland rond 5. | 6.0830"""


class Administrator(Entry, frozen=True, kw_only=True):
    """Een bestuurder."""

    name: t.Line
    """Naam | De naam. | Jo Jansen"""
    role: t.Line
    """Rol | De functie, bijvoorbeeld `Wethouder`. | Wethouder"""
    chair: t.YesNo = False
    """Bestuurlijke trekker | `true` voor een bestuurlijke trekker van de groep. | true"""
    since: t.PartialDate | None = None
    """Sinds | Sinds wanneer. | 2022-06"""
    until: t.PartialDate | None = None
    """Tot | Tot wanneer. | 2026-03"""
    checked: t.PartialDate | None = None
    """Nagekeken op | Wanneer iemand dit voor het laatst nakeek. | 2026-11"""
    known: t.PartialDate | None = None
    """Laatst bekend | Wanneer een bron dit voor het laatst zei. Keek u het na? Zet de datum bij `checked`. | 2021-06"""
    email: t.Email | None = None
    """Mailadres | Het mailadres. | slim@voorbeeld.nl"""
    source: t.Url | None = None
    """Bron | De bron. | https://www.voorbeeld.nl/college"""


class Participant(Entry, frozen=True, kw_only=True):
    """Een andere gemeente die meedoet: een id, of een id met de fase die het project daar heeft."""

    municipality: t.MunicipalityId
    """Gemeente | De gemeente (een id). | haarlemmermeer"""
    status: t.Status | None = None
    """Fase | De fase van het project in die gemeente, als die daar anders is. | exploring"""
    status_date: t.PartialDate | None = None
    """Fase volgens de bron op | Wanneer de bron dat zei. | 2024-01"""

    def __post_init__(self) -> None:
        if self.status_date and not self.status:
            raise Fault("sleutel-ontbreekt", key="status")


class Project(Entry, frozen=True, kw_only=True):
    """Een project van een gemeente."""

    id: t.Id
    """Id | De id, uniek in de hele site. | zwolle-lantaarns"""
    title: t.Title
    """Titel | De naam. | Lantaarns die meten"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen, hooguit 300 tekens. | Waar gaat het over, in één of twee zinnen?"""
    description: t.Markdown | None = None
    """Beschrijving | De uitleg. | Hier staat de uitleg."""
    themes: Annotated[tuple[t.ThemeId, ...], Meta(min_length=1)]
    """Thema's | Eén of meer thema's (id's). | [smart-living]"""
    status: t.Status
    """Fase | De fase. | pilot"""
    status_date: t.PartialDate | None = None
    """Fase volgens de bron op | Wanneer de bron dit zei. | 2026-10"""
    note: t.Remark | None = None
    """Niet zeker | Wat niet zeker is. | Het jaar is niet zeker."""
    start: t.PartialDate | None = None
    """Begin | Het begin. | 2025-03"""
    end: t.PartialDate | None = None
    """Einde | Het einde. | 2027"""
    topics: tuple[t.Topic, ...] = ()
    """Onderwerpen | Onderwerpen. | [sensoren, verlichting] | onderwerp"""
    with_: tuple[Annotated[Participant, OrText("municipality")], ...] = field(name="with", default=())
    """Samen met | Andere gemeenten die meedoen (id's). | [amersfoort] | gemeente"""
    interested: tuple[t.MunicipalityId, ...] = ()
    """Interesse | Gemeenten die zeiden dat zij wilden meedoen (id's). | [gouda]"""
    partners: tuple[t.Line, ...] = ()
    """Partners | Andere organisaties. | [RIVM, KNMI] | partner"""
    seeking: t.Markdown | None = None
    """Gezocht en aangeboden | Wat de gemeente zoekt of aan anderen aanbiedt. | Wij zoeken een stad die ook meet."""
    lesson: t.Markdown | None = None
    """Geleerd | Wat de gemeente leerde. | Vraag eerst de bewoners."""
    contact: Contact | None = None
    """Contact | Wie een bezoeker over dit project kan bellen. | {role: Projectleider, email: slim@voorbeeld.nl}"""
    url: t.Url | None = None
    """Website | Het adres van het project. | https://www.voorbeeld.nl/"""
    sources: Sources = ()
    """Bronnen | De bronnen. | [https://www.voorbeeld.nl/] | bron"""
    checked: t.PartialDate | None = None
    """Nagekeken op | Wanneer iemand dit voor het laatst nakeek. | 2026-11"""
    added: t.PartialDate | None = None
    """Op de site sinds | Wanneer het project op de site kwam. | 2026-11-24"""
    updated: t.PartialDate | None = None
    """Gewijzigd op | De laatste wijziging die een volger moet weten. | 2026-11-24"""
    image: Image | None = None
    """Plaatje | Een plaatje. | {file: media/lantaarn.jpg, alt: Een lantaarn}"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""

    @property
    def others(self) -> tuple[str, ...]:
        """The ids of the other municipalities that take part."""
        return tuple(participant.municipality for participant in self.with_)


class Municipality(Entry, frozen=True, kw_only=True):
    """Een gemeente van het netwerk."""

    id: t.Id
    """Id | De id, bijvoorbeeld `zwolle`. | zwolle"""
    name: t.Title
    """Naam | De naam. | Zwolle"""
    code: t.Code
    """CBS-code | De CBS-code: GM en vier cijfers. | GM0193"""
    province: t.Province
    """Provincie | De provincie. | Overijssel"""
    location: Location
    """Plaats | De plaats op de kaart. | {lat: 52.5168, lon: 6.0830}"""
    website: t.Url
    """Website | De website. | https://www.zwolle.nl"""
    also_known_as: tuple[t.Line, ...] = ()
    """Ook bekend als | Andere namen, voor het zoeken. | [Swolle] | naam"""
    contact: GeneralContact | None = None
    """Contact | De algemene ingang. | {phone: 14 038, url: https://www.voorbeeld.nl/contact}"""
    participates: tuple[t.ThemeId, ...] = ()
    """Doet mee met | Thema's waar de gemeente bij aansluit (id's). | [smart-governance]"""
    administrators: tuple[Administrator, ...] = ()
    """Bestuurders | De bestuurders. | [{name: Jo Jansen, role: Wethouder}] | bestuurder"""
    contacts: tuple[Contact, ...] = ()
    """Contactpersonen | De contactpersonen. | [{role: Adviseur, email: slim@voorbeeld.nl}] | contactpersoon"""
    projects: tuple[Project, ...] = ()
    """Projecten | De projecten. | []"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""


class ProjectOwner(Entry, frozen=True, kw_only=True):
    """De gemeente van een project dat een eigen bestand heeft."""

    municipality: t.MunicipalityId
    """Gemeente | De gemeente waar het project bij hoort (een id). | zwolle"""


ProjectFile: type[Entry] = split_off(
    Project,
    "ProjectFile",
    "Een project met een eigen bestand: content/projects/id.yaml.",
    fields_by_key(Project).keys() - {"id"},
    ProjectOwner,
)
MunicipalityFile: type[Entry] = split_off(
    Municipality,
    "MunicipalityFile",
    "Wie een gemeente heeft, en waar zij aan meedoet: content/municipalities/id.yaml.",
    {"contact", "participates", "administrators", "contacts"},
    Entry,
)


class NewsItem(Entry, frozen=True, kw_only=True):
    """Een bericht: content/news/JJJJ-MM-DD-naam.md."""

    title: t.Title
    """Titel | De kop. | Lantaarns die meten"""
    date: t.Day
    """Datum | De dag, gelijk aan die in de bestandsnaam. | 2026-11-24"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen, hooguit 300 tekens. | Waar gaat het over, in één of twee zinnen?"""
    themes: tuple[t.ThemeId, ...] = ()
    """Thema's | Thema's (id's). | [smart-living]"""
    municipalities: tuple[t.MunicipalityId, ...] = ()
    """Gemeenten | Gemeenten (id's). | [zwolle, breda]"""
    projects: tuple[t.ProjectId, ...] = ()
    """Projecten | Projecten (id's). | [zwolle-senshagen]"""
    image: Image | None = None
    """Plaatje | Een plaatje. | {file: media/lantaarn.jpg, alt: Een lantaarn}"""
    sources: Sources = ()
    """Bronnen | De bronnen. | [https://www.voorbeeld.nl/] | bron"""
    updated: t.PartialDate | None = None
    """Gewijzigd op | De laatste wijziging die een volger moet weten. | 2026-11-24"""
    draft: t.YesNo = False
    """Concept | `true`: alleen in een voorbeeld te zien. | true"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""


class Event(Entry, frozen=True, kw_only=True):
    """Een bijeenkomst: content/agenda/JJJJ-MM-DD-naam.md."""

    title: t.Title
    """Titel | De naam. | Netwerkdag 2026"""
    start: t.MomentField
    """Begin | Het begin: een dag, of een dag met een tijd. | 2026-12-03 13:30"""
    end: t.MomentField | None = None
    """Einde | Het einde, in dezelfde vorm als het begin. | 2026-12-03 15:30"""
    location: t.Line | None = None
    """Plaats | De plaats. | Stadhuis, Zwolle"""
    online: t.Online | None = None
    """Online | `true` als u online kunt meedoen, of het adres daarvan. | https://video.voorbeeld.nl/g40"""
    organiser: t.Line | None = None
    """Organisatie | Wie de bijeenkomst organiseert. | Gemeente Zwolle"""
    registration: t.Url | None = None
    """Aanmelden | Het adres om u aan te melden. | https://www.voorbeeld.nl/aanmelden"""
    status: t.EventStatus = "scheduled"
    """Status | Gaat de bijeenkomst door? | cancelled"""
    previous_start: t.MomentField | None = None
    """Was eerst | Het begin dat er eerst stond, als de bijeenkomst is verzet. | 2026-12-01 13:30"""
    revision: t.NotNegative = 0
    """Versie | Verhoog dit getal als tijd, plaats of status verandert. | 1"""
    updated: t.PartialDate | None = None
    """Gewijzigd op | De dag van de aankondiging, of van de laatste wijziging die een volger moet weten. | 2026-11-24"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen, hooguit 300 tekens. | Waar gaat het over, in één of twee zinnen?"""
    themes: tuple[t.ThemeId, ...] = ()
    """Thema's | Thema's (id's). | [smart-living]"""
    municipalities: tuple[t.MunicipalityId, ...] = ()
    """Gemeenten | Gemeenten (id's). | [zwolle, breda]"""
    projects: tuple[t.ProjectId, ...] = ()
    """Projecten | Projecten (id's). | [zwolle-senshagen]"""
    sources: Sources = ()
    """Bronnen | De bronnen. | [https://www.voorbeeld.nl/] | bron"""
    draft: t.YesNo = False
    """Concept | `true`: alleen in een voorbeeld te zien. | true"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""

    @property
    def is_online(self) -> bool:
        """Whether one can take part online, also where nobody wrote down at which address."""
        return self.online is not None


class Chapter(Entry, frozen=True, kw_only=True):
    """Een hoofdstuk van de handleiding voor redacteuren: docs/redactie/naam.md."""

    title: t.Title
    """Titel | De titel: de eerste regel van het bestand. | Lantaarns die meten"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen: de alinea onder de titel. | Waar gaat het over, in één of twee zinnen?"""


class Page(Entry, frozen=True, kw_only=True):
    """Een vaste pagina: content/pages/naam.md."""

    title: t.Title
    """Titel | De titel. | Veelgestelde vragen"""
    summary: t.Summary
    """Samenvatting | Eén of twee zinnen, hooguit 300 tekens. | Waar gaat het over, in één of twee zinnen?"""
    menu: t.Number | None = None
    """Plek in het menu | Een getal: de pagina staat dan in het menu, in deze volgorde. | 1"""
    updated: t.PartialDate | None = None
    """Gewijzigd op | De laatste wijziging. | 2026-11-24"""
    draft: t.YesNo = False
    """Concept | `true`: alleen in een voorbeeld te zien. | true"""
    aliases: tuple[t.Alias, ...] = ()
    """Oude adressen | Oude adressen. | [/oud-adres/] | oud adres"""
