"""Whatever happens to a build or to what it keeps: nothing torn is published, and the next build is right."""

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace as replaced

from g40site.content.load import FileContent
from g40site.diagnostics import Diagnostic, Span
from g40site.engine import build_log
from g40site.engine.build_log import QueryRecord, log_from
from g40site.engine.cache import Cache, checksum
from g40site.engine.fingerprints import hash_bytes, program
from g40site.engine.state import output_name
from g40site.engine.tracking import ROW, Tracker
from g40site.engine.up_to_date import stamp_from
from tests.engine.versions import new_site, replace
from tests.plain import LAYOUT, PlainSite, plain_templates
from tests.running import DEADLINE, command, environment, tree, wait_until

DAMAGED = "Iets in .cache was beschadigd; dat is niet gebruikt en opnieuw gemaakt."


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_templates(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def s(tmp_path: Path, plain: Path) -> PlainSite:
    return new_site(tmp_path / "site", plain)


# Killed.


def leftovers(site: PlainSite) -> list[Path]:
    return list(site.root.glob(".cache/*.staging"))


@pytest.mark.process
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_with_workers_that_is_stopped_leaves_no_process_and_nothing_aside(
    tmp_path: Path, plain: Path, stop: int
) -> None:
    s = new_site(tmp_path / "site", plain, 400)
    process = subprocess.Popen(
        command(*s.arguments("--jobs", 2)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_until(lambda: len(list(s.root.glob(".cache/*.staging/site/**/*.html"))) > 5 or process.poll() is not None)
        # A terminal sends it to all of them.
        os.killpg(process.pid, stop) if stop == signal.SIGINT else process.send_signal(stop)
        out, err = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
    wait_until(lambda: not members(process.pid))
    if stop == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert (process.returncode, out, err) == (2, "", "Gestopt.\n")
        assert not leftovers(s)
    assert tree(s.public) == {}
    s.build_by_command()
    assert tree(s.public) == s.clean()


def members(group: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


# Damaged.


def kept(site: PlainSite) -> list[Path]:
    return sorted(file for file in (site.root / ".cache").iterdir() if file.is_file() and file.stat().st_size)


def flip(site: PlainSite, chance: random.Random) -> Path:
    """Another byte somewhere in one of the files, or a file that ends there."""
    file = chance.choice(kept(site))
    data = file.read_bytes()
    place = chance.randrange(len(data))
    cut = chance.random() < 0.1
    file.write_bytes(
        data[:place] if cut else bytes([*data[:place], data[place] ^ chance.randrange(1, 256), *data[place + 1 :]])
    )
    return file


def flips(site: PlainSite, count: int, seed: int) -> int:
    """How often it was said that something was damaged."""
    chance, said = random.Random(seed), 0
    versions = {}
    for word in ("nieuw", "oud"):
        replace(site, word)
        versions[word] = site.clean()
    site.build()
    sound = tree(site.root / ".cache")
    for _ in range(count):
        flip(site, chance)
        word = chance.choice(("oud", "nieuw"))
        replace(site, word)
        if chance.random() < 0.3:
            shutil.rmtree(site.public)
        said += site.build_by_command(jobs=chance.choice((1, 2))).damaged
        assert tree(site.public) == versions[word]
        # Said once: what was damaged is sound again.
        again = site.build_by_command()
        assert tree(site.public) == versions[word]
        if not again.damaged:
            continue
        # SQLite may come across another page of the file only now.
        shutil.rmtree(site.root / ".cache")
        shutil.rmtree(site.public)
        replace(site, "oud")
        site.build()
        assert set(tree(site.root / ".cache")) == set(sound)
    return said


@pytest.mark.slow
def test_any_byte_of_what_is_kept_may_change(s: PlainSite) -> None:
    assert flips(s, 15, 3) > 0


@pytest.mark.long
def test_many_bytes_of_what_is_kept_may_change(s: PlainSite) -> None:
    assert flips(s, 220, 4) > 0


@pytest.mark.process
@pytest.mark.parametrize(
    "ending", ["log", *(pytest.param(one, marks=pytest.mark.long) for one in ("uptodate", "journal")), "sqlite"]
)
def test_damage_is_said_once_in_the_language_of_the_run(s: PlainSite, ending: str) -> None:
    assert DAMAGED not in s.run().stdout
    (file,) = (s.root / ".cache").glob(f"*.{ending}")
    for more, text in ((("--verify",), DAMAGED), (("--verify", "--lang", "en"), "Something in .cache was damaged")):
        data = file.read_bytes()
        file.write_bytes(b"\0" * 100 + data[100:])
        assert s.run(*more).stdout.count(text) == 1
        assert text not in s.run(*more).stdout
    assert tree(s.public) == s.clean()


def wrong_after(s: PlainSite, harms: Mapping[object, Callable[[Path], object]], ending: str) -> list[object]:
    """The harms to what is kept after which the next build makes another site than a clean one."""
    whole, wrong = {}, []
    for word in ("nieuw", "oud"):
        replace(s, word)
        whole[word] = s.clean()
    s.build()
    for number, (name, harm) in enumerate(harms.items()):
        slot = "cache" if ending == "sqlite" else output_name(s.root, s.public)
        harm(s.root / f".cache/{slot}.{ending}")
        word = ("nieuw", "oud")[number % 2]
        replace(s, word)
        s.build_by_command()
        wrong += [name] if tree(s.public) != whole[word] else []
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["log", "uptodate", "journal", "sqlite"])
def test_what_others_left_in_the_cache_harms_nothing(s: PlainSite, ending: str) -> None:
    (s.root / ".cache").mkdir(mode=0o700)
    (s.root / ".cache/vreemd.txt").write_text("x")
    left = {data: partial(Path.write_bytes, data=data) for data in (b"", b"oud", b"[]", b"{}", b"\xff" * 99)}
    assert wrong_after(s, left, ending) == []
    assert (s.root / ".cache/vreemd.txt").read_text() == "x"


MEANINGLESS: list[Any] = [[], {}, 1, "x", [1, 2, 3, 4], [[], [], [], []], [{}, [], [], [["a"]]], {"names": 1}]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["log", "uptodate", "journal"])
def test_what_is_sealed_and_means_nothing_harms_nothing(s: PlainSite, ending: str) -> None:
    sealed = {repr(value): partial(build_log.write, value=value) for value in MEANINGLESS}
    assert wrong_after(s, sealed, ending) == []


def reads(file: Path, query: tuple[str, ...]) -> None:
    """A page of the log reads something more."""
    log = build_log.read(file, log_from)
    assert log is not None
    path, last = next((path, one) for path, one in log.outputs.items() if path.startswith("actueel/"))
    more = last._replace(reads=(*last.reads, len(log.queries)))
    queries = [*log.queries, QueryRecord(query, b"x")]
    build_log.write(file, log._replace(queries=queries, outputs={**log.outputs, path: more}))


NOT_ASKED = [
    ("day", "x"),
    ("is_ahead",),
    ("target", "a"),
    ("body",),
    ("picture",),
    ("memo", "x"),
    ("memo",),
    ("weg", "a"),
    ("site", "zone"),
    ("site", "place_of", "x"),
]


@pytest.mark.slow
def test_a_query_that_nobody_asks_harms_nothing(s: PlainSite) -> None:
    assert wrong_after(s, {one: partial(reads, query=one) for one in NOT_ASKED}, "log") == []


def follows_from(file: Path, reads: Callable[[int], list[tuple[int, ...]]]) -> None:
    """The log has queries more, and a page reads the first of them; `reads` says what they follow from."""
    log = build_log.read(file, log_from)
    assert log is not None
    path, last = next((path, one) for path, one in log.outputs.items() if path.startswith("actueel/"))
    first = len(log.queries)
    more = [QueryRecord(("row", f"weg-{n}"), b"x", some) for n, some in enumerate(reads(first))]
    outputs = {**log.outputs, path: last._replace(reads=(*last.reads, first))}
    build_log.write(file, log._replace(queries=[*log.queries, *more], outputs=outputs))


CHAINS: dict[object, Callable[[int], list[tuple[int, ...]]]] = {
    "itself": lambda first: [(first,)],
    "each other": lambda first: [(first + 1,), (first,)],
    "thousands": lambda first: [(first + number,) for number in range(1, 5000)] + [()],
}


@pytest.mark.slow
def test_queries_that_follow_from_each_other_without_end_harm_nothing(s: PlainSite) -> None:
    harms = {name: partial(follows_from, reads=reads) for name, reads in CHAINS.items()}
    assert wrong_after(s, harms, "log") == []


def of_another_form(file: Path, change: Callable[[Any], object]) -> None:
    """The log with something in it that no build writes."""
    found = build_log.read(file, json.loads)
    change(found)
    build_log.write(file, found)


def shas(log: Any) -> None:
    for one in log[2].values():
        one[1] = "zz"


@pytest.mark.slow
def test_a_log_of_another_form_harms_nothing(s: PlainSite) -> None:
    harms = {
        "a digest that is none": partial(of_another_form, change=shas),
        "a query twice": partial(of_another_form, change=lambda log: log[1].append(log[1][0])),
    }
    assert wrong_after(s, harms, "log") == []
    shutil.rmtree(s.public)
    of_another_form(s.root / f".cache/{output_name(s.root, s.public)}.log", shas)
    s.build_by_command()
    assert tree(s.public) == s.clean()


WARNING = Diagnostic("datum-in-toekomst", Span("site.yaml"), (("date", "2027-01-01"),))
ERROR = Diagnostic("dubbele-naam", Span("site.yaml"), (("slug", "a"), ("first", "b")))
# What nobody can tell: each is right but for one thing.
NO_DIAGNOSTICS: dict[str, Any] = {
    "with a code that is not there": WARNING._replace(code="weg"),
    "without values": WARNING._replace(values=()),
    "with another value": WARNING._replace(values=(("day", "2027-01-01"),)),
    "in no place": WARNING._replace(span=1),
    **{
        f"near {near!r}": WARNING._replace(near=near)
        for near in (5, "weg", b"weg", ["a", 1], [["a"]], {"a": "b"}, None)
    },
    "near something deep": WARNING._replace(near=Raw(b"\x91" * 1000 + b"\x90")),
    "of which the nearest names are to be found": WARNING._replace(find_near=["a"]),
}
NO_STAMP: list[tuple[str, Any]] = [
    ("since", "2026-11-24T00:00:00"),
    ("since", "2026-11-20T00:00:00+01:00"),
    ("until", "morgen"),
    ("sources", {"site.yaml": [1]}),
    ("files", []),
    ("files", {}),
    ("warnings", 1),
    ("warnings", [[1]]),
    ("warnings", [ERROR]),
    *(("warnings", [wrong]) for name, wrong in NO_DIAGNOSTICS.items() if name != "near something deep"),
    ("language", "xx"),
    ("published", "x"),
    ("quoted", 1),
    ("base", 1),
]


def claims(file: Path, field: str, value: Any) -> None:
    """A field of the stamp has another value."""
    stamp = build_log.read(file, stamp_from)
    assert stamp is not None
    build_log.write(file, stamp._replace(**{field: value}))
    assert build_log.read(file, stamp_from) is None


@pytest.mark.slow
def test_a_stamp_that_means_nothing_is_none(s: PlainSite) -> None:
    harms = {repr(one): partial(claims, field=one[0], value=one[1]) for one in NO_STAMP}
    assert wrong_after(s, harms, "uptodate") == []


@pytest.mark.parametrize("junk", [b"1", b'[["news"]]', b"\xff", b'["\xff"]', b"[" * 10_000])
def test_rows_that_are_sealed_and_mean_nothing_harm_nothing(s: PlainSite, junk: bytes) -> None:
    s.build()
    with sqlite3.connect(s.root / ".cache/cache.sqlite") as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM cache")]
        assert len(keys) > 100
        connection.executemany(
            "UPDATE cache SET value = ? WHERE key = ?", [(checksum(key, junk) + junk, key) for key in keys]
        )
    connection.close()
    news = s.root / "content/news/2026-01-05-bericht-3.md"
    news.write_text(f"{news.read_text('utf-8')}En meer.\n", "utf-8")
    (s.templates / "layouts/base.html").write_text(LAYOUT.replace("<title>", "<title>Anders: "))
    try:
        s.build_by_command()
        assert tree(s.public) == s.clean()
    finally:
        (s.templates / "layouts/base.html").write_text(LAYOUT)


def with_entry(stored: FileContent, **wrong: Any) -> FileContent:
    return replaced(stored, entries=[replaced(entry, **wrong) for entry in stored.entries])


NO_FILES: dict[str, Callable[[FileContent], object]] = {
    "a kind that is not there": partial(with_entry, kind="weg"),
    "another kind": partial(with_entry, kind="event"),
    "no model": partial(with_entry, model=Raw(encode([1]))),
    "a model with a wrong field": partial(with_entry, model=Raw(encode({"title": 1}))),
    "no references": partial(with_entry, references=1),
    "what other bytes say": lambda stored: replaced(with_entry(stored, id="anders"), sha="0" * 64),
    "no diagnostics": lambda stored: replaced(stored, diagnostics=1),
    **{
        f"diagnostic {name}": lambda stored, wrong=wrong: replaced(stored, diagnostics=(wrong,))
        for name, wrong in NO_DIAGNOSTICS.items()
    },
}
NEWS, TEMPLATE = "content/news/2026-01-05-bericht-3.md", "layouts/base.html"


def forge(site: PlainSite, name: str, arguments: object, form: Any, change: Callable[[Any], object]) -> None:
    """Seals another value in the row of a computed one."""
    cache = Cache(site.root / ".cache/cache.sqlite")
    key = Tracker(cache, program()).key_of(name, arguments)
    data = cache.get(key)
    assert data is not None
    row = ROW.decode(data)
    assert row.value is not None
    stored = Decoder(form).decode(row.value)
    cache.put(key, encode(replaced(row, value=encode(change(stored)))))
    cache.close()


@pytest.mark.parametrize("name", NO_FILES)
def test_a_file_that_was_read_otherwise_than_any_file_is_read_anew(s: PlainSite, name: str) -> None:
    """Whoever can write the cache can say what a file holds; what is no entry costs a look at the file."""
    s.build()
    digest = hashlib.sha256((s.root / NEWS).read_bytes()).hexdigest()
    forge(s, "file", (NEWS, digest), FileContent, NO_FILES[name])
    (s.root / "content/news/2026-01-05-bericht-4.md").unlink()
    assert s.build_by_command().problems.items == []
    assert tree(s.public) == s.clean()


@pytest.mark.parametrize("name", NO_DIAGNOSTICS)
def test_what_no_check_of_a_template_says_is_checked_anew(s: PlainSite, name: str) -> None:
    s.build()
    arguments = s.templates.name, TEMPLATE, hash_bytes((s.templates / TEMPLATE).read_bytes())
    forge(s, "template", arguments, tuple[Diagnostic, ...], lambda _: (NO_DIAGNOSTICS[name],))
    (s.root / "content/news/2026-01-05-bericht-4.md").unlink()
    assert s.build_by_command().problems.items == []
    assert tree(s.public) == s.clean()


def test_what_was_kept_of_a_file_and_a_template_is_used(s: PlainSite) -> None:
    """So that the tests above are about the rows that a build reads."""
    s.build()
    warning = WARNING._replace(near=("een", "twee"))
    digest = hashlib.sha256((s.root / NEWS).read_bytes()).hexdigest()
    forge(s, "file", (NEWS, digest), FileContent, lambda stored: replaced(stored, diagnostics=(warning,)))
    arguments = s.templates.name, TEMPLATE, hash_bytes((s.templates / TEMPLATE).read_bytes())
    forge(s, "template", arguments, tuple[Diagnostic, ...], lambda _: (warning,))
    (s.root / "content/news/2026-01-05-bericht-4.md").unlink()
    assert s.build_by_command().problems.items == [warning, warning]


def test_the_output_may_be_removed_while_the_cache_is_there(s: PlainSite) -> None:
    s.build()
    whole = tree(s.public)
    shutil.rmtree(s.public)
    s.build_by_command()
    assert tree(s.public) == whole


# Two at once, rights and room.


@pytest.mark.process
def test_of_two_builds_at_once_one_stops_or_waits_for_nothing(s: PlainSite) -> None:
    s.build()
    replace(s, "nieuw")
    both = [
        subprocess.Popen(
            command(*s.arguments()), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ends = [(*process.communicate(timeout=DEADLINE), process.returncode) for process in both]
    assert {code for _, _, code in ends} <= {0, 2}
    assert 0 in {code for _, _, code in ends}
    for _, err, code in ends:
        assert code == 0 or err == "Er is al een build bezig met deze site. Wacht tot die klaar is.\n"
    assert tree(s.public) == s.clean()


@pytest.mark.process
def test_two_outputs_share_one_cache_at_once(s: PlainSite) -> None:
    outputs = [s.root / "een", s.root / "twee", s.root / "drie"]
    all_ = [
        subprocess.Popen(
            command(*s.arguments("--output", output)),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for output in outputs
    ]
    for process in all_:
        out, err = process.communicate(timeout=DEADLINE)
        assert (process.returncode, err) == (0, "")
        assert DAMAGED not in out
    whole = s.clean()
    assert all(tree(output) == whole for output in outputs)


def limited(most: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.process
@pytest.mark.parametrize("most", [0, 100, 2_000, 20_000, 60_000])
def test_a_disk_that_takes_no_more_leaves_the_site_whole(s: PlainSite, most: int) -> None:
    s.build()
    old = tree(s.public)
    replace(s, "nieuw")
    new = s.clean()
    done = subprocess.run(
        command(*s.arguments()),
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=limited(most),
        timeout=DEADLINE,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    if done.returncode:
        assert done.stderr.startswith("Schrijven lukt niet: ")
        assert done.stderr.count("\n") == 1
    there = tree(s.public)
    assert all(data in (old.get(name), new.get(name)) for name, data in there.items())
    s.build_by_command()
    assert tree(s.public) == new


@pytest.mark.process
def test_the_clock_may_be_set_back(s: PlainSite) -> None:
    s.write(
        {"content/agenda/2026-11-25-dag.md": "---\ntitle: Dag\nstart: 2026-11-25 10:00\nsummary: Dag.\n---\nDag.\n"}
    )
    for now in ("2026-11-26T12:00", "2026-11-24T12:00", "2026-11-25T10:30", "2026-11-24T12:00", "2025-01-01"):
        assert s.run("--now", now).returncode == 0
        assert s.run("--now", now, "--output", s.root / "schoon", "--no-cache").returncode == 0
        assert tree(s.public) == tree(s.root / "schoon")
