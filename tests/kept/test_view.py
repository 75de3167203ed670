"""A view comes back from its row as it was, whatever kind of page it is of."""

import pytest

from g40site import pipeline
from g40site.digests import SIZE, of_bytes, of_fields
from g40site.kept.view import SHORT, View, changed_fields, view_from
from g40site.routes import ROUTES, Output
from tests.engine.edits import Edits

Pages = list[Output]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Every page of a small site with its drafts."""
    made = Edits(tmp_path_factory.mktemp("views"))
    made.project(0, 2, True, 0, True)
    planned = pipeline.plan(made.options(drafts=True))
    assert planned.reader.problems.errors == []
    return [output for output in planned.outputs if output.view is not None]


def row_of(output: Output) -> View:
    assert output.view is not None
    value = output.view()
    fields = of_fields(value, known={})
    return View(value, of_bytes(b"".join(fields.values())), fields)


def test_every_kind_of_page_is_the_same_after_it_was_kept(pages: Pages) -> None:
    assert {output.template for output in pages} == {f"pages/{route.template}.html" for route in ROUTES}
    for output in pages:
        view = row_of(output)
        assert type(view.value) is output.form
        again = view_from(view.row(), output.form)
        assert again is not None
        assert again.value == view.value, output.path
        # Also where Python takes 1 and 1.0 for the same.
        assert of_fields(again.value, known={}) == view.fields, output.path
        assert (again.digest, again.row()) == (view.digest, view.row())


def test_a_row_names_the_fields_that_became_others(pages: Pages) -> None:
    first, second = (row_of(output) for output in pages if output.template == "pages/theme.html")
    assert list(changed_fields(first.row(), first.fields)) == []
    named = set(changed_fields(first.row(), second.fields))
    assert {"heading", "mark", "meta"} <= named
    assert named == {name for name in first.fields if first.fields[name] != second.fields[name]}


def test_what_is_no_view_is_not_there(pages: Pages) -> None:
    home, theme = (next(o for o in pages if o.template == f"pages/{name}.html") for name in ("home", "theme"))
    row = row_of(theme).row()
    start = SIZE + SHORT * len(row_of(theme).fields)
    for wrong in (b"", row[:start], row[: start + 9], row[:-1], row[:start] + b"x" + row[start:]):
        assert view_from(wrong, theme.form) is None
    assert view_from(row, home.form) is None
