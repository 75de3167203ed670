"""What the checks would say of edits, before any of them is made.

In: options of a run and edits. Out: the problems that the edits bring with them. The content is tried in a folder of
its own, so that nobody who watches the root sees a half thing.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from g40site import pipeline
from g40site.content.reader import FOLDERS, ROOT_FILES
from g40site.diagnostics import Diagnostic, Problems
from g40site.editing.transaction import Edit
from g40site.options import Options


class DryRun(Struct, frozen=True):
    """The problems that edits bring, and the texts that they point into."""

    problems: Problems
    sources: dict[str, str]
    language: str

    @property
    def passes(self) -> bool:
        return not self.problems.errors


def check_edits(options: Options, edits: Sequence[Edit]) -> DryRun:
    """Checks the content with the edits in it. What was wrong before is not their fault and is left out."""
    before = pipeline.plan(options)
    known = Counter(without_line(problem) for problem in before.report)
    with tempfile.TemporaryDirectory(prefix="g40site-") as name:
        root = Path(name)
        copy_content(options.root, root)
        for edit in edits:
            path = root / edit.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if edit.data is not None:
                path.write_bytes(edit.data)
        after = pipeline.plan(options._replace(root=root, output=root / "public"))
        new = []
        for problem in after.report:
            known[without_line(problem)] -= 1
            if known[without_line(problem)] < 0:
                new.append(problem)
        report = Problems(new)
        return DryRun(report, after.sources(report), after.site.settings.language)


def without_line(problem: Diagnostic) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """A problem without its line, which an edit above it may move."""
    return problem.code, problem.span.file, problem.values


def copy_content(root: Path, into: Path) -> None:
    """The content of a root, without copying bytes where the system can share them."""
    for name in ROOT_FILES:
        if (root / name).is_file():
            shutil.copyfile(root / name, into / name)
    for name in FOLDERS:
        if (root / name).is_dir():
            shutil.copytree(root / name, into / name, symlinks=True, copy_function=link_or_copy)


def link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target
