"""Lists of words, and the part with what few entries have, as an editor finds them in an entry that is there."""

from tests.forms.desk import Desk, expect


def test_opening_an_entry_changes_nothing(desk: Desk) -> None:
    desk.open("projects", "entries", "senshagen")
    expect(desk.field("topics").get_by_role("textbox")).to_have_count(2)
    desk.page.wait_for_timeout(500)
    expect(desk.save_button()).to_be_disabled()
    assert desk.changes() == {}


def test_a_word_more_is_a_row_more(desk: Desk) -> None:
    desk.open("projects", "entries", "senshagen")
    rows = desk.field("topics").get_by_role("textbox")
    rows.last.click()
    rows.last.press("Enter")
    desk.page.keyboard.type("hitte")
    desk.save()
    text = desk.changes()["content/projects/senshagen.yaml"].decode()
    assert "topics: [sensoren, lucht, hitte]\n" in text


def test_what_few_entries_have_is_closed_until_somebody_opens_it(desk: Desk) -> None:
    desk.open("projects", "entries", "senshagen")
    part = desk.field("more")
    start = desk.page.locator('[data-key-path="more.start"]')
    expect(start).to_be_hidden()
    assert "Begin, Einde, Samen met" in part.inner_text()
    part.get_by_role("button", name="Uitvouwen").click()
    desk.write("more.start", "2021")
    desk.save()
    text = desk.changes()["content/projects/senshagen.yaml"].decode()
    assert text.replace("start: 2021", "start: 2020") == desk.before["content/projects/senshagen.yaml"].decode()
