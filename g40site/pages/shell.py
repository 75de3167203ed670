"""The frame of every page: the bar with the menu, and the foot with contact, subscriptions, data and duties."""

from collections.abc import Callable

from g40site import addresses, words
from g40site.content.site import Page
from g40site.hosts.policy import META_POLICY
from g40site.outputs.publication import SitePage
from g40site.pages.contact import group_contact
from g40site.pages.context import Context
from g40site.pages.service import all_changes, manual
from g40site.pages.view_models import DateText, Link, Shell, Stripe

# The languages of a site as Open Graph has them, with a country.
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
# Pages that every public body must have stand together at the foot.
DUTIES = ("toegankelijkheid", "privacy", "kwetsbaarheid-melden", "colofon")


def shell(ctx: Context, stylesheet: str, icons: tuple[str, str], scripts: tuple[tuple[str, str], ...] = ()) -> Shell:
    """The addresses of the fingerprinted assets: the style sheet, both icons, and each script by its name."""
    settings = ctx.site.settings
    return Shell(
        language=settings.language,
        locale=LOCALES[settings.language],
        policy=META_POLICY,
        site=settings.title,
        logo=settings.logo,
        home=ctx.href(addresses.HOME),
        search=ctx.href(addresses.SEARCH),
        finds=settings.features.search,
        join=ctx.href(addresses.JOIN),
        menu=(*site_links(ctx, lambda page: page.menu), *(ctx.link_to(page) for page in menu_pages(ctx))),
        stylesheet=ctx.href(stylesheet),
        icon=ctx.href(icons[0]),
        touch_icon=ctx.href(icons[1]),
        manifest=ctx.href(addresses.WEB_MANIFEST),
        scripts=tuple(Link(name, ctx.href(address)) for name, address in scripts),
        footer=footer(ctx),
        contact=group_contact(ctx),
        licence=settings.licence,
        changed=last_change(ctx),
        themes=tuple(Stripe(mark.colour) for mark in ctx.all_marks),
    )


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
