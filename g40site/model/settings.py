"""site.yaml: the site itself."""

from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit

from msgspec import Meta, field

from g40site.model import types as t
from g40site.model.entries import Contact, Entry
from g40site.model.shape import Fault


class SiteContact(Contact, frozen=True, kw_only=True):
    """De contactpersoon van de groep."""

    municipality: t.MunicipalityId | None = None
    """Gemeente | De gemeente waar de contactpersoon werkt (een id). | apeldoorn"""


class FocusPoint(Entry, frozen=True, kw_only=True):
    """Een aandachtspunt van de groep."""

    title: t.Title
    """Titel | Het aandachtspunt. | Privacy"""
    description: t.Markdown | None = None
    """Beschrijving | Een uitleg. | Hier staat de uitleg."""


class TopicWords(Entry, frozen=True, kw_only=True):
    """Een onderwerp, met andere woorden voor hetzelfde."""

    title: t.Topic
    """Titel | Het woord dat op de site staat. | verkeerslichten"""
    also: tuple[t.Topic, ...] = ()
    """Andere woorden | Andere woorden voor hetzelfde. | [iVRI, VRI] | woord"""


class Repository(Entry, frozen=True, kw_only=True):
    """Waar de inhoud van de site wordt bewaard."""

    url: t.Url
    """Adres | Het adres van de opslag. | https://git.voorbeeld.nl/g40/site"""
    branch: t.Line = "main"
    """Tak | De tak. | main"""

    def edit_href(self, file: str) -> str:
        """Where a file can be changed in the browser."""
        return self.href("edit", file)

    def page_href(self, file: str) -> str:
        """Where a file can be read in the browser."""
        return self.href("blob", file)

    @property
    def is_github(self) -> bool:
        return urlsplit(self.url).hostname in ("github.com", "www.github.com")

    def href(self, what: str, file: str) -> str:
        return f"{self.url.rstrip('/')}/{'' if self.is_github else '-/'}{what}/{quote(self.branch)}/{quote(file)}"

    def form_href(self, form: str, title: str, **answers: str) -> str:
        """Where a form opens with its title filled in, and on GitHub, whose forms have fields, with these answers."""
        if self.is_github:
            return (
                f"{self.url.rstrip('/')}/issues/new?{urlencode({'template': f'{form}.yml', 'title': title, **answers})}"
            )
        return f"{self.url.rstrip('/')}/-/issues/new?{urlencode({'issuable_template': form, 'issue[title]': title})}"


class Forms(Entry, frozen=True, kw_only=True):
    """De formulieren waarmee redacteuren de site veranderen: /beheer/."""

    kind: t.ForgeKind
    """Soort | Waar de inhoud wordt bewaard. | gitlab"""
    url: t.SiteUrl
    """Adres | Het adres van GitLab of GitHub zelf. | https://git.voorbeeld.nl/"""
    project: t.ForgeProject
    """Project | De groep en de naam, zoals zij in het adres staan. | g40/digitalisering"""
    application: t.Line | None = None
    """Toepassing | De id van de toepassing (application) in GitLab. Bij GitHub niet nodig. | 5f1ce2d8a9"""
    login: t.SiteUrl | None = None
    """Inloghulp | Alleen bij GitHub, voor een inlogknop: het adres van een inloghulp. | https://login.voorbeeld.nl/"""
    address: t.SiteUrl | None = None
    """Eigen adres | Waar de formulieren staan, als dat niet op deze site is. | https://beheer.voorbeeld.nl/"""

    def __post_init__(self) -> None:
        if self.kind == "gitlab" and not self.application:
            raise Fault("sleutel-ontbreekt", key="application")


class Approval(Entry, frozen=True, kw_only=True):
    """Wie voorstellen voor de site leest en goedkeurt."""

    role: t.Line
    """Rol | De rol, zoals `Redactie`. Een rol klopt langer dan een naam. | Redactie"""
    email: t.Email
    """Mailadres | De mailbox. Liever een gedeelde dan die van één mens. | redactie@voorbeeld.nl"""
    days: t.NotNegative | None = None
    """Werkdagen | Binnen hoeveel werkdagen dat meestal lukt. | 3"""


class Security(Entry, frozen=True, kw_only=True):
    """Bij wie bezoekers een kwetsbaarheid melden."""

    contact: t.Url
    """Contact | Het adres, meestal `mailto:`. | mailto:veilig@voorbeeld.nl"""
    policy: t.Url | None = None
    """Beleid | Het beleid voor meldingen. | https://www.voorbeeld.nl/beleid"""


