"""The forms for who has no mouse, a small or a dark screen, or a reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.forms.conftest import Desks, with_store
from tests.forms.desk import Desk
from tests.running import wait_until
from tests.sites import SmallSite
from tests.visiting import RULES


def look(desk: Desk, width: int) -> set[str]:
    """The rules that what is seen breaks once it has moved in: two looks say the same.

    Nothing stands beside the screen.
    """
    looks: list[set[str]] = []

    def is_calm() -> bool:
        desk.page.wait_for_timeout(300)
        looks.append({one["id"] for one in Axe().run(desk.page, options=RULES).response["violations"]})
        return looks[-2:] == [looks[-1]] * 2

    wait_until(is_calm)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    return looks[-1]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_forms_are_right_for_everybody(desks: Desks, small: SmallSite, width: int, scheme: str) -> None:
    with desks(width=width, color_scheme=scheme) as desk:
        desk.page.goto(f"{desk.address}beheer/")
        desk.page.get_by_role("heading", level=1).wait_for()
        broken = look(desk, width)
        with_store(desk.context)
        desk.fill(small.root)
        desk.enter()
        if width > 320:
            desk.page.get_by_text("SensHagen").first.wait_for()
        broken |= look(desk, width)
        desk.open("projects")
        desk.page.get_by_text("SensHagen").first.wait_for()
        broken |= look(desk, width)
        desk.open("projects", "new")
        desk.write("status_date", "vorige week")
        desk.press_save()
        desk.error("status_date")
        broken |= look(desk, width)
        desk.open("municipalities", "entries", "zwolle")
        desk.field("contacts")
        broken |= look(desk, width)
    assert broken == set()


def tab_to(page: Page, name: str) -> None:
    """On, until the thing with this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
              const one = document.activeElement;
              const ids = (one.getAttribute("aria-labelledby") ?? "").split(" ");
              const labels = ids.map((id) => document.getElementById(id)?.textContent);
              const names = [one.ariaLabel, ...labels, one.textContent];
              return one === document.body ? "" : names.find(Boolean) ?? "";
            }"""
        )
        if re.search(name, focused):
            return
    raise AssertionError(f"nothing called {name} gets the focus")


def test_a_sentence_is_changed_with_the_keyboard_alone(desks: Desks, small: SmallSite) -> None:
    with desks() as desk:
        page = desk.page
        with_store(desk.context)
        desk.fill(small.root)
        page.goto(f"{desk.address}beheer/")
        page.get_by_role("button").first.wait_for()
        tab_to(page, "test")
        page.keyboard.press("Enter")
        page.get_by_role("navigation").first.wait_for()
        # Rows are walked with the arrows, as in any grid.
        tab_to(page, "Fietsers tellen")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        desk.field("title").wait_for()
        tab_to(page, "Samenvatting")
        page.keyboard.press("Control+End")
        page.keyboard.type(" Ook 's nachts.")
        expect(desk.save_button()).to_be_enabled()
        page.keyboard.press("Control+S")
        desk.save_button().wait_for(state="hidden")
        ((_, data),) = desk.changes().items()
        assert "summary: Inwoners meten zelf de lucht in hun wijk. Ook 's nachts.\n" in data.decode()
