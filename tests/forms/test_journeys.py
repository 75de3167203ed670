"""What editors do most, by the forms, in a real browser: saved, right by the strictest check, and on the built site.

The forms are in their test store, which is a folder of the browser; what is saved there is brought to a copy of the
site.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.forms.conftest import with_store
from tests.forms.desk import Desk, KeyboardDesk, at_desk
from tests.reading import Page
from tests.sites import SmallSite, picture

PICTURE = "content/media/plein-bij-nacht.png"


class Workshop:
    """An editor, and a copy of the site to which everything comes that the editor saves."""

    def __init__(self, desk: Desk, small: SmallSite, folder: Path) -> None:
        shutil.copytree(small.root, folder / "site")
        self.desk, self.site = desk, SmallSite(folder / "site", {})
        shutil.copytree(small.root, self.site.root, dirs_exist_ok=True)

    def saved(self) -> dict[str, bytes]:
        """Saves what is open, and gives the files that became others; the site was checked and built with them."""
        self.desk.save()
        files = self.desk.changes()
        self.desk.before |= files
        self.site.write(dict(files))
        assert self.site.check() == []
        self.site.build()
        return files

    def page(self, address: str) -> Page:
        return Page(self.site.page(address))


@pytest.fixture(scope="module", params=[Desk, pytest.param(KeyboardDesk, marks=pytest.mark.long)])
def workshop(
    request: pytest.FixtureRequest,
    browser: Browser,
    address: str,
    small: SmallSite,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workshop]:
    with at_desk(browser, address, kind=request.param) as desk:
        with_store(desk.context)
        desk.fill(small.root)
        desk.enter()
        yield Workshop(desk, small, tmp_path_factory.mktemp("werkplaats"))


def test_a_new_project(workshop: Workshop) -> None:
    desk = workshop.desk
    desk.open("projects", "new")
    desk.write("title", "Eén slimme lantaarn: 's avonds")
    desk.write("summary", "Lantaarns die dimmen als er niemand is.")
    desk.choose("municipality", "Breda")
    desk.choose("themes", "Smart Living")
    desk.choose("status", "pilot")
    desk.write("status_date", "2026-11")
    ((file, data),) = workshop.saved().items()
    assert file == "content/projects/breda-een-slimme-lantaarn-s-avonds.yaml"
    # A file as somebody would type it, a key a line.
    assert "\nsummary: Lantaarns die dimmen als er niemand is.\n" in data.decode()
    page = workshop.page("/projecten/breda-een-slimme-lantaarn-s-avonds/")
    assert page.headings[0] == (1, "Eén slimme lantaarn: ’s avonds")
    assert {"/gemeenten/breda/", "/themas/smart-living/"} <= {*page.links}


def test_a_news_item_with_a_picture(workshop: Workshop, tmp_path: Path) -> None:
    desk = workshop.desk
    (tmp_path / "Plein bij nacht.png").write_bytes(picture())
    desk.open("news", "new")
    desk.write("title", "Het plein is af")
    desk.write("date", "2026-11-20")
    desk.write("summary", "Kom kijken.")
    desk.unfold("more")
    desk.choose("more.projects", "SensHagen")
    desk.write("body", "Met [sensoren](project:senshagen).\n\n## Wat er staat\n\nEen *bank*.")
    desk.add("more.image")
    desk.attach("more.image", tmp_path / "Plein bij nacht.png")
    desk.write("more.image.alt", "Een leeg plein")
    files = workshop.saved()
    assert {*files} == {"content/news/2026-11-20-het-plein-is-af.md", PICTURE}
    assert files[PICTURE] == picture()
    assert "file: media/plein-bij-nacht.png," in files["content/news/2026-11-20-het-plein-is-af.md"].decode()
    page = workshop.page("/actueel/het-plein-is-af/")
    assert "Een leeg plein" in page.alts
    assert (2, "Wat er staat") in page.headings
    assert "/projecten/senshagen/" in page.links


def test_a_meeting_that_is_moved(workshop: Workshop) -> None:
    desk, file = workshop.desk, "content/agenda/2026-12-01-overleg.md"
    before = desk.before[file].decode()
    desk.open("agenda", "entries", "2026-12-01-overleg")
    desk.write("start", "2026-12-08 13:00")
    desk.write("end", "2026-12-08 15:00")
    desk.unfold("more")
    desk.write("more.previous_start", "2026-12-01 13:00")
    desk.write("more.revision", "1")
    ((name, data),) = workshop.saved().items()
    assert name == file
    # Nothing else of the file became another, the comment of a colleague neither.
    assert {*before.splitlines()} - {*data.decode().splitlines()} == {
        "start: 2026-12-01 13:00",
        "end: 2026-12-01 15:00",
    }
    assert "8 december 2026" in workshop.page("/agenda/overleg/").text
    assert "SEQUENCE:1" in workshop.site.page("/agenda/overleg.ics")


def test_a_new_contact_and_a_theme_that_is_joined(workshop: Workshop) -> None:
    desk = workshop.desk
    desk.open("municipalities", "entries", "breda")
    desk.choose("participates", "Smart Living")
    desk.add("contacts")
    desk.write("contacts.0.name", "Bram Bakker")
    desk.write("contacts.0.role", "Adviseur data")
    desk.write("contacts.0.phone", "0612345678")
    ((name, data),) = workshop.saved().items()
    assert name == "content/municipalities/breda.yaml"
    # What stood there stands there, with its quotes.
    assert 'phone: "14 076"' in data.decode()
    page = workshop.page("/gemeenten/breda/")
    assert "Bram Bakker" in page.text
    assert "/themas/smart-living/" in page.links
    assert "/gemeenten/breda/" in workshop.page("/themas/smart-living/").links


def test_an_entry_that_is_opened_and_left_is_the_same(workshop: Workshop) -> None:
    """Nothing can be saved as long as nothing became another, and one word is one changed line."""
    desk, file = workshop.desk, "content/projects/senshagen.yaml"
    before = desk.before[file].decode()
    desk.open("projects", "entries", "senshagen")
    desk.field("title")
    expect(desk.save_button()).to_be_disabled()
    desk.write("title", "SensHagen in de wijk")
    ((name, data),) = workshop.saved().items()
    assert name == file
    assert data.decode() == before.replace("title: SensHagen", "title: SensHagen in de wijk")


def test_what_others_refer_to_is_found_by_its_title(workshop: Workshop) -> None:
    """Ids are for files: an editor sees names only."""
    desk = workshop.desk
    desk.open("news", "new")
    desk.unfold("more")
    for key, names in (
        ("themes", {"Smart Living", "Smart Mobility"}),
        ("more.municipalities", {"Breda", "Zwolle"}),
        ("more.projects", {"Fietsers tellen"}),
    ):
        assert names <= {*desk.field(key).inner_text().split("\n")}
        assert not {"smart-living", "breda", "fietstelling"} & {*desk.field(key).inner_text().split()}
