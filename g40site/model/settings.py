"""site.yaml: the site itself."""

from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit

from msgspec import field

from g40site.model import fields as f
from g40site.model.entries import Contact, Entry
from g40site.model.shape import AtLeast, AtMost


class SiteContact(Contact, frozen=True, kw_only=True):
    """De contactpersoon van de groep."""

    municipality: f.MunicipalityId | None = None
    """De gemeente waar de contactpersoon werkt (een id)."""


class FocusPoint(Entry, frozen=True, kw_only=True):
    """Een aandachtspunt van de groep."""

    title: f.Title
    """Het aandachtspunt."""
    description: f.Markdown | None = None
    """Een uitleg."""


class TopicWords(Entry, frozen=True, kw_only=True):
    """Een onderwerp, met andere woorden voor hetzelfde."""

    title: f.Topic
    """Het woord dat op de site staat."""
    also: tuple[f.Topic, ...] = ()
    """Andere woorden voor hetzelfde."""


class Repository(Entry, frozen=True, kw_only=True):
    """Waar de inhoud van de site wordt bewaard."""

    url: f.Url
    """Het adres van de opslag."""
    branch: f.Line = "main"
    """De tak."""

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


class Approval(Entry, frozen=True, kw_only=True):
    """Wie voorstellen voor de site leest en goedkeurt."""

    role: f.Line
    """De rol, zoals `Redactie`. Een rol klopt langer dan een naam."""
    email: f.Email
    """De mailbox. Liever een gedeelde dan die van één mens."""
    days: f.NotNegative | None = None
    """Binnen hoeveel werkdagen dat meestal lukt."""


class Security(Entry, frozen=True, kw_only=True):
    """Bij wie bezoekers een kwetsbaarheid melden."""

    contact: f.Url
    """Het adres, meestal `mailto:`."""
    policy: f.Url | None = None
    """Het beleid voor meldingen."""


class Accessibility(Entry, frozen=True, kw_only=True):
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
    """Waar bezoekers een probleem melden."""


class Publisher(Entry, frozen=True, kw_only=True):
    """Wie verantwoordelijk is voor de site."""

    name: f.Line
    """De naam."""
    code: f.Code | None = None
    """De CBS-code van de gemeente."""
    url: f.Url | None = None
    """Het adres."""


class Features(Entry, frozen=True, kw_only=True):
    """Delen van de site die u kunt uitzetten."""

    share_cards: f.YesNo = True
    """Deelplaatjes."""
    search: f.YesNo = True
    """Zoeken."""
    matching: f.YesNo = True
    """Adviezen en projecten die op elkaar lijken."""


class Site(Entry, frozen=True, kw_only=True):
    """site.yaml: de site zelf."""

    title: f.Title
    """De naam van de site."""
    network: f.Title
    """Het netwerk waar de groep bij hoort."""
    description: Annotated[f.Line, AtMost(200)]
    """Eén zin over de site, hooguit 200 tekens."""
    url: f.SiteUrl
    """Het adres van de site."""
    language: f.Language = "nl"
    """De taal van de site."""
    timezone: f.TimeZone = "Europe/Amsterdam"
    """De tijdzone van de agenda."""
    focus_points: Annotated[tuple[FocusPoint, ...], AtLeast(1)]
    """De aandachtspunten."""
    topics: tuple[TopicWords, ...] = ()
    """Onderwerpen en andere woorden daarvoor."""
    contact: SiteContact
    """De contactpersoon van de groep."""
    repository: Repository | None = None
    """Waar de inhoud wordt bewaard."""
    approval: Approval | None = None
    """Wie voorstellen leest en goedkeurt."""
    security: Security | None = None
    """Bij wie bezoekers een kwetsbaarheid melden."""
    accessibility: Accessibility | None = None
    """De stand van de toegankelijkheid."""
    publisher: Publisher | None = None
    """Wie verantwoordelijk is voor de site."""
    licence: f.Line
    """De licentie van de teksten en de open data."""
    features: Features = field(default_factory=Features)
    """Delen die u kunt uitzetten."""
