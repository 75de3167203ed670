"""What a visitor can find, as values: one document for each page worth finding, with its words by how much they say.

In: the publication. Out: entries in a fixed order, each with what makes its document. A name counts most, then what an
entry is about, then other words for that, its summary and its text. Mailboxes and telephone numbers are never in it.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from g40site import addresses, words
from g40site.content.prose import id_prefix
from g40site.content.site import Chapter, Event, NewsItem, Page, Project
from g40site.markdown.typography import curly
from g40site.matching import Bundle
from g40site.matching.language import plain, stem
from g40site.model import Municipality, Theme
from g40site.model.settings import TopicWords
from g40site.outputs.publication import Publication, SitePage, redact, where

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
    ("Melding", "Meldingen"),
)
THEME, MUNICIPALITY, TOPIC, BUNDLE, PROJECT, PAGE, NEWS, EVENT, MESSAGE = range(len(KINDS))

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
APOSTROPHE = re.compile(r"['’]")
# Nobody looks for a longer word, and to look for its parts would take for ever.
LONGEST = 60
# Words that say nothing in a question, and are in no index.
STOP_WORDS = frozenset(
    """
    aan als bij dan dat de der deze die dit doe doen doet door een en er geen gaat had heb heeft het hij hoe hun ik in
    is je kan kon kun maar me met mijn moet naar niet nog nu of om ons onze ook op over s te tot uit u uw van veel voor
    waar wanneer was wat we welk welke wel wie wij wil wordt zal ze zich zij zijn zo zou
    """.split()
)

# What a result shows: its kind, its title, its address below that of the site, a line and a summary.
Result = tuple[int, str, str, str, str]


class Word(Struct, frozen=True, array_like=True):
    """How much a word of a document says at most, and the forms in which it stands there."""

    weight: int
    forms: list[str]


class Document(Struct, frozen=True, array_like=True):
    """A page that can be found: what its result shows, and its words by their stem."""

    result: Result
    words: dict[str, Word]


class Source(NamedTuple):
    """Entries of one kind, and what makes the document of one."""

    name: str
    entries: tuple[Any, ...]
    document_of: Callable[[Publication, Any], Document]


def sources(publication: Publication) -> tuple[Source, ...]:
    """Everything that can be found, kind by kind."""
    site = publication.site
    return (
        Source("themes", site.themes, theme_document),
        Source("municipalities", site.municipalities, municipality_document),
        Source("topics", tuple(site.topics.values()), topic_document),
        Source("projects", site.projects, project_document),
        Source("pages", site.own_pages, page_document),
        Source("site pages", tuple(page for page in publication.site_pages if page.summary), site_page_document),
        Source("page of messages", tuple(filter(is_page_of_messages, site.manual_pages)), chapter_document),
        Source("news", site.news, news_document),
        Source("events", site.events, event_document),
        Source("bundles", publication.matching.bundles, bundle_document),
        Source("messages", site.messages, message_document),
    )


def document(kind: int, title: str, address: str, line: str, summary: str, *texts: tuple[int, str]) -> Document:
    """An entry whose title and summary are among its words; `line` says where or when, `texts` are words by weight."""
    weighed = ((NAME, title), (SUMMARY, summary), *texts)
    return Document(result_of(kind, title, address, line, summary), words_of(weighed))


def result_of(kind: int, title: str, address: str, line: str = "", summary: str = "") -> Result:
    title, line, summary = (curly(redact(text)) for text in (title, line, summary))
    return kind, title, address.removeprefix("/"), line, summary


def words_of(texts: Iterable[tuple[int, str]]) -> dict[str, Word]:
    """The words of some texts with their weights, by their stem; none that leads to a mailbox or a telephone."""
    weights: dict[str, int] = {}
    forms: dict[str, dict[str, None]] = {}
    for weight, text in texts:
        for word, root in tokens(redact(text)):
            weights[root] = max(weights.get(root, 0), weight)
            forms.setdefault(root, {})[word] = None
    return {root: Word(weight, [*forms[root]]) for root, weight in weights.items()}


def tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that say something, folded, each with its stem."""
    folded = (APOSTROPHE.sub("", plain(word)) for word in dict.fromkeys(WORD.findall(text)))
    return tuple(
        (word, stem(word)) for word in dict.fromkeys(folded) if len(word) <= LONGEST and word not in STOP_WORDS
    )


@lru_cache(maxsize=1)
def other_words(topics: tuple[TopicWords, ...]) -> dict[str, str]:
    """By the slug of a topic the other words that `site.yaml` has for it; worked out once for all that can be found."""
    by_slug: dict[str, list[str]] = {}
    for topic in topics:
        by_slug.setdefault(addresses.slug(topic.title), []).extend(topic.also)
    return {slug: " ".join(words) for slug, words in by_slug.items()}


def theme_document(publication: Publication, theme: Theme) -> Document:
    site = publication.site
    lead = site.municipality[theme.lead].name
    number = len(site.projects_of_theme.get(theme.id, ()))
    return document(
        THEME,
        theme.title,
        addresses.theme(theme.id),
        f"Koploper {lead}, {words.count(number, 'project', 'projecten')}",
        theme.summary,
        (SUBJECT, f"thema koploper {lead} {' '.join(theme.topics)}"),
        (TEXT, publication.prose.plain(theme.description)),
    )


