"""What is asked is written down, and an earlier answer is taken only where what it rests on is the same."""

from typing import Any

import pytest

from g40site.engine.fingerprints import digest
from g40site.engine.tracking import Query, TrackedMapping, Tracker, UnknownQuery, asked, register_all, tracked


class Shop:
    def __init__(self, prices: dict[str, int]) -> None:
        self.prices, self.name = prices, "Winkel"

    def cheaper(self, most: str) -> tuple[str, ...]:
        return tuple(name for name, price in self.prices.items() if price <= int(most))

    @staticmethod
    def doubled(price: int) -> int:
        return 2 * price


class Window:
    def __init__(self, notebook: Tracker, shop: Any) -> None:
        self.notebook, self.shop = notebook, shop
        self.answers: dict[Query, Any] = {}

    @asked
    def sign(self, name: str) -> str:
        return f"{name}: {self.shop.prices[name]}"


def opened(prices: dict[str, int]) -> tuple[Tracker, Any]:
    notebook = Tracker({})
    return notebook, tracked(notebook, "shop", lambda: Shop(prices))


@pytest.mark.parametrize(
    ("ask", "questions"),
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
def test_each_way_to_ask_is_a_question(ask: Any, questions: set[Query]) -> None:
    notebook, shop = opened({"a": 1})
    for _ in range(2):
        found: set[Query] = set()
        with notebook.collecting(found):
            ask(shop)
        assert found == questions


def test_a_key_of_several_parts_is_one_question() -> None:
    notebook, found = Tracker({}), set[Query]()
    notebook.open("door", {("a", "b"): 1}.get)
    with notebook.collecting(found):
        assert TrackedMapping(notebook, ("door",), {("a", "b"): 1})["a", "b"] == 1
    assert found == {("door", "a", "b")}


def test_a_piece_that_is_asked_is_one_question_whatever_it_read() -> None:
    notebook, shop = opened({"a": 1})
    window = Window(notebook, shop)
    register_all(notebook, window)
    for _ in range(2):
        found: set[Query] = set()
        with notebook.collecting(found):
            assert window.sign("a") == "a: 1"
        assert found == {("sign", "a")}
    assert notebook.digest_of(("sign", "a")) == digest("a: 1")


def test_what_is_not_there_any_more_has_the_digest_of_nothing() -> None:
    notebook, _ = opened({"a": 1})
    for question in (("shop", "prices", "x"), ("shop", "gone"), ("shop", "cheaper", "x")):
        assert notebook.digest_of(question) == digest(None), question
    assert notebook.digest_of(("shop", "prices", "a")) == digest(1)


def test_to_look_an_answer_up_asks_nothing() -> None:
    notebook, _ = opened({"a": 1})
    found: set[Query] = set()
    with notebook.collecting(found):
        notebook.digest_of(("shop", "prices", "a"))
    assert found == set()


@pytest.mark.parametrize("same", [True, False])
def test_earlier_answers_are_trusted_while_what_they_rest_on_is_the_same(same: bool) -> None:
    notebook, _ = opened({"a": 1})
    basis: Query = ("base", "x")
    notebook.open("base", lambda _key: 1)
    notebook.rests_on("shop", (basis,))
    question = ("shop", "prices", "a")
    earlier = digest("something else")
    notebook.trust([basis, question], [digest(1 if same else 2), earlier])
    assert notebook.digest_of(question) == (earlier if same else digest(1))


def test_a_basis_that_was_never_asked_is_not_trusted() -> None:
    notebook, _ = opened({"a": 1})
    notebook.open("base", lambda _key: 1)
    notebook.rests_on("shop", (("base", "x"),))
    notebook.trust([("shop", "prices", "a")], [digest("something else")])
    assert notebook.digest_of(("shop", "prices", "a")) == digest(1)


def test_what_is_asked_behind_no_door_is_a_mistake_and_no_silence() -> None:
    """Nobody could ask it again, so what was made with it would stay as it is for ever."""
    notebook, shop = opened({"a": 1})
    window = Window(notebook, shop)
    found: set[Query] = set()
    with pytest.raises(UnknownQuery, match="sign"), notebook.collecting(found):
        window.sign("a")
    with pytest.raises(UnknownQuery, match="sign"):
        notebook.digest_of(("sign", "a"))
    assert found == set()
    register_all(notebook, window)
    assert notebook.digest_of(("sign", "a")) == digest("a: 1")


def test_a_question_that_was_read_back_and_has_no_door_equals_no_answer() -> None:
    """A record may come from anyone."""
    notebook, _ = opened({"a": 1})
    assert notebook.digest_if_asked(("weg", "a")) == b""
    assert notebook.digest_if_asked(("shop", "name")) == digest("Winkel")


def test_two_doors_of_one_name_are_a_mistake() -> None:
    notebook, _ = opened({"a": 1})
    with pytest.raises(AssertionError, match="shop"):
        tracked(notebook, "shop", lambda: Shop({}))
