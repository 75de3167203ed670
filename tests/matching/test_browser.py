"""Joining and the sortable matrix in a real browser, under a strict policy, with the keyboard."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

MakeSite = Callable[[Mapping[str, str | bytes]], Any]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
FILES = {
    "themes.yaml": """\
        themes:
          - {id: smart-living, title: Smart Living, lead: zwolle, summary: Wonen., description: Wonen.}
          - {id: smart-mobility, title: Smart Mobility, lead: breda, summary: A., description: B., topics: [drones]}
        """,
    "municipalities.yaml": """\
        municipalities:
          - id: breda
            name: Breda
            code: GM0758
            province: Noord-Brabant
            location: {lat: 51.58, lon: 4.77}
            website: https://www.breda.example.nl
            contacts: [{role: Loket slim, email: slim@breda.example.nl}]
          - id: s-hertogenbosch
            name: "'s-Hertogenbosch"
            code: GM0796
            province: Noord-Brabant
            location: {lat: 51.7, lon: 5.3}
            website: https://www.denbosch.example.nl
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
        """,
    "content/projects/breda.yaml": """\
        projects:
          - id: breda-drone
            title: Drone
            summary: Een drone telt.
            themes: [smart-mobility]
            status: pilot
            topics: [drones, tellen]
        """,
    "content/projects/zwolle.yaml": """\
        projects:
          - id: zwolle-drone
            title: Drone in Zwolle
            summary: Een drone telt.
            themes: [smart-mobility]
            status: in-use
            topics: [drones, tellen]
          - {id: zwolle-twee, title: Twee, summary: Nog een., themes: [smart-mobility], status: in-use}
        """,
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the built site, with the policy that it must work under."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def small(site: MakeSite) -> Any:
    made = site(FILES)
    made.build()
    return made


@pytest.fixture
def served(small: Any) -> Iterator[str]:
    handler = functools.partial(Handler, directory=str(small.public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which every complaint of the browser, also of the policy, fails the test."""
    context = browser.new_context()
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert [text for text in complaints if "favicon" not in text] == []


def choose(page: Page, municipality: str, theme: str) -> None:
    page.get_by_label("Uw gemeente").select_option(label=municipality)
    page.get_by_label("Thema", exact=True).select_option(label=theme)


def test_choosing_shows_what_fits_and_makes_a_mail(page: Page, served: str) -> None:
    page.goto(f"{served}/aansluiten/")
    choose(page, "Zwolle", "Smart Mobility")
    expect(page.get_by_role("status")).to_contain_text("Past goed: 8 punten.")
    rows = page.locator("#redenen li").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        "Zwolle werkt aan 2 projecten in dit thema 4",
        "1 project lijkt op een project van koploper Breda 3",
        "Onderwerp dat bij dit thema hoort: drones 1",
        "samen 8",
    ]
    expect(page.get_by_label("Onderwerp")).to_have_value("Zwolle wil aansluiten bij Smart Mobility")
    mail = unquote(page.get_by_role("link", name="Open in uw mailprogramma").get_attribute("href") or "")
    assert mail.startswith("mailto:slim@breda.example.nl?subject=Zwolle wil aansluiten bij Smart Mobility&body=")
    assert "Drone in Zwolle (in gebruik): https://proef.example.nl/projecten/zwolle-drone/" in mail


def test_the_mail_reaches_a_mailbox_with_any_sign(page: Page, small: Any, served: str) -> None:
    municipalities = (
        FILES["municipalities.yaml"].replace("slim@breda", '"50%25#slim/data@breda').replace("nl}]", 'nl"}]')
    )
    small.write({"municipalities.yaml": municipalities})
    small.build()
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    for name in ("Open in uw mailprogramma", "Mail over Smart Mobility"):
        link = page.get_by_role("link", name=name)
        assert link.evaluate("link => decodeURIComponent(link.pathname)") == "50%25#slim/data@breda.example.nl"
        assert link.evaluate("link => new URLSearchParams(link.search).get('subject')").endswith("Smart Mobility")
    expect(page.locator("#mail-aan")).to_have_text("Loket slim, 50%25#slim/data@breda.example.nl")


