"""The same odd and hostile texts in every field, read back from every kind of file by a reader that is not ours."""

import json
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import jsonschema
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from g40site.markdown.typography import curly
from g40site.outputs.publication import clean
from g40site.sources import template_files
from g40site.templates import Templates
from tests.examples import examples
from tests.outputs.readers import data, page, structured, table
from tests.reading import Page, main, straight
from tests.sites import BARE, TEMPLATES, Sites, SmallSite, picture, settings

# rdflib warns about itself when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

ATOM = "{http://www.w3.org/2005/Atom}"
DCTERMS = rdflib.namespace.DCTERMS
FORMULA = ("=", "+", "-", "@", "\t", "\r")
IN_CN = str.maketrans({'"': "'", "\\": "/", "^": None})
VALUES = {
    "quotes": "\"dubbel\" 'enkel' `schuin` „laag” ''",
    "brackets": "<script>kwaad()</script></script>]]><!-- <b onclick=kwaad()>",
    "ampersands": "R&D &amp; &lt;b&gt; &#x41; &kwaad;",
    "emoji": "👩‍👩‍👧 🇳🇱 ✅ é é ß",
    "right to left": "מבחן عربي",
    "newlines": "eerste\nX-KWAAD:1\r\nEND:VEVENT\ttab",
    "line separators": "a\u2028b\u2029c\u0085d\u00a0e",
    "formula is": '=HYPERLINK("https://kwaad.example.nl")',
    "formula plus": "+31 en meer",
    "formula minus": "-2+3+cmd|' /C calc'!A1",
    "formula at": "@SUM(1+1)",
    "separators": "a,b;c\\d:e|f\\n \\, ^n ^' %s {0} ${x} \\1",
    "long": "ß" * 300,
    "private": "\ue000 \ufeff \ufffd \U0010fffd",
}

# Together they are the same signs in fewer sites; what a field may hold is 300 of them.
TOGETHER = (
    ("brackets", "ampersands", "quotes"),
    ("emoji", "right to left", "private", "line separators"),
    ("formula is", "separators", "newlines"),
    ("formula minus", "formula at", "formula plus"),
    ("long",),
)


def line(value: str) -> str:
    """What the content contract makes of a text on one line."""
    return unicodedata.normalize("NFC", " ".join(value.split()))


