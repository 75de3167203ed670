"""`verify` as an alarm: whatever a host sends, it ends, and a site that is not the right one is never told as sound."""

import contextlib
import http.server
import itertools
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from g40site.verify import Budget, Expected, Limits, Spent, Web, compare
from tests.running import DEADLINE, NOW, TOP, environment
from tests.serving import Quiet, served
from tests.sites import Sites
from tests.verify.conftest import FILES
from tests.verify.looking import verify

pytestmark = pytest.mark.process
NAME = "https://proef.example.nl/"
ZEROS = "0" * 64

Send = Callable[[http.server.BaseHTTPRequestHandler], object]


@contextlib.contextmanager
def odd(public: Path, odd: dict[str, Send]) -> Iterator[str]:
    """A site on a host that answers as it should, but for some addresses."""

    class Odd(Quiet):
        def do_GET(self) -> None:
            if self.path not in odd:
                return super().do_GET()
            self.close_connection = True
            with contextlib.suppress(OSError):
                odd[self.path](self)
            return None

    with served(public, Odd) as address:
        yield address


def raw(data: bytes) -> Send:
    """Bytes as they are: a whole answer, or what should be one."""
    return lambda handler: handler.wfile.write(data)


def head(length: int | None, status: str = "200 OK", more: str = "") -> bytes:
    length_line = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 {status}\r\n{length_line}{more}\r\n".encode()


