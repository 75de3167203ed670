"""The kinds of reasons stand in one table, which open data and its schema have too."""

import pytest

from g40site import matching


def test_a_reason_of_a_kind_that_is_in_no_table_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="`titles` is no kind of reason: name it in `KINDS`"):
        matching.Reason("titles", 1, "Lange titels")


def test_a_reason_that_the_open_data_could_not_say_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not at municipality:ede"):
        matching.Reason("themes", 3, "Zelfde gemeente", ("municipality:ede",))
