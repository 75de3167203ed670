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
VISITED = 4

Say = Callable[[str, str], None]


class Problem(Struct, frozen=True):
    """A problem as browsers show it."""

    severity: str
    code: str
    location: str
    message: str
    help: str
    lines: str
    edit: str
    more: str


class State(Struct, frozen=True):
    """What is known: `status` is building, ready or error; `built` is whether there is a site of this run to look at.

    `rendered` are pages that were made before the rest of their build.
    """

    status: str = "building"
    base: str = "/"
    summary: str = ""
    problems: tuple[Problem, ...] = ()
    built: bool = False
    rendered: Mapping[str, bytes] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)


class Live:
    """The state now, the pages that were looked at, and the browsers that listen."""

    def __init__(self, root: Path, output: Path, say: Say) -> None:
        self.root, self.output, self.say = root.resolve(), output, say
        self.state = State()
        self.ended = False
        self.visited: tuple[str, ...] = ()
        self.listeners: set[asyncio.Event] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        # Set by who serves the files: the digest and the style sheet of a page as it is served now.
        self.fingerprints: Callable[[str], tuple[str, str]] = lambda _path: ("", "")

    # For the threads that build.

    def building(self) -> None:
        self.tell(replace(self.state, status="building"))

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Shows pages of which the rest of the site is still to be made."""
        self.tell(replace(self.state, status="building", rendered=pages))

    def finish(self, result: Result, lang: Lang) -> None:
        """What a build came to."""
        summary = text.count(list(result.problems), lang) if result.problems.items else ""
        problems = tuple(self.problem(one, result, lang) for one in result.problems)
        state = replace(self.state, base=result.base, summary=summary, problems=problems, rendered={})
        if result.problems.errors:
            self.tell(replace(state, status="error"))
        else:
            self.tell(replace(state, status="ready", built=True, origins=result.origins()))

    def fail(self, fault: Refused | OSError) -> None:
        """The machine refused; the site stays what it is until the next change."""
        dutch, english = in_words(fault)
        self.say(dutch, english)
        self.tell(replace(self.state, status="error", summary=dutch, problems=(), rendered={}))

    def wanted(self) -> tuple[str, ...]:
        """The pages that somebody looked at last, the last one first."""
        return tuple(self.visited)

    def visit(self, name: str) -> None:
        """Somebody looks at a page: it is wanted first from now on."""
        self.visited = (name, *(one for one in self.visited if one != name))[:VISITED]

    def problem(self, one: Diagnostic, result: Result, lang: Lang) -> Problem:
        span = one.span
        lines = text.source_lines(span, result.sources.get(span.file, ""))
        more = f"docs/meldingen/{one.code}.md"
        return Problem(
            severity=one.severity,
            code=one.code,
            location=f"{span.file}:{span.line}:{span.column}",
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

    def tell(self, state: State) -> None:
        self.state = state
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

    async def wait_for_build(self) -> None:
        """Waits until the build that is going on has ended."""
        listener = asyncio.Event()
        self.listeners.add(listener)
        try:
            while self.state.status == "building" and not self.ended:
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
        last = ""
        try:
            yield f"retry: {RETRY}\n\n"
            while not self.ended:
                listener.clear()
                message = await anyio.to_thread.run_sync(self.message, path)
                yield f"data: {message}\n\n" if message != last else ": still there\n\n"
                last = message
                with suppress(TimeoutError):
                    await asyncio.wait_for(listener.wait(), BEAT)
        finally:
            self.listeners.discard(listener)

    def message(self, path: str) -> str:
        state = self.state
        page, style = self.fingerprints(path)
        problems = [asdict(one) for one in state.problems]
        content = {"status": state.status, "summary": state.summary, "problems": problems, "page": page, "style": style}
        return json.dumps(content, ensure_ascii=False)


def in_words(fault: Refused | OSError) -> tuple[str, str]:
    """A fault of the machine in Dutch and in English."""
    if isinstance(fault, Refused):
        dutch, english = fault.args
        return dutch, english
    reason = printable(f"{fault.strerror or fault} ({fault.filename or ''})", 300)
    return f"Opnieuw bouwen lukt niet: {reason}.", f"Cannot build again: {reason}."
