"""Choosing among projects in a real browser: combining, counting, the address, the views and the files."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.finding.conftest import MUNICIPALITIES


def choice(page: Page, facet: str, name: str) -> Locator:
    """The label of a box, or where nothing combines a link."""
    return page.locator(f"[data-key={facet}] .choice", has_text=name)


def box(page: Page, facet: str, name: str) -> Locator:
    return choice(page, facet, name).get_by_role("checkbox")


def count(page: Page, facet: str, name: str) -> int:
    return int(choice(page, facet, name).locator("[data-count]").inner_text())


def shown(page: Page) -> list[str]:
    """The ids of the projects that are visible, from the top."""
    links = page.locator("#uitkomst [data-slot=project]:visible")
    return [str(link).split("/")[-2] for link in links.evaluate_all("all => all.map((one) => one.href)")]


def opened(page: Page, url: str) -> None:
    """Opens a page and waits until its script has taken over."""
    page.goto(url)
    page.locator("#andere").wait_for(state="detached")
    expect(page.locator("#filters input[type=checkbox]").first).to_be_attached()


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
    expect(page.get_by_text("Twee fasen: één van beide is genoeg.")).to_be_visible()


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
    none = box(page, "fase", "in gebruik")
    expect(none).to_be_visible()
    expect(none).to_be_disabled()
    choice(page, "fase", "in gebruik").click(force=True)
    assert page.url == f"{projects}?onderwerp=sensoren"
    page.go_back()
    expect(none).to_be_enabled()
    expect(none).not_to_be_checked()


def test_the_address_holds_the_choice_and_back_undoes_it(page: Page, address: str) -> None:
    opened(page, f"{address}/projecten/?fase=pilot&provincie=noord-brabant&gemeente=onbekend&q=TELT")
    assert shown(page) == ["fietsen"]
    expect(page.get_by_role("searchbox", name="Zoek in de projecten")).to_have_value("TELT")
    expect(box(page, "fase", "pilot")).to_be_checked()
    expect(page).to_have_title("pilot · Noord-Brabant · ‘TELT’ · Projecten · Themagroep Proef")
    page.get_by_role("link", name="Haal weg: pilot").click()
    expect(box(page, "fase", "pilot")).not_to_be_checked()
    page.get_by_role("link", name="Wis alles").click()
    assert page.url == f"{address}/projecten/"
    assert len(shown(page)) == 4
    page.go_back()
    page.go_back()
    assert shown(page) == ["fietsen"]
    expect(box(page, "fase", "pilot")).to_be_checked()


def test_the_keyboard_does_all_of_it_and_keeps_its_place(page: Page, projects: str) -> None:
    box(page, "fase", "pilot").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "pilot"
    expect(box(page, "fase", "pilot")).to_be_checked()
    page.locator("[data-key=gemeente] summary").press("Enter")
    box(page, "gemeente", "Zwolle").press("Space")
    assert shown(page) == ["sensorkastjes", "hostile"]
    page.get_by_role("link", name="Haal weg: pilot").press("Enter")
    assert page.evaluate("document.activeElement.id") == "gevonden"
    field = page.get_by_role("searchbox", name="Zoek in de projecten")
    field.fill("lamp")
    field.press("Enter")
    assert shown(page) == ["straatlampen"]
    assert page.evaluate("document.activeElement.id") == "zoek-projecten"


def test_words_find_titles_partners_places_and_other_names(page: Page, projects: str) -> None:
    field = page.get_by_role("searchbox", name="Zoek in de projecten")
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


def test_a_row_is_the_one_of_the_page_and_its_text_is_text(page: Page, plain: Page, address: str) -> None:
    def texts(page: Page) -> list[list[str]]:
        return [text.split() for text in page.locator("li.project-row").all_inner_texts()]

    plain.goto(f"{address}/projecten/")
    opened(page, f"{address}/projecten/")
    assert texts(page) == texts(plain)
    assert "Zwolle met Breda. Lampen" in page.locator("li.project-row").nth(2).inner_text()
    assert page.locator("li.project-row img").count() == 0


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
    # The heading says what the dates are.
    assert table.locator("tbody td:last-child").all_inner_texts() == ["januari 2025", "2024", "jaar niet bekend"]
    page.reload()
    expect(table).to_be_visible()
    assert shown(page) == ["fietsen", "sensorkastjes", "hostile"]


def dot(page: Page, name: str) -> Locator:
    return page.locator("#kaart svg a", has=page.locator("title", has_text=name))


def test_the_map_shows_what_is_chosen_and_a_dot_chooses(page: Page, projects: str) -> None:
    page.get_by_role("link", name="Kaart").click()
    expect(page.locator("#kaart svg").first).to_be_visible()
    choice(page, "onderwerp", "sensoren").click()
    full = page.locator("#kaart a.map-full title").all_text_contents()
    assert sorted(full) == ["Zwolle", "’s-Hertogenbosch"]
    expect(page.get_by_text("Kies een gemeente op de kaart.")).to_be_visible()
    assert shown(page) == []
    dot(page, "Zwolle").locator("circle").click()
    assert page.url == f"{projects}?weergave=kaart&onderwerp=sensoren&gemeente=zwolle"
    expect(choice(page, "gemeente", "Zwolle")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 project van de 4")


def test_below_the_map_stand_the_projects_of_what_was_picked(page: Page, address: str) -> None:
    opened(page, f"{address}/projecten/?weergave=kaart&gemeente=zwolle")
    expect(page.locator("#op-kaart")).to_have_text("Gekozen: Haal weg: Zwolle × — 3 projecten")
    there = shown(page)
    below = page.locator("#lijst").bounding_box()
    drawn = page.locator("#kaart").bounding_box()
    assert below
    assert drawn
    assert below["y"] >= drawn["y"] + drawn["height"]
    page.locator("#op-kaart").get_by_role("link").click()
    assert shown(page) == []
    opened(page, f"{address}/projecten/?gemeente=zwolle")
    assert shown(page) == there


def test_a_name_comes_to_who_points_at_a_dot_and_stays_at_what_is_picked(page: Page, large_address: str) -> None:
    """Where there are too many names to show them all."""
    opened(page, f"{large_address}/projecten/?weergave=kaart&gemeente=zwolle")
    expect(dot(page, "Zwolle").locator("text")).to_be_visible()
    expect(dot(page, "Breda").locator("text")).to_be_hidden()
    dot(page, "Breda").locator("circle").hover()
    expect(dot(page, "Breda").locator("text")).to_be_visible()


# Eleven pixels from the middle of each dot, to four sides: where that is (with the dot in the middle of the window),
# whose dot is the nearest, and whose is hit.
AROUND = """() => {
  const dots = [...document.querySelectorAll('#kaart a')], name = (one) => one.querySelector('title').textContent;
  const middle = (one) => {
    const { x, y, width, height } = one.querySelector('circle').getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  return dots.flatMap((one) => {
    scrollBy({ top: middle(one)[1] - innerHeight / 2, behavior: 'instant' });
    const places = dots.map((other) => [name(other), ...middle(other)]), [x, y] = middle(one);
    return [[x - 11, y], [x + 11, y], [x, y - 11], [x, y + 11]].map(([left, top]) => {
      const distance = ([, dx, dy]) => Math.hypot(dx - left, dy - top);
      const [near] = places.sort((a, b) => distance(a) - distance(b))[0];
      const hit = document.elementFromPoint(left, top)?.closest('a');
      return { name: name(one), at: [left, top], near, hit: hit ? name(hit) : '' };
    });
  });
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_the_ground_around_a_dot_can_be_hit(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/projecten/?weergave=kaart")
    expect(page.locator("#kaart svg").first).to_be_visible()
    found = page.evaluate(AROUND)
    assert len(found) == 4 * len(MUNICIPALITIES)
    assert [one for one in found if not one["near"] == one["hit"] == one["name"]] == []


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


def test_a_long_list_shows_more_in_steps_and_the_focus_follows(page: Page, large_address: str) -> None:
    opened(page, f"{large_address}/projecten/")
    expect(page.get_by_role("button", name="Toon meer projecten")).to_be_visible()
    assert len(shown(page)) == 30
    page.get_by_role("button", name="Toon meer projecten").click()
    assert len(shown(page)) == 39
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('li.project-row')[30]")
    expect(page.get_by_role("button", name="Toon meer projecten")).to_be_hidden()


def test_the_page_of_one_choice_counts_and_leads_on_within_it(page: Page, address: str) -> None:
    page.goto(f"{address}/projecten/onderwerp/sensoren/")
    assert count(page, "fase", "pilot") == 2
    assert count(page, "thema", "Smart Mobility") == 1
    # What would leave nothing is not offered; another topic would add projects.
    expect(choice(page, "fase", "in gebruik")).to_have_count(0)
    assert count(page, "onderwerp", "drones") == 1
    choice(page, "thema", "Smart Mobility").click()
    page.wait_for_url(f"{address}/projecten/?onderwerp=sensoren&thema=smart-mobility")
    expect(page.get_by_role("status")).to_have_text("1 project van de 4")
    assert shown(page) == ["fietsen"]
    page.go_back()
    choice(page, "onderwerp", "drones").click()
    page.wait_for_url(f"{address}/projecten/?onderwerp=sensoren&onderwerp=drones")
    expect(page.get_by_role("status")).to_have_text("3 projecten van de 4")


def test_the_page_of_one_choice_searches_within_it_and_takes_it_away(page: Page, address: str) -> None:
    page.goto(f"{address}/projecten/fase/pilot/")
    page.get_by_role("searchbox", name="Zoek in deze projecten").fill("kastjes")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/projecten/?fase=pilot&q=kastjes")
    expect(page.get_by_role("status")).to_have_text("1 project van de 4")
    page.goto(f"{address}/projecten/fase/pilot/")
    page.get_by_role("link", name="Haal weg: pilot").click()
    page.wait_for_url(f"{address}/projecten/")


def test_without_script_the_page_of_one_choice_offers_no_combinations(plain: Page, address: str) -> None:
    plain.goto(f"{address}/projecten/onderwerp/sensoren/")
    expect(choice(plain, "fase", "pilot")).to_be_hidden()
    plain.get_by_role("link", name="Haal weg: sensoren").click()
    expect(plain).to_have_url(f"{address}/projecten/")


def test_projects_with_a_lesson_are_one_choice(page: Page, projects: str) -> None:
    assert count(page, "les", "met een les") == 1
    choice(page, "les", "met een les").click()
    assert shown(page) == ["straatlampen"]
    assert page.url == f"{projects}?les=ja"


def test_on_a_phone_a_button_in_view_says_how_many_will_be_shown(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, f"{address}/projecten/")
    button = page.get_by_role("link", name=re.compile("^Toon "))
    expect(button).to_be_hidden()
    page.locator(".facets > summary").click()
    expect(button).to_have_text("Toon 4 projecten")
    expect(button).to_be_in_viewport(ratio=1)
    choice(page, "fase", "pilot").click()
    expect(button).to_have_text("Toon 3 projecten")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(button).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "gevonden"
    expect(page.get_by_role("status")).to_be_in_viewport()
    assert shown(page) == ["fietsen", "sensorkastjes", "hostile"]


def test_the_count_stays_in_view_while_choosing(page: Page, projects: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 400})
    page.locator("[data-key=provincie]").scroll_into_view_if_needed()
    expect(page.get_by_role("status")).to_be_in_viewport()


def test_a_second_link_skips_to_the_projects(page: Page, projects: str) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Naar de projecten")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').getAttribute('aria-labelledby')") == "gevonden"


def test_the_list_has_four_navigations_at_most_and_every_landmark_a_name_of_its_own(page: Page, projects: str) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    labels = "all => all.map((one) => one.ariaLabel)"
    for width in (360, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        bars = page.get_by_role("navigation").evaluate_all(labels)
        searches = page.get_by_role("search").evaluate_all(labels)
        for names, most in ((bars, 4), (searches, 2)):
            assert len(names) <= most, (width, names)
            assert all(names), (width, names)
            assert len(set(names)) == len(names), (width, names)
        assert "Zoek in de projecten" in searches, width
        assert {*searches} <= {"Zoek op de site", "Zoek in de projecten"}, width
    assert page.locator("nav").count() <= 4


def test_what_combines_are_boxes_in_named_groups(page: Page, projects: str) -> None:
    for name, first in (("Fase", "pilot"), ("Thema", "Smart Mobility"), ("Onderwerp", "sensoren")):
        group = page.get_by_role("group", name=name, exact=True)
        expect(group.get_by_role("checkbox", name=first)).to_be_visible()
    expect(page.get_by_role("checkbox", name="pilot projecten: 3")).to_be_visible()


def test_without_script_every_single_choice_is_a_page(plain: Page, address: str) -> None:
    plain.goto(f"{address}/projecten/")
    for hidden in ("Zoek in de projecten", "beide moeten kloppen", "Tabel", "met een les", "Toon 4 projecten"):
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


# What may come in the place of the data of the list.
ANSWERS: dict[str, dict[str, Any] | None] = {
    "no network": None,
    "not there": {"status": 404, "body": "weg"},
    "no JSON": {"body": "<html>"},
    "no list": {"body": "{}"},
    "other data": {"body": '[{"id": "van een ander"}]'},
}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_list_without_its_data_says_that_it_did_not_choose(browser: Browser, address: str, what: str) -> None:
    context, answer = browser.new_context(), ANSWERS[what]
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/keuze.json", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{address}/projecten/?q=drones&thema=smart-living")
    expect(page.get_by_role("status")).to_have_text("Zoeken en combineren lukt nu niet. U ziet alle projecten.")
    expect(page.get_by_role("searchbox", name="Zoek in de projecten")).to_have_value("drones")
    expect(page.locator("#lijst .rows > li:visible")).to_have_count(4)
    # What works without a script still does.
    choice(page, "fase", "pilot").click()
    expect(page).to_have_url(f"{address}/projecten/fase/pilot/")
    page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert faults == []
