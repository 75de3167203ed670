"""What is cached comes back as it was or not at all, and a file that others made does nothing."""

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from g40site.engine.cache import BATCH, TABLE, Cache
from g40site.engine.fingerprints import SIZE, hash_bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


def filled(file: Path, rows: dict[bytes, bytes]) -> None:
    cache = Cache(file)
    for key, value in rows.items():
        cache.put(key, value)
    cache.close()


def rows_in(cache: Cache) -> dict[bytes, bytes]:
    """Every row of our own that is what was put there."""
    keys = [key for (key,) in cache.ask("SELECT key FROM cache", ())]
    return {key: value for key in keys if isinstance(key, bytes) and (value := cache.get(key)) is not None}


def ended(file: Path) -> None:
    """Everything in one file: what waited beside it is moved in."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_was_put_is_there_now_and_in_the_next_run(file: Path) -> None:
    cache = Cache(file)
    cache.put(b"a", b"een")
    cache.put(b"b", b"")
    for _ in range(2):
        assert cache.get(b"a") == b"een"
        assert cache.get(b"b") == b""
        assert cache.get(b"c") is None
        cache.close()
        cache = Cache(file)
    assert rows_in(cache) == {b"a": b"een", b"b": b""}
    assert not cache.damaged
    cache.close()


def test_the_last_that_was_put_counts(file: Path) -> None:
    filled(file, {b"a": b"een"})
    filled(file, {b"a": b"twee"})
    cache = Cache(file)
    assert cache.get(b"a") == b"twee"
    cache.close()


def test_without_a_file_it_lives_as_long_as_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)
    cache.put(b"a", b"een")
    cache.write()
    assert cache.get(b"a") == b"een"
    cache.close()
    assert names(tmp_path) == set()


def test_many_rows_do_not_wait_for_the_end(file: Path) -> None:
    cache, other = Cache(file), Cache(file)
    for number in range(BATCH):
        cache.put(b"%d" % number, b"x")
    assert len(rows_in(other)) == BATCH
    cache.close()
    other.close()


def test_a_run_that_writes_nothing_makes_no_file(file: Path) -> None:
    cache = Cache(file)
    assert cache.get(b"a") is None
    assert rows_in(cache) == {}
    cache.prune(0, lambda: 0)
    cache.close()
    assert names(file.parent) == set()


def puts(file: Path, number: int) -> None:
    filled(file, {b"%d %d" % (number, row): b"x" * row for row in range(300)})


@pytest.mark.process
def test_several_processes_write_at_once_and_all_is_there(file: Path) -> None:
    system = multiprocessing.get_context("fork")
    processes = [system.Process(target=puts, args=(file, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    cache = Cache(file)
    assert rows_in(cache) == {b"%d %d" % (n, row): b"x" * row for n in range(4) for row in range(300)}
    assert not cache.damaged
    cache.close()


def in_a_child(cache: Cache) -> None:
    assert cache.get(b"a") == b"een"
    cache.put(b"b", b"twee")
    cache.write()


@pytest.mark.process
def test_a_fork_has_a_connection_of_its_own(file: Path) -> None:
    cache = Cache(file)
    cache.put(b"a", b"een")
    cache.write()
    process = multiprocessing.get_context("fork").Process(target=in_a_child, args=(cache,))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert cache.get(b"b") == b"twee"
    cache.put(b"c", b"drie")
    cache.close()
    again = Cache(file)
    assert rows_in(again) == {b"a": b"een", b"b": b"twee", b"c": b"drie"}
    again.close()


@pytest.mark.parametrize("place", [0, SIZE - 1, SIZE, SIZE + 2])
def test_a_row_in_which_a_byte_changed_is_not_believed(file: Path, place: int) -> None:
    filled(file, {b"a": b"een", b"b": b"twee"})
    with sqlite3.connect(file) as connection:
        (value,) = connection.execute("SELECT value FROM cache WHERE key = ?", (b"a",)).fetchone()
        other = bytes([*value[:place], value[place] ^ 1, *value[place + 1 :]])
        connection.execute("UPDATE cache SET value = ? WHERE key = ?", (other, b"a"))
    connection.close()
    cache = Cache(file)
    assert cache.get(b"b") == b"twee"
    assert not cache.damaged
    assert cache.get(b"a") is None
    assert cache.damaged
    cache.close()
    cache = Cache(file)
    assert rows_in(cache) == {b"b": b"twee"}
    assert cache.damaged
    cache.close()


@pytest.mark.parametrize("value", [b"", b"kort", None, "tekst", 5, hash_bytes(b"b" + b"een") + b"een"])
def test_a_row_that_is_cut_moved_or_of_another_type_is_not_believed(file: Path, value: object) -> None:
    filled(file, {b"a": b"een"})
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE cache SET value = ?", (value,))
    connection.close()
    cache = Cache(file)
    assert cache.get(b"a") is None
    assert rows_in(cache) == {}
    assert cache.damaged
    cache.close()


def test_a_row_is_not_believed_under_another_key(file: Path) -> None:
    filled(file, {b"a": b"een"})
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE cache SET key = ?", (b"b",))
    connection.close()
    cache = Cache(file)
    assert cache.get(b"b") is None
    assert cache.damaged
    cache.close()


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize("data", [b"geen database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_database_is_replaced(file: Path, data: bytes, writes: bool) -> None:
    file.write_bytes(data)
    cache = Cache(file, writes=writes)
    assert cache.get(b"a") is None
    assert cache.damaged
    cache.put(b"a", b"een")
    cache.write()
    assert cache.get(b"a") == b"een"
    cache.close()
    if writes:
        filled(file, {b"b": b"twee"})
        again = Cache(file)
        assert again.get(b"b") == b"twee"
        assert not again.damaged
        again.close()
    else:
        assert file.read_bytes() == data
        assert names(file.parent) == {file.name}


def test_who_may_not_write_leaves_everything_as_it_is(file: Path) -> None:
    filled(file, {b"a": b"een"})
    ended(file)
    before = file.read_bytes()
    for path in (file, file.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        cache = Cache(file, writes=False)
        assert cache.get(b"a") == b"een"
        cache.put(b"b", b"twee")
        cache.write()
        assert cache.get(b"b") == b"twee"
        cache.prune(0, lambda: 0)
        cache.close()
    finally:
        file.parent.chmod(0o755)
    assert file.read_bytes() == before
    assert names(file.parent) == {file.name}
    assert not cache.damaged


def test_what_a_build_used_stays_in_a_cache_that_is_too_large(file: Path) -> None:
    filled(file, {b"%d" % number: os.urandom(15_000) for number in range(1500)})
    cache = Cache(file)
    assert cache.get(b"7")
    assert b"8" in cache
    assert cache.get(b"8")
    cache.put(b"nieuw", b"x")
    cache.prune(1_000_000, lambda: 1_000_000, [b"9"])
    assert rows_in(cache).keys() == {b"7", b"8", b"9", b"nieuw"}
    cache.close()
    assert file.stat().st_size < 1_000_000


def test_a_cache_that_is_much_larger_than_what_is_published_is_emptied(file: Path) -> None:
    filled(file, {b"%d" % number: os.urandom(15_000) for number in range(1500)})
    cache, other = Cache(file), Cache(file)
    assert len(rows_in(other)) == 1500
    cache.prune(10_000_000, lambda: 10_000_000)
    assert len(rows_in(cache)) == 1500
    # Another site in the same folder still needs them.
    cache.prune(1_000_000, lambda: 10_000_000)
    assert len(rows_in(cache)) == 1500
    cache.prune(1_000_000, lambda: 1_000_000)
    cache.put(b"a", b"een")
    cache.close()
    # Who had it open goes on.
    assert other.get(b"a") == b"een"
    other.put(b"b", b"twee")
    other.close()
    again = Cache(file)
    assert rows_in(again) == {b"a": b"een", b"b": b"twee"}
    assert not again.damaged
    again.close()
    assert file.stat().st_size < 1_000_000


FOREIGN = (
    "CREATE TRIGGER t AFTER INSERT ON cache BEGIN INSERT INTO seen VALUES (1); END",
    "CREATE TRIGGER t AFTER DELETE ON cache BEGIN INSERT INTO seen VALUES (1); END",
    "CREATE VIEW w AS SELECT 1",
    "CREATE INDEX i ON cache (value)",
)


@pytest.mark.parametrize("statement", FOREIGN)
@pytest.mark.parametrize("writes", [True, False])
def test_a_database_with_more_than_our_table_is_not_used(file: Path, statement: str, writes: bool) -> None:
    filled(file, {b"a": b"een"})
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE seen (x)")
        connection.execute(statement)
    connection.close()
    ended(file)
    before = file.read_bytes()
    cache = Cache(file, writes=writes)
    assert cache.get(b"a") is None
    assert cache.damaged
    cache.put(b"b", b"twee")
    cache.prune(0, lambda: 0)
    cache.close()
    assert (file.read_bytes() == before) if not writes else (not file.exists())


def test_a_view_in_the_place_of_our_table_is_never_asked(file: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 'text', x, x FROM n"
    with sqlite3.connect(file) as connection:
        connection.execute(f"CREATE VIEW cache (kind, key, value) AS {endless}")
    connection.close()
    cache = Cache(file)
    assert rows_in(cache) == {}
    assert cache.damaged
    cache.close()


def test_a_table_with_another_shape_is_not_used(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(TABLE.replace("value BLOB", "value BLOB CHECK (length(value) < 10)"))
    connection.close()
    cache = Cache(file)
    assert cache.get(b"a") is None
    assert cache.damaged
    cache.close()


def test_every_byte_that_changes_costs_a_row_or_all_but_never_gives_another(file: Path) -> None:
    rows = {b"%d" % number: b"%d" % number * 40 for number in range(60)}
    filled(file, rows)
    ended(file)
    sound = file.read_bytes()
    for place in range(0, len(sound), max(1, len(sound) // 200)):
        file.write_bytes(bytes([*sound[:place], sound[place] ^ 0xFF, *sound[place + 1 :]]))
        for ending in ("-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        cache = Cache(file)
        found = rows_in(cache)
        assert all(rows[key] == value for key, value in found.items())
        assert all(cache.get(key) in (None, value) for key, value in rows.items())
        cache.put(b"nieuw", b"x")
        cache.prune(0, lambda: 0)
        assert cache.get(b"nieuw") == b"x"
        cache.close()


@pytest.mark.process
def test_a_full_disk_costs_the_cache_and_not_the_run(tmp_path: Path) -> None:
    import resource

    def child() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        cache = Cache(tmp_path / "cache.sqlite")
        for number in range(100):
            cache.put(b"%d" % number, os.urandom(3000))
        cache.write()
        assert len(cache.get(b"99") or b"") == 3000
        cache.prune(0, lambda: 0)
        cache.close()

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == 0
