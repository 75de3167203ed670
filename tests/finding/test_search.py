"""Searching in a real browser: what is found, how it is shown, and what happens when nothing is."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.finding.conftest import FILES
from tests.sites import NO_CARDS, Sites, settings


def ask(page: Page, address: str, question: str) -> list[str]:
    """The titles of what is found, from the top."""
    page.goto(f"{address}/zoeken/?q={quote(question)}")
    expect(page.locator("#zoek-stand")).not_to_be_empty()
    return page.locator("#zoek-uitkomst h3").all_inner_texts()


FIRST = {
    "sensor": "Sensoren",
    "SENSOREN": "Sensoren",
    "sensorne": "Sensoren",
    "senseren": "Sensoren",
    "fiets": "Fietsers",
    "kastje": "Kastjes met sensoren",
    "straat": "Slimme straatverlichting",
    "verligting": "Verlichting",
    "fietssensoren": "Fietsers tellen",
    "ideeenfabriek": "Fietsers tellen",
    "ideeën": "Fietsers tellen",
    "Den Bosch": "’s-Hertogenbosch",
    "s hertogenbosch": "’s-Hertogenbosch",
    "’s-hertogenbosch": "’s-Hertogenbosch",
    "'s-hertogenbosch": "’s-Hertogenbosch",
    "sudwest fryslan": "Súdwest-Fryslân",
    "sneek": "Súdwest-Fryslân",
    "RIVM": "Kastjes met sensoren",
    "regenmeter": "Een netwerk van sensoren",
    "smart mobility": "Smart Mobility",
    "open data": "Open data",
    "onbekend-thema": "… is geen thema (onbekend-thema)",
    "leeg": "Deze regel mist iets (leeg)",
    "Te-laat": "Dit is voorbij (te-laat)",
    "meldingen": "Alle meldingen",
}


def test_a_question_is_answered_first(page: Page, address: str) -> None:
    found = {question: ask(page, address, question)[:1] for question in FIRST}
    assert {question: first for question, first in found.items() if first != [FIRST[question]]} == {}


def test_an_entry_with_all_words_goes_before_one_with_some(page: Page, address: str) -> None:
    assert ask(page, address, "wat doet zwolle met drones")[0] == "<img src=x onerror=alert(1)> & drones"


def test_markup_in_a_title_is_shown_as_text_and_words_are_marked(page: Page, address: str) -> None:
    ask(page, address, "drone opmaak")
    row = page.locator("#zoek-uitkomst li", has=page.locator("a[href*=hostile]"))
    expect(row.locator("h3")).to_have_text("<img src=x onerror=alert(1)> & drones")
    assert row.locator("mark").all_inner_texts() == ["drones", "opmaak"]
    assert row.locator("img, b").count() == 0


def test_a_question_that_is_markup_is_text_too(page: Page, address: str) -> None:
    ask(page, address, "<img src=x onerror=alert(1)>")
    expect(page.locator("#zoek-stand")).to_contain_text("‘<img src=x onerror=alert(1)>’")
    assert page.locator("main img").count() == 0


def test_the_best_come_first_and_the_rest_by_kind(page: Page, address: str) -> None:
    ask(page, address, "zwolle sensoren")
    headings = page.locator("#zoek-uitkomst h2").all_inner_texts()
    assert headings[0] == "Past het best"
    assert set(headings[1:]) <= {"Thema’s", "Gemeenten", "Onderwerpen", "Bundels", "Projecten", "Pagina’s", "Berichten"}
    assert page.locator("#zoek-uitkomst section").first.locator("h3").count() == 3


def test_every_result_leads_to_a_page(page: Page, address: str) -> None:
    ask(page, address, "sensoren")
    links = page.locator("#zoek-uitkomst h3 a").evaluate_all("all => all.map(a => a.href)")
    assert links
    assert [url for url in links if page.request.get(url).status != 200] == []


def test_nothing_found_says_what_to_do_and_keeps_the_links(page: Page, address: str) -> None:
    assert ask(page, address, "xylofoon") == []
    expect(page.get_by_role("status")).to_contain_text("Niets gevonden over ‘xylofoon’.")
    expect(page.get_by_role("link", name="Breda")).to_be_visible()


def test_the_code_of_a_message_leads_to_its_place_and_its_words_are_those_of_visitors(page: Page, address: str) -> None:
    ask(page, address, "onbekend-thema")
    page.locator("#zoek-uitkomst h3 a").first.click()
    page.wait_for_url(f"{address}/redactie/meldingen/#onbekend-thema")
    # On a page that long, gliding to it would show nothing for seconds; and it stands free of the edge.
    expect(page.locator("html")).to_have_css("scroll-behavior", "auto")
    expect(page.locator("#onbekend-thema")).not_to_have_css("scroll-margin-block-start", "0px")
    assert ask(page, address, "onbekend thema")[0] == "Overleg"
    assert ask(page, address, "voorbij") == []


def test_an_error_in_typing_is_told(page: Page, address: str) -> None:
    ask(page, address, "verligting")
    expect(page.get_by_role("status")).to_contain_text("Ook gezocht op ‘verlichting’.")


def test_the_form_of_the_header_searches(page: Page, address: str) -> None:
    page.goto(f"{address}/projecten/straatlampen/")
    page.locator("header").get_by_role("searchbox", name="Zoek op de site").first.fill("drones")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/zoeken/?q=drones")
    expect(page.locator("#zoek-uitkomst h3").first).to_have_text("Drones")


def test_the_address_follows_the_question_and_back_undoes_it(page: Page, address: str) -> None:
    ask(page, address, "drones")
    field = page.get_by_role("searchbox", name="Waar zoekt u naar?")
    field.fill("breda")
    field.press("Enter")
    expect(page.locator("#zoek-uitkomst h3").first).to_have_text("Breda")
    assert page.url == f"{address}/zoeken/?q=breda"
    page.go_back()
    expect(page.locator("#zoek-uitkomst h3").first).to_have_text("Drones")
    expect(field).to_have_value("drones")
    field.fill("")
    field.press("Enter")
    expect(page.get_by_role("link", name="Breda")).to_be_visible()


def test_without_script_the_page_has_links_and_says_how_to_look(plain: Page, address: str) -> None:
    plain.goto(f"{address}/zoeken/?q=sensor")
    assert "Ctrl+F" in plain.locator("noscript").inner_html()
    expect(plain.locator("a[href='/projecten/onderwerp/sensoren/']")).to_be_visible()


def test_a_large_site_is_searched_in_parts(page: Page, large_address: str) -> None:
    """A visitor fetches only what the question needs."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[-1]))
    assert ask(page, large_address, "straatverlichting")[0] == "Slimme straatverlichting"
    assert [name for name in loaded if name.startswith("woorden")] == ["woorden-stu.json"]
    assert len([name for name in loaded if name.startswith("vermeldingen")]) == 1
    assert ask(page, large_address, "bericht 1000")[0] == "Bericht 1000"
    assert ask(page, large_address, "aansluiten")[0] == "Aansluiten"


