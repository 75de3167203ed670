"""Joining and the sortable matrix in a real browser, under a strict policy, with the keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Strict, served
from tests.sites import NO_CARDS, Sites, SmallSite, built, copied, settings

FILES = {
    "site.yaml": settings(NO_CARDS),
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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("browser"), FILES)


@pytest.fixture(scope="module")
def address(small: SmallSite) -> Iterator[str]:
    with served(small.public, Strict) as found:
        yield found


@pytest.fixture
def site(small: SmallSite, tmp_path: Path) -> Sites:
    return lambda files: copied(small, tmp_path, {**FILES, **files})


def choose(page: Page, municipality: str, theme: str) -> None:
    page.get_by_label("Uw gemeente").select_option(label=municipality)
    page.get_by_label("Thema", exact=True).select_option(label=theme)
    page.get_by_role("button", name="Toon de mail").click()


def heading(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def test_a_choice_is_answered_with_a_whole_mail(page: Page, address: str) -> None:
    page.goto(f"{address}/aansluiten/")
    choose(page, "Zwolle", "Smart Mobility")
    page.wait_for_url("**/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(heading(page)).to_have_text("Zwolle sluit aan bij Smart Mobility")
    expect(page).to_have_title(re.compile("^Zwolle sluit aan bij Smart Mobility · "))
    assert page.locator("#redenen li").all_inner_texts() == [
        "‘Drone’ van koploper Breda lijkt op ‘Drone in Zwolle’. Zelfde onderwerpen: drones en tellen.",
    ]
    link = page.get_by_role("link", name="Open in uw mailprogramma")
    mail = unquote(link.get_attribute("href") or "").replace("\r\n", "\n")
    assert mail.startswith("mailto:slim@breda.example.nl?subject=Zwolle wil aansluiten bij Smart Mobility&body=")
    assert "Drone in Zwolle (in gebruik, jaar niet bekend): https://proef.example.nl/projecten/zwolle-drone/" in mail
    # What can be read is what is sent, and its button comes first.
    text = page.locator("#mail").text_content() or ""
    assert mail.endswith(f"&body={text}")
    expect(page.locator(".mail")).to_contain_text("Loket slim")
    button, mail = link.bounding_box(), page.locator(".mail").bounding_box()
    assert button
    assert mail
    assert button["y"] + button["height"] <= mail["y"]
    # What is for who chose nothing yet is gone, and nothing is a line for a file.
    expect(page.get_by_label("Uw gemeente")).to_be_hidden()
    assert "participates" not in page.content()


def test_the_whole_mail_is_in_the_first_view(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    for part in (page.get_by_role("link", name="Open in uw mailprogramma"), page.locator(".mail")):
        expect(part).to_be_in_viewport(ratio=1)


def test_another_theme_and_another_municipality_are_one_step_away(page: Page, address: str) -> None:
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    line = page.locator("[data-theme=smart-living]")
    expect(line).to_contain_text("geen project bekend")
    expect(page.locator("[data-theme=smart-mobility]")).to_contain_text("2 projecten")
    line.get_by_role("link", name="Kies Smart Living").click()
    page.wait_for_url("**/aansluiten/?gemeente=zwolle&thema=smart-living")
    # It leads that theme, so there is nothing to join.
    expect(heading(page)).to_have_text("Zwolle is koploper van Smart Living")
    expect(page.locator(".mail")).to_be_hidden()
    page.get_by_role("link", name="Kies een andere gemeente").click()
    page.wait_for_url("**/aansluiten/?thema=smart-living")
    expect(page.get_by_label("Thema", exact=True)).to_have_value("smart-living")


def test_who_takes_part_already_is_told_so(page: Page, site: Sites) -> None:
    joined = FILES["municipalities.yaml"].rstrip(" ") + "            participates: [smart-mobility]\n"
    made = site({"municipalities.yaml": joined})
    made.build()
    with served(made.public, Strict) as address:
        page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
        expect(heading(page)).to_have_text("Zwolle doet al mee met Smart Mobility")
        expect(page.locator(".mail")).to_be_hidden()


def test_what_does_not_fit_is_said_and_may_be_joined(page: Page, address: str) -> None:
    page.goto(f"{address}/aansluiten/?gemeente=s-hertogenbosch&thema=smart-living")
    expect(heading(page)).to_have_text("’s-Hertogenbosch sluit aan bij Smart Living")
    expect(page.get_by_text("U kunt wel aansluiten.")).to_be_visible()
    expect(page.get_by_text("Waarom dit past", exact=True)).to_be_hidden()
    expect(page.locator("#mail")).to_contain_text("De gemeente ’s-Hertogenbosch wil graag aansluiten bij Smart Living.")


def test_the_mail_reaches_a_mailbox_with_any_sign(page: Page, site: Sites) -> None:
    municipalities = (
        FILES["municipalities.yaml"].replace("slim@breda", '"50%25#slim/data@breda').replace("nl}]", 'nl"}]')
    )
    made = site({"municipalities.yaml": municipalities})
    made.build()
    with served(made.public, Strict) as address:
        page.goto(f"{address}/aansluiten/")
        links = [page.get_by_role("link", name="Mail over Smart Mobility")]
        for link in links:
            assert link.evaluate("link => decodeURIComponent(link.pathname)") == "50%25#slim/data@breda.example.nl"
            assert link.evaluate("link => new URLSearchParams(link.search).get('subject')").endswith("Smart Mobility")
        page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
        link = page.get_by_role("link", name="Open in uw mailprogramma")
        expect(link).to_be_visible()
        assert link.evaluate("link => decodeURIComponent(link.pathname)") == "50%25#slim/data@breda.example.nl"
        expect(page.locator("#mail-aan")).to_have_text("50%25#slim/data@breda.example.nl")


@pytest.mark.parametrize("query", ["gemeente=nergens&thema=%3Cb%3E", "gemeente=nergens&thema=smart-living", ""])
def test_an_address_without_a_choice_lets_you_choose(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/aansluiten/?{query}")
    expect(heading(page)).to_have_text("Aansluiten")
    expect(page.get_by_label("Uw gemeente")).to_have_value("")
    expect(page.locator(".mail")).to_be_hidden()
    expect(page.get_by_role("link", name="Mail over Smart Mobility")).to_be_visible()


def test_a_municipality_alone_says_what_it_has_in_each_theme(page: Page, address: str) -> None:
    page.goto(f"{address}/aansluiten/?gemeente=zwolle")
    expect(page.locator("[data-theme=smart-mobility]")).to_contain_text("2 projecten")
    page.get_by_role("link", name="Kies Smart Mobility").click()
    expect(heading(page)).to_have_text("Zwolle sluit aan bij Smart Mobility")


def test_where_the_mail_does_not_come_the_page_leads_on(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/aansluiten/*.json", lambda route: route.abort())
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(page.get_by_text("Uw mail komt nu niet.")).to_be_visible()
    expect(heading(page)).to_have_text("Aansluiten")
    expect(page.get_by_role("link", name="Mail over Smart Mobility")).to_be_visible()
    context.close()


def test_joining_works_with_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/aansluiten/")
    page.get_by_label("Uw gemeente").focus()
    page.keyboard.type("Zwolle")
    page.keyboard.press("Tab")
    page.keyboard.type("Smart Mob")
    # The page waits until it is asked.
    expect(heading(page)).to_have_text("Aansluiten")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Zwolle sluit aan bij Smart Mobility")


def test_without_script_each_theme_has_its_mail_and_the_text_to_write_it_by_hand(plain: Page, address: str) -> None:
    page = plain
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(page.get_by_label("Uw gemeente")).to_be_hidden()
    expect(page.locator(".mail")).to_be_hidden()
    expect(page.get_by_role("link", name="Mail over Smart Mobility")).to_have_attribute(
        "href", re.compile("^mailto:slim@breda.example.nl")
    )
    expect(page.get_by_text("De mail gaat naar slim@breda.example.nl")).to_be_visible()
    page.get_by_text("Schrijft u de mail liever zelf?").click()
    expect(page.get_by_text("wil graag aansluiten bij [thema]")).to_be_visible()


# What the clipboard holds can only be read with these; writing needs no permission of a page in front.
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_a_button_copies_the_mail(page: Page, address: str, by: str) -> None:
    page.context.grant_permissions(CLIPBOARD, origin=address)
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(page.locator("#mail")).to_contain_text("Zwolle")
    button = page.get_by_role("button", name="Kopieer de tekst")
    if by == "click":
        button.click()
    else:
        button.press("Enter")
    expect(page.locator("#mail-stand")).to_have_text("Gekopieerd.")
    text = page.locator("#mail").text_content()
    assert text
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_where_the_clipboard_is_refused_the_text_is_chosen(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}/aansluiten/?gemeente=zwolle&thema=smart-mobility")
    expect(page.locator("#mail")).to_contain_text("Zwolle")
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.locator("#mail-stand")).to_contain_text("Druk op Ctrl+C")
    assert page.evaluate("getSelection().toString().trim()").startswith("Beste collega,")


def test_all_invitations_of_a_theme_are_copied_at_once(page: Page, address: str) -> None:
    page.context.grant_permissions(CLIPBOARD, origin=address)
    page.goto(f"{address}/themas/smart-mobility/")
    page.get_by_text("Alle mails om te kopiëren (1)").click()
    page.get_by_role("button", name="Kopieer alle mails").click()
    expect(page.get_by_role("status")).to_have_text("Gekopieerd.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Zwolle" in copied
    assert copied == page.locator("#uitnodigingen").text_content()


def municipalities(page: Page) -> list[str]:
    return page.locator("table.matrix tbody th").all_inner_texts()


def test_the_matrix_sorts_and_comes_back(page: Page, address: str) -> None:
    page.goto(f"{address}/samenwerken/")
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


def test_the_matrix_sorts_names_as_dutch_does(page: Page, address: str) -> None:
    page.goto(f"{address}/samenwerken/")
    button = page.get_by_role("button", name="Sorteer op Gemeente")
    button.click()
    assert municipalities(page) == ["Breda", "’s-Hertogenbosch", "Zwolle"]
    button.click()
    assert municipalities(page) == ["Zwolle", "’s-Hertogenbosch", "Breda"]


def test_without_script_the_matrix_is_a_table(plain: Page, address: str) -> None:
    plain.goto(f"{address}/samenwerken/")
    expect(plain.get_by_role("table")).to_be_visible()
    expect(plain.locator("table.matrix button")).to_have_count(0)
