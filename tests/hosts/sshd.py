"""A real sshd on loopback with a key that may only fill one folder, and a gate before it that stops a connection."""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hosts.servers import started
from tests.serving import held_port

# Each connection is counted. The one that `stop` names is torn after some bytes, or kept waiting as long as it stands.
GATE = """\
#!/bin/sh
cd {folder}
n=$(($(cat count) + 1))
echo $n >count
case "$(cat stop)" in
"$n tear") {{ dd bs=1 count=600 2>&-; kill -9 $PPID; }} | {rrsync}; exit ;;
"$n wait") touch waiting; cat >/dev/null; exit ;;
esac
exec {rrsync}
"""


@dataclass(frozen=True)
class Host:
    """`folder` is what the host shows; `own` has the keys and the gate."""

    folder: Path
    own: Path
    port: int

    @property
    def target(self) -> str:
        return f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1:{self.port}"

    @property
    def key(self) -> str:
        return (self.own / "key").read_text("ascii")

    def known(self, of: str = "host") -> str:
        return f"[127.0.0.1]:{self.port} {(self.own / f'{of}.pub').read_text('ascii')}"

    def stop_at(self, connection: int, how: str) -> None:
        (self.own / "count").write_text("0", "ascii")
        (self.own / "stop").write_text(f"{connection} {how}", "ascii")

    def connections(self) -> int:
        return int((self.own / "count").read_text("ascii"))

    def is_waiting(self) -> bool:
        return (self.own / "waiting").exists()


def pair(file: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)


@contextlib.contextmanager
def listening(folder: Path, line: str) -> Iterator[Host]:
    """`line` is how the documentation has the key stand in authorized_keys, with FOLDER, and KEY for the key itself."""
    own, shown = folder / "sshd", folder / "shown"
    own.mkdir()
    shown.mkdir()
    for name in ("host", "other", "key"):
        pair(own / name)
    before, _, command = line.partition('command="')
    rrsync, _, after = command.partition('"')
    (own / "gate").write_text(GATE.format(folder=own, rrsync=rrsync.replace("FOLDER", str(shown))), "ascii")
    key = (own / "key.pub").read_text("ascii").strip()
    (own / "authorized").write_text(f'{before}command="sh {own}/gate"{after.replace("KEY", key)}\n', "ascii")
    with held_port() as port:
        host = Host(shown, own, port)
        host.stop_at(0, "")
        settings = {
            "ListenAddress": f"127.0.0.1:{port}",
            "HostKey": own / "host",
            "AuthorizedKeysFile": own / "authorized",
            "PidFile": "none",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
        }
        (own / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "ascii")
        with started(["/usr/sbin/sshd", "-D", "-e", "-f", str(own / "config")], port, own):
            yield host
