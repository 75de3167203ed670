"""The formats of the editing forms, in one process of Node for all tests, and the bundle, made once."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.once import shared
from tests.running import TOP


class Refused(Exception):
    """What a format cannot keep; the sentence is what an editor reads."""


class Formats:
    """`formats("open-yaml", text)`: what a format gives, by the code that the forms run."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def __call__(self, step: str, *given: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([step, *given]) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if sentence := reply.get("refusal"):
            raise Refused(sentence)
        assert "fault" not in reply, reply["fault"]
        return reply["value"]


@pytest.fixture(scope="session")
def formats() -> Iterator[Formats]:
    command = ["node", str(TOP / "tests/forms/in_place.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Formats(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="session")
def make_bundle() -> Callable[[Path], None]:
    return lambda folder: subprocess.run(["sh", TOP / "scripts/forms.sh", folder], check=True)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory, make_bundle: Callable[[Path], None]) -> Iterator[Path]:
    """The folder with the bundle of the forms."""
    with shared(tmp_path_factory, "forms", make_bundle) as folder:
        yield folder
