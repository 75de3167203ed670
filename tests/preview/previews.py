"""A running `serve` in a process of its own, asked over a real socket."""

import http.client
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.running import DEADLINE, TOP, command, environment, wait_until
from tests.sites import SmallSite

PAGE = "---\ntitle: Uitleg\nsummary: Kort.\n---\nOud woord.\n"


LAYER = re.compile(r'<script src="/_g40/client\.js" defer data-g40[^>]*></script>')


class Preview:
    """A running `serve`: where it stands, and everything that it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.readers = [threading.Thread(target=self.listen, args=(s,)) for s in (process.stdout, process.stderr)]
        for reader in self.readers:
            reader.start()

    def wait(self) -> None:
        """Until it serves."""
        wait_until(lambda: bool(self.address) or self.process.poll() is not None)
        assert self.address, self.text

    def listen(self, stream: Iterator[str]) -> None:
        for line in stream:
            self.said.append(line)

    @property
    def text(self) -> str:
        return "".join(self.said)

    @property
    def address(self) -> tuple[int, str] | None:
        """The port, and the path below which the site stands."""
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/\S*)", self.text)
        return (int(found[1]), found[2]) if found else None

    @property
    def port(self) -> int:
        assert self.address
        return self.address[0]

    @property
    def url(self) -> str:
        """Where a browser finds the site, without a final `/`."""
        assert self.address
        return f"http://127.0.0.1:{self.address[0]}{self.address[1].rstrip('/')}"

    def ask(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET", host: str = "127.0.0.1"
    ) -> tuple[int, bytes, dict[str, str]]:
        assert self.address
        connection = http.client.HTTPConnection("127.0.0.1", self.address[0], timeout=DEADLINE)
        try:
            # Written by hand, since a client would tidy `..` away.
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": host, **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def get(self, path: str, host: str = "127.0.0.1", method: str = "GET") -> tuple[int, str, dict[str, str]]:
        """What is served, without the layer of the preview."""
        status, data, headers = self.ask(path, method=method, host=host)
        return status, LAYER.sub("", data.decode("utf-8", "replace")), headers

    def stop(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        code = self.process.wait(DEADLINE)
        self.join()
        return code

    def join(self) -> None:
        for reader in self.readers:
            reader.join(DEADLINE)


@contextmanager
def serving(
    site: SmallSite, *arguments: object, port: int = 0, program: Path = TOP, wait: bool = True
) -> Iterator[Preview]:
    """A preview that serves already, or with `wait=False` one that has begun its first build at most."""
    with subprocess.Popen(
        command("serve", "--root", site.root, "--port", port, *arguments, program=program),
        env=environment({"PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        preview = Preview(process)
        try:
            if wait:
                preview.wait()
            yield preview
        finally:
            process.kill()
            preview.join()


def news(title: str, day: str, text: str = "Oud woord.", more: str = "") -> str:
    """A news item that is longer than a screen."""
    body = "\n\n".join(f"Alinea {number} met woorden die de regel vullen." for number in range(60))
    return f"---\ntitle: {title}\ndate: {day}\nsummary: Kort.\n{more}---\n{text}\n\n{body}\n"
