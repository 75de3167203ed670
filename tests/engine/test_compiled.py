"""Compiled templates stand where Python's own compiled modules stand, and only what is right is run."""

from pathlib import Path

import pytest

from tests.running import script, tree

pytestmark = pytest.mark.process

RENDER = """
import sys
from pathlib import Path
import jinja2
from g40site.templates import Templates
compiled = []
whole = jinja2.Environment.compile
jinja2.Environment.compile = lambda *given, **more: compiled.append(1) or whole(*given, **more)
print(Templates(Path(sys.argv[1])).render("pages/a.html", {"title": "<T>"}, {}), len(compiled))
"""


def rendered(folder: Path, kept: Path, **more: str) -> str:
    """What a process of its own makes of the template, and how many it had to compile."""
    return script(RENDER, folder, env={"PYTHONPYCACHEPREFIX": str(kept), **more})


def written(folder: Path, text: str) -> None:
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "pages/a.html").write_text(text, "utf-8")


def kept_in(kept: Path) -> list[Path]:
    return sorted(kept.rglob("*.template"))


def test_a_template_is_compiled_once_and_nothing_is_written_beside_it(tmp_path: Path) -> None:
    folder, kept = tmp_path / "sjablonen", tmp_path / "kept"
    written(folder, "{{ view.title }}")
    assert [rendered(folder, kept) for _ in range(2)] == ["&lt;T&gt; 1", "&lt;T&gt; 0"]
    assert len(kept_in(kept)) == 1
    assert [*tree(folder)] == ["pages/a.html"]


def test_another_text_or_another_folder_is_compiled_by_itself(tmp_path: Path) -> None:
    folder, kept = tmp_path / "sjablonen", tmp_path / "kept"
    written(folder, "{{ view.title }}")
    rendered(folder, kept)
    written(folder, "een {{ view.title }}")
    assert rendered(folder, kept) == "een &lt;T&gt; 1"
    written(tmp_path / "elders", "elders {{ view.title }}")
    assert rendered(tmp_path / "elders", kept) == "elders &lt;T&gt; 1"
    assert rendered(folder, kept) == "een &lt;T&gt; 1"


def test_a_file_that_was_changed_or_cut_is_not_run(tmp_path: Path) -> None:
    folder, kept = tmp_path / "sjablonen", tmp_path / "kept"
    written(folder, "{{ view.title }}")
    rendered(folder, kept)
    (file,) = kept_in(kept)
    right = file.read_bytes()
    for wrong in (b"", right[:9], right[:-1], right[:40] + bytes([right[40] ^ 1]) + right[41:]):
        file.write_bytes(wrong)
        assert rendered(folder, kept) == "&lt;T&gt; 1"
        assert file.read_bytes() == right


def test_it_is_kept_only_where_python_may_write(tmp_path: Path) -> None:
    folder, kept = tmp_path / "sjablonen", tmp_path / "kept"
    written(folder, "{{ view.title }}")
    assert rendered(folder, kept, PYTHONDONTWRITEBYTECODE="1") == "&lt;T&gt; 1"
    assert not kept.exists()
    kept.write_text("no folder", "utf-8")
    assert [rendered(folder, kept) for _ in range(2)] == ["&lt;T&gt; 1"] * 2
