"""The pages around the content: search, freshness, following the site, fixed pages, 404 and redirects."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from g40site import addresses, words
from g40site.content.prose import message_prefix
from g40site.content.site import Chapter, Event, Page, Project, Redirect
from g40site.model import Municipality
from g40site.outputs import atom
from g40site.outputs.publication import address_of
from g40site.pages.contact import Person, group_contact
from g40site.pages.context import Context
from g40site.pages.mail_forms import mail_forms
from g40site.pages.view_models import Link, View

LAST_CHANGES = 30
LONG_PAGE = 3


def search(ctx: Context) -> View:
    """A field to search with, and links to everything for where there is no script: a municipality with its other
    names, so that those can be found too, and a meeting with its month, because many a meeting comes back each year.
    """
    site = ctx.site
    # The pages that the site makes itself and that stand under no other heading of this page.
    pages = [
        ctx.link(page.title, page.address)
        for page in ctx.site_pages
        if page.summary and page.address not in (addresses.NEWS, addresses.AGENDA)
    ]
    index = ctx.href(addresses.SEARCH_INDEX) if site.settings.features.search else ""
    groups = (
        ("Thema’s", tuple(ctx.link_to(t) for t in site.themes)),
        ("Gemeenten", tuple(ctx.link(all_names(m), addresses.municipality(m.id)) for m in site.municipalities)),
        ("Onderwerpen", tuple(ctx.topic(word) for word, _projects in ctx.site.topics.values())),
        ("Projecten", tuple(ctx.link_to(p) for p in site.projects)),
        ("Berichten", tuple(ctx.link_to(item) for item in site.news)),
        ("Bijeenkomsten", tuple(ctx.link(dated_title(event), address_of(event)) for event in reversed(site.events))),
        ("Over de groep en deze site", (*pages, *map(ctx.link_to, site.own_pages), *manual(ctx))),
    )
    return View(
        description="Alle thema’s, gemeenten, onderwerpen, projecten en berichten.",
        index=index,
        groups=tuple((title, links) for title, links in groups if links),
    )


def all_names(m: Municipality) -> str:
    return f"{m.name} ({', '.join(m.also_known_as)})" if m.also_known_as else m.name


def dated_title(event: Event) -> str:
    return f"{event.title} ({words.partial_date(f'{event.begins:%Y-%m}')})"


def manual(ctx: Context) -> tuple[Link, ...]:
    """The way to the editors' manual, where there is one."""
    return (ctx.link("Voor redacteuren", addresses.MANUAL),) if ctx.site.has_manual else ()


def freshness(ctx: Context) -> View:
    projects = ctx.site.projects
    return View(
        description="Hoe vers de gegevens zijn, per gemeente, en wat het laatst veranderde.",
        total=len(projects),
        checked=sum(ctx.is_checked(project) for project in projects),
        contacts=sum(has_contact(ctx, project) for project in projects),
        old=sum(not ctx.is_recent(project.status_date) for project in projects),
        rows=tuple(freshness_row(ctx, m) for m in ctx.site.municipalities),
        changes=changes(ctx),
    )


def has_contact(ctx: Context, project: Project) -> bool:
    """Whether a person or a role can be asked: the project's own, or its municipality's first."""
    return project.contact is not None or bool(ctx.site.municipality[project.municipality].contacts)


def freshness_row(ctx: Context, m: Municipality) -> SimpleNamespace:
    """How fresh the facts of one municipality are."""
    own = ctx.site.projects_of.get(m.id, [])
    states = sorted(project.status_date for project in own if project.status_date)
    return SimpleNamespace(
        municipality=ctx.municipality(m.id),
        projects=len(own),
        checked=sum(ctx.is_checked(project) for project in own),
        recent_state=sum(ctx.is_recent(project.status_date) for project in own),
        contacts=sum(has_contact(ctx, project) for project in own),
        oldest=words.partial_date(states[0]) if states else "niet bekend" if own else "",
    )


class Change(NamedTuple):
    """An entry that came or became another on a day."""

    date: str
    kind: str
    link: Link


