"""News: the list in pages of twelve, and one item."""

from g40site import addresses, words
from g40site.content.site import NEWS_PER_PAGE, NewsItem, Site
from g40site.pages.context import Context
from g40site.pages.view_models import DateText, Link, View

FEW_PAGES = 9


def page_count(site: Site) -> int:
    return max(1, -(-site.news_count // NEWS_PER_PAGE))


def pages_shown(page: int, last: int) -> list[int]:
    """The pages that a page of the list leads to: all while they are few, else the nearest and ever larger steps."""
    if last <= FEW_PAGES:
        return list(range(1, last + 1))
    steps = [step for size in (1, 2, 10, 100, 1000) for step in (-size, size)]
    return sorted({1, last, page, *(page + step for step in steps if 1 <= page + step <= last)})


def news_list(ctx: Context, page: int) -> View:
    """One page of the list; the first stands at the address of the list itself."""
    total, last = ctx.site.news_count, page_count(ctx.site)
    lede = (
        f"{words.count(total, 'bericht', 'berichten')}. Het nieuwste staat bovenaan."
        if total
        else ("Er zijn nu geen berichten. Neem een abonnement, dan mist u niets.")
    )
    description = "Nieuws van de themagroep en van de gemeenten die meedoen."
    if page > 1:
        description = f"{description} Pagina {page} van {last}."
    return View(
        "" if page == 1 else f"{ctx.site_title(addresses.NEWS)}, pagina {page}",
        description,
        lede=lede,
        rows=tuple(ctx.news_row(item) for item in ctx.site.news_of_page.get(str(page), ())),
        pages=tuple(
            Link(str(number), ctx.href(addresses.news_page(number)), current=number == page)
            for number in pages_shown(page, last)
        )
        if last > 1
        else (),
        newer=ctx.link("Nieuwere berichten", addresses.news_page(page - 1)) if page > 1 else None,
        older=ctx.link("Oudere berichten", addresses.news_page(page + 1)) if page < last else None,
        subscribe=ctx.link("Neem een abonnement", addresses.SUBSCRIBE),
    )


def news_item(ctx: Context, item: NewsItem) -> View:
    newer, older = ctx.site.news_neighbours[item.slug]
    return View(
        item.title,
        item.summary,
        lede=item.summary,
        date=DateText(words.day(item.date), item.date.isoformat()),
        updated=ctx.date(item.updated),
        html=ctx.prose.html(ctx.body(item), item.file),
        picture=ctx.picture(item.image),
        themes=ctx.theme_marks(item.themes),
        municipalities=ctx.municipalities(item.municipalities),
        projects=ctx.projects(item.projects),
        sources=ctx.sources(item.sources),
        newer=neighbour(ctx, newer),
        older=neighbour(ctx, older),
        draft=item.draft,
    )


def neighbour(ctx: Context, item: NewsItem | None) -> Link | None:
    return ctx.link(item.title, addresses.news(item.slug)) if item else None
