"""The kinds of reasons stand in one table, which open data and its schema have too."""

import pytest

from g40site import matching


def test_a_reason_of_a_kind_that_is_in_no_table_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="`titles` is no kind of reason: name it in `KINDS`"):
        matching.Reason("titles", 1, "Lange titels")