def test_the_index_names_no_mailbox_no_telephone_and_no_draft(site: Sites) -> None:
    draft = "---\ntitle: Zzgeheim\ndate: 2026-11-02\nsummary: Kort.\ndraft: true\n---\n"
    call = "---\ntitle: Bellen\nsummary: Mail a@b.example.nl of bel 038 498 9111.\n---\nTekst.\n"
    added = {"content/news/2026-11-02-geheim.md": draft, "content/pages/bellen.md": call}
    made = site({**FILES, **added, "site.yaml": settings(NO_CARDS)})
    made.build(drafts=True)
    text = (made.public / "zoeken/index.json").read_text("utf-8")
    assert "zzgeheim" not in text.lower()
    assert "b.example.nl" not in text
    assert not re.search(r"4989111|498 9111", text)


def test_people_and_tasks_are_found(page: Page, large_address: str) -> None:
    """A municipality by who works there and as the way to ask, and joining by what one wants to do."""
    assert ask(page, large_address, "contact Zwolle")[0] == "Zwolle"
    assert ask(page, large_address, "wie bel ik in breda")[0] == "Breda"
    assert ask(page, large_address, "Eerst")[0] == "Breda"
    assert ask(page, large_address, "hoe meld ik een project aan")[0] == "Aansluiten"
