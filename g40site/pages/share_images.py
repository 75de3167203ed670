"""The picture of a page for who shares it (the image of Open Graph): which one it has, and what stands on it.

In: the context and an entry. Out: the value of the card. Home, themes, municipalities and projects have pictures of
their own; other pages have that of the theme they are about, or that of home.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from g40site import addresses
from g40site.cards import Card, CardDot, CardLine
from g40site.engine.tracking import query
from g40site.pages import network_map
from g40site.pages.context import Context

# Each card is the result of a query: a page need not be made again while its card says the same.


@query("context")
def home_card(ctx: Context, _id: str) -> Card:
    page = ctx.site.page.get("index")
    settings = ctx.site.settings
    title = page.title if page else settings.title
    return card(ctx, settings.network, title, ctx.themes(), network_map.all_places(ctx))


@query("context")
def theme_card_of(ctx: Context, id: str) -> Card:
    theme = ctx.site.theme[id]
    lead = ctx.municipality_name(theme.lead)
    places = network_map.places_of_theme(ctx, theme)
    return card(ctx, f"Thema, koploper is {lead}", theme.title, [theme.id], places)


@query("context")
def municipality_card(ctx: Context, id: str) -> Card:
    m = ctx.site.municipality[id]
    themes = [id for project in ctx.site.projects_at.get(m.id, ()) for id in project.themes]
    themes += [theme.id for theme in ctx.site.led_by.get(m.id, ())]
    return card(ctx, f"Gemeente in {m.province}", m.name, themes, network_map.places_of_municipality(ctx, m))


@query("context")
def project_card(ctx: Context, id: str) -> Card:
    project = ctx.site.project[id]
    places = network_map.places_of_project(ctx, project)
    return card(ctx, f"Project van {ctx.place_names(project)}", project.title, project.themes, places)


def card(ctx: Context, kind: str, title: str, themes: Iterable[str], chosen: network_map.Chosen) -> Card:
    settings = ctx.site.settings
    dots, lines = network_map.only_chosen(ctx, chosen)
    return Card(
        kind=kind,
        title=title,
        network=settings.logo,
        site=settings.title,
        band=tuple(mark.colour for mark in ctx.theme_marks(themes)),
        dots=tuple(CardDot(dot.x, dot.y, dot.radius, dot.kind, dot.colour, dot.code) for dot in dots),
        lines=tuple(CardLine(line.x1, line.y1, line.x2, line.y2, line.colour) for line in lines),
    )


class ShareImage(Struct, frozen=True):
    """The pictures of a kind of page: the kind in their addresses, and the card of an entry by its id."""

    kind: str
    card: Callable[[Context, str], Card]

    def card_of(self, ctx: Context, entry: Any) -> tuple[str, Card]:
        """The address of the picture of an entry, and what it is drawn from."""
        id = getattr(entry, "id", "")
        card = self.card(ctx, id)
        return addresses.card(self.kind, id, card.digest), card


HOME = ShareImage("home", home_card)
THEME = ShareImage("theme", theme_card_of)
MUNICIPALITY = ShareImage("municipality", municipality_card)
PROJECT = ShareImage("project", project_card)


def share_image(ctx: Context, own: ShareImage | None, entry: Any) -> tuple[str, str]:
    """The absolute address of the picture of a page, and what it shows; nothing when the site has none."""
    if not ctx.site.settings.features.share_cards:
        return "", ""
    themes: tuple[str, ...] = getattr(entry, "themes", ())
    if own is not None:
        address, card = own.card_of(ctx, entry)
    elif themes:
        address, card = THEME.card_of(ctx, ctx.site.theme[themes[0]])
    else:
        address, card = HOME.card_of(ctx, None)
    return ctx.absolute(address), f"{card.kind}: {card.title}"
