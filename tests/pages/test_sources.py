"""Where a fact comes from: by its title and date, else by who published it, and never by words of an address."""

from tests.reading import Page
from tests.sites import Sites

PROJECT = """\
projects:
  - id: licht
    title: Licht
    summary: Licht.
    themes: [smart-living]
    status: pilot
    sources:
      - https://www.krant.example.nl/nieuws/dertig-slimme-lampen-erbij
      - {url: https://bron.example.nl/lampen-in-de-stad, title: Gemeente Zwolle, date: 2021-04}
"""


def test_a_source_is_named_by_its_title_or_its_host_and_nothing_else(site: Sites) -> None:
    made = site({"content/projects/zwolle.yaml": PROJECT})
    made.build()
    html = made.page("/projecten/licht/")
    start = html.index('<ol class="sources">')
    page = Page(html[start : html.index("</ol>", start)])
    assert page.text == "krant.example.nl Gemeente Zwolle april 2021"
    assert page.links == [
        "https://www.krant.example.nl/nieuws/dertig-slimme-lampen-erbij",
        "https://bron.example.nl/lampen-in-de-stad",
    ]
