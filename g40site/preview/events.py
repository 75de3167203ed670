"""The stream that tells every browser that shows a page what is known now, and what becomes of it.

In: the state and the files. Out: messages. A message holds all that a browser needs to know: also one that missed some,
or that was waiting for a server that was started again.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import unquote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import StreamingResponse

from g40site.preview.files import Files
from g40site.preview.live import Live

# A stream that nothing is written to is not known to have ended.
BEAT = 15.0
# How soon a browser tries again when the server is gone, in milliseconds.
RETRY = 400


class Events:
    """Tells browsers, each about the page that it shows."""

    def __init__(self, live: Live, files: Files) -> None:
        self.live, self.files = live, files

    async def respond(self, request: Request) -> StreamingResponse:
        # As the browser has it in its bar, where every sign of another language is written with `%`.
        path = unquote(request.query_params.get("page", "/"))
        headers = {"cache-control": "no-cache"}
        return StreamingResponse(self.messages(path), media_type="text/event-stream", headers=headers)

    async def messages(self, path: str) -> AsyncIterator[str]:
        """The state now and after every change."""
        yield f"retry: {RETRY}\n\n"
        last = ""
        while not self.live.ended:
            # What changes from here on is waited for below.
            changed = self.live.changed
            message = await anyio.to_thread.run_sync(self.message, path)
            yield f"data: {message}\n\n" if message != last else ": still there\n\n"
            last = message
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), BEAT)

    def message(self, path: str) -> str:
        state = self.live.state
        page = self.files.fingerprint(path)
        content = {"status": state.status, "summary": state.summary, "problems": state.problems, "page": page}
        return json.dumps(content, ensure_ascii=False)
