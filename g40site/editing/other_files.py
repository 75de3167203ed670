"""The files of two roots that are not the content and differ: programs, templates, workflows, settings of tools.

In: two roots. Out: the names of what is new, another or gone. Of a checkout only what git keeps counts, since the rest
is what tools leave there; elsewhere every file does but for their folders.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from g40site.content.reader import FOLDERS, ROOT_FILES
from g40site.editing.transaction import read_or_none
from g40site.engine.state_folder import git

TOOLS = frozenset((".git", ".cache", ".venv", "public", "__pycache__", "node_modules"))

# How git writes down that a folder is a repository of its own, of which it keeps the commit.
REPOSITORY = "160000 "


def differing(old: Path, new: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names under which the one root has something else than the other: those of the content, and the others."""
    before, after = (states_of(root) for root in (old, new))
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return tuple(filter(is_content, names)), tuple(name for name in names if not is_content(name))


def is_content(name: str) -> bool:
    return name in ROOT_FILES or name.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def states_of(root: Path) -> dict[str, str]:
    kept = tracked(root) if (root / ".git").exists() else None
    # A new file of the content is read before git knows it.
    walked = [name for name in walk(root) if kept is None or is_content(name)]
    return {name: (kept or {}).get(name) or state_of(root / name) for name in {*(kept or ()), *walked}}


def tracked(root: Path) -> dict[str, str] | None:
    """The files that git keeps, and the commit of what is a repository of its own; None where git cannot say."""
    try:
        done = git(root, "ls-files", "-s", "-z")
    except OSError:
        return None
    if done.returncode:
        return None
    listed = (row.partition("\t") for row in os.fsdecode(done.stdout).split("\0") if row)
    return {name: about if about.startswith(REPOSITORY) else "" for about, _, name in listed}


def walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in TOOLS]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in files)


def state_of(path: Path) -> str:
    """The bytes of a file, or where a link leads, as a digest; nothing for what is not there."""
    try:
        if path.is_symlink():
            return f"link {path.readlink()}"
        mode = "x" if path.stat().st_mode & 0o111 else "-"
        return mode + hashlib.sha256(read_or_none(path) or b"").hexdigest()
    except OSError:
        return ""
