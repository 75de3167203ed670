"""The small scripts in a real browser: the field of the home page, meetings that are over, and texts to copy."""

import pytest
from playwright.sync_api import Page, expect

ENDS = {
    "Zwolle": "/gemeenten/zwolle/",
    " den bosch ": "/gemeenten/s-hertogenbosch/",
    "sudwest-fryslan": "/gemeenten/sudwest-fryslan/",
    "Drones": "/projecten/onderwerp/drones/",
    "slimme lampen": "/zoeken/?q=slimme+lampen",
}


def test_the_field_of_home_goes_to_a_name_or_searches(page: Page, address: str) -> None:
    for asked, ended in ENDS.items():
        page.goto(f"{address}/")
        field = page.get_by_role("combobox", name="Vind uw gemeente of onderwerp")
        expect(field).to_be_in_viewport()
        field.fill(asked)
        field.press("Enter")
        page.wait_for_url(f"{address}{ended}")


def test_the_field_of_home_is_a_plain_form(plain: Page, address: str) -> None:
    plain.goto(f"{address}/")
    field = plain.get_by_role("combobox", name="Vind uw gemeente of onderwerp")
    field.fill("zwolle")
    field.press("Enter")
    plain.wait_for_url(f"{address}/zoeken/?q=zwolle")
    assert plain.locator("a[href='/gemeenten/zwolle/']").count()


@pytest.mark.parametrize(("now", "coming"), [("2026-12-01T14:59:00+01:00", True), ("2026-12-01T15:00:00+01:00", False)])
def test_a_meeting_leaves_the_lists_when_it_is_over(page: Page, address: str, now: str, coming: bool) -> None:
    page.clock.set_fixed_time(now)
    for path in ("/", "/agenda/", "/themas/smart-living/"):
        page.goto(f"{address}{path}")
        expect(page.get_by_role("link", name="Overleg").first).to_be_visible()
        expect(page.locator(".event-row h3")).to_be_visible(visible=coming)
        none = page.get_by_text("Er staan nu geen bijeenkomsten gepland. De laatste was: Overleg")
        expect(none).to_be_visible(visible=not coming)


def test_a_meeting_leaves_a_page_that_stays_open(page: Page, address: str) -> None:
    page.clock.install(time="2026-12-01T14:00:00+01:00")
    page.goto(f"{address}/agenda/")
    expect(page.locator(".event-row h3")).to_be_visible()
    page.clock.set_fixed_time("2026-12-01T16:00:00+01:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".event-row h3")).to_be_hidden()


def test_the_sheet_of_a_project_is_copied_whole(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/projecten/sensorkastjes/")
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.locator("#tekst-stand")).to_have_text("Gekopieerd.")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0].startswith("Gevraagd besluit: [uw gemeente] onderzoekt of zij ‘Kastjes met sensoren’ van Zwolle")
    assert "Eerste stap: een gesprek met Zwolle: zwolle.example.nl." in copied
    assert copied[-1].endswith("2024. Bron: https://proef.example.nl/projecten/sensorkastjes/")


def test_the_sheet_can_be_read_without_script(plain: Page, address: str) -> None:
    plain.goto(f"{address}/projecten/sensorkastjes/")
    expect(plain.locator("#tekst")).to_contain_text("Kastjes met sensoren")
    expect(plain.get_by_role("button", name="Kopieer de tekst")).to_be_hidden()


def test_every_feed_has_its_address_in_a_part_that_opens_without_script(plain: Page, address: str) -> None:
    plain.goto(f"{address}/abonneren/")
    expect(plain.locator("a[href='/gemeenten/zwolle/atom.xml']")).to_be_hidden()
    for group in ("Thema’s", "Gemeenten"):
        plain.locator("summary", has_text=group).click()
    for path in ("/themas/smart-living/atom.xml", "/gemeenten/zwolle/atom.xml"):
        expect(plain.locator(f"a[href='{path}']").first).to_be_visible()
        expect(plain.get_by_text(f"https://proef.example.nl{path}", exact=True)).to_be_visible()
