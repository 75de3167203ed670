"""How well the site answers questions, beside Pagefind: `python bench/search.py [--pagefind COMMAND]`.

Builds the real site, serves it, and asks `questions.yaml` in Chromium as a visitor does: it opens `/zoeken/?q=…` and
reads what is shown, from the top. A question is answered when one of its first three results is a right one. With
`--pagefind` (in any folder: `npm install pagefind`, then `node_modules/.bin/pagefind`) Pagefind is asked the same of
the same pages. Prints success at 3, mean reciprocal rank, the bytes of a first question as they travel (gzip), and each
question that failed.
"""

import argparse
import datetime as dt
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PROJECT = HERE.parent
sys.path.insert(0, str(PROJECT))

from bench.measuring import chromium  # noqa: E402
from g40site import pipeline  # noqa: E402

NOW = dt.datetime(2026, 11, 24, 12)
FIRST = 3
PACKED = (".js", ".json", ".css", ".html")
# Pagefind reads the language and the text of a page itself; what stands around the text is no text of it.
AROUND = "header, footer, .breadcrumbs, .follow, .facets, #alle-links"
ASK_PAGEFIND = """async (question) => {
    const pagefind = await import('/pagefind/pagefind.js');
    const found = await pagefind.search(question);
    const first = await Promise.all(found.results.slice(0, 10).map((one) => one.data()));
    return first.map((one) => one.url);
}"""

Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the addresses that answer it."""

    group: str
    ask: str
    right: tuple[str, ...]


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def questions() -> tuple[Query, ...]:
    groups = yaml.safe_load((HERE / "questions.yaml").read_text("utf-8"))
    return tuple(Query(g["group"], str(q["ask"]), tuple(q["right"])) for g in groups for q in g["questions"])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def path_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def ours(page: Page, address: str) -> Ask:
    def ask(question: str) -> Sequence[str]:
        page.goto(f"{address}zoeken/?q={quote(question)}")
        page.locator("#zoek-stand:not(:empty)").wait_for(state="attached")
        return [path_of(url) for url in page.locator("#zoek-uitkomst h3 a").evaluate_all("all => all.map(a => a.href)")]

    return ask


def pagefind(page: Page, address: str) -> Ask:
    page.goto(f"{address}404.html")
    return lambda question: [path_of(url) for url in page.evaluate(ASK_PAGEFIND, question)]


def rank(found: Sequence[str], right: Sequence[str]) -> int:
    """The place of the first right answer, from 1; 0 when it is not there."""
    return next((place for place, one in enumerate(found, 1) if one in right), 0)


def report(name: str, ask: Ask, asked: Sequence[Query]) -> None:
    ranks = {question: rank(ask(question.ask), question.right) for question in asked}
    print(f"\n{name}")
    for group in dict.fromkeys(question.group for question in asked):
        of = [ranks[question] for question in asked if question.group == group]
        print(f"  {group:28} {sum(0 < place <= FIRST for place in of):3} of {len(of)}")
    success = sum(0 < place <= FIRST for place in ranks.values()) / len(ranks)
    reciprocal = statistics.mean(1 / place if place else 0 for place in ranks.values())
    print(f"  success@{FIRST} {success:.3f}, mean reciprocal rank {reciprocal:.3f}, {len(ranks)} questions")
    for question, place in ranks.items():
        if not 0 < place <= FIRST:
            print(f"    failed: {question.ask} (right answer at {place or 'no place'})")


def first_question(browser: Browser, make: Callable[[Page], Ask], public: Path) -> int:
    """The bytes of files that a first question loads besides the page and what every page has, packed as hosts do."""
    page = browser.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(path_of(request.url)))
    make(page)("sensoren")
    page.close()
    total = 0
    for name in dict.fromkeys(loaded):
        file = public / name
        if file.is_file() and not name.startswith(("assets/site", "assets/icon")) and not name.endswith(".html"):
            data = file.read_bytes()
            total += len(gzip.compress(data, 9)) if file.suffix in PACKED else len(data)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pagefind", help="the command of Pagefind")
    given = parser.parse_args()
    asked = questions()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        public = Path(scratch, "public")
        result = pipeline.build(pipeline.Options(PROJECT, PROJECT / "templates", NOW, public))
        assert not result.problems.errors, [problem.message("nl") for problem in result.problems]
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        with served(public) as address:
            report("this site", ours(browser.new_page(), address), asked)
            print(f"  a first question loads {first_question(browser, lambda p: ours(p, address), public):,} bytes")
        if given.pagefind:
            copy = shutil.copytree(public, Path(scratch, "copy"))
            start = time.perf_counter()
            subprocess.run(
                [given.pagefind, "--site", str(copy), "--root-selector", "main", "--exclude-selectors", AROUND],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            took = time.perf_counter() - start
            with served(copy) as address:
                report("Pagefind", pagefind(browser.new_page(), address), asked)
                bytes_ = first_question(browser, lambda p: pagefind(p, address), copy)
                print(f"  a first question loads {bytes_:,} bytes; indexing took {took:.1f} s, after every build")
        browser.close()


if __name__ == "__main__":
    main()
