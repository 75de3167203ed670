"""What a page said comes back from its row as it was, whatever kind of page it is of."""

import pytest
from msgspec.structs import replace

from g40site import pipeline
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import of_bytes, of_fields
from g40site.engine.parts import get_file, joined, put_file
from g40site.engine.said import LEAST, Said, around, get_said, put_said, said_of
from g40site.routes import ROUTES, Output
from tests.engine.edits import Edits

Pages = list[Output]
KEY = of_bytes(b"een pagina")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Every page of a small site with its drafts."""
    made = Edits(tmp_path_factory.mktemp("views"))
    made.project(0, 2, True, 0, True)
    planned = pipeline.plan(made.options(drafts=True))
    assert planned.reader.problems.errors == []
    return [output for output in planned.outputs if output.view is not None]


def said(output: Output) -> Said:
    assert output.view is not None
    view = output.view()
    return said_of(view, of_fields(view, known={}))


def test_the_field_that_layouts_read_is_the_same_after_it_was_kept(pages: Pages) -> None:
    assert {output.template for output in pages} == {f"pages/{route.template}.html" for route in ROUTES}
    memory = Cache(None)
    for output in pages:
        assert output.view is not None
        view = output.view()
        assert type(view) is output.form
        put_said(memory, KEY, said(output))
        found = get_said(memory, KEY)
        assert found is not None
        assert found[0] == said(output)
        assert found[0].meta_of(output.form) == getattr(view, "meta", None), output.path


def test_a_row_names_the_fields_that_became_others(pages: Pages) -> None:
    first, second = (output for output in pages if output.template == "pages/theme.html")
    assert first.view is not None
    assert second.view is not None
    one, other = of_fields(first.view(), known={}), of_fields(second.view(), known={})
    assert list(said(first).changed(one)) == []
    named = set(said(first).changed(other))
    assert {"heading", "mark", "meta"} <= named
    assert named == {name for name in one if one[name] != other[name]}


def test_blocks_hold_while_they_would_be_made_of_the_same(pages: Pages) -> None:
    made = replace(said(pages[0]), basis=b"basis", html={"main": "x"}, frame={"site": b"1"})
    assert made.holds(b"basis", {"site": b"1", "menu": b"2"})
    assert not made.holds(b"basis", {"site": b"2"})
    assert not made.holds(b"basis", {"menu": b"2"})
    assert not made.holds(b"ander", {"site": b"1"})
    assert not said(pages[0]).holds(b"basis", {"site": b"1"})


@pytest.mark.parametrize(
    ("blocks", "page", "shared"),
    [
        ({"main": "é" * LEAST, "head": "h"}, "<p>" + "é" * LEAST + "</p>", "é" * LEAST),
        # The head of the block stands in the page before the block does.
        ({"main": "ab" * LEAST}, "ab" * 40 + "x" + "ab" * LEAST, "ab" * LEAST),
        # A layout may leave a block out, or change it.
        ({"main": "ab" * LEAST}, "leeg", ""),
        ({"main": "ab" * LEAST}, "AB" * LEAST, ""),
        ({"main": "kort"}, "<p>kort</p>", ""),
        ({}, "leeg", ""),
    ],
)
def test_a_page_is_kept_as_its_largest_block_and_the_rest(blocks: dict[str, str], page: str, shared: str) -> None:
    memory, made = Cache(None), Said({}, b"null", b"basis", blocks)
    row = put_said(memory, KEY, made)
    parts = around(page.encode(), KEY, made, row)
    assert joined(parts) == page.encode()
    assert [part.data.decode() for part in parts if not isinstance(part, bytes)] == ([shared] if shared else [])
    put_file(memory, b"naam", parts)
    assert get_file(memory, b"naam") == page.encode()
