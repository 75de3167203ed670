"""A GitLab for tests, upon a real bare repository: signing in with PKCE, and the calls that the forms and CI make.

A token that it did not give, or that ended, gets 401; what it does not know is written down in `unknown`, so that a
test can say that nothing else was called. Merging is git's own.
"""

import base64
import hashlib
import json
import re
import secrets
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.serving import Server

APPLICATION, PROJECT, CI_TOKEN = "een-toepassing", "g40/site", "token-van-de-controle"
NAME, EMAIL = "Jo Jansen", "jo@proef.example.nl"
EDITOR = {"id": 7, "name": NAME, "username": "jo", "email": EMAIL, "avatar_url": ""}
BOT = {"id": 9, "name": "Controle", "username": "controle"}
WHEN = "2026-11-24T11:00:00Z"


class Refusal(Exception):
    """An answer that is no success: its status, and what it says."""


@dataclass
class GitLab:
    """What stands on the host. `calls` is each request as its method and path, without what follows `?`."""

    repository: Path
    url: str = ""
    proposals: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    refresh_tokens: set[str] = field(default_factory=set)
    verifiers: set[str] = field(default_factory=set)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def git(self, *words: str, given: bytes | None = None, index: Path | None = None) -> str:
        env = {"PATH": "/usr/bin:/bin", **({"GIT_INDEX_FILE": str(index)} if index else {})}
        command = ["git", "-C", str(self.repository), "-c", f"user.name={NAME}", "-c", f"user.email={EMAIL}", *words]
        done = subprocess.run(command, input=given, env=env, capture_output=True)
        if done.returncode:
            raise Refusal(400, done.stderr.decode())
        return done.stdout.decode()

    def head(self, branch: str) -> str:
        return self.git("rev-parse", "--verify", "--end-of-options", f"refs/heads/{branch}").strip()

    def clear(self) -> None:
        """Nobody is signed in, and nothing was proposed."""
        for each in fields(self):
            if isinstance(memory := getattr(self, each.name), list | dict | set):
                memory.clear()

    def expire(self) -> None:
        """Every login ends, as after a long lunch."""
        self.tokens.clear()
        self.refresh_tokens.clear()

    # Signing in.

    def authorize(self, query: Mapping[str, str]) -> str:
        """The page on which an editor says yes."""
        if query["client_id"] != APPLICATION or query["code_challenge_method"] != "S256":
            raise Refusal(401, "invalid_client")
        code = secrets.token_urlsafe()
        self.codes[code] = query["code_challenge"], query["redirect_uri"]
        back = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
        return f'<!doctype html><html lang="nl"><title>Inloggen</title><a href="{escape(back)}">Toestaan</a>'

    def token(self, body: Mapping[str, str]) -> dict[str, object]:
        if body["grant_type"] == "refresh_token":
            right = body["refresh_token"] in self.refresh_tokens
        else:
            self.verifiers.add(body["code_verifier"])
            digest = hashlib.sha256(body["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            # A code is good for once.
            right = self.codes.pop(body["code"], None) == (challenge, body["redirect_uri"])
        if not right or body["client_id"] != APPLICATION:
            raise Refusal(400, "invalid_grant")
        token, refresh = secrets.token_urlsafe(), secrets.token_urlsafe()
        self.tokens.add(token)
        self.refresh_tokens.add(refresh)
        return {"access_token": token, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 7200}

    # What the forms read.

    def graphql(self, body: Mapping[str, Any]) -> dict[str, object]:
        query, variables = body["query"], body["variables"]
        repository: dict[str, object] = {}
        if "rootRef" in query:
            repository["rootRef"] = "main"
        if "rawTextBlob" in query:
            repository["blobs"] = {"nodes": [*self.blobs(variables["branch"], variables["paths"])]}
        if "lastCommit" in query:
            sha, message = self.git("log", "-1", "--format=%H%n%s", variables["branch"]).splitlines()
            repository["tree"] = {"lastCommit": {"sha": sha, "message": message}}
        elif "tree(" in query:
            listing = self.git("ls-tree", "-r", "-z", variables["branch"]).split("\0")[:-1]
            rows = [re.match(r"\d+ (\w+) (\w+)\t(.*)", line, re.DOTALL) for line in listing]
            nodes = [{"type": row[1], "sha": row[2], "path": row[3]} for row in rows if row]
            repository["tree"] = {"blobs": {"nodes": nodes, "pageInfo": {"endCursor": "", "hasNextPage": False}}}
        return {"data": {"project": {"id": "gid://gitlab/Project/1", "repository": repository}}}

    def blobs(self, branch: str, paths: list[str]) -> Iterator[dict[str, object]]:
        for path in paths:
            data = self.file(branch, path)
            text = None if b"\0" in data else data.decode()
            oid = self.git("rev-parse", f"{branch}:{path}").strip()
            yield {"path": path, "oid": oid, "size": str(len(data)), "rawTextBlob": text}

    def file(self, branch: str, path: str) -> bytes:
        command = ["git", "-C", str(self.repository), "show", f"{branch}:{path}"]
        return subprocess.run(command, capture_output=True, check=True).stdout

    # What they write.

    def commit(self, body: Mapping[str, Any]) -> dict[str, object]:
        branch, start = body["branch"], body.get("start_branch")
        if start and self.git("for-each-ref", f"refs/heads/{branch}"):
            raise Refusal(400, f"A branch called '{branch}' already exists.")
        if branch == "main":
            raise Refusal(403, "You are not allowed to push into this branch")
        base, index = self.head(start or branch), self.repository / f"index-{secrets.token_hex(4)}"
        self.git("read-tree", base, index=index)
        for action in body["actions"]:
            path = action["file_path"]
            exists = bool(self.git("ls-tree", base, "--", path))
            if exists == (action["action"] == "create"):
                raise Refusal(400, "A file with this name already exists" if exists else "A file does not exist")
            if action["action"] == "delete":
                self.git("update-index", "--force-remove", path, index=index)
                continue
            text = action["content"]
            data = base64.b64decode(text) if action["encoding"] == "base64" else text.encode()
            blob = self.git("hash-object", "-w", "--stdin", given=data).strip()
            self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=index)
        made = self.git("write-tree", index=index).strip()
        index.unlink()
        commit = self.git("commit-tree", made, "-p", base, "-m", body["commit_message"]).strip()
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return {"id": commit, "committed_date": WHEN}

    def propose(self, body: Mapping[str, Any]) -> dict[str, object]:
        labels = body["labels"].split(",") if body["labels"] else []
        number = len(self.proposals) + 1
        self.proposals.append({**body, "labels": labels, "iid": number, "state": "opened", "author": EDITOR})
        return self.proposal(number)

    def proposal(self, number: int) -> dict[str, object]:
        stored = self.proposals[number - 1]
        sha = self.head(stored["source_branch"]) if stored["state"] == "opened" else stored["sha"]
        page = f"{self.url}/{PROJECT}/-/merge_requests/{number}"
        more = {"id": 100 + number, "web_url": page, "sha": sha, "created_at": WHEN, "updated_at": WHEN}
        return {**stored, **more, "detailed_merge_status": "mergeable"}

    def change(self, number: int, body: Mapping[str, Any]) -> dict[str, object]:
        stored = self.proposals[number - 1]
        gone = body.get("remove_labels", "").split(",")
        stored["labels"] = [name for name in stored["labels"] if name not in gone]
        stored["labels"] += [name for name in body.get("add_labels", "").split(",") if name]
        stored["title"] = body.get("title", stored["title"])
        if body.get("state_event") == "close":
            stored |= {"state": "closed", "sha": self.head(stored["source_branch"])}
        return self.proposal(number)

    def merge(self, number: int) -> dict[str, object]:
        """Git decides whether it can be, as on the host; a draft cannot."""
        stored = self.proposals[number - 1]
        if stored["title"].startswith("Draft:"):
            raise Refusal(405, "Method Not Allowed")
        main, branch = self.head("main"), self.head(stored["source_branch"])
        tree = self.git("merge-tree", "--write-tree", main, branch).splitlines()[0]
        commit = self.git("commit-tree", tree, "-p", main, "-p", branch, "-m", stored["title"]).strip()
        self.git("update-ref", "refs/heads/main", commit)
        stored |= {"state": "merged", "sha": branch}
        return self.proposal(number)

    def listing(self, query: Mapping[str, str]) -> list[dict[str, object]]:
        label, branch = query.get("labels"), query.get("source_branch")
        return [
            self.proposal(stored["iid"])
            for stored in self.proposals
            if stored["state"] == "opened"
            and label in (None, *stored["labels"])
            and branch in (None, stored["source_branch"])
        ]

    def diffs(self, number: int) -> list[dict[str, object]]:
        names = self.git("diff", "--name-status", f"main...{self.proposals[number - 1]['source_branch']}")
        rows = [line.split("\t") for line in names.splitlines()]
        return [{"old_path": path, "new_path": path, "deleted_file": how == "D"} for how, path in rows]

    def write_note(self, number: int, body: Mapping[str, Any]) -> dict[str, object]:
        self.notes.append({**body, "id": len(self.notes) + 1, "proposal": number, "author": BOT})
        return self.notes[-1]

    def rewrite_note(self, note: int, body: Mapping[str, Any]) -> dict[str, object]:
        self.notes[note - 1].update(body)
        return self.notes[note - 1]

    def history(self, query: Mapping[str, str]) -> list[dict[str, object]]:
        lines = self.git("log", "--format=%H%x09%an%x09%ae%x09%cI", query["ref_name"], "--", query["path"]).splitlines()
        names = ("id", "author_name", "author_email", "committed_date")
        return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def answer(host: GitLab, method: str, path: str, query: Mapping[str, str], body: Any, token: str) -> object:
    """What a call gives, after who calls was looked at."""
    words = [unquote(word) for word in path.strip("/").split("/")]
    if words[0] == "oauth":
        return host.authorize(query) if words[1] == "authorize" else host.token(body)
    if token not in (*host.tokens, CI_TOKEN):
        raise Refusal(401, "401 Unauthorized")
    match method, *words[1:]:
        case "POST", "graphql":
            return host.graphql(body)
        case "GET", "v4", "user":
            return BOT if token == CI_TOKEN else EDITOR
        case "GET", "v4", "avatar":
            return {"avatar_url": None}
        case _, "v4", "projects", project, *rest if project in (PROJECT, "1"):
            return of_project(host, [method, *rest], query, body)
    host.unknown.append(f"{method} {path}")
    raise Refusal(404, "404 Not Found")


def of_project(host: GitLab, call: list[str], query: Mapping[str, str], body: Any) -> object:
    match call:
        case "GET", "users":
            return [EDITOR]
        case ("GET", "repository", "commits", _, "statuses") | ("GET", "deployments"):
            return []
        case "GET", "repository", "commits":
            return host.history(query)
        case "POST", "repository", "commits":
            return host.commit(body)
        case "GET", "repository", "branches", branch:
            return {"name": branch, "commit": {"id": host.head(branch)}}
        case "DELETE", "repository", "branches", branch:
            return host.git("update-ref", "-d", f"refs/heads/{branch}")
        case "GET", "repository", "files", path, "raw":
            return host.file(query["ref"], path)
        case "GET", "merge_requests":
            return host.listing(query)
        case "POST", "merge_requests":
            return host.propose(body)
        case "GET", "merge_requests", number:
            return host.proposal(int(number))
        case "PUT", "merge_requests", number:
            return host.change(int(number), body)
        case "PUT", "merge_requests", number, "merge":
            return host.merge(int(number))
        case "GET", "merge_requests", number, "diffs":
            return host.diffs(int(number))
        case "GET", "merge_requests", _, "notes":
            return host.notes
        case "POST", "merge_requests", number, "notes":
            return host.write_note(int(number), body)
        case "PUT", "merge_requests", _, "notes", note:
            return host.rewrite_note(int(note), body)
    host.unknown.append(" ".join(call))
    raise Refusal(404, "404 Not Found")


@contextmanager
def running(repository: Path) -> Iterator[GitLab]:
    """A host for the bare repository, on a port of its own."""
    host, turn = GitLab(repository), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def respond(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            token = self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization", "").removeprefix("Bearer ")
            status: int = 200
            content: object
            try:
                with turn:
                    host.calls.append(f"{self.command} {parts.path}")
                    content = answer(host, self.command, parts.path, query, body, token)
            except Refusal as refusal:
                status, text = refusal.args
                content = {"message": text, "error": text}
            match content:
                case str():
                    self.send(status, "text/html; charset=utf-8", content.encode())
                case bytes():
                    self.send(status, "application/octet-stream", content)
                case _:
                    self.send(status, "application/json", json.dumps(content).encode())

        def send(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "*")
            # A star is not for the first of these.
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_OPTIONS(self) -> None:
            """What a browser asks before it calls another host."""
            self.send(204, "text/plain", b"")

        do_GET = do_POST = do_PUT = do_DELETE = respond

        def log_message(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
