"""Runs the shell steps of a workflow as GitHub would: in order, in one folder, with the files that each writes to."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.running import TOP

WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))


def workflow(name: str) -> Any:
    """Its triggers stand under True: YAML takes `on` for that."""
    return yaml.safe_load((TOP / ".github/workflows" / name).read_text("utf-8"))


@dataclass(frozen=True)
class Ran:
    """How a step ended, what the log says, and the outputs of all steps so far as `steps.ID.outputs.NAME`."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]


def run_job(
    job: Any, workspace: Path, temporary: Path, known: Mapping[str, str], event: Mapping[str, str] | None = None
) -> Ran:
    """Runs until a step fails. `known` are the values of the expressions that GitHub fills in, `event` the variables
    that it sets for what happened.
    """
    temporary.mkdir(exist_ok=True)
    values, log, summary, code = dict(known), "", "", 0
    files = {name: temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for step in (step for step in job["steps"] if "run" in step and not code):
        for file in files.values():
            file.write_bytes(b"")
        given = {name: filled(text, values) for name, text in step.get("env", {}).items()}
        assert "${{" not in step["run"], "a text of others would become part of the script"
        told = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(workspace), "RUNNER_TEMP": str(temporary)}
        told |= event or {}
        done = in_shell(step["run"], workspace, told | {name: str(file) for name, file in files.items()} | given)
        code, log = done.returncode, log + done.stdout + done.stderr
        for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            values[f"steps.{step.get('id')}.outputs.{name}"] = value
        summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    return Ran(code, log, summary, values)


def in_shell(script: str, workspace: Path, told: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs lines as a host does, and with the Python of the tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return ended(["bash", "-e", "-c", script], {"PATH": path, "LANG": "C.UTF-8", **told}, workspace)


def ended(
    command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, as a host does: nobody answers it. No run may show a traceback."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)