def changes(ctx: Context) -> list[Change]:
    """The last that was added or changed, the newest first."""
    by_title = sorted(all_changes(ctx), key=lambda change: change.link.text)
    return sorted(by_title, key=lambda change: change.date, reverse=True)[:LAST_CHANGES]


def all_changes(ctx: Context) -> Iterator[Change]:
    for project in ctx.site.projects:
        if project.updated:
            yield Change(project.updated, "Project gewijzigd", ctx.link_to(project))
        if project.added:
            yield Change(project.added, "Project toegevoegd", ctx.link_to(project))
    for item in ctx.site.news:
        kind = "Bericht gewijzigd" if item.updated else "Bericht"
        yield Change(item.updated or item.date.isoformat(), kind, ctx.link_to(item))
    for event in ctx.site.events:
        if event.updated:
            yield Change(event.updated, "Bijeenkomst gewijzigd", ctx.link_to(event))
    for page in ctx.site.pages:
        if page.updated:
            yield Change(page.updated, "Pagina gewijzigd", ctx.link_to(page))


def contents(ctx: Context, entry: Page | Chapter) -> tuple[Link, ...]:
    """The headings of a long page."""
    headings = [heading for heading in ctx.prose.headings(ctx.body(entry)) if heading.level == 2]
    return tuple(Link(h.text, f"#{h.id}") for h in headings) if len(headings) >= LONG_PAGE else ()


def page(ctx: Context, page: Page) -> View:
    """A fixed page; `contents` is empty when it is short. The one on taking part has forms."""
    return View(
        page.title,
        page.summary,
        mail_forms=mail_forms(ctx) if page.slug == addresses.TAKING_PART else None,
        page=page,
        draft=page.draft,
        updated=page.updated,
        contents=contents(ctx, page),
        approver=None,
        groups=(),
    )


def chapter(ctx: Context, chapter: Chapter) -> View:
    """A page of the editors' manual. It names who reads proposals; that of all messages explains each."""
    address, (person, text) = addresses.chapter(chapter.slug), approver(ctx)
    return View(
        chapter.title,
        chapter.summary,
        above=() if address == addresses.MANUAL else [("Voor redacteuren", addresses.MANUAL)],
        mail_forms=None,
        page=chapter,
        draft=False,
        contents=contents(ctx, chapter),
        updated=None,
        approver=person,
        approval=text,
        groups=message_groups(ctx, chapter) if address == addresses.MESSAGES else (),
    )


def message_groups(ctx: Context, chapter: Chapter) -> list[tuple[str, list[tuple[Chapter, str]]]]:
    """The text of the page of all messages, each message under the heading of the list that it stands in."""
    intro, *sections = re.split(r"(?=<h2 )", ctx.prose.html(ctx.body(chapter), chapter.file))
    remaining = {explained.code: explained for explained in ctx.site.messages}
    link = re.compile(f'href="{re.escape(ctx.href(addresses.MESSAGES))}#([^"]+)"')
    groups: list[tuple[str, list[tuple[Chapter, str]]]] = [(intro, [])]
    for html in sections:
        codes = [code for code in dict.fromkeys(link.findall(html)) if code in remaining]
        groups.append((html, [(remaining[code], message(ctx, remaining.pop(code))) for code in codes]))
    groups.append(("", [(left, message(ctx, left)) for left in remaining.values()]))
    return [(html, messages) for html, messages in groups if html or messages]


def message(ctx: Context, chapter: Chapter) -> str:
    """A message below its own heading of level 3, so that its headings stand two levels lower.

    The way to all messages, which the file has for who reads it elsewhere, is left out: here they stand around it.
    """
    html = ctx.prose.html(ctx.body(chapter), chapter.file, message_prefix(chapter.code))
    way = re.escape(ctx.href(addresses.MESSAGES))
    html = re.sub(rf'<p><a href="{way}">[^<]*</a></p>\s*', "", html)
    return re.sub(r"(?<=<h|/h)[2-6](?=[ >])", lambda level: str(min(int(level[0]) + 2, 6)), html)