def test_a_changed_text_is_the_text_of_the_mail(page: Page, served: str) -> None:
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    page.get_by_label("Tekst", exact=True).fill("Dag & welkom,\nTot ziens")
    href = page.get_by_role("link", name="Open in uw mailprogramma").get_attribute("href") or ""
    assert href.endswith("&body=Dag%20%26%20welkom%2C%0D%0ATot%20ziens")


def test_an_address_with_a_choice_shows_it_and_a_wrong_one_is_ignored(page: Page, served: str) -> None:
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(page.locator("#mail-aan")).to_have_text("Loket slim, slim@breda.example.nl")
    page.goto(f"{served}/aansluiten/?gemeente=nergens&thema=%3Cb%3E")
    expect(page.get_by_role("status")).to_contain_text("Kies een gemeente en een thema.")
    expect(page.locator("#uitkomst")).to_be_hidden()


def test_the_lines_pass_check_as_they_are(page: Page, served: str, small: Any) -> None:
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    page.get_by_label("Naam van het project").fill('Zwolle: "meten" # & twee')
    page.get_by_label("In één of twee zinnen").fill("Wij meten: 's ochtends\nen 's avonds {niets}.")
    page.get_by_label("Fase").select_option(label="opschaling")
    project = page.locator("#project").text_content() or ""
    line = page.locator("#deelname").text_content() or ""
    kept = (small.root / "content/projects/zwolle.yaml").read_text("utf-8")
    municipalities = (small.root / "municipalities.yaml").read_text("utf-8")
    small.write({"content/projects/zwolle.yaml": kept + project, "municipalities.yaml": municipalities + line})
    assert small.check() == []
    small.build()
    assert "Zwolle doet al mee" not in small.page("/aansluiten/")
    assert 'Zwolle: "meten" # &amp; twee' in small.page("/projecten/zwolle-zwolle-meten-twee/").replace("&#34;", '"')


def test_a_municipality_without_a_file_gets_a_whole_one(page: Page, served: str, small: Any) -> None:
    page.goto(f"{served}/aansluiten/?gemeente=s-hertogenbosch&thema=smart-living")
    expect(page.locator("#project-uitleg")).to_contain_text("Maak het bestand content/projects/s-hertogenbosch.yaml")
    small.write({"content/projects/s-hertogenbosch.yaml": page.locator("#project").text_content() or ""})
    assert small.check() == []


def test_the_repository_is_offered_when_the_site_names_one(page: Page, served: str, small: Any) -> None:
    page.goto(f"{served}/aansluiten/?gemeente=s-hertogenbosch&thema=smart-living")
    expect(page.get_by_role("link", name="Open als voorstel")).to_be_hidden()
    settings = (small.root / "site.yaml").read_text("utf-8")
    small.write({"site.yaml": settings + "repository: {url: https://github.com/g40/site, branch: main}\n"})
    small.build()
    page.reload()
    href = page.get_by_role("link", name="Open als nieuw bestand").get_attribute("href") or ""
    assert href.startswith(
        "https://github.com/g40/site/new/main?filename=content%2Fprojects%2Fs-hertogenbosch.yaml&value="
    )
    href = page.get_by_role("link", name="Open als voorstel").get_attribute("href") or ""
    assert href.startswith("https://github.com/g40/site/issues/new?title=")


