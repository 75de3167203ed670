"""A real YAML language server, spoken to over stdio as an editor does."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.running import DEADLINE, TOP

PROGRAM = TOP / "tests/node_modules/yaml-language-server/bin/yaml-language-server"


class Server:
    """One server on one folder; texts are opened under the names that they would have there."""

    def __init__(self, folder: Path, schemas: dict[str, str]) -> None:
        self.folder, self.schemas = folder, schemas
        self.process = subprocess.Popen(
            ["node", str(PROGRAM), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.problems: dict[str, list[dict[str, Any]]] = {}
        can = {
            "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {}},
            "workspace": {"configuration": True},
        }
        given = {"processId": None, "rootUri": folder.as_uri(), "capabilities": can}
        self.ask("initialize", given)
        self.send("initialized", {})

    def close(self) -> None:
        """Asks it to end; a server that does not is ended."""
        try:
            self.ask("shutdown", None)
            self.send("exit", None)
            self.process.wait(DEADLINE)
        finally:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                assert stream
                stream.close()

    def open(self, name: str, text: str) -> str:
        uri = (self.folder / name).as_uri()
        self.problems.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems_of(self, uri: str) -> list[dict[str, Any]]:
        while uri not in self.problems:
            self.take(self.read())
        return self.problems[uri]

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        """Asks something about a place; lines and columns count from 0, as the protocol does."""
        # Before its first problems the server may not know its settings yet.
        self.problems_of(uri)
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        return self.ask(f"textDocument/{method}", place)

    def ask(self, method: str, given: Any) -> Any:
        self.number += 1
        self.send(method, given, self.number)
        number = self.number
        while True:
            message = self.read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self.take(message)

    def take(self, message: dict[str, Any]) -> None:
        """Answers what the server asks of an editor, and keeps what it tells."""
        if message.get("method") == "workspace/configuration":
            settings = {
                "schemas": self.schemas,
                "validate": True,
                "hover": True,
                "completion": True,
                "schemaStore": {"enable": False},
            }
            wanted = [item.get("section") for item in message["params"]["items"]]
            answer = [settings if section == "yaml" else {} for section in wanted]
            self.write({"jsonrpc": "2.0", "id": message["id"], "result": answer})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self.write({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def send(self, method: str, given: Any, number: int | None = None) -> None:
        self.write({"jsonrpc": "2.0", "method": method, "params": given, **({"id": number} if number else {})})

    def write(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server ended"
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found
