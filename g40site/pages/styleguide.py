"""The page that shows every component in its states, for who changes how the site looks; it is no part of the site.

In: the context. Out: a view with no more than the heading of a page: what is shown stands in its template.
"""

from g40site.pages.context import Context
from g40site.pages.view_models import View


def styleguide(_ctx: Context) -> View:
    lede = "Alle bouwstenen van deze site, elk met een voorbeeld. De namen en cijfers zijn verzonnen."
    return View(description=lede, lede=lede)
