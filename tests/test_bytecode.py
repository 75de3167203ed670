"""Compiled templates are kept where only the user may write, and only what is right is run."""

from pathlib import Path

import pytest

from g40site.templates import MOST_COMPILED
from tests.running import script, tree

pytestmark = pytest.mark.process

RENDER = """
import sys
from pathlib import Path
import jinja2
from g40site.sources import files_below
from g40site.templates import Templates
compiled = []
whole = jinja2.Environment.compile
jinja2.Environment.compile = lambda *given, **more: compiled.append(1) or whole(*given, **more)
folder = Path(sys.argv[1])
print(Templates(folder, files_below(folder)).render("pages/a.html", {"title": "<T>"}, {}), len(compiled))
"""


def rendered(folder: Path, cache: Path) -> str:
    """What a process of its own makes of the template, and how many it had to compile."""
    return script(RENDER, folder, env={"XDG_CACHE_HOME": str(cache)})


def written(folder: Path, text: str) -> None:
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "pages/a.html").write_text(text, "utf-8")


def compiled(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_a_template_is_compiled_once_and_nothing_is_written_beside_it(tmp_path: Path) -> None:
    folder, cache = tmp_path / "sjablonen", tmp_path / "cache"
    written(folder, "{{ view.title }}")
    assert [rendered(folder, cache) for _ in range(2)] == ["&lt;T&gt; 1", "&lt;T&gt; 0"]
    assert len(compiled(cache)) == 1
    assert [*tree(folder)] == ["pages/a.html"]


def test_another_text_or_another_folder_is_compiled_by_itself(tmp_path: Path) -> None:
    folder, cache = tmp_path / "sjablonen", tmp_path / "cache"
    written(folder, "{{ view.title }}")
    rendered(folder, cache)
    written(folder, "een {{ view.title }}")
    assert rendered(folder, cache) == "een &lt;T&gt; 1"
    written(tmp_path / "elders", "elders {{ view.title }}")
    assert rendered(tmp_path / "elders", cache) == "elders &lt;T&gt; 1"
    assert rendered(folder, cache) == "een &lt;T&gt; 0"


def test_what_was_compiled_of_very_many_folders_goes(tmp_path: Path) -> None:
    folder, cache = tmp_path / "sjablonen", tmp_path / "cache"
    written(folder, "{{ view.title }}")
    rendered(folder, cache)
    (one,) = compiled(cache)
    for number in range(MOST_COMPILED):
        one.with_name(f"__jinja2_{number}.cache").touch()
    assert rendered(folder, cache) == "&lt;T&gt; 0"
    written(folder, "een {{ view.title }}")
    assert [rendered(folder, cache) for _ in range(2)] == ["een &lt;T&gt; 1", "een &lt;T&gt; 0"]
    assert compiled(cache) == [one]


def test_a_file_that_was_cut_or_is_no_template_is_compiled_anew(tmp_path: Path) -> None:
    folder, cache = tmp_path / "sjablonen", tmp_path / "cache"
    written(folder, "{{ view.title }}")
    rendered(folder, cache)
    (file,) = compiled(cache)
    right = file.read_bytes()
    for wrong in (b"", right[:9], right[:40], right[: len(right) // 2], b"x" * len(right)):
        file.write_bytes(wrong)
        assert rendered(folder, cache) == "&lt;T&gt; 1"
        assert rendered(folder, cache) == "&lt;T&gt; 0"


def test_where_others_may_write_nothing_is_kept_and_nothing_is_run(tmp_path: Path) -> None:
    folder, cache = tmp_path / "sjablonen", tmp_path / "cache"
    written(folder, "{{ view.title }}")
    rendered(folder, cache)
    (cache / "g40site/templates").chmod(0o777)
    assert [rendered(folder, cache) for _ in range(2)] == ["&lt;T&gt; 1"] * 2
    cache = tmp_path / "bestand"
    cache.write_text("no folder", "utf-8")
    assert [rendered(folder, cache) for _ in range(2)] == ["&lt;T&gt; 1"] * 2
