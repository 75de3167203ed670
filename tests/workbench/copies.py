"""A site as it will be, beside the one that it is."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import SmallSite


def after(small: SmallSite, tmp_path: Path, changes: Mapping[str, str | None]) -> Path:
    """A copy of a site in which some files are others, or gone."""
    new = tmp_path / "nieuw"
    shutil.copytree(small.root, new)
    for name, text in changes.items():
        (new / name).unlink(missing_ok=True)
        if text is not None:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text)
    return new
