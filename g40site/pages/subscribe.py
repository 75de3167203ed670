"""The page about following the site: every feed and calendar with its address."""

from msgspec import Struct

from g40site import addresses
from g40site.outputs import atom
from g40site.pages.context import Context
from g40site.pages.view_models import View


class Subscription(Struct, frozen=True):
    """Something to follow: `href` opens it at once, `address` is what to copy; `file` is a calendar as a file."""

    text: str
    href: str
    address: str
    file: str = ""


class FeedGroup(Struct, frozen=True):
    """Feeds of one kind to choose from."""

    title: str
    lines: tuple[Subscription, ...]


OF_A_MUNICIPALITY = "Berichten, bijeenkomsten en projecten van één thema of gemeente, als feed."
LOOK_ALIKES = (
    " Komt er elders een project bij dat lijkt op een project van uw gemeente? Dan leest u dat ook, met de reden."
)


def subscribe(ctx: Context) -> View:
    """Every feed and calendar; the note says what is in the feed of a municipality."""
    site = ctx.site
    return View(
        description="Volg de themagroep met uw agenda of met een lezer voor feeds, zonder account.",
        lede="Zo hoort u het vanzelf als er iets nieuws is. Het is gratis en u hoeft geen gegevens achter te laten.",
        calendars=(
            calendar(ctx, "Alle bijeenkomsten", addresses.CALENDAR),
            *(calendar(ctx, theme.title, addresses.theme_calendar(theme.id)) for theme in site.themes),
        ),
        feeds=(feed(ctx, "Alles wat nieuw is", atom.EVERYTHING), feed(ctx, "Alleen de berichten", atom.NEWS)),
        most=atom.MOST_OF_A_KIND,
        groups=(
            FeedGroup("Thema’s", tuple(feed(ctx, t.title, atom.about_theme(t.id)) for t in site.themes)),
            FeedGroup(
                "Gemeenten", tuple(feed(ctx, m.name, atom.about_municipality(m.id)) for m in site.municipalities)
            ),
        ),
        municipality_note=OF_A_MUNICIPALITY + (LOOK_ALIKES if site.settings.features.matching else ""),
        data=ctx.link("Open data", addresses.DATA),
    )


def calendar(ctx: Context, text: str, address: str) -> Subscription:
    """A calendar program opens `webcal:` and keeps looking; the file itself is only what there is now."""
    at = ctx.absolute(address)
    return Subscription(text, f"webcal:{at.partition(':')[2]}", at, ctx.href(address))


def feed(ctx: Context, text: str, feed: atom.Feed) -> Subscription:
    return Subscription(text, ctx.href(feed.address), ctx.absolute(feed.address))