def drip(first: bytes, dripped: bytes = b"0") -> Send:
    """Begins, and then sends a little now and then, so that the host is never silent."""

    def send(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while True:
            handler.wfile.write(dripped)
            time.sleep(0.05)

    return send


def endless(first: bytes, part: bytes) -> Send:
    def send(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while True:
            handler.wfile.write(part)

    return send


CHUNKED = "Transfer-Encoding: chunked\r\n"
CHUNK = b"10000\r\n" + b"0" * 65536 + b"\r\n"
SLOW: dict[str, Send] = {
    "a body": drip(head(100_000)),
    "a body without a length": drip(head(None)),
    "the first line": drip(b""),
    "the headers": drip(b"HTTP/1.1 200 OK\r\nX-A: "),
    "the sizes of chunks": drip(head(None, more=CHUNKED)),
    "what follows the chunks": drip(head(None, more=CHUNKED) + b"0\r\n", b"X: y\r\n"),
    "the body of a refusal": drip(head(100_000, "404 Not Found")),
    "word that it will come": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


PLACES = ("/MANIFEST", "/themas/")


def test_a_host_that_goes_on_and_on_is_told(public: Path) -> None:
    for path in PLACES:
        with odd(public, {path: SLOW["a body"]}) as address:
            done = verify(address, "--max-seconds", 1)
        assert done.returncode == 2
        assert done.stderr.startswith("Gestopt na 1 seconde: ")
        assert "--max-seconds" in done.stderr
        assert "verschil" not in done.stdout


def test_a_host_that_goes_on_and_on_is_left(public: Path) -> None:
    """In each way, and all at the same time, since each takes the second that it may take."""
    ended: dict[tuple[str, str], str] = {}

    def look(what: str, path: str) -> None:
        with odd(public, {path: SLOW[what]}) as address:
            place = Web(address, Budget(Limits(1, 10**9, 10**5), time.monotonic))
            ended[what, path] = repr(compare(place, Expected()).stopped)
            place.connection.close()

    cases = [*itertools.product(SLOW, PLACES)]
    looks = [threading.Thread(target=look, args=case, daemon=True) for case in cases]
    for one in looks:
        one.start()
    for one in looks:
        one.join(DEADLINE)
    assert ended == dict.fromkeys(cases, repr(Spent("seconds")))


MUCH: dict[str, Send] = {
    "a body": endless(head(None, more=CHUNKED), CHUNK),
    "a body without a length": endless(head(None), CHUNK),
    "a body of the length that it names": endless(head(10**15), CHUNK),
    "the body of a redirect": endless(head(None, "301 Moved", f"Location: /\r\n{CHUNKED}"), CHUNK),
}


def test_a_host_that_sends_without_end_is_left(public: Path) -> None:
    for what, path in itertools.product(MUCH, (*PLACES, "/sitemap.xml")):
        with odd(public, {path: MUCH[what]}) as address:
            done = verify(address, "--max-bytes", 5_000_000)
        assert (what, path, done.returncode, "verschil" in done.stdout) == (what, path, 2, False)
        assert done.stderr.startswith("Gestopt na 5000000 bytes: "), (what, path)
        assert "--max-bytes" in done.stderr


def test_what_was_found_before_the_end_is_told(public: Path) -> None:
    (public / "actueel/index.html").write_text("kwaad")
    with odd(public, {"/themas/": MUCH["a body"]}) as address:
        done = verify(address, "--max-bytes", 5_000_000)
    assert (done.returncode, done.stdout) == (2, "actueel/index.html: anders\n")


def test_a_host_names_no_more_files_than_are_allowed(public: Path) -> None:
    with (public / "MANIFEST").open("a") as listed:
        listed.writelines(f"{ZEROS}  f{number}\n" for number in range(2000))
    with served(public) as address:
        for target in (address, public):
            done = verify(target, "--max-files", 1000)
            assert (done.returncode, done.stdout) == (2, "")
            assert "heeft meer dan 1000 bestanden" in done.stderr
            assert "--max-files" in done.stderr


def test_a_list_without_a_site_is_no_site(public: Path) -> None:
    listed = (public / "MANIFEST").read_text()
    first = listed.partition("\n")[0] + "\n"
    (public / "MANIFEST").write_text(first)
    with served(public) as address:
        for target in (address, public):
            done = verify(target, "--max-age", 0)
            assert done.returncode == 1
            assert {
                "MANIFEST: noemt index.html niet, die elke site heeft",
                "MANIFEST: noemt sitemap.xml niet, die elke site heeft",
            } <= set(done.stdout.splitlines())
        # The few that are sure to be there, and nothing of the rest.
        few = (line for line in listed.splitlines() if line.endswith(("  index.html", "  sitemap.xml", "  robots.txt")))
        (public / "MANIFEST").write_text(first + "".join(f"{line}\n" for line in few))
        done = verify(address)
        assert done.returncode == 1
        assert "themas/index.html: staat niet in de lijst" in done.stdout.splitlines()


def test_the_site_of_another_is_not_this_one(public: Path) -> None:
    with served(public) as address:
        for target in (public, address):
            for same in (NAME, "https://PROEF.example.nl"):
                assert verify(target, "--base-url", same).returncode == 0
            for other in ("https://www.ander.example.nl/", f"{NAME}pad/", "http://proef.example.nl/"):
                done = verify(target, "--base-url", other)
                assert done.returncode == 1
                told = f"sitemap.xml: hoort bij {NAME}; is dat het adres van de site, geef het dan met --base-url"
                assert told in done.stdout.splitlines()


def test_a_redirect_is_told_and_not_followed(public: Path) -> None:
    asked: list[str] = []

    class Elsewhere(Quiet):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with served(public, Elsewhere) as elsewhere:
        for path in ("MANIFEST", "sitemap.xml", "themas/index.html"):
            moved = raw(head(0, "301 Moved Permanently", f"Location: {elsewhere}/{path}\r\n"))
            with odd(public, {f"/{path.removesuffix('index.html')}": moved}) as address:
                done = verify(address)
            assert (path, done.returncode, asked) == (path, 1, [])
            assert f"{path}: stuurt door naar {elsewhere}/{path}" in done.stdout.splitlines()


NOWHERE = ("http://[::1", "https://[", "//", "\x1b[31mrood", "http://a\x9b31m", "a" * 60_000, "javascript:x")


def test_a_redirect_to_nowhere_is_one_line(public: Path) -> None:
    for location in NOWHERE:
        answer = f"HTTP/1.1 301 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
        with odd(public, {"/themas/": raw(answer)}) as address:
            done = verify(address)
        assert (location, done.returncode, done.stderr) == (location, 1, "")
        told = done.stdout.splitlines()
        assert told[0].startswith("themas/index.html: stuurt door naar ")
        assert "1 verschil; " in told[-1]
        assert len(told) == 2
        assert all(line.isprintable() and len(line) <= 2000 for line in told)


def test_what_a_list_names_steers_nothing(public: Path) -> None:
    with (public / "MANIFEST").open("a", encoding="utf-8") as listed:
        listed.write(f"{ZEROS}  a\u009b31mROOD\u202e.html\n{ZEROS}  \u2028::error::x\n{ZEROS}  \x85b\n")
    with served(public) as address:
        done = verify(address)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.removesuffix("\n").split("\n")) == 4
    assert done.stdout.replace("\n", "").isprintable()


def test_what_does_not_come_whole_is_told(public: Path) -> None:
    page = (public / "themas/index.html").read_bytes()
    listed = (public / "MANIFEST").read_bytes()
    with odd(public, {"/themas/": raw(head(len(page)) + page[:-10])}) as address:
        done = verify(address)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "themas/index.html: komt niet helemaal over")
    # A list that was cut off between two lines would be a shorter list.
    whole_lines = listed[: listed.rindex(b"\n", 0, -1) + 1]
    for answer in (head(len(listed)) + whole_lines, head(None, more=CHUNKED) + b"ffff\r\n" + whole_lines):
        with odd(public, {"/MANIFEST": raw(answer)}) as address:
            done = verify(address)
        assert (done.returncode, done.stdout) == (1, "MANIFEST: komt niet helemaal over\n")


def test_an_error_of_the_host_is_told_by_its_number(public: Path) -> None:
    with odd(public, {"/themas/": raw(head(0, "503 Service Unavailable"))}) as address:
        done = verify(address)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "themas/index.html: geeft het antwoord 503")


