"""Wrong input is told at its field, in Dutch, before anything is saved."""

import pytest

from tests.forms.desk import Desk

# What is written where, and what stands at the field then.
WRONG = {
    "title": ("", "Dit veld is verplicht"),
    "summary": ("x" * 301, "300 tekens"),
    "status_date": ("vorige week", "datum"),
    "more.start": ("2026-13", "datum"),
    "more.url": ("zomaar een woord", "adres"),
}


def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(desk: Desk) -> None:
    desk.open("projects", "new")
    desk.unfold("more")
    for key, (text, _) in WRONG.items():
        if text:
            desk.write(key, text)
    desk.press_save()
    told = {key: desk.error(key) for key in WRONG}
    assert {key for key, (_, words) in WRONG.items() if words not in told[key]} == set(), told
    # Also of what nobody touched.
    assert {desk.error(key) for key in ("municipality", "themes", "status")} == {told["title"]}
    assert desk.changes() == {}


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http//voorbeeld.nl", "jo@voorbeeld.nl"])
def test_an_address_that_is_none(desk: Desk, text: str) -> None:
    desk.open("projects", "entries", "senshagen")
    desk.unfold("more")
    desk.write("more.url", text)
    desk.press_save()
    assert "adres" in desk.error("more.url")
    assert desk.changes() == {}


def test_a_count_of_characters_is_told_while_one_types(desk: Desk) -> None:
    desk.open("projects", "entries", "senshagen")
    desk.write("summary", "x" * 299)
    assert "299 / 300" in desk.field("summary").inner_text()


def test_a_name_of_a_file_cannot_be_changed_by_accident(desk: Desk) -> None:
    """Whoever changes the title of what is there changes no address."""
    desk.open("projects", "entries", "senshagen")
    desk.write("title", "Heel anders")
    desk.save()
    assert {*desk.changes()} == {"content/projects/senshagen.yaml"}


def test_soft_ends_of_lines_that_are_pasted_are_ends_of_lines(desk: Desk) -> None:
    """Word has them, they cannot be seen, and no text may have them."""
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("projects", "entries", "senshagen")
    for key, text in (("title", "Sens\x02Hagen\vin de wijk"), ("summary", "Een regel.\vNog een.\u2028En nog een.")):
        desk.field(key).locator("input, textarea").first.click()
        desk.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        desk.page.keyboard.press("Control+A")
        desk.page.keyboard.press("Control+V")
    desk.save()
    (data,) = desk.changes().values()
    assert "title: SensHagen in de wijk\n" in data.decode()
    assert "summary: |\n  Een regel.\n  Nog een.\n  En nog een.\n" in data.decode()
