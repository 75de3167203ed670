"""One word means one thing: what was called otherwise does not come back into the names of the program."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.running import TOP

PACKAGE = TOP / "g40site"
# Words of a language of our own, which nobody can search for. They are gone.
GONE = {"notebook", "door", "doors", "shortcut", "glance", "maker", "fate", "memory", "unsure", "loaded"}
# Words that say nothing of what a name stands for.
VAGUE = {"found", "made", "told", "place", "part", "kept", "one", "shown", "said", "asked", "answer", "basis"}


def names(module: Path) -> Iterator[tuple[str, str]]:
    """The names of a module, its classes, functions and attributes, each with where it stands."""
    where = module.relative_to(TOP).as_posix()
    yield where, module.stem
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{where}:{node.lineno}", node.name
        if isinstance(node, ast.ClassDef):
            fields = (field for field in node.body if isinstance(field, ast.AnnAssign))
            yield from ((f"{where}:{one.lineno}", one.target.id) for one in fields if isinstance(one.target, ast.Name))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield f"{where}:{node.lineno}", node.attr


def local_names(module: Path) -> Iterator[tuple[str, str]]:
    """What functions call their arguments and values, each with where it stands."""
    where = module.relative_to(TOP).as_posix()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.arg):
            yield f"{where}:{node.lineno}", node.arg
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield f"{where}:{node.lineno}", node.id


def words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def test_words_that_are_gone_do_not_come_back() -> None:
    found = [(where, name) for module in PACKAGE.rglob("*.py") for where, name in names(module)]
    assert len(found) > 2000
    assert [one for one in found if GONE.intersection(words(one[1]))] == []


def test_a_name_says_what_it_stands_for() -> None:
    modules = list(PACKAGE.rglob("*.py"))
    assert len(modules) > 50
    assert [one for module in modules for one in names(module) if one[1].strip("_") in VAGUE] == []


def test_arguments_and_local_names_say_what_they_stand_for() -> None:
    modules = list(PACKAGE.rglob("*.py"))
    assert [one for module in modules for one in local_names(module) if one[1].strip("_") in VAGUE] == []


def test_the_glossary_names_what_is_there() -> None:
    text = (TOP / "docs/developers/glossary.md").read_text("utf-8")
    named = re.findall(r"`((?!tests/)(?:\w+/)?\w+\.py)`", text)
    assert len(named) >= 8
    assert [file for file in named if not (PACKAGE / file).is_file()] == []


def test_what_is_mailed_is_called_a_mail_in_templates_too() -> None:
    """The glossary has *mail*; a letter is one of the alphabet, and names no class and no data."""
    pages = {file: file.read_text("utf-8") for file in (TOP / "templates").rglob("*.html")}
    named = [
        (file.name, name)
        for file, text in pages.items()
        for group in re.findall(r'\bclass="([^"]*)"|\b(data-[\w-]+)=', text)
        for name in " ".join(group).split()
    ]
    assert len(named) > 500
    assert [one for one in named if {"letter", "letters"} & {*one[1].split("-")}] == []
