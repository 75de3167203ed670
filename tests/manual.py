"""What the editors' manual tells to type, done to a copy of the real content, in the order in which it is told."""

import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

import yaml

from g40site.content import reader
from tests.running import TOP
from tests.sites import picture

FOLDER = TOP / reader.MANUAL
CHAPTERS = sorted(path.stem for path in FOLDER.glob("*.md"))
STEP = re.compile(
    r"^In `(?P<file>[^`\n]+)`:\n\n```\w+\n(?P<text>.*?)^```$"
    r"|naam van `(?P<old>[^`\n]+)` in `(?P<new>[^`\n]+)`",
    re.MULTILINE | re.DOTALL,
)
MISTAKE = re.compile(
    r"^Stel, in `(?P<file>[^`\n]+)` staat:\n\n```\w+\n(?P<text>.*?)^```\n\nDan ziet u:\n\n```text\n(?P<told>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def chapter(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text("utf-8")


def copied(into: Path, top: Path = TOP, folders: tuple[str, ...] = reader.FOLDERS) -> Path:
    """The content of the real site, or of another root, to be changed."""
    into.mkdir(parents=True)
    for name in reader.ROOT_FILES:
        shutil.copyfile(top / name, into / name)
    for name in folders:
        if (top / name).is_dir():
            shutil.copytree(top / name, into / name)
    return into


def steps(text: str) -> Iterator[re.Match[str]]:
    """Every file that a chapter tells to type, or to rename."""
    return STEP.finditer(text)


def follow(root: Path, text: str, most: int | None = None) -> None:
    """Does the first steps of a chapter, or all of them."""
    for step in [*steps(text)][:most]:
        do(root, step)


def do(root: Path, step: re.Match[str]) -> None:
    if step["old"]:
        (root / step["old"]).rename(root / step["new"])
    else:
        typed(root, step["file"], step["text"])


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Every command that a chapter names, with each of its options, or with none."""
    for command, rest in re.findall(r"(?:build\.py |`(?=sheet |import ))([a-z]+)([^\n`]*)", text):
        yield from ((command, option) for option in re.findall(r"--[a-z-]+", rest) or [""])


def typed(root: Path, file: str, text: str) -> None:
    """A text is the whole file, or some keys of YAML that is there. Of a list it is an entry: a new one stands at the
    end, of another it is some keys.
    """
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.endswith(".md"):
        path.write_text(text, "utf-8")
        for image in re.findall(r"file: (media/\S+)", text):
            (root / "content" / image).write_bytes(picture())
        return
    changed = yaml.load(textwrap.dedent(text), yaml.BaseLoader)
    if isinstance(changed, dict):
        before = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) if path.exists() else {}
        whole = yaml.safe_dump({**before, **changed}, allow_unicode=True, sort_keys=False) if before else text
        path.write_text(whole, "utf-8")
        return
    whole = path.read_text("utf-8")
    (changed,) = changed
    ((key, entries),) = yaml.load(whole, yaml.BaseLoader).items()
    known = {entry["id"]: entry for entry in entries}
    if changed["id"] not in known:
        path.write_text(f"{whole.rstrip()}\n\n{text}", "utf-8")
        return
    known[changed["id"]].update(changed)
    path.write_text(yaml.safe_dump({key: entries}, allow_unicode=True, sort_keys=False), "utf-8")
