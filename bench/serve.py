"""How long an editor waits: `python bench/serve.py [--sizes real,10003]`, from saving a file to seeing it in `serve`.

Starts the preview on a copy of the real site and on made sites, adds a sentence to a news item, and asks for its page
until the sentence is there. Out: `serve.md` in `bench/results/`.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
if not __package__:
    # Run as a script: the modules of this folder are found by way of the project.
    sys.path[0] = str(HERE.parent)

from bench.builders import Builder, own  # noqa: E402
from bench.measuring import machine  # noqa: E402
from bench.report import name_of, where_of  # noqa: E402

PROJECT = HERE.parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
# An editor does not save twice within this many seconds.
PAUSE = 3.0
# Each look takes time from the program that builds; a browser waits to be told.
EVERY = 0.02
DEADLINE = 120.0


@contextlib.contextmanager
def served(builder: Builder) -> Iterator[int]:
    """The preview of a site, and the port that it chose."""
    templates, now = builder.command[2:4], builder.command[4:6]
    command = (*builder.command[:2], "serve", *templates, *now, "--port", "0")
    around = {**os.environ, **builder.environment}
    with subprocess.Popen(command, cwd=builder.folder, env=around, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(int(found[1]) for line in process.stdout if (found := ADDRESS.search(line)))
        finally:
            process.terminate()


def waited(builder: Builder, port: int, number: int) -> float:
    """Seconds between a saved file and its page with the new sentence."""
    change = builder.change("news", number)
    address = f"/{change.pages[0].removesuffix('index.html')}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    for path, text in change.texts.items():
        path.write_text(text, "utf-8", newline="\n")
    start = time.perf_counter()
    while True:
        connection.request("GET", address)
        page = connection.getresponse().read().decode()
        passed = time.perf_counter() - start
        if change.mark in page:
            connection.close()
            return passed
        if passed > DEADLINE:
            sys.exit(f"“{change.mark}” is not on {address} after {DEADLINE:.0f} seconds")
        time.sleep(EVERY)


def table(found: Mapping[str, Sequence[float]], where: Mapping[str, str | int], date: str) -> str:
    """What was measured, as Markdown."""
    lines = [
        "# From saving a file to seeing its page",
        "",
        f"Measured on {date} by `python bench/serve.py` ({where_of(where)}). A sentence is added to a news item while "
        "`serve` runs; the clock stops when the page that is asked for has it.",
        "",
        "| site | median ms | least–most ms | times |",
        "| --- | ---: | ---: | ---: |",
    ]
    for size, seconds in found.items():
        median, least, most = (1000 * how(seconds) for how in (statistics.median, min, max))
        lines.append(f"| {name_of(size)} | {median:.0f} | {least:.0f}–{most:.0f} | {len(seconds)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: text.split(","), default=["real", "10003"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--features", action="store_true", help="with all features of the made sites")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    now, found = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat(), {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            corpus = PROJECT
            if size != "real":
                corpus = Path(scratch, "corpus")
                subprocess.run([sys.executable, HERE / "corpus.py", corpus, "--pages", size], check=True)
            # The real site as it is; a made one with what the peers have, unless asked otherwise.
            name = "g40site-all" if given.features or size == "real" else "g40site"
            builder = own(name, corpus, Path(scratch, "site"), now)
            with served(builder) as port:
                found[size] = []
                for number in range(given.rounds):
                    time.sleep(PAUSE)
                    found[size].append(waited(builder, port, number))
                    sys.stderr.write(f"{size} {number + 1}: {found[size][-1] * 1000:.0f} ms\n")
    text = table(found, machine(), now[:10])
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "serve.md").write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
