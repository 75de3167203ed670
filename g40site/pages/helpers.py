"""What every template gets besides its view: the shell, which is the bar with the menu and the foot, and helpers, which
tell of the entries that it gets: links, dates, numbers and rows.

In: the context. Out: functions by the names that templates know. They read by queries, like everything that makes a
page, so a page is made again when what they told of an entry is another.
"""

from collections.abc import Callable, Mapping

from g40site import addresses, country, phrases, words
from g40site.content.site import Page
from g40site.hosts.policy import META_POLICY
from g40site.outputs.publication import SitePage, event_state, when, where
from g40site.pages.contact import group_contact
from g40site.pages.context import Context, moment_iso
from g40site.pages.service import all_changes, manual
from g40site.pages.view_models import DateText, Link

# The languages of a site as Open Graph has them, with a country.
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
# Pages that every public body must have stand together at the foot.
DUTIES = ("toegankelijkheid", "privacy", "kwetsbaarheid-melden", "colofon")


def helpers(ctx: Context) -> Mapping[str, Callable[..., object]]:
    return {
        # The address of an entry, or of a page that the site makes itself by the name of its template.
        "url": ctx.url_of,
        "link_to": ctx.link_to,
        "municipality": ctx.municipality,
        "municipalities": ctx.municipalities,
        "project_links": ctx.projects,
        "topic": ctx.topic,
        "marks": ctx.theme_marks,
        "mark_of": ctx.mark,
        "state_of": lambda project, at="": ctx.state(project.id, at) if at else ctx.state(project.id),
        "phase_of": ctx.phase_of,
        "age": phrases.age,
        "known": phrases.known,
        "first_sentence": phrases.first_sentence,
        "same_topics": phrases.same_topics,
        "phase_link": ctx.phase,
        "phase_title": words.PHASES.__getitem__,
        "role_title": words.ROLES.__getitem__,
        # A meeting: whether it is not over, what visitors must know before they come, when and where.
        "is_ahead": lambda event: ctx.is_ahead(event.slug),
        "event_state": event_state,
        "when": when,
        "where": where,
        "target_of": ctx.picture,
        # What an entry says, as HTML.
        "text_of": ctx.text,
        "date": ctx.date,
        "iso": moment_iso,
        "month_short": words.month_short,
        "period": words.period,
        "count": words.count,
        "host": words.host,
        # The outline that a map is drawn on.
        "netherlands": country.netherlands,
    }


def shell(
    ctx: Context, stylesheet: str, icons: tuple[str, str], scripts: tuple[tuple[str, str], ...] = ()
) -> Mapping[str, object]:
    """What every page has around it. `scripts` are names and addresses, `policy` is what a page may load, for hosts
    that cannot say it in a header, `finds` whether the site has searching. Of themes it has their colours, and nothing
    that changes more often.
    """
    settings = ctx.site.settings
    return {
        "language": settings.language,
        "locale": LOCALES[settings.language],
        "policy": META_POLICY,
        "site": settings.title,
        "logo": settings.logo,
        "home": ctx.href(addresses.HOME),
        "search": ctx.href(addresses.SEARCH),
        "finds": settings.features.search,
        "join": ctx.href(addresses.JOIN),
        "menu": (*site_links(ctx, lambda page: page.menu), *(ctx.link_to(page) for page in menu_pages(ctx))),
        "stylesheet": ctx.href(stylesheet),
        "icon": ctx.href(icons[0]),
        "touch_icon": ctx.href(icons[1]),
        "manifest": ctx.href(addresses.WEB_MANIFEST),
        "scripts": {name: ctx.href(address) for name, address in scripts},
        "footer": footer(ctx),
        "contact": group_contact(ctx),
        "licence": settings.licence,
        "changed": last_change(ctx),
        "themes": [{"colour": mark.colour} for mark in ctx.all_marks],
    }


def site_links(ctx: Context, number: Callable[[SitePage], int]) -> tuple[Link, ...]:
    """The pages that the site makes itself and that have a number, in that order."""
    pages = sorted(filter(number, ctx.site_pages), key=number)
    return tuple(ctx.site_link(page.address) for page in pages)


def menu_pages(ctx: Context) -> list[Page]:
    pages = [page for page in ctx.site.own_pages if page.menu is not None]
    return sorted(pages, key=lambda page: (page.menu or 0, page.slug))


def footer(ctx: Context) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Every page of the site can be reached from here in a few steps."""
    pages = {page.slug: page for page in ctx.site.own_pages}
    duties = [pages[slug] for slug in DUTIES if slug in pages]
    about = [page for page in pages.values() if page not in duties]
    follow = site_links(ctx, lambda page: page.footer)
    groups = (
        ("Over de groep", tuple(ctx.link_to(page) for page in about)),
        ("Volgen en gebruiken", follow),
        ("Over deze site", (*(ctx.link_to(page) for page in duties), *manual(ctx))),
    )
    return tuple((title, links) for title, links in groups if links)


def last_change(ctx: Context) -> DateText | None:
    """The day of the newest change in the content; a moment ahead of now does not count."""
    days = {change.date for change in all_changes(ctx)}
    newest = max((day for day in days if words.latest_day(day) <= ctx.today), default=None)
    return ctx.date(newest)
