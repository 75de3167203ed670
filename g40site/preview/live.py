"""What is known of the site at this moment, and the stream that tells it to every browser that shows a page.

In: results of builds, from the thread that builds. Out: one state at a time, and messages about it. A message holds all
that a browser needs to know: also one that missed some, or that was waiting for a server that was started again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import anyio.to_thread
from msgspec import Struct, field
from msgspec.structs import asdict, replace
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from g40site.diagnostics import Diagnostic, Lang, Span, printable, text
from g40site.engine.state import Refused
from g40site.options import Origin, Result

# A stream that nothing is written to is not known to have ended.
BEAT = 15.0
# How soon a browser tries again when the server is gone, in milliseconds.
RETRY = 400
# The pages that somebody looked at last are made before all others.
LOOKED_AT = 4

Say = Callable[[str, str], None]


class Problem(Struct, frozen=True):
    """A problem as browsers show it."""

    severity: str
    code: str
    place: str
    message: str
    help: str
    lines: str
    edit: str
    more: str


class Now(Struct, frozen=True):
    """What is known: `stand` is busy, ready or error; `made` is whether there is a site of this run to look at.

    `rendered` are pages that were made before the rest of their build.
    """

    stand: str = "busy"
    base: str = "/"
    told: str = ""
    problems: tuple[Problem, ...] = ()
    made: bool = False
    rendered: Mapping[str, bytes] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)


class Live:
    """The state now, the pages that were looked at, and the browsers that listen."""

    def __init__(self, root: Path, output: Path, say: Say) -> None:
        self.root, self.output, self.say = root.resolve(), output, say
        self.now = Now()
        self.ended = False
        self.looked_at: tuple[str, ...] = ()
        self.listeners: set[asyncio.Event] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        # Set by who serves the files: the digest and the style sheet of a page as it is served now.
        self.likeness: Callable[[str], tuple[str, str]] = lambda _path: ("", "")

    # For the threads that build.

    def busy(self) -> None:
        self.tell(replace(self.now, stand="busy"))

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Shows pages of which the rest of the site is still to be made."""
        self.tell(replace(self.now, stand="busy", rendered=pages))

    def done(self, result: Result, lang: Lang) -> None:
        """What a build came to."""
        told = text.count(list(result.problems), lang) if result.problems.items else ""
        problems = tuple(self.problem(one, result, lang) for one in result.problems)
        now = replace(self.now, base=result.base, told=told, problems=problems, rendered={})
        if result.problems.errors:
            self.tell(replace(now, stand="error"))
        else:
            self.tell(replace(now, stand="ready", made=True, origins=result.origins()))

    def failed(self, fault: Refused | OSError) -> None:
        """The machine refused; the site stays what it is until the next change."""
        dutch, english = in_words(fault)
        self.say(dutch, english)
        self.tell(replace(self.now, stand="error", told=dutch, problems=(), rendered={}))

    def wanted(self) -> tuple[str, ...]:
        """The pages that somebody looked at last, the last one first."""
        return tuple(self.looked_at)

    def look(self, name: str) -> None:
        """Somebody looks at a page: it is wanted first from now on."""
        self.looked_at = (name, *(one for one in self.looked_at if one != name))[:LOOKED_AT]

    def problem(self, one: Diagnostic, result: Result, lang: Lang) -> Problem:
        span = one.span
        lines = text.source_lines(span, result.sources.get(span.file, ""))
        more = f"docs/meldingen/{one.code}.md"
        return Problem(
            severity=one.severity,
            code=one.code,
            place=f"{span.file}:{span.line}:{span.column}",
            message=one.message(lang),
            help=one.help(lang),
            lines="\n".join(line for _number, line in lines),
            edit=self.edit_href(span),
            more=one.code if (self.root / more).is_file() else "",
        )

    def edit_href(self, span: Span) -> str:
        """Opens a place in an editor that takes such addresses; VS Code and its kin do."""
        file = self.root / span.file
        if not file.is_file():
            return ""
        return f"vscode://file/{quote(file.as_posix().lstrip('/'), safe='/:')}:{span.line}:{span.column}"

    def tell(self, now: Now) -> None:
        self.now = now
        self.wake()

    def wake(self) -> None:
        loop = self.loop
        if loop is not None:
            # Once the server has ended there is nobody left to wake.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.wake_here)

    def wake_here(self) -> None:
        for listener in self.listeners:
            listener.set()

    # For the thread that serves.

    def begin(self) -> None:
        self.loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Lets every stream end."""
        self.ended = True
        self.wake()

    async def settled(self) -> None:
        """Waits until the build that is going on has ended."""
        listener = asyncio.Event()
        self.listeners.add(listener)
        try:
            while self.now.stand == "busy" and not self.ended:
                listener.clear()
                await listener.wait()
        finally:
            self.listeners.discard(listener)

    async def stream(self, request: Request) -> Response:
        """Tells one browser about the page that it shows, now and after every change."""
        path = request.query_params.get("page", "/")
        headers = {"cache-control": "no-cache"}
        return StreamingResponse(self.messages(path), media_type="text/event-stream", headers=headers)

    async def messages(self, path: str) -> AsyncIterator[str]:
        listener = asyncio.Event()
        self.listeners.add(listener)
        told = ""
        try:
            yield f"retry: {RETRY}\n\n"
            while not self.ended:
                listener.clear()
                message = await anyio.to_thread.run_sync(self.message, path)
                yield f"data: {message}\n\n" if message != told else ": still there\n\n"
                told = message
                with suppress(TimeoutError):
                    await asyncio.wait_for(listener.wait(), BEAT)
        finally:
            self.listeners.discard(listener)

    def message(self, path: str) -> str:
        now = self.now
        page, style = self.likeness(path)
        problems = [asdict(one) for one in now.problems]
        told = {"stand": now.stand, "told": now.told, "problems": problems, "page": page, "style": style}
        return json.dumps(told, ensure_ascii=False)


def in_words(fault: Refused | OSError) -> tuple[str, str]:
    """A fault of the machine in Dutch and in English."""
    if isinstance(fault, Refused):
        dutch, english = fault.args
        return dutch, english
    reason = printable(f"{fault.strerror or fault} ({fault.filename or ''})", 300)
    return f"Opnieuw bouwen lukt niet: {reason}.", f"Cannot build again: {reason}."