# What is no answer that can be read, and what is one and not that of a sound site.
UNREADABLE = {
    "nothing": b"",
    "no HTTP": b"\x1b[2J\x00\xff\r\n\r\n",
    "no HTTP, and much of it": b"\x00\xff" * 20_000 + b"\r\n\r\n",
    "a status of another kind": b"HTTP/1.1 -7 \x1b[31m\r\n\r\n",
    "a long first line": b"H" * 70_000,
    "a long header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000,
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
}
ODD = {
    "a length below zero": head(-5),
    "a chunk that has no size": head(None, more=CHUNKED) + b"zz\r\n",
    "a chunk of a size below zero": head(None, more=CHUNKED) + b"-5\r\nabcdefgh\r\n0\r\n\r\n",
    "a header that is none": b"HTTP/1.1 200 OK\r\n\xff\xfe\r\n: \r\n\r\n",
    "nothing at all of what it has": head(0, "204 No Content"),
    "a part": head(1, "206 Partial Content") + b"x",
}


def test_an_odd_answer_is_an_alarm_like_any_other(public: Path) -> None:
    for what, path in itertools.product(UNREADABLE | ODD, PLACES):
        with odd(public, {path: raw((UNREADABLE | ODD)[what])}) as address:
            done = verify(address)
        assert (what, path, done.returncode) == (what, path, 2 if what in UNREADABLE else 1)
        assert done.stderr.count("\n") == (done.returncode == 2), (what, path)
        assert (done.stdout + done.stderr).replace("\n", "").isprintable(), (what, path)
        assert len(done.stderr) < 1000, (what, path)


def test_one_connection_serves_for_all_files(public: Path) -> None:
    class Counting(Quiet):
        protocol_version = "HTTP/1.1"
        connections = itertools.count()
        last: ClassVar[int] = 0

        def setup(self) -> None:
            Counting.last = next(self.connections)
            super().setup()

    with served(public, Counting) as address:
        assert verify(address).returncode == 0
    assert Counting.last == 0


def test_a_connection_that_a_host_closed_meanwhile_is_opened_again(public: Path) -> None:
    """As hosts do that wait for the next question only so long: each answer promises another, and then it is over."""

    class Impatient(Quiet):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            super().do_GET()
            self.close_connection = True

    with served(public, Impatient) as address:
        done = verify(address)
        assert (done.returncode, done.stderr, done.stdout[:13]) == (0, "", "0 verschillen")


def test_the_line_for_cron_says_nothing_until_something_is_wrong(public: Path, tmp_path: Path) -> None:
    """In a clone on another server, which follows the repository."""
    clone = tmp_path / "clone"

    def git(*words: object, folder: Path = tmp_path / "origin") -> str:
        command = ("git", "-c", "user.name=a", "-c", "user.email=a@example.nl", "-C", folder, *words)
        return subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout

    git("init", "-q", "-b", "main", tmp_path / "origin", folder=tmp_path)
    git("commit", "-q", "--allow-empty", "-m", "a")
    git("clone", "-q", tmp_path / "origin", clone)
    (clone / "build.py").symlink_to(TOP / "build.py")
    git("commit", "-q", "--allow-empty", "-m", "nieuw")
    (line,) = re.findall(r"^15 8 \* \* \*  (.+)$", (TOP / "docs/beheer/nacht.md").read_text("utf-8"), re.MULTILINE)
    with served(public) as address:
        ours = {
            "/opt/kijken/site": str(clone),
            ".venv/bin/python": sys.executable,
            "--max-age 2": f"--now {NOW} --max-age 2",
        }
        for theirs, own in {"https://www.voorbeeld.nl/digitalisering/": address, **ours}.items():
            assert theirs in line
            line = line.replace(theirs, own)
        for told in ("", "themas/index.html: anders\n"):
            done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment())
            assert (done.stdout.partition("1 verschil")[0], done.stderr) == (told, "")
            (public / "themas/index.html").write_text("kwaad")
    assert git("log", "-1", "--format=%s", folder=clone) == "nieuw\n"
    # Nor may a host that is gone be silent.
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment())
    assert " antwoordt niet: " in done.stdout


# A proxy of the environment: the site has a name that leads nowhere, and only the proxy knows where it stands.


