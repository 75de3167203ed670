"""Whom to call stands on pages for people; what machines read has nobody's mailbox or telephone number in it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

from g40site import model, pipeline
from g40site.outputs.open_data import is_text
from tests.reading import Page
from tests.sites import NO_CARDS, SmallSite, built, picture, settings

# What is known of a person or a desk: in no file for machines at all.
OF_A_CONTACT = ("Zzpersoon", "contact.example.nl", "7654321", "1987-06")
# What somebody wrote in a text: people read it as it was written, open data and the index of the search page do not.
IN_A_TEXT = ("tekst.example.nl", "4981234", "498.12.34")

CONTACT = (
    "{name: Zzpersoon, role: Zzpersoon, email: bel@contact.example.nl, phone: 038-7654321, "
    "url: 'https://loket.contact.example.nl/', source: 'https://bron.contact.example.nl/', known: 1987-06}"
)
ALDERMAN = (
    "{name: Jo jan@tekst.example.nl, role: Wethouder jan@tekst.example.nl, email: wethouder@contact.example.nl, "
    "known: 2021-06}"
)
TEXT = "Mail jan@tekst.example.nl of bel 038-4981234"
LINES = f"[{TEXT}]"
# The address of a topic keeps the signs of a number, so it is written in another way than elsewhere.
TOPICS = "[jan@tekst.example.nl, 'bel 038.498.12.34']"
MAILBOX = "mailto:jan@tekst.example.nl"
SOURCES = f"[{{url: '{MAILBOX}', title: {TEXT}}}]"
IMAGE = f"{{file: media/foto.png, alt: {TEXT}, credit: {TEXT}, licence: {TEXT}}}"
BODY = f"## Kop {TEXT}\n\n[Mail]({MAILBOX}) of bel 038-4981234.\n"
PLACES = ("zwolle", "breda", "ede")

FILES: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS, f"publisher: {{name: Proef, url: '{MAILBOX}'}}").replace(
        "{name: Proef Persoon, email: proef@example.nl, municipality: zwolle}", CONTACT
    ),
    "themes.yaml": "themes:\n"
    + "".join(
        f"  - {{id: {id}, title: {id} {TEXT}, lead: {lead}, summary: {TEXT}, description: {TEXT}, topics: {TOPICS}, "
        f"sources: {SOURCES}, contact: {CONTACT}}}\n"
        for id, lead in (("wonen", "zwolle"), ("vervoer", "breda"))
    ),
    "municipalities.yaml": "municipalities:\n"
    + "".join(
        f"  - {{id: {id}, name: {id.title()} {TEXT}, code: GM000{n}, province: Utrecht, location: {{lat: 52, lon: 5}}, "
        f"website: 'https://{id}.example.nl', also_known_as: {LINES}, contact: {CONTACT}, contacts: [{CONTACT}], "
        f"administrators: [{ALDERMAN}]}}\n"
        for n, id in enumerate(PLACES, start=1)
    ),
    **{
        f"content/projects/{id}.yaml": f"projects:\n  - {{id: {id}-p, title: {id} {TEXT}, summary: {TEXT}, "
        f"description: {TEXT}, note: {TEXT}, seeking: {TEXT}, lesson: {TEXT}, themes: [vervoer], status: pilot, "
        f"topics: {TOPICS}, partners: {LINES}, contact: {CONTACT}, url: '{MAILBOX}', "
        f"sources: {SOURCES}, image: {IMAGE}, added: 2020-01-01}}\n"
        for id in PLACES
    },
    "content/news/2020-02-02-bericht.md": (
        f"---\ntitle: {TEXT}\ndate: 2020-02-02\nsummary: {TEXT}\nimage: {IMAGE}\nsources: {SOURCES}\n---\n{BODY}"
    ),
    "content/agenda/2020-03-03-dag.md": (
        f"---\ntitle: {TEXT}\nstart: 2020-03-03\nsummary: {TEXT}\nlocation: {TEXT}\norganiser: {TEXT}\n"
        f"online: {MAILBOX}\nregistration: {MAILBOX}\nsources: {SOURCES}\n---\n{BODY}"
    ),
    "content/pages/uitleg.md": f"---\ntitle: {TEXT}\nsummary: {TEXT}\n---\n{BODY}",
    "content/media/foto.png": picture(size=(60, 30)),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("geheim"), FILES)


def for_machines(site: SmallSite) -> Iterator[tuple[str, str]]:
    """Every file by its path with all that machines read in it: of a page that is what it tells search engines.

    What joining by mail needs, a script asks for when somebody joins; so it has the mailbox that the mail is for.
    """
    for path in sorted(site.public.rglob("*")):
        name = path.relative_to(site.public).as_posix()
        if path.is_file() and not name.startswith("aansluiten/"):
            text = path.read_bytes().decode("utf-8", "replace").replace("\r\n ", "")
            yield name, Page(text).structured if name.endswith(".html") else text


def test_nobody_who_can_be_called_is_in_a_file_for_machines(site: SmallSite) -> None:
    found = {(name, secret) for name, text in for_machines(site) for secret in OF_A_CONTACT if secret in text}
    # Who works at a municipality is found by name, and its page says how to reach them.
    assert found - {("zoeken/index.json", "Zzpersoon")} == set()
    for address in ("/gemeenten/ede/", "/themas/wonen/", "/projecten/ede-p/"):
        assert "bel@contact.example.nl" in site.page(address), address


def test_no_mailbox_or_telephone_in_a_text_is_in_open_data_or_in_the_index(site: SmallSite) -> None:
    texts = {name: text for name, text in for_machines(site) if name.startswith(("data/", "zoeken/index.json"))}
    assert [(name, secret) for name, text in texts.items() for secret in IN_A_TEXT if secret in text] == []
    for name in ("themes", "municipalities", "projects", "news", "events", "matching"):
        for sign in ("[mail]", "[tel]"):
            assert sign in texts[f"data/{name}.json"], name
    found = json.loads(texts["data/matching.json"])
    assert all(found[part] for part in ("advice", "alike", "bundles"))
    # A reason stands on its page as it stands in the data.
    for pair in found["alike"]:
        shown = Page(site.page(f"/projecten/{pair['a']}/")).text
        assert [reason["text"] for reason in pair["reasons"] if reason["text"] not in shown] == []


def test_who_is_responsible_is_told_by_a_page_and_never_by_a_mailbox(site: SmallSite) -> None:
    for feed in site.public.rglob("atom.xml"):
        addresses = re.findall("<uri>(.*?)</uri>", feed.read_text("utf-8"))
        assert [one for one in addresses if not one.startswith("https://proef.example.nl/")] == [], feed


def test_an_administrator_has_the_date_of_a_source_and_no_way_in(site: SmallSite) -> None:
    person = json.loads(site.page("/data/municipalities.json"))["items"][0]["administrators"][0]
    assert (person["checked"], person["known"]) == (None, "2021-06")
    assert "email" not in person


def structs(value: Any) -> Iterator[Struct]:
    """A value of the content with all entries in it."""
    if isinstance(value, tuple):
        for one in value:
            yield from structs(one)
    elif isinstance(value, Struct):
        yield value
        for field in fields(value):
            yield from structs(getattr(value, field.name))


def test_no_field_is_forgotten_here(site: SmallSite) -> None:
    """A new field with words of people must be filled above."""
    content = pipeline.plan(site.options()).site
    assert content is not None
    filled: dict[str, bool] = {}
    everything = (content.settings.contact, content.themes, content.municipalities, content.projects, content.news)
    for one in structs((*everything, content.events, content.pages)):
        for field in fields(one):
            if field.encode_name in ("email", "phone") or is_words(type(one), field.encode_name):
                told, name = str(getattr(one, field.name)), f"{type(one).__name__}.{field.name}"
                has_one = any(secret in told for secret in (*OF_A_CONTACT, *IN_A_TEXT))
                filled[name] = filled.get(name, False) or has_one
    assert [name for name, has_one in filled.items() if not has_one] == []
    assert {"Project.lesson", "Theme.description", "Administrator.email", "Contact.phone", "Image.credit"} <= set(
        filled
    )


def is_words(form: type[Struct], name: str) -> bool:
    times = ("start", "end", "previous_start")
    return issubclass(form, model.Entry) and name not in times and is_text(form, name)