def municipality_document(publication: Publication, municipality: Municipality) -> Document:
    site = publication.site
    number = len(site.projects_at.get(municipality.id, ()))
    leads = [theme.title for theme in site.led_by.get(municipality.id, ())]
    people = [(person.name, person.role) for person in municipality.administrators]
    people += [(person.name or "", person.role or "") for person in municipality.contacts]
    summary = f"{words.count(number, 'project', 'projecten')} op deze site." if number else "Nog geen projecten bekend."
    return document(
        MUNICIPALITY,
        municipality.name,
        addresses.municipality(municipality.id),
        f"{municipality.province}{f', koploper van {words.listed(leads)}' if leads else ''}",
        summary,
        (NAME, " ".join(municipality.also_known_as)),
        (SUBJECT, f"gemeente {municipality.province} {' '.join(leads)}"),
        (SUBJECT, " ".join(name for name, _role in people)),
        (OTHER_WORD, " ".join((*(role for _name, role in people), "contact bellen mailen"))),
    )


def topic_document(publication: Publication, topic: tuple[str, tuple[Project, ...]]) -> Document:
    word, projects = topic
    line = words.count(len(projects), "project", "projecten")
    others = other_words(publication.site.settings.topics).get(addresses.slug(word), "")
    return document(TOPIC, words.capital(word), addresses.topic(word), line, "", (SUBJECT, f"onderwerp {others}"))


def bundle_document(publication: Publication, bundle: Bundle) -> Document:
    site = publication.site
    places = words.listed([site.municipality[id].name for id in bundle.municipalities])
    return document(
        BUNDLE,
        bundle.title,
        f"{addresses.TOGETHER}#bundel-{bundle.id}",
        words.count(len(bundle.projects), "project", "projecten"),
        f"Kunnen samen verder: {places}.",
        (SUMMARY, " ".join(bundle.topics)),
    )


def project_document(publication: Publication, project: Project) -> Document:
    site, also = publication.site, other_words(publication.site.settings.topics)
    municipalities = [site.municipality[id] for id in site.place_of(project)]
    known_as = " ".join(
        name for municipality in municipalities for name in (municipality.name, *municipality.also_known_as)
    )
    written = ((project.description, ""), (project.seeking, "kans"), (project.lesson, "les"))
    texts = (
        publication.prose.plain(markdown, id_prefix(field, project.id) if field else "")
        for markdown, field in written
        if markdown
    )
    return document(
        PROJECT,
        project.title,
        addresses.project(project.id),
        f"{words.listed([municipality.name for municipality in municipalities])}, {words.PHASES[project.status]}",
        project.summary,
        (SUBJECT, f"{known_as} {' '.join(project.topics)}"),
        (OTHER_WORD, " ".join(also.get(addresses.slug(word), "") for word in project.topics)),
        (OTHER_WORD, " ".join(site.theme[id].title for id in project.themes)),
        (OTHER_WORD, " ".join((words.PHASES[project.status], *project.partners))),
        (TEXT, " ".join(texts)),
    )


def page_document(publication: Publication, page: Page) -> Document:
    return document(PAGE, page.title, addresses.page(page.slug), "", page.summary, *body(publication, page))


def site_page_document(publication: Publication, page: SitePage) -> Document:
    group = publication.site.settings.contact
    who = f"{group.name or ''} {group.role or ''}" if page.address == addresses.JOIN else ""
    return document(PAGE, page.title, page.address, "", page.summary, (SUBJECT, page.other_words), (SUMMARY, who))


def is_page_of_messages(chapter: Chapter) -> bool:
    return addresses.chapter(chapter.slug) == addresses.MESSAGES


def chapter_document(_publication: Publication, chapter: Chapter) -> Document:
    """The page of all messages, by its title alone: the manual is no part of what visitors search."""
    summary = "Voor redacteuren: wat een melding van de controle betekent."
    return document(PAGE, chapter.title, addresses.MESSAGES, "", summary)


def message_document(_publication: Publication, message: Chapter) -> Document:
    """A message at its place on that page, by its code alone, weighed as little as can be: its title is only shown."""
    title = f"{message.title} ({message.code})"
    # The code in one word tells it from what only has the words of it; the search page looks for both.
    code = message.code.replace("-", "")
    weight = NAME if code == message.code else TEXT
    words = words_of(((TEXT, message.code), (weight, code)))
    return Document(result_of(MESSAGE, title, addresses.chapter(message.slug)), words)


def news_document(publication: Publication, item: NewsItem) -> Document:
    line = words.day(item.date)
    subjects = names_of(publication, item)
    return document(NEWS, item.title, addresses.news(item.slug), line, item.summary, subjects, *body(publication, item))


def event_document(publication: Publication, event: Event) -> Document:
    line = words.day(event.begins.date())
    line = f"{line}, {where(event)}" if where(event) else line
    about = (SUMMARY, f"{where(event)} {event.organiser or ''}")
    texts = (names_of(publication, event), about, *body(publication, event))
    return document(EVENT, event.title, addresses.event(event.slug), line, event.summary, *texts)


def names_of(publication: Publication, entry: NewsItem | Event) -> tuple[int, str]:
    """The themes and municipalities that an entry says it is about, and the year that people remember it by."""
    site = publication.site
    year = entry.date.year if isinstance(entry, NewsItem) else entry.begins.year
    themes = (site.theme[id].title for id in entry.themes)
    places = (site.municipality[id].name for id in entry.municipalities)
    return OTHER_WORD, " ".join((*themes, *places, str(year)))


def body(publication: Publication, entry: NewsItem | Event | Page) -> tuple[tuple[int, str], ...]:
    markdown = publication.body(entry)
    headings = " ".join(heading.text for heading in publication.prose.headings(markdown))
    return (HEADING, headings), (TEXT, publication.prose.plain(markdown))
