"""Choosing among projects in a real browser: combining, counting, the address, the views and the files."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import SmallSite
from tests.finding.conftest import FILES, served


def choice(page: Page, facet: str, name: str) -> Locator:
    return page.locator(f"nav[data-key={facet}] a", has_text=name)


def count(page: Page, facet: str, name: str) -> int:
    return int(choice(page, facet, name).locator(".count").inner_text().rsplit(maxsplit=1)[-1])


def shown(page: Page) -> list[str]:
    """The ids of the projects that are visible, from the top."""
    links = page.locator("#uitkomst [data-slot=project] a:visible")
    return [str(link.get_attribute("href")).split("/")[-2] for link in links.all()]


def opened(page: Page, url: str) -> None:
    """Opens a page and waits until its script has taken over."""
    page.goto(url)
    page.locator("#andere").wait_for(state="detached")
    expect(page.locator("#uitkomst [data-slot=project] a").first.or_(page.get_by_text("Haal iets"))).to_be_attached()


@pytest.fixture
def projects(page: Page, address: str) -> str:
    opened(page, f"{address}/projecten/")
    return f"{address}/projecten/"


def test_choices_under_one_heading_add_and_under_two_combine(page: Page, projects: str) -> None:
    assert shown(page) == ["fietsen", "sensorkastjes", "straatlampen", "hostile"]
    choice(page, "thema", "Smart Mobility").click()
    assert shown(page) == ["fietsen", "straatlampen"]
    choice(page, "fase", "pilot").click()
    assert shown(page) == ["fietsen"]
    choice(page, "fase", "in gebruik").click()
    assert shown(page) == ["fietsen", "straatlampen"]
    assert page.url == f"{projects}?thema=smart-mobility&fase=pilot&fase=in-gebruik"
    expect(page.get_by_text("het een óf het ander")).to_be_visible()


def test_counts_say_what_a_choice_would_leave(page: Page, projects: str) -> None:
    assert [count(page, "fase", name) for name in ("pilot", "in gebruik", "opschaling")] == [3, 1, 0]
    choice(page, "onderwerp", "sensoren").click()
    assert [count(page, "fase", name) for name in ("pilot", "in gebruik", "opschaling")] == [2, 0, 0]
    assert [count(page, "thema", name) for name in ("Smart Living", "Smart Mobility")] == [1, 1]
    # The counts under its own heading are of the other choices: they would be added.
    assert [count(page, "onderwerp", name) for name in ("sensoren", "drones", "verlichting")] == [2, 1, 1]
    expect(page.get_by_role("status")).to_have_text("2 projecten van de 4")


def test_a_count_of_nothing_stays_visible_and_cannot_be_chosen(page: Page, projects: str) -> None:
    choice(page, "onderwerp", "sensoren").click()
    none = choice(page, "fase", "in gebruik")
    expect(none).to_be_visible()
    assert none.get_attribute("href") is None
    assert (none.get_attribute("role"), none.get_attribute("aria-disabled")) == ("link", "true")
    none.click(force=True)
    assert page.url == f"{projects}?onderwerp=sensoren"
    page.go_back()
    expect(none).to_have_attribute("href", re.compile("fase="))
    assert (none.get_attribute("role"), none.get_attribute("aria-disabled")) == (None, None)


def test_the_address_holds_the_choice_and_back_undoes_it(page: Page, address: str) -> None:
    opened(page, f"{address}/projecten/?fase=pilot&provincie=noord-brabant&gemeente=onbekend&q=TELT")
    assert shown(page) == ["fietsen"]
    expect(page.get_by_label("Zoek in de projecten")).to_have_value("TELT")
    expect(choice(page, "fase", "pilot")).to_have_attribute("aria-current", "true")
    expect(page).to_have_title("pilot · Noord-Brabant · ‘TELT’ · Projecten · Themagroep Proef")
    page.get_by_role("link", name="Haal weg: pilot").click()
    expect(choice(page, "fase", "pilot")).not_to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Wis alles").click()
    assert page.url == f"{address}/projecten/"
    assert len(shown(page)) == 4
    page.go_back()
    page.go_back()
    assert shown(page) == ["fietsen"]
    expect(choice(page, "fase", "pilot")).to_have_attribute("aria-current", "true")


def test_the_keyboard_does_all_of_it_and_keeps_its_place(page: Page, projects: str) -> None:
    choice(page, "fase", "pilot").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.value") == "pilot"
    page.locator("nav[data-key=gemeente] summary").press("Enter")
    choice(page, "gemeente", "Zwolle").press("Enter")
    assert shown(page) == ["sensorkastjes", "hostile"]
    page.get_by_role("link", name="Haal weg: pilot").press("Enter")
    assert page.evaluate("document.activeElement.id") == "gevonden"
    field = page.get_by_label("Zoek in de projecten")
    field.fill("lamp")
    field.press("Enter")
    assert shown(page) == ["straatlampen"]
    assert page.evaluate("document.activeElement.id") == "zoek-projecten"


def test_words_find_titles_partners_places_and_other_names(page: Page, projects: str) -> None:
    field = page.get_by_label("Zoek in de projecten")
    for words, found in (
        ("rivm", ["sensorkastjes"]),
        ("den bosch", ["fietsen"]),
        ("IDEEENFABRIEK", ["fietsen"]),
        ("breda lamp", ["straatlampen"]),
        ("<img", ["hostile"]),
    ):
        field.fill(words)
        field.press("Enter")
        assert shown(page) == found, words


def test_a_choice_that_leaves_nothing_says_so(page: Page, address: str) -> None:
    opened(page, f"{address}/projecten/?q=xylofoon")
    expect(page.get_by_role("status")).to_have_text("0 projecten van de 4. Haal iets van uw keuze weg.")
    assert shown(page) == []
    page.get_by_role("link", name="Haal weg: ‘xylofoon’").click()
    assert len(shown(page)) == 4


def test_a_row_is_the_one_of_the_page_and_its_text_is_text(page: Page, address: str) -> None:
    def texts(row: Locator) -> list[str]:
        return " ".join(row.inner_text().split()).split(" ")

    page.goto(f"{address}/projecten/fase/pilot/")
    there = texts(page.locator("li.project-row", has=page.locator("a[href*=hostile]")))
    opened(page, f"{address}/projecten/?fase=pilot")
    row = page.locator("li.project-row", has=page.locator("a[href*=hostile]"))
    assert texts(row) == there
    assert row.locator("img").count() == 0


def test_the_table_sorts_by_each_heading_and_keeps_the_choice(page: Page, projects: str) -> None:
    choice(page, "fase", "pilot").click()
    page.get_by_role("link", name="Tabel").click()
    table = page.get_by_role("table", name="De gekozen projecten")
    expect(table).to_be_visible()
    orders = {
        "Project": ["hostile", "fietsen", "sensorkastjes"],
        "Gemeente": ["fietsen", "sensorkastjes", "hostile"],
        "Stand": ["hostile", "sensorkastjes", "fietsen"],
    }
    for heading, order in orders.items():
        cell = table.get_by_role("columnheader", name=heading)
        cell.get_by_role("link").click()
        expect(cell).to_have_attribute("aria-sort", "ascending")
        assert sorted(shown(page)) == sorted(order)
        if heading != "Gemeente":
            assert shown(page) == order, heading
        cell.get_by_role("link").click()
        expect(cell).to_have_attribute("aria-sort", "descending")
    assert page.url == f"{projects}?fase=pilot&weergave=tabel&volgorde=-stand"
    page.reload()
    expect(table).to_be_visible()
    assert shown(page) == ["fietsen", "sensorkastjes", "hostile"]


def test_the_map_shows_what_is_chosen_and_a_dot_chooses(page: Page, projects: str) -> None:
    page.get_by_role("link", name="Kaart").click()
    expect(page.locator("#kaart svg").first).to_be_visible()
    choice(page, "onderwerp", "sensoren").click()
    full = page.locator("#kaart a.map-full title").all_text_contents()
    assert sorted(full) == ["'s-Hertogenbosch", "Zwolle"]
    page.locator("#kaart a", has_text="Zwolle").locator("circle").click()
    assert page.url == f"{projects}?weergave=kaart&onderwerp=sensoren&gemeente=zwolle"
    expect(choice(page, "gemeente", "Zwolle")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 project van de 4")


def saved(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.locator("#bestanden").get_by_role("link", name=name).click()
    assert download.value.suggested_filename == f"projects.{name.lower()}"
    return Path(download.value.path()).read_bytes()


def test_files_hold_what_is_shown_in_the_form_of_the_open_data(page: Page, projects: str) -> None:
    whole = page.request.get(projects.replace("projecten/", "data/projects.json")).json()
    header = page.request.get(projects.replace("projecten/", "data/projects.csv")).text().splitlines()[0]
    choice(page, "thema", "Smart Living").click()
    data = json.loads(saved(page, "JSON"))
    assert {**data, "items": whole["items"]} == whole
    assert [item["id"] for item in data["items"]] == ["sensorkastjes", "hostile"]
    table = saved(page, "CSV").decode("utf-8")
    assert table.splitlines()[0] == header
    assert table.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["sensorkastjes", "hostile"]
    assert rows[1]["title"] == "<img src=x onerror=alert(1)> & drones"


def test_a_long_list_shows_more_in_steps_and_the_focus_follows(page: Page, tmp_path: Path) -> None:
    many = "".join(
        f"  - {{id: p{n}, title: Nummer {n}, summary: Kort., themes: [smart-living], status: pilot}}\n"
        for n in range(35)
    )
    made = SmallSite(tmp_path / "site", {**FILES, "content/projects/breda.yaml": f"projects:\n{many}"})
    made.build()
    with served(made.public) as url:
        opened(page, f"{url}/projecten/")
        assert len(shown(page)) == 30
        page.get_by_role("button", name="Toon meer projecten").click()
        assert len(shown(page)) == 39
        assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('li.project-row')[30]")
        expect(page.get_by_role("button", name="Toon meer projecten")).to_be_hidden()


def test_the_page_of_one_choice_leads_on_to_combinations(page: Page, address: str) -> None:
    page.goto(f"{address}/projecten/fase/pilot/")
    page.get_by_label("Zoek in deze projecten").fill("kastjes")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/projecten/?fase=pilot&q=kastjes")
    expect(page.get_by_role("status")).to_have_text("1 project van de 4")
    page.goto(f"{address}/projecten/fase/pilot/")
    page.get_by_role("link", name="Combineer met andere keuzes").click()
    expect(page.get_by_role("status")).to_have_text("3 projecten van de 4")


def test_without_script_every_single_choice_is_a_page(plain: Page, address: str) -> None:
    plain.goto(f"{address}/projecten/")
    for hidden in ("Zoek in de projecten", "het een óf het ander", "Tabel"):
        expect(plain.get_by_text(hidden).first).to_be_hidden()
    for facet, name, path in (
        ("fase", "pilot", "/projecten/fase/pilot/"),
        ("thema", "Smart Living", "/themas/smart-living/"),
        ("onderwerp", "sensoren", "/projecten/onderwerp/sensoren/"),
        ("provincie", "Fryslân", "/projecten/provincie/fryslan/"),
        ("gemeente", "Zwolle", "/gemeenten/zwolle/"),
    ):
        assert choice(plain, facet, name).get_attribute("href") == path
    assert plain.request.get(f"{address}/projecten/onderwerp/sensoren/").status == 200


@pytest.mark.parametrize(
    "answer",
    [None, {"status": 404, "body": "weg"}, {"body": "<html>"}, {"body": "{}"}, {"body": '[{"id": "van een ander"}]'}],
    ids=["no network", "not there", "no JSON", "no list", "other data"],
)
def test_a_list_without_its_data_says_that_it_did_not_choose(
    browser: Browser, address: str, answer: dict[str, object] | None
) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/keuze.json", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{address}/projecten/?q=drones&thema=smart-living")
    expect(page.get_by_role("status")).to_have_text("Zoeken en combineren lukt nu niet. U ziet alle projecten.")
    expect(page.get_by_label("Zoek in de projecten")).to_have_value("drones")
    expect(page.locator("#lijst .rows > li:visible")).to_have_count(4)
    # What works without a script still does.
    choice(page, "fase", "pilot").click()
    expect(page).to_have_url(f"{address}/projecten/fase/pilot/")
    page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert faults == []
