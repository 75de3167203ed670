"""Writes content files: each one whole, and all of them or none.

In: a root and edits, each a file with its old and new bytes. Every new text is first written aside; only then the files
move in place. When a move fails, or a file is no longer what the edit was made from, everything is as it was.
"""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct


class FileChanged(Exception):
    """A file is no longer what the edit was made from; carries its name."""


class Edit(Struct, frozen=True):
    """One file as it will be, None where it goes; `before` is what it was, None for one that is not there yet."""

    file: str
    data: bytes | None
    before: bytes | None = None


def save(root: Path, edits: Sequence[Edit]) -> None:
    """Brings all files to their new text, or leaves all as they were and raises `FileChanged` or an OSError."""
    waiting: list[tuple[Path | None, Path, Edit]] = []
    folders: list[Path] = []
    moved: list[tuple[Path, Edit]] = []
    try:
        for edit in edits:
            # A link to a file elsewhere in the content stays a link.
            target = (root / edit.file).resolve()
            folders += make_folders(target.parent)
            if read_or_none(target) != edit.before:
                raise FileChanged(edit.file)
            waiting.append((None if edit.data is None else write_aside(target, edit.data), target, edit))
        for path, target, edit in waiting:
            if path is None:
                target.unlink()
            else:
                path.replace(target)
            moved.append((target, edit))
    except BaseException:
        for target, edit in moved:
            undo(target, edit)
        for path, _target, _edit in waiting:
            if path is not None:
                path.unlink(missing_ok=True)
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def make_folders(folder: Path) -> list[Path]:
    """Makes a folder with those above it; the ones that were new, from the top down."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()][::-1]
    for path in missing:
        path.mkdir()
    return missing


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


def undo(target: Path, edit: Edit) -> None:
    if edit.before is None:
        target.unlink(missing_ok=True)
    else:
        write_aside(target, edit.before).replace(target)
