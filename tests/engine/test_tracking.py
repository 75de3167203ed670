"""What is read is recorded, and an earlier result is taken only where what it follows from is the same."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from g40site.engine import tracking
from g40site.engine.build_log import BuildLog, QueryRecord
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import fingerprint
from g40site.engine.tracking import Query, TrackedMapping, Tracker, UnknownQuery, register_queries, tracked


class Shop(Struct, frozen=True):
    prices: dict[str, int]
    name: str = "Winkel"

    def cheaper(self, most: str) -> tuple[str, ...]:
        return tuple(name for name, price in self.prices.items() if price <= int(most))

    @staticmethod
    def doubled(price: int) -> int:
        return 2 * price


class Window:
    def __init__(self, tracker: Tracker, shop: Any) -> None:
        self.tracker, self.shop = tracker, shop
        self.painted: list[str] = []

    @tracking.query("window")
    def sign_in_window(self, name: str) -> str:
        self.painted.append(name)
        return f"{name}: {self.shop.prices[name]}"


def opened(prices: dict[str, int], log: BuildLog | None = None, cache: Cache | None = None) -> tuple[Tracker, Any]:
    tracker = Tracker(cache or Cache(None), b"program", log)
    return tracker, tracked(tracker, "shop", lambda: Shop(prices))


def with_window(prices: dict[str, int], log: BuildLog | None = None) -> tuple[Tracker, Window]:
    tracker, shop = opened(prices, log)
    window = Window(tracker, shop)
    register_queries(tracker, window=window)
    return tracker, window


def reads(tracker: Tracker, look: Any) -> set[Query]:
    found: set[Query] = set()
    with tracker.recording(found):
        look()
    return found


@pytest.mark.parametrize(
    ("ask", "queries_read"),
    [
        (lambda shop: shop.name, {("shop", "name")}),
        (lambda shop: shop.prices["a"], {("shop", "prices", "a")}),
        (lambda shop: shop.prices.get("x"), {("shop", "prices", "x")}),
        (lambda shop: "x" in shop.prices, {("shop", "prices", "x")}),
        (lambda shop: list(shop.prices), {("shop", "prices")}),
        (lambda shop: len(shop.prices), {("shop", "prices")}),
        (lambda shop: shop.cheaper("1"), {("shop", "cheaper", "1")}),
        (lambda shop: shop.doubled(1), set()),
        (lambda shop: shop.prices, set()),
    ],
)
def test_each_way_to_look_is_a_query(ask: Any, queries_read: set[Query]) -> None:
    tracker, shop = opened({"a": 1})
    for _ in range(2):
        assert reads(tracker, lambda: ask(shop)) == queries_read


def test_a_key_of_several_steps_is_one_query() -> None:
    tracker = Tracker(Cache(None))
    tracker.register("table", {("a", "b"): 1}.get)
    mapping = TrackedMapping(tracker, ("table",), {("a", "b"): 1})
    assert reads(tracker, lambda: mapping["a", "b"]) == {("table", "a", "b")}


def test_a_query_function_is_one_query_whatever_it_reads_and_runs_once() -> None:
    tracker, window = with_window({"a": 1})
    for _ in range(2):
        assert reads(tracker, lambda: window.sign_in_window("a")) == {("sign_in_window", "a")}
    assert window.painted == ["a"]
    assert tracker.fingerprint_of(("sign_in_window", "a")) == fingerprint("a: 1")
    assert tracker.derived_from(("sign_in_window", "a")) == (("shop", "prices", "a"),)


def test_what_is_not_there_any_more_has_the_fingerprint_of_nothing() -> None:
    tracker, _ = opened({"a": 1})
    for query in (("shop", "prices", "x"), ("shop", "gone"), ("shop", "cheaper", "x")):
        assert tracker.fingerprint_of(query) == fingerprint(None), query
    assert tracker.fingerprint_of(("shop", "prices", "a")) == fingerprint(1)


def test_what_nobody_can_tell_is_never_the_same() -> None:
    """A query without a function, and a computed value that is not there: neither equals what it was."""
    queries = [QueryRecord(("nobody", "a"), b""), QueryRecord(("memo", "00ff"), b"")]
    tracker, _ = opened({"a": 1}, BuildLog(b"program", queries))
    for one in queries:
        assert tracker.fingerprint_of(one.query) == b""
        assert not tracker.is_unchanged(one.query)


def test_a_value_that_another_process_computed_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    """The log must not say of it what was known before."""
    ours, theirs = Counter(tmp_path / "cache.sqlite", {"a": 1}), Counter(tmp_path / "cache.sqlite", {"a": 1})
    query = ("memo", ours.tracker.key_of("sign", ("a",)).hex())
    assert ours.tracker.fingerprint_of(query) == b""
    theirs.sign("a")
    assert ours.tracker.fingerprint_of(query) == theirs.tracker.fingerprint_of(query) != b""
    ours.tracker.cache.close()
    theirs.tracker.cache.close()


def test_to_compare_reads_nothing() -> None:
    tracker, _ = opened({"a": 1})
    assert reads(tracker, lambda: tracker.fingerprint_of(("shop", "prices", "a"))) == set()


def logged(prices: dict[str, int], program: bytes = b"program") -> BuildLog:
    """What a build wrote down that showed one sign."""
    tracker, window = with_window(prices)
    window.sign_in_window("a")
    chain = [("sign_in_window", "a"), ("shop", "prices", "a"), ("@shop",)]
    steps = [(1,), (2,), ()]
    return BuildLog(program, [QueryRecord(q, tracker.fingerprint_of(q), s) for q, s in zip(chain, steps, strict=True)])


def test_nothing_is_computed_again_while_what_it_follows_from_is_the_same() -> None:
    log = logged({"a": 1})
    tracker, window = with_window({"a": 1}, log)
    assert tracker.is_unchanged(("sign_in_window", "a"))
    assert window.painted == []


def test_where_an_input_is_another_but_the_result_is_not_nobody_above_it_is_touched() -> None:
    log = logged({"a": 1})
    tracker, window = with_window({"a": 1, "b": 2}, log)
    assert not tracker.is_unchanged(("@shop",))
    assert tracker.is_unchanged(("shop", "prices", "a"))
    assert tracker.is_unchanged(("sign_in_window", "a"))
    assert window.painted == []


def test_another_result_names_the_input_that_made_it() -> None:
    log = logged({"a": 1})
    tracker, _ = with_window({"a": 3}, log)
    assert not tracker.is_unchanged(("sign_in_window", "a"))
    assert list(tracker.causes(("sign_in_window", "a"))) == [("shop", "prices", "a")]


def test_what_another_program_wrote_down_is_not_believed() -> None:
    tracker, _ = with_window({"a": 1}, logged({"a": 1}, b"older"))
    assert not tracker.is_unchanged(("shop", "prices", "a"))


def test_a_query_that_nobody_registered_is_a_mistake_and_no_silence() -> None:
    """No later build could ask it, so what was made with it would stay as it is for ever."""
    tracker = Tracker(Cache(None))
    with pytest.raises(UnknownQuery, match="price"):
        reads(tracker, lambda: tracker.result(("price", "a")))


def test_two_functions_of_one_name_are_a_mistake() -> None:
    tracker, _ = opened({"a": 1})
    with pytest.raises(AssertionError, match="shop"):
        tracked(tracker, "shop", lambda: Shop({}))
    with pytest.raises(AssertionError, match="sign_in_window"):
        tracking.query("window")(Window.sign_in_window)


class Counter:
    """Computes a sign by way of a memo, and counts how often."""

    def __init__(self, file: Path, prices: dict[str, int], program: bytes = b"program") -> None:
        self.tracker = Tracker(Cache(file), program)
        self.shop, self.times = tracked(self.tracker, "shop", lambda: Shop(prices)), 0

    def sign(self, name: str, *arguments: object) -> str:
        def compute() -> str:
            self.times += 1
            return f"{name}: {self.shop.prices[name]}"

        made = self.tracker.memo("sign", (name, *arguments), compute, str)
        self.tracker.cache.write()
        return made


def test_a_memo_is_computed_once_for_what_it_read(tmp_path: Path) -> None:
    file = tmp_path / "cache.sqlite"
    for prices, expected, times in (({"a": 1}, "a: 1", 1), ({"a": 1, "b": 9}, "a: 1", 0), ({"a": 2}, "a: 2", 1)):
        one = Counter(file, prices)
        assert [one.sign("a"), one.sign("a")] == [expected] * 2
        assert one.times == times
        one.tracker.cache.close()


def test_other_arguments_and_another_program_have_a_memo_of_their_own(tmp_path: Path) -> None:
    one = Counter(tmp_path / "cache.sqlite", {"a": 1})
    one.sign("a", 1)
    one.sign("a", 2)
    assert one.times == 2
    one.tracker.cache.close()
    other = Counter(tmp_path / "cache.sqlite", {"a": 1}, b"newer")
    other.sign("a", 1)
    assert other.times == 1
    other.tracker.cache.close()


def test_whoever_reads_a_memo_depends_on_its_value_alone(tmp_path: Path) -> None:
    file = tmp_path / "cache.sqlite"
    one = Counter(file, {"a": 1})
    (query,) = reads(one.tracker, lambda: one.sign("a"))
    assert query[0] == "memo"
    before = one.tracker.fingerprint_of(query)
    one.tracker.cache.close()
    for prices, same in (({"a": 1, "b": 5}, True), ({"a": 2}, False)):
        other = Counter(file, prices)
        assert (other.tracker.fingerprint_of(query) == before) == same
        other.tracker.cache.close()


@pytest.mark.parametrize("junk", [b"", b"1", b"\xff" * 40, b"\x92\x90\xc4\x01\xff"])
def test_a_row_that_means_nothing_is_computed_anew(tmp_path: Path, junk: bytes) -> None:
    one = Counter(tmp_path / "cache.sqlite", {"a": 1})
    one.tracker.cache.put(one.tracker.key_of("sign", ("a",)), junk)
    assert one.sign("a") == "a: 1"
    one.tracker.cache.close()


def test_a_table_is_cut_by_its_items_alone() -> None:
    items = [f"rij {number}" for number in range(500)]
    cut = [list(chunk) for chunk in tracking.chunks(items)]
    assert [item for chunk in cut for item in chunk] == items
    assert 5 < len(cut) < 60
    one_more = [list(chunk) for chunk in tracking.chunks([*items[:250], "nieuw", *items[250:]])]
    assert sum(chunk not in one_more for chunk in cut) <= 1
