"""An editor at the forms, in a real browser: fields by their keys, buttons by their names, and what was saved.

The test store of the forms is a folder of the browser itself, so a journey needs no host and no account.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.running import DEADLINE, wait_until
from tests.visiting import TELL

# The folder that the forms keep their test store in.
STORE = "sveltia-cms-test"
FILL = """async ([store, files]) => {
  const root = await navigator.storage.getDirectory();
  for (const [path, data] of Object.entries(files)) {
    const names = [store, ...path.split("/")];
    let folder = root;
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, {create: true});
    const file = await (await folder.getFileHandle(names.at(-1), {create: true})).createWritable();
    await file.write(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)));
    await file.close();
  }
}"""
READ = """async (store) => {
  const files = {};
  const walk = async (folder, path) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
      else files[path + name] = [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
    }
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle(store), "");
  return files;
}"""
# What a root has that the forms may read.
CONTENT = ("site.yaml", "themes.yaml", "municipalities.yaml", "content")


def content_of(root: Path) -> dict[str, bytes]:
    """The files of a root that the forms know, as the store holds them."""
    files = [path for name in CONTENT for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


class Desk:
    """One editor with a window of a size, at the forms that stand at an address."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.before: dict[str, bytes] = {}
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.watch(self.page)
        context.on("page", self.watch)

    def watch(self, page: Page) -> None:
        page.set_default_timeout(DEADLINE * 1000 / 3)
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    # The store.

    def fill(self, root: Path) -> None:
        """The store gets the content of a root."""
        self.before = files = content_of(root)
        self.page.goto(f"{self.address}robots.txt")
        self.page.evaluate(FILL, [STORE, {path: base64.b64encode(data).decode() for path, data in files.items()}])

    def changes(self) -> dict[str, bytes]:
        """The files that are not what they were when the store was filled."""
        stored = {path: bytes(data) for path, data in self.page.evaluate(READ, STORE).items()}
        assert not self.before.keys() - stored
        return {path: data for path, data in stored.items() if self.before.get(path) != data}

    # Where one is.

    def enter(self) -> None:
        """Opens the forms and the test store."""
        self.page.goto(f"{self.address}beheer/")
        self.page.get_by_role("button", name=re.compile("test", re.IGNORECASE)).click()
        self.page.get_by_role("navigation").first.wait_for()

    def open(self, *path: str) -> None:
        self.page.goto(f"{self.address}beheer/#/collections/{'/'.join(path)}")

    # What one does.

    def field(self, key: str) -> Locator:
        """A field, scrolled to. The forms draw the next ones only when the last of those that are drawn is in sight."""
        field = self.page.locator(f'[data-key-path="{key}"]').first
        around = re.sub(r"(^|(\.\d+)*\.)\w+$", "", key)
        drawn = (self.field(around) if around else self.page).locator("[data-key-path]").last

        def is_drawn() -> bool:
            with suppress(Error):  # what is drawn anew meanwhile
                (field if field.count() else drawn).evaluate("(one) => one.scrollIntoView({block: 'center'})")
            return field.is_visible()

        wait_until(is_drawn)
        return field

    def write(self, key: str, text: str) -> None:
        box = self.field(key).locator("input, textarea").first
        # The forms keep what somebody types, and take what comes without a click or a key for a program's.
        box.click()
        box.fill(text)

    def choose(self, key: str, name: str) -> None:
        """One of few choices, or of many in a list that opens."""
        field = self.field(key)
        choice = field.get_by_role("radio", name=name).or_(field.get_by_role("checkbox", name=name)).first
        expect(choice.or_(field.get_by_role("combobox").first).first).to_be_visible()
        if choice.is_visible():
            choice.click()
        else:
            field.get_by_role("combobox").first.click()
            self.page.get_by_role("option", name=name).first.click()

    def add(self, key: str) -> None:
        """One more of a list, or a part that few entries have."""
        field = self.field(key)
        field.get_by_role("checkbox").or_(field.get_by_role("button", name="toevoegen")).last.click()

    def unfold(self, key: str) -> None:
        """Opens what is closed at first."""
        self.field(key).get_by_role("button", name="Uitvouwen").first.click()

    def attach(self, key: str, file: Path) -> None:
        """A picture of this machine, in a part that was added."""
        self.field(f"{key}.file").get_by_role("button", name="Bladeren").click()
        dialog = self.page.get_by_role("dialog")
        with self.page.expect_file_chooser() as chooser:
            dialog.get_by_role("button", name="Uploaden").click()
        chooser.value.set_files(file)
        dialog.get_by_role("button", name="Invoegen").click()
        dialog.wait_for(state="hidden")

    def save_button(self) -> Locator:
        return self.page.get_by_role("button", name="Opslaan").first

    def press_save(self) -> None:
        self.save_button().click()

    def save(self) -> None:
        """Saves, and waits until the list of entries is there again."""
        self.press_save()
        self.page.get_by_text("opgeslagen").first.wait_for()
        self.save_button().wait_for(state="hidden")

    def dialog(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def error(self, key: str) -> str:
        """What stands at a field that is wrong."""
        alert = self.field(key).locator("[id$='-error']").first
        alert.wait_for()
        return alert.inner_text()

    def texts(self) -> str:
        return str(self.page.evaluate("document.body.innerText"))


class KeyboardDesk(Desk):
    """The same editor without a mouse."""

    def reach(self, target: Locator) -> None:
        """On with Tab, until what is meant has the focus. The form is walked round when it stands further up."""
        for _ in range(300):
            if target.evaluate("(one) => one.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the focus never comes to {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def write(self, key: str, text: str) -> None:
        box = self.field(key).locator("input, textarea").first
        self.reach(box)
        if box.get_attribute("type") == "date":
            # A browser asks for the parts of a day in the order of its own language.
            year, month, day = text.split("-")
            self.page.keyboard.type(month + day + year)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        expect(box).to_have_value(text)

    def choose(self, key: str, name: str) -> None:
        field = self.field(key)
        box = field.get_by_role("checkbox", name=name)
        if box.count():
            self.press(box.first, "Space")
            return
        self.press(field.get_by_role("radiogroup"), "Space")
        choice = field.get_by_role("radio", name=name).first
        for _ in range(20):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"{name} cannot be chosen")

    def add(self, key: str) -> None:
        self.press(
            self.field(key).get_by_role("checkbox").or_(self.field(key).get_by_role("button", name="toevoegen")).last,
            "Space",
        )

    def unfold(self, key: str) -> None:
        self.press(self.field(key).get_by_role("button", name="Uitvouwen").first)

    def attach(self, key: str, file: Path) -> None:
        self.press(self.field(f"{key}.file").get_by_role("button", name="Bladeren"))
        dialog = self.page.get_by_role("dialog")
        with self.page.expect_file_chooser() as chooser:
            self.press(dialog.get_by_role("button", name="Uploaden"))
        chooser.value.set_files(file)
        insert = dialog.get_by_role("button", name="Invoegen")
        expect(insert).to_be_enabled()
        self.press(insert)
        dialog.wait_for(state="hidden")

    def press_save(self) -> None:
        self.press(self.save_button())


@contextmanager
def at_desk(browser: Browser, address: str, width: int = 1280, kind: type[Desk] = Desk, **more: Any) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": width, "height": 1000}, locale="nl-NL", **more)
    context.add_init_script(TELL)
    try:
        yield kind(context, address)
    finally:
        context.close()


__all__ = ["Desk", "KeyboardDesk", "at_desk", "content_of", "expect"]