def quoted(value: str) -> str:
    """A value as YAML, with what YAML would take for a line end written as an escape."""
    return json.dumps(value, ensure_ascii=False).translate({0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"})


def files(value: str) -> dict[str, str | bytes]:
    """A site with the value in every field that takes words, and two projects that look alike."""
    v, topic = quoted(value), quoted(value[:80])
    # A comment that stays open is refused in Markdown, so it cannot come to any file.
    markdown = quoted(value.replace("<!--", ""))
    image = f"{{file: media/proef.png, alt: {v}, credit: {v}, licence: {v}}}"
    project = (
        f"{{title: {v}, summary: {v}, themes: [smart-living], status: pilot, note: {v}, partners: [{v}], "
        f"topics: [{topic}], description: {markdown}, seeking: {markdown}, lesson: {markdown}, "
        f"image: {image}, added: 2020-01-01, "
    )
    place = (
        f"name: {v}, province: Overijssel, location: {{lat: 52.5168, lon: 6.0830}}, also_known_as: [{v}], "
        f"administrators: [{{name: {v}, role: {v}, source: \"https://bron.example.nl/'a'?b=1&c=2\"}}]"
    )
    return {
        "site.yaml": f"""\
            title: {v}
            network: {v}
            description: {quoted(line(value)[:200])}
            url: https://proef.example.nl/
            focus_points: [{{title: {v}}}]
            contact: {{name: {v}, role: {v}}}
            licence: {v}
            publisher: {{name: {v}, code: GM0193}}
            features: {{share_cards: false, search: false}}
            """,
        "themes.yaml": (
            f"themes:\n  - {{id: smart-living, title: {v}, lead: zwolle, summary: {v}, description: {markdown},"
            f" topics: [{topic}]}}\n"
        ),
        "municipalities.yaml": (
            f"municipalities:\n  - {{id: zwolle, code: GM0193, website: 'https://www.zwolle.example.nl', {place}}}\n"
            f"  - {{id: breda, code: GM0758, website: 'https://www.breda.example.nl', {place}}}\n"
        ),
        "content/projects/zwolle.yaml": f"projects:\n  - {project}id: proef}}\n",
        "content/projects/breda.yaml": f"projects:\n  - {project}id: tweede}}\n",
        "content/news/2020-02-02-proef.md": (
            f"---\ntitle: {v}\ndate: 2020-02-02\nsummary: {v}\nthemes: [smart-living]\nimage: {image}\n---\nTekst.\n"
        ),
        "content/agenda/2020-03-03-proef.md": (
            f"---\ntitle: {v}\nstart: 2020-03-03 10:00\nlocation: {v}\norganiser: {v}\nsummary: {v}\n"
            "themes: [smart-living]\nmunicipalities: [zwolle]\n---\nTekst.\n"
        ),
        "content/media/proef.png": picture(size=(4, 4)),
    }


def whole(site: SmallSite, value: str, others: list[Any]) -> None:
    """The value comes back from every file; `others` is what another reader found in the calendars."""
    in_feeds(site, value)
    in_calendars(site, value, others)
    in_data(site, value)
    in_what_meets(site, value)
    in_markdown(site)
    in_catalogue(site, value)
    in_pages(site, value)


def calendars(site: SmallSite) -> list[bytes]:
    return [path.read_bytes() for path in sorted(site.public.rglob("*.ics"))]


@pytest.mark.process
@pytest.mark.parametrize("names", TOGETHER, ids=" ".join)
def test_values_come_back_from_every_file(
    site: Sites, names: tuple[str, ...], ical_js: Callable[[Iterable[bytes]], list[Any]]
) -> None:
    value = " ".join(VALUES[name] for name in names)
    made = site(files(value))
    made.build()
    whole(made, line(value), ical_js(calendars(made)))


@pytest.mark.long
@pytest.mark.process
@pytest.mark.parametrize("name", VALUES)
def test_each_value_comes_back_from_every_file(
    site: Sites, name: str, ical_js: Callable[[Iterable[bytes]], list[Any]]
) -> None:
    """Alone, so that it stands at the start of a field."""
    made = site(files(VALUES[name]))
    made.build()
    whole(made, line(VALUES[name]), ical_js(calendars(made)))


def in_feeds(site: SmallSite, value: str) -> None:
    for path in site.public.rglob("atom.xml"):
        assert not feedparser.parse(path.read_bytes()).bozo
    feed = ET.fromstring((site.public / "atom.xml").read_bytes())
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 4
    for one in (feed, *entries):
        assert one.findtext(f"{ATOM}title") == value
        assert one.findtext(f"{ATOM}author/{ATOM}name") == value
    for entry in entries:
        assert entry.findtext(f"{ATOM}summary") == value
        category = entry.find(f"{ATOM}category")
        assert category is not None
        assert category.get("label") == value
        assert value in read(content(entry)).text
    (picture,) = [alt for entry in entries for alt in read(content(entry)).alts]
    assert line(picture) == value
    told = [one for one in entries_of(site, "gemeenten/breda/atom.xml") if ":alike/" in one.findtext(f"{ATOM}id", "")]
    assert [one.findtext(f"{ATOM}title") for one in told] == [f"Lijkt op {value}: {value}"]
    assert f"Zelfde onderwerp: {value[:80]} (7)" in told[0].findtext(f"{ATOM}summary", "")
    assert f"Dit project lijkt op {value}: Zelfde onderwerp: {value[:80]} (7)" in read(content(told[0])).text


def entries_of(site: SmallSite, path: str) -> list[ET.Element]:
    return ET.fromstring((site.public / path).read_bytes()).findall(f"{ATOM}entry")


def content(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}content", "")


def read(html: str) -> Page:
    """A piece of HTML in which nothing runs."""
    page = Page(html)
    assert not {"script", "style", "iframe"} & page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    return page


def in_calendars(site: SmallSite, value: str, others: list[Any]) -> None:
    for raw, other in zip(calendars(site), others, strict=True):
        assert b"\nX-KWAAD" not in raw
        assert max(len(line) for line in raw.split(b"\r\n")) <= 75
        read = icalendar.Calendar.from_ical(raw)
        assert not read.errors
        (event,) = read.walk("VEVENT")
        assert not event.errors
        assert (event["SUMMARY"], event["LOCATION"]) == (value, value)
        assert str(event["DESCRIPTION"]).startswith(f"{value}\n\nTekst.")
        assert event["CATEGORIES"].cats == [value]
        (same,) = other["meetings"]
        assert (same["summary"], same["location"], same["categories"]) == (value, value, [value])
        assert same["description"] == str(event["DESCRIPTION"])
        assert same["organizer"] == str(event["ORGANIZER"].params["CN"]) == value.translate(IN_CN)


def in_data(site: SmallSite, value: str) -> None:
    cell = f"'{value}" if value.startswith(FORMULA) else value
    for name, fields in {
        "themes": ("title", "summary"),
        "municipalities": ("name", "also_known_as"),
        "projects": ("title", "summary", "note", "partners"),
        "news": ("title", "summary"),
        "events": ("title", "summary", "location", "organiser"),
    }.items():
        found = data(site, f"{name}.json")
        assert found["licence"] == value
        jsonschema.Draft202012Validator(data(site, f"schema/{name}.json")).validate(found)
        for item, row in zip(found["items"], table(site, name), strict=True):
            for field in fields:
                assert item[field] in (value, [value]), field
                assert row[field] == cell, field
            for field in ("description", "seeking", "lesson", "text"):
                plain = item.get(field) or ""
                assert row.get(field, "") == (f"'{plain}" if plain.startswith(FORMULA) else plain), field
            if "image" in item:
                assert [item["image"][key] for key in ("alt", "credit", "licence")] == [value] * 3
    for feature in data(site, "municipalities.geojson")["features"]:
        assert feature["properties"]["administrators"][0]["name"] == value


def in_what_meets(site: SmallSite, value: str) -> None:
    found = data(site, "matching.json")
    jsonschema.Draft202012Validator(data(site, "schema/matching.json")).validate(found)
    assert found["licence"] == value
    topic = value[:80]
    (pair,), (bundle,), (advice,) = found["alike"], found["bundles"], found["advice"]
    texts = {reason["kind"]: reason["text"] for reason in pair["reasons"]}
    assert texts["topics"] == curly(f"Zelfde onderwerp: {topic} (7)")
    assert (texts["themes"], texts["partners"]) == tuple(
        map(curly, (f"Zelfde thema: {value}", f"Zelfde partner: {value}"))
    )
    assert (bundle["topics"], bundle["title"]) == ([topic], topic[:1].upper() + topic[1:])
    assert curly(f"1 project van {value} hoort bij dit thema") in [reason["text"] for reason in advice["reasons"]]
    for address in ("/projecten/proef/", "/projecten/tweede/"):
        assert straight(texts["partners"]) in straight(main(site, address).text)


def in_markdown(site: SmallSite) -> None:
    """Markdown gives the words their form; the page, the feed and the data have the same words of it."""
    for item in data(site, "projects.json")["items"]:
        shown = main(site, f"/projecten/{item['id']}/").text
        (told,) = [
            read(content(one)).text
            for one in entries_of(site, "atom.xml")
            if one.findtext(f"{ATOM}id", "").endswith(f":project/{item['id']}")
        ]
        for field in ("description", "seeking", "lesson"):
            plain = " ".join((item[field] or "").split())
            assert plain in shown, field
            assert plain in told, field
    (theme,) = data(site, "themes.json")["items"]
    assert " ".join((theme["description"] or "").split()) in main(site, "/themas/smart-living/").text


def in_catalogue(site: SmallSite, value: str) -> None:
    graph = rdflib.Graph()
    graph.parse(data=(site.public / "data/catalog.jsonld").read_bytes(), format="json-ld")
    assert {str(name) for name in graph.objects(None, rdflib.FOAF.name)} == {value}
    assert f"Open data van {value}" in {str(title) for title in graph.objects(None, DCTERMS.title)}


def in_pages(site: SmallSite, value: str) -> None:
    for path in site.public.rglob("*.html"):
        text = path.read_text("utf-8")
        own = text.count('<script type="application/ld+json">') + text.count('<script type="module" src="/assets/')
        assert text.count("<script") == text.count("</script>") == own, path
        assert not {"\u2028", "\u2029"} & set(page(site, f"/{path.relative_to(site.public)}").structured)
    assert structured(site, "/actueel/proef/")["NewsArticle"]["headline"] == value
    assert structured(site, "/agenda/proef/")["Event"]["name"] == value
    assert structured(site, "/projecten/proef/")["Project"]["description"] == value
    assert structured(site, "/gemeenten/zwolle/")["Person"]["name"] == value
    assert structured(site, "/")["Organization"]["name"] == value


LONG = "Woord & <b>meer</b> 👩‍👩‍👧 " * 500
ENTITIES = "Vooraf &#x1F; &#xFFFE; &#x0B; erna."


@pytest.mark.parametrize("text", [LONG, ENTITIES, "# \\]\\]>\n\n`]]>`"], ids=["long", "entities", "cdata"])
def test_text_is_whole_and_well_formed_everywhere(site: Sites, text: str) -> None:
    entry = "---\ntitle: Proef\nsummary: Kort.\n{}\n---\n{}\n"
    project = (
        "projects:\n  - {{id: proef, title: Proef, summary: Kort., themes: [smart-living], status: pilot, "
        "added: 2020-01-01, description: {0}, seeking: {0}, lesson: {0}}}\n"
    )
    themes = (
        "themes:\n  - {{id: smart-living, title: Smart Living, lead: zwolle, summary: Slim wonen., description: {}}}\n"
    )
    made = site(
        {
            "site.yaml": settings(BARE),
            "content/news/2020-02-02-proef.md": entry.format("date: 2020-02-02", text),
            "content/agenda/2020-03-03-proef.md": entry.format("start: 2020-03-03", text),
            "content/projects/zwolle.yaml": project.format(quoted(text)),
            "themes.yaml": themes.format(quoted(text)),
        }
    )
    made.build()
    feed = feedparser.parse((made.public / "atom.xml").read_bytes())
    assert not feed.bozo
    plain = data(made, "news.json")["items"][0]["text"]
    assert plain.count("Woord") == text.count("Woord")
    for name, fields in {
        "news": ("text",),
        "events": ("text",),
        "projects": ("description", "seeking", "lesson"),
        "themes": ("description",),
    }.items():
        for field in fields:
            assert table(made, name)[0][field] == data(made, f"{name}.json")["items"][0][field] == plain, (name, field)
    read = icalendar.Calendar.from_ical((made.public / "agenda/proef.ics").read_bytes())
    (event,) = read.walk("VEVENT")
    assert plain in str(event["DESCRIPTION"])
    told = [one.content[0].value for one in feed.entries]
    assert [one.count("Woord") for one in told] == [text.count("Woord") * times for times in (1, 1, 3)]
    for one in (plain, str(event["DESCRIPTION"]), *told):
        assert not {"\x1f", "\x0b", "\ufffe"} & set(one)


def test_characters_that_no_file_may_hold_are_told_and_not_published(site: Sites, bare: Path) -> None:
    """Written as an escape each is what a path with backslashes becomes, and that is what the message says."""
    text = '---\ntitle: "a\\u{:04x}b"\ndate: 2020-02-02\nsummary: Kort.\n---\nTekst.\n'
    files = {f"content/news/2020-02-02-{one:04x}.md": text.format(one) for one in (0, 8, 0xB, 0x1B, 0x7F, 0xFFFF)}
    found = site(dict(files)).check(templates=bare)
    assert [(code, file) for code, file, *_ in found] == [("yaml-backslash", file) for file in sorted(files)]


TEXTS = Templates(TEMPLATES, template_files(TEMPLATES))


@examples(50)
@given(st.text(st.characters()))
def test_any_text_can_stand_in_xml(text: str) -> None:
    titled = clean(TEXTS.fill("xml/sitemap.xml", pages=[(text, f"1{text}")]))
    kept, day = ((element.text or "") for element in ET.fromstring(titled)[0])
    assert kept == clean(text)
    assert day == clean(f"1{text}")
    assert set(kept) <= set(text) | {"\n"}