class Accessibility(Entry, frozen=True, kw_only=True):
    """De stand van de toegankelijkheid."""

    status: t.AccessibilityStatus
    """Status | A tot en met E; A en B alleen na een volledig onderzoek. | D"""
    date: t.Day
    """Datum | De dag van deze stand. | 2026-11-01"""
    statement: t.Url | None = None
    """Verklaring | Het adres van de verklaring. | https://www.voorbeeld.nl/verklaring"""
    report: t.Url | None = None
    """Onderzoek | Het adres van het onderzoek. | https://www.voorbeeld.nl/onderzoek"""
    contact: t.Url | None = None
    """Contact | Waar bezoekers een probleem melden. | mailto:toegankelijk@voorbeeld.nl"""


class Publisher(Entry, frozen=True, kw_only=True):
    """Wie verantwoordelijk is voor de site."""

    name: t.Line
    """Naam | De naam. | Gemeente Zwolle"""
    code: t.Code | None = None
    """CBS-code | De CBS-code van de gemeente. | GM0193"""
    url: t.Url | None = None
    """Adres | Het adres. | https://www.voorbeeld.nl/"""


class Features(Entry, frozen=True, kw_only=True):
    """Delen van de site die u kunt uitzetten."""

    share_cards: t.YesNo = True
    """Deelplaatjes | Deelplaatjes. | false"""
    search: t.YesNo = True
    """Zoeken | Zoeken. | false"""
    matching: t.YesNo = True
    """Samenwerken | Adviezen en projecten die op elkaar lijken. | false"""


class Site(Entry, frozen=True, kw_only=True):
    """site.yaml: de site zelf."""

    title: t.Title
    """Titel | De naam van de site. | Themagroep Digitalisering"""
    network: t.Title
    """Netwerk | Het netwerk waar de groep bij hoort. | G40 stedennetwerk"""
    description: Annotated[str, t.LINE, Meta(max_length=200)]
    """Beschrijving | Eén zin over de site, hooguit 200 tekens. | Zie welke gemeenten aan hetzelfde werken."""
    url: t.SiteUrl
    """Adres | Het adres van de site. | https://www.voorbeeld.nl/"""
    language: t.Language = "nl"
    """Taal | De taal van de site. | nl"""
    timezone: t.TimeZone = "Europe/Amsterdam"
    """Tijdzone | De tijdzone van de agenda. | Europe/Amsterdam"""
    focus_points: Annotated[tuple[FocusPoint, ...], Meta(min_length=1)]
    """Aandachtspunten | De aandachtspunten. | [{title: Privacy}] | aandachtspunt"""
    topics: tuple[TopicWords, ...] = ()
    """Onderwerpen | Onderwerpen en andere woorden daarvoor. | [{title: verkeerslichten, also: [iVRI]}] | onderwerp"""
    contact: SiteContact
    """Contact | De contactpersoon van de groep. | {role: Projectleider, email: slim@voorbeeld.nl}"""
    repository: Repository | None = None
    """Opslag | Waar de inhoud wordt bewaard. | {url: https://git.voorbeeld.nl/g40/site}"""
    forms: Forms | None = None
    """Formulieren | Formulieren op /beheer/. | {kind: github, url: https://github.com, project: g40/site}"""
    approval: Approval | None = None
    """Goedkeuring | Wie voorstellen leest en goedkeurt. | {role: Redactie, email: redactie@voorbeeld.nl}"""
    security: Security | None = None
    """Kwetsbaarheid melden | Bij wie bezoekers een kwetsbaarheid melden. | {contact: mailto:veilig@voorbeeld.nl}"""
    accessibility: Accessibility | None = None
    """Toegankelijkheid | De stand van de toegankelijkheid. | {status: D, date: 2026-11-01}"""
    publisher: Publisher | None = None
    """Verantwoordelijke | Wie verantwoordelijk is voor de site. | {name: Gemeente Zwolle}"""
    licence: t.Line
    """Licentie | De licentie van de teksten en de open data. | CC-BY-4.0"""
    features: Features = field(default_factory=Features)
    """Onderdelen | Delen die u kunt uitzetten. | {search: false}"""

    @property
    def logo(self) -> str:
        """The first word of the name of the network."""
        return self.network.split(" ")[0]
