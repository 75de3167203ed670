"""What a page shows when somebody shares it: which card it has, and what stands on that card.

In: the context, the kind of page and its entry. Out: the value of the card. Home, themes, municipalities and projects
have cards of their own; other pages have that of the theme they are about, or that of home.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from g40site import addresses, words
from g40site.cards import Card, CardDot, CardLine, digest
from g40site.content.site import Project
from g40site.engine.tracking import query
from g40site.model import Municipality, Theme
from g40site.pages import network_map
from g40site.pages.context import Context

# Kinds of pages with a card of their own.
OWN = ("home", "theme", "municipality", "project")


def share_images(ctx: Context) -> Iterator[tuple[str, str, Card]]:
    """Every card of the site with its address and the id of its entry, in the order of the content."""
    if not ctx.site.settings.features.share_cards:
        return
    site = ctx.site
    for kind, entries in (
        ("home", (None,)),
        ("theme", site.themes),
        ("municipality", site.municipalities),
        ("project", site.projects),
    ):
        for entry in entries:
            card = card_of(ctx, kind, entry)
            yield address(kind, entry, card), kind, card


def share_image_of(ctx: Context, template: str, item: Any) -> tuple[str, str]:
    """The absolute address of the card of a page, and what it shows; nothing when the site has no cards."""
    if not ctx.site.settings.features.share_cards:
        return "", ""
    kind, entry = (template, item) if template in OWN else about(ctx, item)
    card = card_of(ctx, kind, entry)
    return ctx.absolute(address(kind, entry, card)), f"{card.kind}: {card.title}"


def about(ctx: Context, item: Any) -> tuple[str, Theme | None]:
    """The theme that a page is about first, else home."""
    themes: tuple[str, ...] = getattr(item, "themes", ())
    return ("theme", ctx.site.theme[themes[0]]) if themes else ("home", None)


def address(kind: str, entry: Any, card: Card) -> str:
    return addresses.card(kind, entry.id if entry else "", digest(card))


def card_of(ctx: Context, kind: str, entry: Any) -> Card:
    return card_about(ctx, kind, entry.id if entry else "")


@query("context")
def card_about(ctx: Context, kind: str, id: str) -> Card:
    """An answer of its own: a page need not be made again while its card says the same."""
    entries: dict[str, Mapping[str, Any]] = {
        "theme": ctx.site.theme,
        "municipality": ctx.site.municipality,
        "project": ctx.site.project,
    }
    return CARDS[kind](ctx, entries[kind][id] if id else None)


def home(ctx: Context, _entry: None) -> Card:
    page = ctx.site.page.get("index")
    settings = ctx.site.settings
    return card(
        ctx, settings.network, page.title if page else settings.title, ctx.themes(), network_map.all_places(ctx)
    )


def theme(ctx: Context, theme: Theme) -> Card:
    lead = ctx.site.municipality[theme.lead].name
    return card(ctx, f"Thema, koploper is {lead}", theme.title, [theme.id], network_map.places_of_theme(ctx, theme))


def municipality(ctx: Context, m: Municipality) -> Card:
    themes = [id for project in ctx.site.projects_at.get(m.id, ()) for id in project.themes]
    themes += [theme.id for theme in ctx.site.led_by.get(m.id, ())]
    return card(ctx, f"Gemeente in {m.province}", m.name, themes, network_map.places_of_municipality(ctx, m))


def project(ctx: Context, project: Project) -> Card:
    names = [ctx.site.municipality[id].name for id in ctx.site.place_of(project)]
    kind = f"Project van {words.listed(names)}"
    return card(ctx, kind, project.title, project.themes, network_map.places_of_project(ctx, project))


CARDS: dict[str, Callable[[Context, Any], Card]] = {
    "home": home,
    "theme": theme,
    "municipality": municipality,
    "project": project,
}


def card(ctx: Context, kind: str, title: str, themes: Iterable[str], chosen: network_map.Chosen) -> Card:
    settings = ctx.site.settings
    dots, lines = network_map.only_chosen(ctx, chosen)
    return Card(
        kind=kind,
        title=title,
        network=settings.network.split(" ")[0],
        site=settings.title,
        band=tuple(mark.colour for mark in ctx.theme_marks(themes)),
        dots=tuple(CardDot(dot.x, dot.y, dot.radius, dot.kind, dot.colour, dot.code) for dot in dots),
        lines=tuple(CardLine(line.x1, line.y1, line.x2, line.y2, line.colour) for line in lines),
    )