class Proxy(Quiet):
    """Passes on what is asked to the port of the one site that it knows."""

    port: ClassVar[int]
    seen: ClassVar[list[str]]

    def do_GET(self) -> None:
        self.pass_on(f"GET {self.path.removeprefix('http://proef.example.nl')} HTTP/1.0\r\n\r\n".encode())

    def do_CONNECT(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        self.pass_on(b"")

    def pass_on(self, first: bytes) -> None:
        self.seen.append(f"{self.command} {self.path} {self.headers.get('Proxy-Authorization')}")
        self.close_connection = True
        with socket.create_connection(("127.0.0.1", self.port)) as site:
            site.sendall(first)
            back = threading.Thread(target=pump, args=(site, self.connection), daemon=True)
            back.start()
            if not first:
                pump(self.connection, site)
            back.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def proxy_to(address: str) -> Iterator[tuple[str, list[str]]]:
    """The host and port of a proxy to a site, and what was asked of it."""
    seen: list[str] = []
    known = type("Known", (Proxy,), {"port": int(address.rpartition(":")[2]), "seen": seen})
    with served(Path(), known) as proxy:
        yield proxy.removeprefix("http://"), seen


@contextlib.contextmanager
def served_safely(public: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """A site with a certificate of its own, and the file that says to trust it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=proef.example.nl", "-addext", "subjectAltName=DNS:proef.example.nl"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *made, *named, *files], capture_output=True, check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Safe(Quiet):
        def __init__(self, request: socket.socket, *given: Any, **named: Any) -> None:
            with contextlib.suppress(ssl.SSLError), context.wrap_socket(request, server_side=True) as safe:
                super().__init__(safe, *given, **named)

    with served(public, Safe) as address:
        yield address, certificate


def test_a_safe_site_is_looked_at_through_the_proxy_of_the_environment(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served_safely(public, tmp_path) as (address, certificate), proxy_to(address) as (proxy, seen):
        monkeypatch.setenv("https_proxy", f"http://piet:p%40s@{proxy}")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        done = verify(NAME)
        assert (done.returncode, done.stderr, done.stdout[:13]) == (0, "", "0 verschillen")
        # What is said to the proxy is the name of the host and who asks, in the form of RFC 7617.
        assert set(seen) == {"CONNECT proef.example.nl:443 Basic cGlldDpwQHM="}
        (public / "themas/index.html").write_text("kwaad")
        done = verify(NAME)
        assert (done.returncode, done.stdout.splitlines()[0]) == (1, "themas/index.html: anders")
        # A certificate that nobody vouches for is no answer.
        monkeypatch.delenv("SSL_CERT_FILE")
        monkeypatch.setenv("https_proxy", proxy)
        assert verify(NAME).returncode == 2


def test_a_site_that_is_not_safe_goes_through_its_proxy_too(site: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    made, name = site(FILES), "http://proef.example.nl"
    made.build(base_url=f"{name}/")
    with served(made.public) as address, proxy_to(address) as (proxy, seen):
        for variable in ("http_proxy", "all_proxy"):
            with monkeypatch.context() as told:
                told.setenv(variable, proxy)
                done = verify(name)
            assert (done.returncode, done.stderr, done.stdout[:13]) == (0, "", "0 verschillen")
        assert "GET http://proef.example.nl/themas/ None" in seen
        # An address is also judged by the name at which it was asked for.
        monkeypatch.setenv("http_proxy", proxy)
        assert verify(f"{name}/", "--base-url", NAME).returncode == 1
        seen.clear()
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert (verify(address).returncode, seen) == (0, [])


def test_a_site_of_another_name_is_foreign_without_any_option(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(public) as address, proxy_to(address) as (proxy, _seen):
        monkeypatch.setenv("http_proxy", proxy)
        done = verify("http://proef.example.nl/")
    assert done.returncode == 1
    assert done.stdout.startswith(f"sitemap.xml: hoort bij {NAME}; ")


def test_a_proxy_that_is_of_no_use_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("socks5://piet:geheim@127.0.0.1:9", "http://[", "http://:0", "http://127.0.0.1:9"):
        monkeypatch.setenv("https_proxy", proxy)
        done = verify(NAME)
        assert (proxy, done.returncode, done.stdout, done.stderr.count("\n")) == (proxy, 2, "", 1)
        assert done.stderr.startswith(f"{NAME} antwoordt niet: ")
        assert "geheim" not in done.stderr


def test_a_proxy_that_goes_on_and_on_is_left(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Quiet):
        def do_CONNECT(self) -> None:
            with contextlib.suppress(OSError):
                drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")(self)

    with served(public, Slow) as address:
        monkeypatch.setenv("https_proxy", address)
        done = verify(NAME, "--max-seconds", 1)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Gestopt na 1 seconde: ")
