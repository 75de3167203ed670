"""Answers to requests: files of the site as the next build may replace them at any moment, with what HTTP says of them.

In: a path and headers of a request. Out: whole files, parts of them, or word that the browser has them already. Each
file is read in one go, so that what is sent is one file and not the beginning of one and the end of another.
"""

import re
import stat
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import URL, Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from g40site.content.reader import YAML_BYTES, Reader
from g40site.diagnostics import Problems
from g40site.engine.fingerprints import hash_bytes
from g40site.hosts import FILES as HOST_FILES
from g40site.hosts import policy
from g40site.preview import pages
from g40site.preview.live import Live

# What is built next must be seen at once; what is the same need not be sent again.
HEADERS = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
HERE = Path(__file__).parent
CLIENT = {"client.js": "text/javascript; charset=utf-8", "client.css": "text/css; charset=utf-8"}
HTML = "text/html; charset=utf-8"
MESSAGE = re.compile(r"meldingen/([a-z0-9-]{1,80})")
# Of several parts at once a server may send the whole. No file is so long that its size needs more digits.
ONE_PART = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


class Files(StaticFiles):
    """The site under its base path: pages with the layer of the preview, everything else as it is published."""

    def __init__(self, live: Live) -> None:
        # Whoever removes the folder gets the ordinary 404 until the next build, and no fault of the server.
        super().__init__(directory=live.output, check_dir=False)
        self.config_checked = True
        self.live = live
        live.fingerprints = self.fingerprints

    async def get_response(self, path: str, scope: Scope) -> Response:  # noqa: ARG002 - what it is depends on the base
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        base, asked = self.live.state.base, scope["path"]
        if not f"{asked}/".startswith(base):
            if asked == "/":
                return RedirectResponse(base)
            return Response("Buiten het pad van de site.\n", 404, HEADERS, "text/plain; charset=utf-8")
        if asked == base.removesuffix("/") != "":
            return RedirectResponse(base)
        name = inside(asked.removeprefix(base))
        found = None if name is None else await anyio.to_thread.run_sync(self.file, name)
        if name is not None and found is None and self.live.state.status == "building":
            # A page that was rendered first may name what is still being made.
            await self.live.wait_for_build()
            found = await anyio.to_thread.run_sync(self.file, name)
        if found is not None and found[0] != name and not asked.endswith("/"):
            return RedirectResponse(URL(scope=scope).replace(path=f"{asked}/"))
        if found is None or (found[0] == name and asked.endswith("/")):
            return await anyio.to_thread.run_sync(self.missing, scope)
        name, data = found
        kind = type_of(name)
        if kind == HTML:
            self.live.visit(name)
            data = await anyio.to_thread.run_sync(pages.with_layer, data, self.facts(name))
        return respond(data, kind, scope)

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file with its bytes, or the page of a folder; None where there is nothing that may be seen."""
        for one in (name, f"{name}/index.html".lstrip("/")):
            if (rendered := self.live.state.rendered.get(one)) is not None:
                return one, rendered
            if one and (data := self.read(one)) is not None:
                return one, data
        return None

    def read(self, name: str) -> bytes | None:
        try:
            path, info = self.lookup_path(name)
            # The path is the real one: another than was asked for is at the end of a link, and no build makes links.
            if info is None or not stat.S_ISREG(info.st_mode) or Path(path) != self.live.output.resolve() / name:
                return None
            # An opened file stays the same one when another takes its name.
            with Path(path).open("rb") as file:
                return file.read()
        except (OSError, ValueError):
            return None

    def missing(self, scope: Scope) -> Response:
        status, page, facts = self.instead()
        return respond(pages.with_layer(page, facts), HTML, scope, status)

    def instead(self) -> tuple[int, bytes, dict[str, str]]:
        """What stands where nothing is: the site's own page for that, or why there is no site yet."""
        state = self.live.state
        page = state.rendered.get("404.html") or self.read("404.html")
        if page is not None and (state.built or state.status != "error"):
            return 404, page, {}
        if state.status == "ready":
            return 404, pages.NOTHING, {}
        return 503, pages.nothing_yet(state.summary, state.problems), {"empty": "yes"}

    def facts(self, name: str) -> dict[str, str]:
        """What the layer of a page says of it: where it is written, and whether it is a draft."""
        origin = self.live.state.origins.get(name)
        if origin is None:
            return {}
        span = origin.span()
        draft = "yes" if origin.draft else ""
        return {"edit": self.live.edit_href(span), "place": f"{span.file}:{span.line}", "draft": draft}

    def fingerprints(self, path: str) -> tuple[str, str]:
        """What a browser would find at a path now, apart from the layer."""
        base = self.live.state.base
        name = inside(path.removeprefix(base)) if path.startswith(base) else None
        found = None if name is None else self.file(name)
        return pages.fingerprints(self.instead()[1] if found is None else found[1])


