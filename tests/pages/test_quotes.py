"""Quotes of names, titles and summaries are curly where people read them, and straight in data and addresses."""

import json
import re

import pytest

from g40site.markdown.typography import quoted_in
from tests.reading import Page
from tests.sites import NO_CARDS, SmallSite, built, settings

TOWNS = """\
municipalities:
  - id: zwolle
    name: Zwolle
    code: GM0193
    province: Overijssel
    location: {lat: 52.5, lon: 6.1}
    website: https://zwolle.example.nl
  - id: s-hertogenbosch
    name: "'s-Hertogenbosch"
    code: GM0796
    province: Noord-Brabant
    location: {lat: 51.7, lon: 5.3}
    website: https://den-bosch.example.nl/'s
"""
PROJECTS = """\
projects:
  - id: licht
    title: "Zeg 'slim licht' en \\"nee\\""
    summary: "'s Avonds schijnt het 'vanzelf', en de auto's zien het."
    themes: [smart-living]
    status: pilot
"""


# Projects of both that look alike, so that a reason names them.
SHARED = 'summary: Sensoren meten het geluid., themes: [smart-living], topics: [sensoren, geluid, "camera\'s"]'
MINE = "".join(f"  - {{id: b{n}, title: Meten {n}, {SHARED}, status: pilot}}\n" for n in range(3))
THEIRS = f"projects:\n  - {{id: z, title: Luisteren, {SHARED}, status: scaling}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    files = {
        "site.yaml": settings(NO_CARDS),
        "municipalities.yaml": TOWNS,
        "content/projects/s-hertogenbosch.yaml": PROJECTS + MINE,
        "content/projects/zwolle.yaml": THEIRS,
    }
    return built(tmp_path_factory.mktemp("tekens"), files)


def test_names_titles_and_summaries_have_curly_quotes(site: SmallSite) -> None:
    project, town = Page(site.page("/projecten/licht/")), Page(site.page("/gemeenten/s-hertogenbosch/"))
    assert (1, "Zeg ‘slim licht’ en “nee”") in project.headings
    assert "’s Avonds schijnt het ‘vanzelf’, en de auto’s zien het." in project.text
    assert (1, "’s-Hertogenbosch") in town.headings
    assert "’s-Hertogenbosch" in Page(site.page("/gemeenten/")).text
    assert "’s-Hertogenbosch" in town.title


def test_what_scripts_show_has_curly_quotes(site: SmallSite) -> None:
    """The script of the list leaves quotes out of what was typed and of what it looks in."""
    data = re.search(r'data-[a-z]+="(/[^"]+\.json)"', site.page("/projecten/"))
    assert data is not None
    (row,) = (one for one in json.loads(site.page(data[1])) if one["id"] == "licht")
    assert row["project"] == "Zeg ‘slim licht’ en “nee”"
    assert row["summary"] == "’s Avonds schijnt het ‘vanzelf’, en de auto’s zien het."


def test_addresses_data_and_what_is_copied_stay_as_they_were_written(site: SmallSite) -> None:
    page = Page(site.page("/gemeenten/s-hertogenbosch/"))
    assert "https://den-bosch.example.nl/'s" in page.links
    data = json.loads((site.public / "data/municipalities.json").read_text("utf-8"))["items"]
    assert data[1]["name"] == "'s-Hertogenbosch"
    assert "'s-Hertogenbosch" in page.structured


def test_a_reason_stands_in_the_data_as_it_stands_on_its_page(site: SmallSite) -> None:
    """The name of a municipality is in it, so its quote is as people read it in both."""
    found = json.loads((site.public / "data/matching.json").read_text("utf-8"))
    page = Page(site.page("/projecten/z/")).text
    texts = [reason["text"] for pair in found["alike"] for reason in pair["reasons"] if "z" in (pair["a"], pair["b"])]
    assert any("’" in text for text in texts)
    assert [text for text in texts if "'" in text or text not in page] == []


def test_the_list_of_municipalities_is_sorted_as_without_the_quote(site: SmallSite) -> None:
    letters = re.findall(r"<div>\s*<p[^>]*>(.)</p>", site.page("/gemeenten/"))
    assert letters == ["H", "Z"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("<p>&#39;s-Hertogenbosch</p>", "<p>’s-Hertogenbosch</p>"),
        ("<p><a href='x'>foto&#39;s</a>&#39;</p>", "<p><a href='x'>foto’s</a>’</p>"),
        ("<li>een</li><li>&#39;twee&#39;</li>", "<li>een</li><li>‘twee’</li>"),
        ('<p title="a&#39;b">&#34;a&#34;</p>', '<p title="a&#39;b">“a”</p>'),
        ("<pre>&#39;a&#39;</pre>&#39;a&#39;", "<pre>&#39;a&#39;</pre>‘a’"),
        ("<code class=x>&#34;</code>", "<code class=x>&#34;</code>"),
        ("<p>een -- twee ... &#39;drie&#39;</p>", "<p>een -- twee ... ‘drie’</p>"),
    ],
)
def test_only_printed_texts_change_and_they_change_once(printed: str, expected: str) -> None:
    assert quoted_in(printed) == expected
    assert quoted_in(expected) == expected
