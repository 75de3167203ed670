"""What is known of the site at this moment, and the stream that tells it to every browser.

In: results of builds, from the thread that builds. Out: one state at a time, and messages about it. A message holds all
that a browser needs to know: also one that missed some, or that was waiting for a server that was started again.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from msgspec import Struct, field, json
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import StreamingResponse

from g40site import addresses
from g40site.diagnostics import Lang, Span
from g40site.diagnostics.renderers import count, source_lines
from g40site.options import Origin, Result

# What is the preview's own: its script and style sheet, and the templates of what it says itself.
HERE = Path(__file__).parent
# A stream that nothing is written to is not known to have ended.
BEAT = 15.0
# How soon a browser tries again when the server is gone, in milliseconds.
RETRY = 400
# The pages that somebody looked at last are made before all others.
VISITED = 4


class State(Struct, frozen=True):
    """What is known: `status` is building, ready or error; `built` is whether there is a site of this run to look at.

    `summary` says how many problems there are, `problems` shows them as HTML. `rendered` are files that were made
    before the rest of their build.
    """

    status: str = "building"
    base: str = "/"
    summary: str = ""
    problems: str = ""
    built: bool = False
    rendered: Mapping[str, bytes] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)


class Live:
    """The state now, the pages that were looked at, and the browsers that wait for another state."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root, self.output = root.resolve(), output
        self.state = State()
        self.ended = False
        self.visited: tuple[str, ...] = ()
        # Set once the state is another; then the next one takes its place.
        self.changed = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    # For the threads that build.

    def building(self) -> None:
        self.tell(replace(self.state, status="building"))

    def show(self, rendered: Mapping[str, bytes]) -> None:
        """Shows pages of which the rest of the site is still to be made."""
        self.tell(replace(self.state, rendered=rendered))

    def finish(self, result: Result, lang: Lang) -> None:
        """What a build came to."""
        summary = count(list(result.problems), lang) if result.problems.items else ""
        problems = self.render_problems(result, lang)
        state = replace(self.state, base=result.base, summary=summary, problems=problems, rendered={})
        if result.problems.errors:
            self.tell(replace(state, status="error"))
        else:
            self.tell(replace(state, status="ready", built=True, origins=result.origins()))

    def render_problems(self, result: Result, lang: Lang) -> str:
        """What is wrong as HTML, for the panel and for the page that stands where there is none."""

        def lines(span: Span) -> str:
            return "\n".join(line for _number, line in source_lines(span, result.sources.get(span.file, "")))

        hrefs = {"edit_href": self.edit_href, "help_href": partial(self.help_href, result.base)}
        return template("problems.html").render(hrefs, lang=lang, lines=lines, problems=list(result.problems))

    def fail(self, reason: str) -> None:
        """The machine refused; the site stays what it is until the next change."""
        self.tell(replace(self.state, status="error", summary=reason, problems="", rendered={}))

    def edit_href(self, span: Span) -> str:
        """Opens a place in an editor that takes such addresses; VS Code and its kin do."""
        file = self.root / span.file
        if not file.is_file():
            return ""
        return f"vscode://file/{quote(file.as_posix().lstrip('/'), safe='/:')}:{span.line}:{span.column}"

    def help_href(self, base: str, code: str) -> str:
        """Where the site itself explains a message, once it was built with that page."""
        page = self.output / addresses.file_of(addresses.MESSAGES)
        is_explained = (self.root / f"docs/meldingen/{code}.md").is_file() and page.is_file()
        return base + addresses.chapter(f"meldingen/{code}")[1:] if is_explained else ""

    def tell(self, state: State) -> None:
        self.state = state
        self.wake()

    def wake(self) -> None:
        if self.loop is not None:
            # Once the server has ended there is nobody left to wake.
            with suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self.wake_here)

    # For the thread that serves.

    def begin(self) -> None:
        self.loop = asyncio.get_running_loop()

    def wake_here(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    def end(self) -> None:
        """Lets every stream end."""
        self.ended = True
        self.wake()

    def visit(self, name: str) -> None:
        """Somebody looks at a page: it is wanted first from now on."""
        self.visited = (name, *(other for other in self.visited if other != name))[:VISITED]

    async def wait_for_build(self) -> None:
        """Waits until the build that is going on has ended."""
        while self.state.status == "building" and not self.ended:
            await self.changed.wait()

    async def respond(self, _request: Request) -> StreamingResponse:
        """Tells one browser what is known, now and after every change."""
        return StreamingResponse(self.messages(), headers={"cache-control": "no-cache"}, media_type="text/event-stream")

    async def messages(self) -> AsyncIterator[bytes]:
        yield f"retry: {RETRY}\n\n".encode()
        while not self.ended:
            state, changed = self.state, self.changed
            content = {"status": state.status, "summary": state.summary, "problems": state.problems}
            yield b"data: " + json.encode(content) + b"\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), BEAT)


@cache
def template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined).get_template(name)
