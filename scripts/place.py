"""Places a built site on a web host, by rsync over ssh. A connection that breaks leaves a whole site.

    SSH_KEY=… SSH_KNOWN_HOSTS=… python scripts/place.py FOLDER USER@HOST[:PORT]

The key opens one folder of the host and nothing else (`rrsync`, docs/beheer/plaatsen.md); SSH_KNOWN_HOSTS are the lines
that say which host it is. First everything new goes there, then what changed, then the list `MANIFEST`, and at last
what is no longer planned goes: only what this site put there before. Stands on Python's own library, rsync and ssh, so
that nothing of others runs where the key is.
"""

import hashlib
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

LIST = "MANIFEST"
# The names of all that we put there, from before the first file until what is no longer planned is gone: a run that was
# stopped is known by it. Hidden, so that no host shows it.
JOURNAL = ".g40site-names"
LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]+)")
HOST = re.compile(r"(\w[\w.-]*@\w[\w.-]*)(?::(\d{1,5}))?")
SECONDS = 120
MOST = "100m"
# No file of the user or the machine has a say: this key, this host, nothing to ask and nothing passed on.
SSH = (
    *("ssh", "-F", "none", "-a", "-x", "-T"),
    *("-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"),
    *("-o", "StrictHostKeyChecking=yes", "-o", "GlobalKnownHostsFile=none", "-o", "UpdateHostKeys=no"),
    *("-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"),
)


class Failed(Exception):
    """Ends with one line in Dutch."""


def inside(path: str) -> bool:
    return not {"", ".", ".."}.intersection(path.split("/"))


def digests(text: str) -> dict[str, str]:
    """The digest of each file that a list names, by its path."""
    found = [LINE.fullmatch(line) for line in text.split("\n")]
    return {line[2]: line[1] for line in found if line and inside(line[2])}


def checked(folder: Path) -> list[str]:
    """The files of a built site by its own list; no more and no less may be there."""
    try:
        listed = digests((folder / LIST).read_text("utf-8"))
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        wrong = {*listed, LIST} ^ there
        wrong |= {path for path in {*listed} & there if not same(folder / path, listed[path])}
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{folder} is geen gebouwde site: {error}") from error
    if wrong or not listed:
        raise Failed(f"{folder} is niet wat de build maakte: {', '.join(sorted(wrong)[:5]) or 'de lijst is leeg'}")
    return [*listed]


def same(path: Path, digest: str) -> bool:
    if path.is_symlink():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def folders(paths: Iterable[str]) -> set[str]:
    return {str(above) for path in paths for above in PurePosixPath(path).parents} - {"."}


class Place:
    """The folder on the host. `own` is a folder for the few files that rsync and ssh must be given by name."""

    def __init__(self, target: str, own: Path, environment: Mapping[str, str]) -> None:
        found = HOST.fullmatch(target)
        if not found:
            raise Failed(f"{target} is geen GEBRUIKER@SERVER of GEBRUIKER@SERVER:POORT")
        for name, file in (("SSH_KEY", "key"), ("SSH_KNOWN_HOSTS", "hosts")):
            text = environment.get(name, "").replace("\r", "").strip()
            if not text:
                raise Failed(f"{name} is leeg: zonder sleutel en bekende server wordt er niets geplaatst")
            with os.fdopen(os.open(own / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(text + "\n")
        self.own, self.there = own, f"{found[1]}:."
        more = ("-i", str(own / "key"), "-o", f"UserKnownHostsFile={own / 'hosts'}", "-p", found[2] or "22")
        self.shell = shlex.join((*SSH, *more))

    def rsync(self, what: str, *arguments: str | Path) -> None:
        command = ["rsync", "--recursive", f"--timeout={SECONDS}", "--rsh", self.shell, *map(str, arguments)]
        # The key is in the environment of this script alone.
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.own), "LANG": "C.UTF-8"}
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            said = " ".join(done.stderr.split()) or "geen uitleg"
            raise Failed(f"Gestopt bij {what} (rsync {done.returncode}): {said}")

    def named(self) -> tuple[set[str], set[str]]:
        """What the list of the host names, and everything that this site ever put there and did not remove yet."""
        before = self.own / "before"
        before.mkdir()
        filters = [f"--include=/{name}" for name in (LIST, JOURNAL)]
        self.rsync("het lezen van de oude lijst", f"--max-size={MOST}", *filters, "--exclude=*", self.there, before)
        texts = [
            path.read_text("utf-8", errors="replace") if (path := before / name).is_file() else ""
            for name in (LIST, JOURNAL)
        ]
        published = {*digests(texts[0])}
        return published, published | {line for line in texts[1].splitlines() if line.isprintable() and inside(line)}

    def send(self, what: str, folder: Path, paths: Iterable[str]) -> None:
        """Only bytes that differ move, each file whole under its name; what is the same keeps its time."""
        if not (names := sorted(paths)):
            return
        listed = self.own / "names"
        listed.write_bytes(b"".join(name.encode() + b"\0" for name in names))
        options = ("--checksum", "--chmod=D755,F644", "--from0", f"--files-from={listed}")
        self.rsync(what, *options, f"{folder}/", self.there)

    def remove(self, gone: Iterable[str]) -> None:
        """These files, and folders in which nothing is left. The last rule protects everything else."""
        rules = [*gone, *(f"{folder}/" for folder in folders(gone))]
        listed, nothing = self.own / "rules", self.own / "nothing"
        nothing.mkdir()
        listed.write_text("".join([*map(removable, sorted(rules)), "P *\n"]), "utf-8")
        self.rsync("het weghalen van wat oud is", "--delete", f"--filter=merge {listed}", f"{nothing}/", self.there)


def removable(path: str) -> str:
    """A filter rule that means this path alone."""
    escaped = re.sub(r"([*?[])", r"\\\1", path)
    return f"R /{escaped}\n"


def place(folder: Path, there: Place) -> str:
    """Says what was done. The order is what keeps the site whole."""
    planned = checked(folder)
    published, ours = there.named()
    new = {path for path in planned if path not in published}
    pages = {path for path in new if path.endswith(".html")}
    (there.own / JOURNAL).write_text("".join(f"{name}\n" for name in sorted(ours.union(planned))), "utf-8")
    there.send("de namen", there.own, [JOURNAL])
    # What a new page needs is there before it, and the new page before whatever leads to it.
    there.send("de nieuwe bestanden", folder, new - pages)
    there.send("de nieuwe pagina’s", folder, pages)
    there.send("wat veranderde", folder, set(planned) - new)
    there.send("de lijst", folder, [LIST])
    gone = ours.difference(planned)
    there.remove(gone | {JOURNAL})
    return f"Geplaatst: {len(planned)} bestanden, {len(new)} nieuw, {len(gone)} weg."


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        with tempfile.TemporaryDirectory(prefix="g40site-") as own:
            print(place(Path(arguments[0]), Place(arguments[1], Path(own), environment)))
    except Failed as failed:
        print(f"{failed}. De site die er stond, werkt nog; plaats haar opnieuw.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
