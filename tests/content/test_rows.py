"""What was kept of a file is believed only where it has the form of its kind."""

import pytest

from g40site.content.rows import entries_in


def test_a_file_without_entries_is_kept_as_such() -> None:
    assert entries_in(b"[]") == []


@pytest.mark.parametrize(
    "data", [b"", b"1", b'[["weg","","","","","",[],null,[]]]', b'[["page","","","","","",[1],null,[]]]']
)
def test_what_is_no_row_is_not_there(data: bytes) -> None:
    assert entries_in(data) is None
