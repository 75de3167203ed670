"""`serve --forms`: the editing forms over the files of this machine, without an account, and what a save shows."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.forms import folder
from tests.forms.desk import at_desk
from tests.forms.sites import FILES
from tests.preview.previews import serving
from tests.running import copied_program, run, wait_until
from tests.sites import Sites

pytestmark = pytest.mark.process

# How many forms that were not saved the browser keeps.
KEPT = """async () => {
  const [{name}] = (await indexedDB.databases()).filter(({name}) => name.endsWith("eigen/map"));
  const database = await new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  if (![...database.objectStoreNames].includes("draft-backups")) return (database.close(), 0);
  const count = await new Promise((resolve) => {
    const request = database.transaction("draft-backups").objectStore("draft-backups").count();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return count;
}"""


def test_what_is_saved_in_a_form_is_a_file_here_and_on_the_page(site: Sites, browser: Browser, program: Path) -> None:
    s = site(FILES)
    (s.root / ".git").mkdir()
    file = s.root / "content/projects/senshagen.yaml"
    before = file.read_text("utf-8")
    with serving(s, "--forms", program=program) as preview, at_desk(browser, f"{preview.url}/") as desk:
        wait_until(lambda: f"De formulieren staan op {preview.url}/beheer/\n" in preview.text)
        folder.choose(desk.context, s.root)
        desk.page.goto(f"{preview.url}/beheer/")
        # Nobody signs in.
        button = desk.page.get_by_role("button").first
        button.wait_for()
        assert "GitLab" not in desk.texts()
        button.click()
        desk.page.get_by_role("navigation").first.wait_for()
        desk.open("projects", "entries", "senshagen")
        desk.write("title", "SensHagen in de wijk")
        desk.save()
        assert file.read_text("utf-8") == before.replace("SensHagen", "SensHagen in de wijk")
        wait_until(lambda: "SensHagen in de wijk" in preview.get("/projecten/senshagen/")[1])
        # A form stays as it is while the site is built: the layer of the preview is not on it.
        assert "_g40" not in preview.ask("/beheer/")[1].decode()
        assert [url for url in desk.requests if not url.startswith((f"{preview.url}/", "blob:", "data:"))] == []
        assert desk.page.evaluate("window.broken") == []
    # What is published later has nothing of it.
    s.build()
    assert not (s.public / "beheer").exists()


def test_what_was_typed_and_not_saved_is_offered_again(site: Sites, browser: Browser, program: Path) -> None:
    s = site(FILES)
    (s.root / ".git").mkdir()
    with serving(s, "--forms", program=program) as preview, at_desk(browser, f"{preview.url}/") as desk:
        folder.choose(desk.context, s.root)
        desk.page.goto(f"{preview.url}/beheer/")
        desk.page.get_by_role("button").first.click()
        desk.page.get_by_role("navigation").first.wait_for()
        desk.open("projects", "entries", "senshagen")
        desk.write("title", "SensHagen in de wijk")
        # A moment after the last key it is kept in the browser.
        wait_until(lambda: desk.page.evaluate(KEPT) > 0)
        desk.page.get_by_role("button", name="Bewerken annuleren").click()
        desk.save_button().wait_for(state="hidden")
        desk.open("projects", "entries", "senshagen")
        desk.dialog().get_by_role("button", name="Herstellen").click()
        expect(desk.field("title").locator("input")).to_have_value("SensHagen in de wijk")


def test_a_folder_that_is_no_copy_of_the_repository_is_refused(site: Sites, browser: Browser, program: Path) -> None:
    s = site(FILES)
    with serving(s, "--forms", program=program) as preview, at_desk(browser, f"{preview.url}/") as desk:
        folder.choose(desk.context, s.root)
        desk.page.goto(f"{preview.url}/beheer/")
        desk.page.get_by_role("button").first.click()
        expect(desk.page.get_by_role("alert").first).to_contain_text("map")


def test_without_the_program_of_the_forms_it_says_what_to_do(site: Sites, tmp_path: Path) -> None:
    root, program = site(FILES).root, copied_program(tmp_path / "program")
    # Also where building it ended halfway.
    for missing in (program / "forms", program / "forms/dist"):
        missing.mkdir()
        done = run("serve", "--forms", "--root", root, program=program)
        assert done.returncode == 2
        assert "make forms" in done.stderr
