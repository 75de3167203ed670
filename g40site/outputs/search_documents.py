"""What a visitor can find, as values: one entry for each page worth finding, with its words by how much they say.

In: the publication. Out: sources of entries in a fixed order. A name counts most, then what an entry is about, then
other words for that, its summary and its text. Mailboxes and telephone numbers are never in it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from g40site import addresses, words
from g40site.content.prose import id_prefix
from g40site.content.site import Chapter, Event, NewsItem, Page, Project
from g40site.model import Municipality, Theme
from g40site.model.settings import TopicWords
from g40site.outputs.fields import redact
from g40site.outputs.publication import Publication, SitePage

# How much a word says by where it stands. One digit: the index writes it as one.
NAME, SUBJECT, HEADING, SUMMARY, TEXT = 9, 6, 4, 3, 1
OTHER_WORD = 3

# The kinds, one and many, in the order in which equal entries are shown.
KINDS = (
    ("Thema", "Thema’s"),
    ("Gemeente", "Gemeenten"),
    ("Onderwerp", "Onderwerpen"),
    ("Bundel", "Bundels"),
    ("Project", "Projecten"),
    ("Pagina", "Pagina’s"),
    ("Bericht", "Berichten"),
    ("Bijeenkomst", "Bijeenkomsten"),
)
THEME, MUNICIPALITY, TOPIC, BUNDLE, PROJECT, PAGE, NEWS, EVENT = range(len(KINDS))


class Document(Struct, frozen=True):
    """One page: its kind, title, address, a short line (where, when) and a summary; `texts` are its words by weight."""

    kind: int
    title: str
    address: str
    line: str
    summary: str
    texts: tuple[tuple[int, str], ...]


class DocumentSource(Struct, frozen=True):
    """What one kind of entries is made of: items, and what makes the entries of one."""

    name: str
    items: tuple[Any, ...]
    documents: Callable[[Publication, Any], Iterable[Document]]


def sources(publication: Publication) -> tuple[DocumentSource, ...]:
    """Everything that can be found, kind by kind."""
    site = publication.site
    return (
        DocumentSource("themes", site.themes, theme),
        DocumentSource("municipalities", site.municipalities, municipality),
        DocumentSource("topics", tuple(site.topics.values()), topic),
        DocumentSource("projects", site.projects, project),
        DocumentSource("pages", site.own_pages, page),
        DocumentSource("site pages", tuple(page for page in publication.site_pages if page.summary), site_page),
        DocumentSource("messages", (site.messages,) if site.messages else (), messages),
        DocumentSource("news", site.news, news),
        DocumentSource("events", site.events, event),
        # What follows from all projects together is one item.
        DocumentSource("bundles", (None,), bundles),
    )


def document(kind: int, title: str, address: str, line: str, summary: str, *texts: tuple[int, str]) -> Document:
    """An entry whose title and summary are among its words."""
    said = ((NAME, title), (SUMMARY, summary), *texts)
    return Document(kind, title, address, line, summary, tuple((weight, redact(text)) for weight, text in said if text))


@lru_cache(maxsize=1)
def other_words(topics: tuple[TopicWords, ...]) -> dict[str, str]:
    """By the slug of a topic the other words that `site.yaml` has for it; worked out once for all that can be found."""
    found: dict[str, list[str]] = {}
    for topic in topics:
        found.setdefault(addresses.slug(topic.title), []).extend(topic.also)
    return {slug: " ".join(words) for slug, words in found.items()}


def theme(publication: Publication, one: Theme) -> Iterator[Document]:
    site = publication.site
    lead = site.municipality[one.lead].name
    number = len(site.projects_of_theme.get(one.id, ()))
    yield document(
        THEME,
        one.title,
        addresses.theme(one.id),
        f"Koploper {lead}, {words.count(number, 'project', 'projecten')}",
        one.summary,
        (SUBJECT, f"thema koploper {lead} {' '.join(one.topics)}"),
        (TEXT, publication.plain(one.description)),
    )


def municipality(publication: Publication, one: Municipality) -> Iterator[Document]:
    site = publication.site
    number = len(site.projects_at.get(one.id, ()))
    leads = [theme.title for theme in site.led_by.get(one.id, ())]
    people = [(person.name, person.role) for person in one.administrators]
    people += [(person.name or "", person.role or "") for person in one.contacts]
    summary = f"{words.count(number, 'project', 'projecten')} op deze site." if number else "Nog geen projecten bekend."
    yield document(
        MUNICIPALITY,
        one.name,
        addresses.municipality(one.id),
        f"{one.province}{f', koploper van {words.listed(leads)}' if leads else ''}",
        summary,
        (NAME, " ".join(one.also_known_as)),
        (SUBJECT, f"gemeente {one.province} {' '.join(leads)}"),
        (SUBJECT, " ".join(name for name, _role in people)),
        (OTHER_WORD, " ".join((*(role for _name, role in people), "contact bellen mailen"))),
    )


def topic(publication: Publication, one: tuple[str, tuple[Project, ...]]) -> Iterator[Document]:
    word, projects = one
    said = words.count(len(projects), "project", "projecten")
    others = other_words(publication.site.settings.topics).get(addresses.slug(word), "")
    yield document(TOPIC, words.capital(word), addresses.topic(word), said, "", (SUBJECT, f"onderwerp {others}"))


def bundles(publication: Publication, _: None) -> Iterator[Document]:
    site = publication.site
    for bundle in publication.matching.bundles:
        places = words.listed([site.municipality[id].name for id in bundle.municipalities])
        yield document(
            BUNDLE,
            bundle.title,
            f"{addresses.TOGETHER}#bundel-{bundle.id}",
            words.count(len(bundle.projects), "project", "projecten"),
            f"Kunnen samen verder: {places}.",
            (SUMMARY, " ".join(bundle.topics)),
        )


def project(publication: Publication, one: Project) -> Iterator[Document]:
    site, also = publication.site, other_words(publication.site.settings.topics)
    places = [site.municipality[id] for id in site.place_of(one)]
    known_as = " ".join(name for place in places for name in (place.name, *place.also_known_as))
    written = ((one.description, ""), (one.seeking, "kans"), (one.lesson, "les"))
    texts = (
        publication.plain(markdown, id_prefix(field, one.id) if field else "")
        for markdown, field in written
        if markdown
    )
    yield document(
        PROJECT,
        one.title,
        addresses.project(one.id),
        f"{words.listed([place.name for place in places])}, {words.PHASES[one.status]}",
        one.summary,
        (SUBJECT, f"{known_as} {' '.join(one.topics)}"),
        (OTHER_WORD, " ".join(also.get(addresses.slug(word), "") for word in one.topics)),
        (OTHER_WORD, " ".join(site.theme[id].title for id in one.themes)),
        (OTHER_WORD, " ".join((words.PHASES[one.status], *one.partners))),
        (TEXT, " ".join(texts)),
    )


def page(publication: Publication, one: Page) -> Iterator[Document]:
    yield document(PAGE, one.title, addresses.page(one.slug), "", one.summary, *body(publication, one))


def site_page(publication: Publication, one: SitePage) -> Iterator[Document]:
    group = publication.site.settings.contact
    who = f"{group.name or ''} {group.role or ''}" if one.address == addresses.JOIN else ""
    yield document(PAGE, one.title, one.address, "", one.summary, (SUBJECT, one.other_words), (SUMMARY, who))


def messages(_publication: Publication, all_of_them: tuple[Chapter, ...]) -> Iterator[Document]:
    """The page that explains all messages, by their codes alone: the manual is no part of what visitors search."""
    codes = " ".join(message.code for message in all_of_them)
    summary = "Voor redacteuren: wat een melding van de controle betekent."
    yield document(PAGE, "Meldingen", addresses.MESSAGES, "", summary, (TEXT, codes))


def news(publication: Publication, one: NewsItem) -> Iterator[Document]:
    said = words.day(one.date)
    subjects = names_of(publication, one)
    yield document(NEWS, one.title, addresses.news(one.slug), said, one.summary, subjects, *body(publication, one))


def event(publication: Publication, one: Event) -> Iterator[Document]:
    said = words.day(one.begins.date())
    line = f"{said}, {one.location}" if one.location else said
    about = (SUMMARY, f"{one.location or ''} {one.organiser or ''}")
    texts = (names_of(publication, one), about, *body(publication, one))
    yield document(EVENT, one.title, addresses.event(one.slug), line, one.summary, *texts)


def names_of(publication: Publication, one: NewsItem | Event) -> tuple[int, str]:
    """The themes and municipalities that an entry says it is about, and the year that people remember it by."""
    site = publication.site
    year = one.date.year if isinstance(one, NewsItem) else one.begins.year
    themes = (site.theme[id].title for id in one.themes)
    places = (site.municipality[id].name for id in one.municipalities)
    return OTHER_WORD, " ".join((*themes, *places, str(year)))


def body(publication: Publication, one: NewsItem | Event | Page) -> tuple[tuple[int, str], ...]:
    markdown = publication.body(one)
    headings = " ".join(heading.text for heading in publication.prose.headings(markdown))
    return (HEADING, headings), (TEXT, publication.plain(markdown))
