"""Answers to requests: files of the site as the next build may replace them at any moment.

In: a path and headers of a request. Out: pages with the layer of the preview, everything else as it is published. Each
file is opened once, so that what is sent is one file and not the beginning of one and the end of another. The layer is
a script that stands below a path that no site has, so that the policy of the page holds.
"""

import os
import re
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

from g40site import addresses
from g40site.engine.fingerprints import hash_bytes
from g40site.hosts import FILES as HOST_FILES
from g40site.hosts import policy
from g40site.preview.live import HERE, Live, template

# What is built next must be seen at once; what is the same need not be sent again.
HEADERS = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
# Addresses of the site have no underscore in front.
OWN = "/_g40/"
CLIENT = ("client.js", "client.css")
HTML = "text/html; charset=utf-8"
FORMS = addresses.file_of(addresses.FORMS)
PLAIN = "text/plain; charset=utf-8"
NOTHING = (
    b'<!doctype html>\n<html lang="nl"><head><title>Niets</title></head><body><p>Hier is niets.</p></body></html>\n'
)
HEAD = re.compile(rb"</head>", re.IGNORECASE)


class OpenedFile(FileResponse):
    """A file as it was when it was opened: another that takes its name meanwhile has another size."""

    def __init__(self, file: BinaryIO, path: Path, media_type: str) -> None:
        self.file = file
        super().__init__(path, headers=HEADERS, media_type=media_type, stat_result=os.fstat(file.fileno()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.file:
            await super().__call__(scope, receive, send)

    @asynccontextmanager
    async def _open_file(self) -> AsyncIterator[anyio.AsyncFile[bytes]]:
        yield anyio.wrap_file(self.file)


class Files(StaticFiles):
    """The site under its base path."""

    def __init__(self, live: Live) -> None:
        # Whoever removes the folder gets the ordinary 404 until the next build, and no fault of the server.
        super().__init__(directory=live.output, check_dir=False)
        self.config_checked = True
        self.live = live

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        base, path = self.live.state.base, scope["path"]
        if path != base and path in ("/", base.removesuffix("/")):
            return RedirectResponse(base)
        if not path.startswith(base):
            return Response("Buiten het pad van de site.\n", HTTPStatus.NOT_FOUND, HEADERS, PLAIN)
        response = await run_in_threadpool(self.respond, path, scope)
        if response is None and self.live.state.status == "building":
            # A page that was rendered first names what is still being made.
            await self.live.wait_for_build()
            response = await run_in_threadpool(self.respond, path, scope)
        if response is None:
            response = await run_in_threadpool(self.respond_missing)
        return response

    def respond(self, path: str, scope: Scope) -> Response | None:
        """The file or page at a path; None where there is nothing that may be seen."""
        name = self.name_of(path)
        if name is None:
            return None
        if name and not path.endswith("/"):
            response = self.respond_file(name, scope)
            if response is None and self.page(page_of(name)) is not None:
                return RedirectResponse(URL(scope=scope).replace(path=f"{path}/"))
            return response
        return self.respond_file(page_of(name), scope)

    def respond_file(self, name: str, scope: Scope) -> Response | None:
        media_type = media_type_of(name)
        if media_type == HTML:
            page = self.page(name)
            if page is None:
                return None
            if name == FORMS:
                # The layer would load the page again under the hands of who fills in a form.
                return Response(page, headers=HEADERS, media_type=HTML)
            self.live.visit(name)
            return respond_page(page, self.facts(name))
        if (rendered := self.live.state.rendered.get(name)) is not None:
            return Response(rendered, headers=HEADERS, media_type=media_type)
        file = self.open(name)
        if file is None:
            return None
        response = OpenedFile(file, self.live.output / name, media_type)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            file.close()
            return NotModifiedResponse(response.headers)
        return response

    def respond_missing(self) -> Response:
        """What stands where nothing is: the site's own page for that, or why there is no site yet."""
        state = self.live.state
        if state.built:
            return respond_page(self.page("404.html") or NOTHING, {}, HTTPStatus.NOT_FOUND)
        page = template("nothing.html").render(own=OWN, summary=state.summary, problems=state.problems)
        return respond_page(page.encode(), {"empty": "yes"}, HTTPStatus.SERVICE_UNAVAILABLE)

    def page(self, name: str) -> bytes | None:
        """A page as it is now: also one of which the rest of the site is still being made."""
        if (rendered := self.live.state.rendered.get(name)) is not None:
            return rendered
        file = self.open(name)
        if file is None:
            return None
        with file:
            return file.read()

    def open(self, name: str) -> BinaryIO | None:
        """An opened file stays the same one when another takes its name."""
        try:
            path, info = self.lookup_path(name)
            # The path is the real one: another than was asked for is at the end of a link, and no build makes links.
            if info is None or not stat.S_ISREG(info.st_mode) or Path(path) != self.live.output.resolve() / name:
                return None
            return Path(path).open("rb")
        except (OSError, ValueError):
            return None

    def facts(self, name: str) -> dict[str, str]:
        """What the layer of a page says of it: where it is written, and whether it is a draft."""
        origin = self.live.state.origins.get(name)
        if origin is None:
            return {}
        span = origin.span()
        draft = "yes" if origin.draft else ""
        return {"edit": self.live.edit_href(span), "place": f"{span.file}:{span.line}", "draft": draft}

    def name_of(self, path: str) -> str | None:
        """The name of a file or folder of the site from a path below its base, or None when it leads elsewhere."""
        base = self.live.state.base
        names = path.removeprefix(base).removesuffix("/").split("/")
        if names == [""]:
            return ""
        is_elsewhere = not path.startswith(base) or "\\" in path or any(name in ("", ".", "..") for name in names)
        return None if is_elsewhere else "/".join(names)


def with_layer(html: bytes, facts: Mapping[str, str]) -> bytes:
    """A page with the script of the preview, which finds what it must know in the attributes of its element."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items() if value)
    layer = f'<script src="{OWN}client.js" defer data-g40{attributes}></script>'.encode()
    before = HEAD.search(html)
    at = before.start() if before else len(html)
    return html[:at] + layer + html[at:]


def respond_page(page: bytes, facts: Mapping[str, str], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page with the layer. Its fingerprint is that of the page alone: by it a browser sees whether it is another."""
    fingerprint = hash_bytes(page).hex()
    html = with_layer(page, {"page": fingerprint, **facts})
    return Response(html, status, {**HEADERS, "etag": f'"{fingerprint}"'}, HTML)


def page_of(folder: str) -> str:
    """The name of the page of a folder; that of the site itself has none."""
    return f"{folder}/index.html".lstrip("/")


def media_type_of(name: str) -> str:
    """The type of a file of the site as the whole header has it."""
    file = name.rpartition("/")[2]
    if file == policy.FEED:
        return f"{policy.FEED_TYPE}; charset=utf-8"
    ending = file.rpartition(".")[2].lower()
    if ending in policy.TYPES:
        return policy.with_charset(ending)
    if file in (policy.MANIFEST, *HOST_FILES):
        return PLAIN
    return "application/octet-stream"


async def respond_client(request: Request) -> Response:
    """The script and the style sheet of the preview itself."""
    name = request.url.path.rpartition("/")[2]
    return FileResponse(HERE / name, headers=HEADERS, media_type=media_type_of(name))
