"""The folder in which a build keeps its state: where it is, and that only builds of this user can have written there.

In: the root and the output folder. Out: the folder, or a refusal that says what to do, before anything in it is read: a
build believes what stands there. What git keeps came from whoever wrote the repository, and what others may write came
from anybody.
"""

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from g40site.engine.state import device_of, refused

if TYPE_CHECKING:
    import subprocess

# The version of an index whose paths are written as what differs from the one before.
COMPRESSED = b"DIRC\0\0\0\4"
# Nobody else has to look in it, whatever the machine lets new folders be.
OURS = 0o700
# Beside outputs elsewhere: one for all that a user puts there, so that a folder for each day builds from the last.
BESIDE = f".g40site-{os.geteuid()}" if os.name == "posix" else ".g40site"


def state_folder(root: Path, output: Path) -> Path:
    """`.cache/` below the root; beside the output where that is another disk or may not be written."""
    home = root / ".cache"
    check_untracked(home)
    try:
        no_link(home).mkdir(OURS, exist_ok=True)
        check_owned(home)
        if device_of(output) == home.stat().st_dev:
            return home
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
    beside = output.parent / BESIDE
    check_untracked(beside)
    output.parent.mkdir(parents=True, exist_ok=True)
    no_link(beside).mkdir(OURS, exist_ok=True)
    check_owned(beside)
    return beside


def user_folder(name: str) -> Path | None:
    """A folder for what is the user's and no site's, in which nobody else may write; None where there can be none."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "g40site" / name
        folder.mkdir(OURS, parents=True, exist_ok=True)
        return folder if is_owned(folder) and os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def state_to_read(root: Path, output: Path) -> Path | None:
    """The same for whoever only looks; None where nothing is kept that may be read."""
    home, beside = root / ".cache", output.parent / BESIDE
    folder = home if home.is_dir() and device_of(output) == home.stat().st_dev else beside
    check_untracked(folder)
    return folder if folder.is_dir() and not folder.is_symlink() and is_owned(folder) else None


def no_link(folder: Path) -> Path:
    """A folder for our own state; behind a link we would write elsewhere."""
    if folder.is_symlink():
        raise refused("state-is-link", folder=folder)
    return folder


def check_untracked(folder: Path) -> None:
    """Refuses a folder that git keeps, or of which git keeps something."""
    repository = repository_of(folder)
    if repository is None or not may_name(index_of(repository), folder.name):
        return
    if is_tracked(folder):
        import shlex

        raise refused("state-in-git", folder=folder, command=f"git rm -r --cached {shlex.quote(str(folder))}")


def check_owned(folder: Path) -> None:
    """Refuses a folder of somebody else, and one in which everybody may write. Fails as the disk does where nothing can
    be written. A new file tells what the disk knows of owners and rights: on some every file is everybody's.
    """
    with tempfile.TemporaryFile(dir=folder) as new:
        ours, there = os.fstat(new.fileno()), folder.stat()
    if there.st_uid != ours.st_uid:
        raise refused("state-of-another", folder=folder)
    if there.st_mode & stat.S_IWOTH & ~ours.st_mode:
        raise refused("state-of-all", folder=folder)


def is_owned(folder: Path) -> bool:
    """The same for whoever only reads, and so cannot try what the disk knows."""
    if os.name != "posix":
        return True
    there = folder.stat()
    return there.st_uid == os.geteuid() and not there.st_mode & stat.S_IWOTH


def repository_of(folder: Path) -> Path | None:
    """What git has of the checkout that a folder stands in: a folder, or a file that names one."""
    above = folder.parent.resolve()
    return next((at / ".git" for at in (above, *above.parents) if os.path.lexists(at / ".git")), None)


def index_of(repository: Path) -> Path:
    """The list of all that git keeps; that of a worktree or a submodule stands elsewhere."""
    if repository.is_file():
        _, _, named = repository.read_text("utf-8", errors="surrogateescape").partition("gitdir: ")
        repository = repository.parent / named.rstrip("\n")
    return repository / "index"


def may_name(index: Path, name: str) -> bool:
    """Whether a name may stand in an index, in whatever letters. Most builds end in a tenth of a second, so git itself
    is only asked then.
    """
    try:
        listed = index.read_bytes()
        parts = [file for file in os.listdir(index.parent) if file.startswith("sharedindex.")]  # noqa: PTH208 (as fast as can be)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return bool(parts) or listed.startswith(COMPRESSED) or os.fsencode(name).lower() in listed.lower()


def is_tracked(folder: Path) -> bool:
    """Whether git itself says that it keeps the folder or something in it."""
    try:
        done = git(folder.parent, "ls-files", "-z", "--", f":(icase,literal){folder.name}")
        fault = done.stderr.decode(errors="replace").partition("\n")[0] if done.returncode else ""
    except OSError as error:
        fault = str(error)
    if fault:
        raise refused("git-is-silent", folder=folder, fault=fault)
    listed = {os.fsdecode(path).partition("/")[0] for path in done.stdout.split(b"\0") if path}
    return any(name == folder.name or is_same(folder.parent / name, folder) for name in listed)


def git(folder: Path, *arguments: str, given: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    """What git answers about the repository that a folder stands in; fails with OSError where there is no git. `given`
    is what it reads.

    The repository may be a stranger's: nothing that its settings name is run, and nothing is fetched.
    """
    import subprocess

    safe = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    safe |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    return subprocess.run(command, env=safe, input=given, capture_output=True)


def is_same(folder: Path, other: Path) -> bool:
    """Whether two names mean one folder, as they may where a disk does not tell capitals apart."""
    try:
        return folder.samefile(other)
    except OSError:
        return False
