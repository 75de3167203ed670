"""Edits of content files: what the checks would say of them, and writing each file whole, and all of them or none.

In: a root and edits, each a file with its old and new bytes. They are tried in a folder of its own, so that nobody who
watches the root sees a half thing. Every new text is first written aside; only then the files move in place. When a
move fails, or a file is no longer what the edit was made from, everything is as it was.
"""

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from g40site.content.reader import FOLDERS, ROOT_FILES
from g40site.diagnostics import Diagnostic, Problems
from g40site.options import Options


class FileChanged(Exception):
    """A file is no longer what the edit was made from; carries its name."""


class Edit(Struct, frozen=True):
    """One file as it will be, None where it goes; `before` is what it was, None for one that is not there yet."""

    file: str
    data: bytes | None
    before: bytes | None = None


# A dry run.


def check_edits(options: Options, edits: Sequence[Edit]) -> tuple[Problems, Mapping[str, str]]:
    """The problems that edits bring with them, and the texts that these point into. What was wrong before is not their
    fault and is left out.
    """
    # Who only reads or writes files needs nothing of what plans a site.
    from g40site import pipeline

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
        new = Problems()
        for problem in after.report:
            known[without_line(problem)] -= 1
            if known[without_line(problem)] < 0:
                new.items.append(problem)
        return new, after.sources(new)


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


# Writing.


def save(root: Path, edits: Sequence[Edit]) -> None:
    """Brings all files to their new text, or leaves all as they were and raises `FileChanged` or an OSError."""
    with contextlib.ExitStack() as undo:
        waiting = []
        for edit in edits:
            # A link to a file elsewhere in the content stays a link.
            target = (root / edit.file).resolve()
            for folder in [path for path in target.parents if not path.exists()][::-1]:
                folder.mkdir()
                undo.callback(remove_empty, folder)
            if read_or_none(target) != edit.before:
                raise FileChanged(edit.file)
            aside = None
            if edit.data is not None:
                aside = write_aside(target, edit.data)
                undo.callback(aside.unlink, missing_ok=True)
            waiting.append((aside, target, edit))
        for aside, target, edit in waiting:
            if aside is None:
                target.unlink()
            else:
                aside.replace(target)
            undo.callback(put_back, target, edit)
        undo.pop_all()


def remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write_aside(target: Path, data: bytes) -> Path:
    """Writes the bytes to a hidden file beside the target, with the rights that the target has or will have."""
    number, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        path.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def put_back(target: Path, edit: Edit) -> None:
    if edit.before is None:
        target.unlink(missing_ok=True)
    else:
        write_aside(target, edit.before).replace(target)
