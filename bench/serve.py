"""From saving a file to seeing its page: what an editor waits for while `serve` runs.

In: a site of this project. Out: for each kind of file the seconds until the server began to answer with the new page,
and until that stood in Chromium.
"""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from bench.builders import Builder, Change
from bench.measuring import Failed, chromium

FILES = {
    "news": "a news text",
    "project": "a project’s title",
    "theme": "a theme’s title, in themes.yaml",
    "layout": "a template of all pages",
    "style": "a style sheet",
}
STYLE_SHEET = "templates/assets/css/base/base.css"
# An editor does not save twice within this many seconds.
PAUSE = 3.0
DEADLINE = 600.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
# A page notes when it was painted with all that it loads, and tells that with when the server began to answer. So it
# need not be asked often, which would take time from the program that builds.
NOTE = "addEventListener('load', () => requestAnimationFrame(() => setTimeout(() => { window.stood = Date.now() })))"
TELL = """(mark) => {
    const style = getComputedStyle(document.documentElement).getPropertyValue("--proef");
    if (!window.stood || !(style + document.body.textContent).includes(mark)) return null;
    return [performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseStart, window.stood];
}"""
EVERY = 0.2


@contextlib.contextmanager
def served(builder: Builder) -> Iterator[str]:
    """The preview of a site, at the address that it chose."""
    command = (*builder.command[:2], "serve", *builder.command[2:], "--port", "0")
    around = {**os.environ, **builder.environment}
    with Popen(command, cwd=builder.folder, env=around, text=True, stdout=PIPE, stderr=DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield next(found[0] for line in process.stdout if (found := ADDRESS.search(line)))
        finally:
            process.terminate()


def edit(builder: Builder, mode: str, number: int) -> Change:
    """Another text for a file; the mark of a style sheet is in a property that it gives to all of the page."""
    if mode != "style":
        return builder.change(mode, number)
    path, mark = builder.folder / STYLE_SHEET, f"proef-{number}"
    return Change({path: f"{path.read_text('utf-8')}\n:root {{ --proef: {mark}; }}\n"}, mark, ("index.html",))


def saves(builder: Builder) -> dict[str, float]:
    """Saves one file after the other while its page is open. What was saved stays: each mark is another."""
    from playwright.sync_api import sync_playwright

    parts: dict[str, float] = {}
    with served(builder) as address, sync_playwright() as play:
        page = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]).new_page()
        page.add_init_script(NOTE)
        for mode, what in FILES.items():
            change = edit(builder, mode, time.time_ns())
            # The first page of a layout is the one for what is not found.
            path = change.pages[mode == "layout"].removesuffix("index.html")
            page.goto(f"{address}{path}", timeout=1000 * DEADLINE)
            # The build before is done, also with the pages that nobody looks at.
            page.locator("g40-preview .bar[data-state=ready]").wait_for(timeout=1000 * DEADLINE)
            time.sleep(PAUSE)
            for file, text in change.texts.items():
                file.write_text(text, "utf-8", newline="\n")
            saved = 1000 * time.time()
            for part, moment in zip(("served", "in the browser"), shown(page, change.mark), strict=True):
                parts[f"{what}: {part}"] = (moment - saved) / 1000
    return parts


def shown(page: Any, mark: str) -> tuple[float, float]:
    """When the server began to answer with the page that has the mark, and when that page stood."""
    from playwright.sync_api import Error

    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        with contextlib.suppress(Error):  # the page is being loaded again
            if moments := page.evaluate(TELL, mark):
                return moments[0], moments[1]
        time.sleep(EVERY)
    raise Failed(f"“{mark}” is not on {page.url} after {DEADLINE:.0f} seconds")