def test_joining_works_with_the_keyboard_alone(page: Page, served: str) -> None:
    page.goto(f"{served}/aansluiten/")
    page.get_by_label("Uw gemeente").focus()
    page.keyboard.type("Zwolle")
    page.keyboard.press("Tab")
    page.keyboard.type("Smart Mob")
    expect(page.locator("#uitkomst")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Onderwerp")).to_be_focused()


def test_without_script_each_theme_has_its_contact_and_mail(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/aansluiten/")
    expect(page.locator("#keuze")).to_be_hidden()
    expect(page.get_by_role("link", name="Mail over Smart Mobility")).to_have_attribute("href", re.compile("^mailto:"))
    expect(page.get_by_text("projects:")).to_be_visible()
    expect(page.locator("#meedoen")).to_contain_text("participates: [smart-mobility]")
    context.close()


def test_without_script_the_empty_blocks_pass_check_as_they_are(browser: Browser, served: str, small: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/aansluiten/")
    lines = page.get_by_role("region", name="De regel van elk thema").text_content() or ""
    project = page.get_by_role("region", name="Voorbeeld van een project").text_content() or ""
    context.close()
    line, *_others = lines.splitlines()
    assert line == "    participates: [smart-living]"
    municipalities = (small.root / "municipalities.yaml").read_text("utf-8")
    breda, other = municipalities.split("  - id: s-hertogenbosch\n")
    small.write(
        {
            "municipalities.yaml": f"{breda}{line}\n  - id: s-hertogenbosch\n{other}",
            "content/projects/s-hertogenbosch.yaml": f"{project}\n",
        }
    )
    assert small.check() == []
    small.build()
    assert "/gemeenten/breda/" in small.page("/themas/smart-living/")
    assert (small.public / "projecten/slimme-straatverlichting/index.html").is_file()


# What the clipboard holds can only be read with these; writing needs no permission of a page in front.
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.mark.parametrize(("button", "block"), [("Kopieer de regel", "#deelname"), ("Kopieer het project", "#project")])
@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_a_button_copies_its_block(page: Page, served: str, button: str, block: str, by: str) -> None:
    page.context.grant_permissions(CLIPBOARD, origin=served)
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    page.get_by_label("Naam van het project").fill("Meten & \u2018tellen\u2019")
    page.evaluate("navigator.clipboard.writeText('iets anders')")
    if by == "click":
        page.get_by_role("button", name=button).click()
    else:
        page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("status")).to_have_text("Gekopieerd.")
    text = page.locator(block).text_content()
    assert text
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_where_the_clipboard_is_refused_the_text_is_chosen(page: Page, served: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{served}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    page.get_by_role("button", name="Kopieer de regel").click()
    expect(page.get_by_role("status")).to_contain_text("Druk op Ctrl+C")
    assert page.evaluate("getSelection().toString().trim()") == "participates: [smart-mobility]"


def test_all_invitations_of_a_theme_are_copied_at_once(page: Page, served: str) -> None:
    page.context.grant_permissions(CLIPBOARD, origin=served)
    page.goto(f"{served}/themas/smart-mobility/")
    page.get_by_text("Alle uitnodigingen om te kopiëren (1)").click()
    page.get_by_role("button", name="Kopieer alle uitnodigingen").click()
    expect(page.get_by_role("status")).to_have_text("Gekopieerd.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Zwolle" in copied
    assert copied == page.locator("#uitnodigingen").text_content()


def municipalities(page: Page) -> list[str]:
    return page.locator("table.matrix tbody th").all_inner_texts()


def test_the_matrix_sorts_and_comes_back(page: Page, served: str) -> None:
    page.goto(f"{served}/samenwerken/")
    first = municipalities(page)
    rows = sorted(page.locator("table.matrix tbody tr").all_inner_texts())
    by_theme = page.get_by_role("button", name="Sorteer op Smart Mobility")
    by_theme.click()
    assert municipalities(page)[0] == "Zwolle"
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Smart Mobility")
    expect(page.get_by_role("status")).to_have_text("Gesorteerd op Smart Mobility, aflopend.")
    by_theme.press("Enter")
    assert municipalities(page)[-1] == "Zwolle"
    by_theme.press("Space")
    assert municipalities(page) == first
    expect(page.locator("th[aria-sort]")).to_have_count(0)
    assert sorted(page.locator("table.matrix tbody tr").all_inner_texts()) == rows


def test_the_matrix_sorts_names_as_dutch_does(page: Page, served: str) -> None:
    page.goto(f"{served}/samenwerken/")
    button = page.get_by_role("button", name="Sorteer op Gemeente")
    button.click()
    assert municipalities(page) == ["Breda", "'s-Hertogenbosch", "Zwolle"]
    button.click()
    assert municipalities(page) == ["Zwolle", "'s-Hertogenbosch", "Breda"]


def test_without_script_the_matrix_is_a_table(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/samenwerken/")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.locator("table.matrix button")).to_have_count(0)
    context.close()