def approver(ctx: Context) -> tuple[Person, str]:
    """Who reads what somebody proposes, as the settings say; where they do not, the contact of the group, who knows who
    does. With which of the two, and how soon.
    """
    approval = ctx.site.settings.approval
    if approval is None:
        text = "Wie voorstellen leest, is nog niet ingesteld. De contactpersoon van de groep kan het u vertellen."
        return group_contact(ctx), text
    reads = ", ".join(filter(None, ("Leest elk voorstel en voegt het samen", words.term(approval.days))))
    person = Person(name="", role=approval.role, email=approval.email, email_href=addresses.mailto(approval.email))
    return person, f"{reads}."


def not_found(ctx: Context) -> View:
    """No page stands at this address: the ways on."""
    return View(
        description="Deze pagina bestaat niet, of zij staat nu ergens anders.",
        themes=ctx.all_marks,
        links=(
            *(() if ctx.site.settings.features.search else (ctx.site_link(addresses.SEARCH),)),
            ctx.link("Alle projecten", addresses.PROJECTS),
            ctx.link("Alle gemeenten", addresses.MUNICIPALITIES),
            ctx.link("Naar het begin", addresses.HOME),
        ),
    )


def redirect(ctx: Context, redirect: Redirect) -> View:
    """The small page at an old address; its canonical address is the new one."""
    canonical = ctx.absolute(redirect.address.partition("#")[0])
    return View(redirect.title, href=ctx.href(redirect.address), canonical=canonical)


def subscribe(ctx: Context) -> View:
    """Every feed and calendar."""
    site = ctx.site
    return View(
        description="Volg de themagroep met uw agenda of met een lezer voor feeds, zonder account.",
        calendars=(
            calendar(ctx, "Alle bijeenkomsten", addresses.CALENDAR),
            *(calendar(ctx, theme.title, addresses.theme_calendar(theme.id)) for theme in site.themes),
        ),
        feeds=(feed(ctx, "Alles wat nieuw is", atom.EVERYTHING), feed(ctx, "Alleen de berichten", atom.NEWS)),
        most=atom.MOST_OF_A_KIND,
        groups=(
            ("Thema’s", [feed(ctx, t.title, atom.Feed("theme", t.id)) for t in site.themes]),
            ("Gemeenten", [feed(ctx, m.name, atom.Feed("municipality", m.id)) for m in site.municipalities]),
        ),
        has_look_alikes=site.settings.features.matching,
    )


# Something to follow: its text, what opens it at once, the address to copy, and of a calendar the file.
Subscription = tuple[str, str, str, str]


def calendar(ctx: Context, text: str, address: str) -> Subscription:
    """A calendar program opens `webcal:` and keeps looking; the file itself is only what there is now."""
    at = ctx.absolute(address)
    return text, f"webcal:{at.partition(':')[2]}", at, ctx.href(address)


def feed(ctx: Context, text: str, feed: atom.Feed) -> Subscription:
    return text, ctx.href(feed.address), ctx.absolute(feed.address), ""


# The pages of the small site in `templates/examples` of which the style guide shows the components.
EXAMPLES = {
    "agenda": addresses.AGENDA,
    "alderman": addresses.municipality("s-hertogenbosch"),
    "home": addresses.HOME,
    "municipality": addresses.municipality("zwolle"),
    "news": addresses.NEWS,
    "page": addresses.page("lang"),
    "pilots": addresses.phase("pilot"),
    "project": addresses.project("tuinen"),
    "projects": addresses.PROJECTS,
    "theme": addresses.theme("smart-environment"),
    "themes": addresses.THEMES,
    "together": addresses.TOGETHER,
}


def styleguide(ctx: Context) -> View:
    """Every component in its states, on the pages of a small site; it is no part of the site."""
    ctx.tracker.result(("examples",))
    pages, helpers = ctx.examples(EXAMPLES.values())
    views: dict[str, Any] = dict(zip(EXAMPLES, pages, strict=True))
    description = "Alle bouwstenen van deze site, elk met een voorbeeld. De namen en cijfers zijn verzonnen."
    return View(description=description, helpers=helpers, **views)
