"""A host of repositories for tests: the few calls of GitHub's and GitLab's API that `.ci/comment.py` makes."""

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token"
BOT = {"login": "github-actions[bot]", "id": 7}


def packed(files: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return made.getvalue()


@dataclass
class Repository:
    """What stands on the host. `asked` is every request: method, path and whether the token came with it."""

    pulls: list[dict[str, Any]] = field(default_factory=list)
    artefacts: dict[str, bytes] = field(default_factory=dict)
    older: dict[str, bytes] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, bool]] = field(default_factory=list)
    url: str = ""

    def kept_files(self) -> list[tuple[str, bytes]]:
        return [*self.older.items(), *self.artefacts.items()]

    def bodies(self) -> list[str]:
        return [one["body"] for one in self.said]

    def writes(self) -> list[str]:
        return [method for method, _, _ in self.asked if method != "GET"]

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """The answer to a call, or a place where the answer is, or None."""
        if found := re.fullmatch(r"/repos/g40/site/actions/runs/\d+/artifacts", path):
            listed = [
                {"id": number, "name": name, "size_in_bytes": len(data), "expired": False}
                for number, (name, data) in enumerate(self.kept_files(), 1)
            ]
            return {"artifacts": listed[::-1]}
        if found := re.fullmatch(r"/repos/g40/site/actions/artifacts/(\d+)/zip", path):
            return f"{self.url}/elsewhere/{found[1]}?signature=1"
        if found := re.fullmatch(r"/elsewhere/(\d+)", path):
            return self.kept_files()[int(found[1]) - 1][1]
        if path == "/repos/g40/site/pulls":
            return [
                pull
                for pull in self.pulls
                if (query["head"], query["base"], query["state"]) == (pull["label"], pull["base"], "open")
            ]
        if path == "/user":
            return {"id": BOT["id"]}
        return self.kept(method, path, query, body)

    def kept(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        issues = re.fullmatch(r"/repos/g40/site/issues(/\d+)?", path)
        kept = self.issues if issues else self.said
        if re.search(r"/(comments|notes|issues)$", path):
            if method == "POST":
                kept.append(
                    {**body, "id": len(kept) + 1, "number": len(kept) + 1, "user": BOT, "author": BOT, "at": path}
                )
                return kept[-1]
            each, page = int(query["per_page"]), int(query["page"])
            return kept[(page - 1) * each : page * each]
        if found := re.search(r"/(?:comments|notes|issues)/(\d+)$", path):
            kept[int(found[1]) - 1].update(body)
            return kept[int(found[1]) - 1]
        return None


@contextmanager
def served(repository: Repository) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def answered(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            given = TOKEN in (self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", ""))
            repository.asked.append((self.command, parts.path, given))
            allowed = given or parts.path.startswith("/elsewhere/")
            answer = repository.answer(self.command, parts.path, query, body) if allowed else None
            self.send_response(404 if answer is None else 302 if isinstance(answer, str) else 200)
            if isinstance(answer, str):
                self.send_header("Location", answer)
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PATCH = do_PUT = answered

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    repository.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield repository.url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def event(folder: Path, **more: object) -> Path:
    """What GitHub says about a run of the check, as the file that a workflow gets."""
    run = {
        "id": 42,
        "event": "pull_request",
        "head_sha": "a" * 40,
        "head_branch": "nieuws",
        "head_repository": {"full_name": "stranger/site", "owner": {"login": "stranger"}},
        **more,
    }
    file = folder / "event.json"
    repository = {"full_name": "g40/site", "default_branch": "main"}
    file.write_text(json.dumps({"workflow_run": run, "repository": repository}), "utf-8")
    return file
