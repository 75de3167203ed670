"""The page that shows every component in its states, for who changes how the site looks; it is no part of the site.

In: the context. Out: a view with no more than the heading of a page: what is shown stands in its template.
"""

from msgspec import Struct

from g40site import addresses
from g40site.pages.context import Context
from g40site.pages.view_models import Meta


class StyleguideView(Struct, frozen=True):
    """The heading above the examples."""

    meta: Meta
    heading: str
    lede: str


def styleguide(ctx: Context) -> StyleguideView:
    title, lede = (
        "Bouwstenen",
        "Alle bouwstenen van deze site, elk met een voorbeeld. De namen en cijfers zijn verzonnen.",
    )
    meta = ctx.meta(title, lede, addresses.STYLEGUIDE, noindex=True)
    return StyleguideView(meta, title, lede)