def own(root: Path) -> Callable[[Request], Awaitable[Response]]:
    """What is the preview's own: its script and style sheet, and the pages of the documentation about messages."""

    async def respond_own(request: Request) -> Response:
        name: str = request.path_params["name"]
        code = MESSAGE.fullmatch(name)
        if name in CLIENT:
            return respond(await anyio.to_thread.run_sync((HERE / name).read_bytes), CLIENT[name], request.scope)
        # Read as a build reads: nothing from outside the root, whatever links stand in it.
        read = partial(Reader(root).data, problems=Problems(), most=YAML_BYTES)
        data = await anyio.to_thread.run_sync(read, f"docs/meldingen/{code[1]}.md") if code else None
        if data is None:
            raise HTTPException(404)
        return respond(data, "text/plain; charset=utf-8", request.scope)

    return respond_own


def inside(path: str) -> str | None:
    """The name of a file of the site from the path behind its base, or None when it leads elsewhere."""
    parts = path.removesuffix("/").split("/")
    if parts == [""]:
        return ""
    return None if "\\" in path or any(part in ("", ".", "..") for part in parts) else "/".join(parts)


def type_of(name: str) -> str:
    """The type of a file of the site as the whole header has it."""
    file = name.rpartition("/")[2]
    if file == policy.FEED:
        return f"{policy.FEED_TYPE}; charset=utf-8"
    ending = file.rpartition(".")[2].lower()
    if ending in policy.TYPES:
        return policy.with_charset(ending)
    if file in (policy.MANIFEST, *HOST_FILES):
        return "text/plain; charset=utf-8"
    return "application/octet-stream"


def respond(data: bytes, kind: str, scope: Scope, status: int = 200) -> Response:
    """A whole file, the part of it that was asked for, or that it is still the same."""
    asked = Headers(scope=scope)
    tag = f'"{hash_bytes(data).hex()}"'
    headers = {**HEADERS, "etag": tag, "accept-ranges": "bytes"}
    if status != HTTPStatus.OK:
        return Response(data, status, HEADERS, kind)
    if (known := asked.get("if-none-match")) is not None:
        tags = [one.strip().removeprefix("W/") for one in known.split(",")]
        if tag in tags or "*" in tags:
            return Response(status_code=304, headers=headers)
    if scope["method"] == "GET" and "range" in asked and asked.get("if-range", tag) == tag:
        part = part_of(asked["range"], len(data))
        if part is not None and not part:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{len(data)}"})
        if part is not None:
            headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
            return Response(data[part.start : part.stop], 206, headers, kind)
    return Response(data, 200, headers, kind)


def part_of(asked: str, size: int) -> range | None:
    """The bytes that a request asks for: none where the file is not that long, None where it may have all of them."""
    match = ONE_PART.fullmatch(asked.replace(" ", ""))
    if match is None:
        return None
    first, last = match[1], match[2]
    if first:
        return None if last and int(last) < int(first) else range(int(first), min(int(last or size), size - 1) + 1)
    return range(max(0, size - int(last)), size) if last else None
