"""Real web servers on loopback, each with the configuration that `hosting` prints, and answers as they came.

Below a path the name is that of another site, which has its own folder and rules, and none of them for ours.
"""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.running import DEADLINE, wait_until
from tests.serving import held_port

MODULES = Path("/usr/lib/apache2/modules")
# What Debian's Apache has from the start, and what the first line of the configuration says to add.
USUAL = "mpm_event authz_core authz_host alias autoindex deflate dir env filter mime negotiation reqtimeout setenvif"
ADDED = "expires headers rewrite"
# What the site of another on the same name shows.
OTHERS = {
    "index.html": "Site van de gemeente",
    "stijl.css": "body { color: red }",
    "onder/index.html": "Onder de gemeente",
    "onder/padvinders/index.html": "Padvinders",
    "media/brief.docx": "Brief van de gemeente",
    "weg.html": "Weg bij de gemeente",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    names: list[str]


@dataclass(frozen=True)
class Server:
    """A running server; `base` is the path of the site on it."""

    name: str
    port: int
    base: str

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """One request as it is written, without any help of a client; `__` in the name of a header is a `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.putrequest(method, address, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("__", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            found = [(name.lower(), value) for name, value in answer.getheaders()]
            return Answer(answer.status, dict(found), answer.read(), [name for name, _ in found])
        finally:
            connection.close()

    def get(self, address: str, **headers: str) -> Answer:
        """An address of the site itself."""
        return self.ask(self.base + address.removeprefix("/"), **headers)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that also the user of a web server may read."""
    folder = Path(tempfile.mkdtemp(prefix="g40site-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def running(name: str, configuration: str, folder: Path, base: str) -> Iterator[Server]:
    """Starts a server with the configuration; `htaccess` is Apache that has only the file in the published folder."""
    for path, text in OTHERS.items() if base != "/" else ():
        (folder / "buur" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "buur" / path).write_text(text)
    start = {"nginx": nginx, "apache": apache, "caddy": caddy, "htaccess": shared_apache}[name]
    with held_port() as port, started(start(configuration, port, folder, base), port, folder):
        yield Server(name, port, base)


@contextlib.contextmanager
def started(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server that answers at its port, and that writes in one folder, be it asked to or not."""
    log = folder / "log"
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(folder), "TMPDIR": str(folder)}
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env=environment, cwd=folder) as process,
    ):
        try:
            wait_until(lambda: process.poll() is not None or answers(port))
            assert process.poll() is None, log.read_text("utf-8", "replace")
            yield
        finally:
            process.terminate()
            process.wait(DEADLINE)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def nginx(configuration: str, port: int, folder: Path, base: str) -> list[str]:
    (folder / "site.conf").write_text(configuration, "utf-8")
    if base == "/":
        site = configuration.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
        assert site != configuration
        (folder / "site.conf").write_text(site, "utf-8")
        server = f"include {folder}/site.conf;"
    else:
        server = f"""server {{
            listen 127.0.0.1:{port}; server_name proef.example.nl; root {folder}/buur; error_page 404 /weg.html;
            expires 30d; autoindex on; add_header X-Frame-Options SAMEORIGIN always; add_header X-Buur ja always;
            set $policy buur;
            location ~ \\.(css|html|docx|png)$ {{ add_header X-Buur regel always; }}
            include {folder}/site.conf;
        }}"""
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{ }}\n"
        f"http {{ access_log off; {own} include /etc/nginx/mime.types; {server} }}\n",
        "utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def apache(configuration: str, port: int, folder: Path, base: str) -> list[str]:
    if base == "/":
        site = configuration.replace("*:80>", f"127.0.0.1:{port}>")
        assert site != configuration
    else:
        inside = f"ServerName proef.example.nl\n{configuration}{buur(folder)}"
        site = f"<VirtualHost 127.0.0.1:{port}>\n{inside}</VirtualHost>\n"
    return httpd(site, port, folder)


def buur(folder: Path) -> str:
    """The site of another, with headers for all that its server shows."""
    return f"""
        DocumentRoot "{folder}/buur"
        Header set X-Frame-Options SAMEORIGIN
        Header set Content-Security-Policy "default-src *"
        Header always set X-Buur ja
        ExpiresActive On
        ExpiresDefault "access plus 30 days"
        ErrorDocument 404 /weg.html
        <Directory "{folder}/buur">
            Require all granted
            DirectoryIndex index.html
        </Directory>
    """


def shared_apache(_configuration: str, port: int, folder: Path, base: str) -> list[str]:
    """As on a host where many sites share a server, each with its own folder."""
    public = folder / "public"
    around = f'Alias "{base}" "{public}/"\n{buur(folder)}' if base != "/" else f'DocumentRoot "{public}"\n'
    rights = f'<Directory "{public}">\nRequire all granted\nAllowOverride All\n</Directory>\n'
    return httpd(f"{around}{rights}", port, folder)


def httpd(site: str, port: int, folder: Path) -> list[str]:
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in f"{USUAL} {ADDED}".split())
    user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    debian = Path("/etc/apache2/mods-available")
    included = "\n".join(f"Include {debian}/{name}.conf" for name in ("mime", "deflate", "negotiation", "autoindex"))
    (folder / "httpd.conf").write_text(
        f"ServerRoot {folder}\nDefaultRuntimeDir {folder}\nPidFile {folder}/pid\n"
        f"ErrorLog {folder}/error.log\nServerName localhost\nListen 127.0.0.1:{port}\n"
        f"{user}{modules}\n{included}\n{site}",
        "utf-8",
    )
    return ["apache2", "-f", str(folder / "httpd.conf"), "-D", "FOREGROUND"]


def caddy(configuration: str, port: int, folder: Path, base: str) -> list[str]:
    if base == "/":
        lines = configuration.split("\n")
        lines[1] = f"http://127.0.0.1:{port} {{"
        site = "\n".join(lines)
    else:
        (folder / "site.caddy").write_text(configuration, "utf-8")
        site = f"""http://127.0.0.1:{port} {{
            root * {folder}/buur
            header X-Frame-Options SAMEORIGIN
            header X-Buur ja
            import {folder}/site.caddy
            file_server
            handle_errors {{
                rewrite * /weg.html
                file_server
            }}
        }}
        """
    (folder / "Caddyfile").write_text("{\nadmin off\n}\n" + site, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
