"""What is written beside the program: every link leads somewhere, and every command that it names exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from g40site.cli import commands
from tests.running import TOP

DOCUMENTS = sorted((*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")))
COMMANDS = {*commands.commands}


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead(document: Path) -> Iterator[str]:
    """The links of a document that lead to no file, or to no heading of it."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not link.startswith(("https://", "mailto:")) and (
            not target.exists() or (anchor and anchor not in anchors(target))
        ):
            yield link


def test_every_link_leads_somewhere() -> None:
    assert [(document, link) for document in DOCUMENTS for link in dead(document)] == []


def test_every_command_exists() -> None:
    named = {
        (document.name, word)
        for document in DOCUMENTS
        for word in re.findall(r"(?:^|`|bin/)g40site ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    }
    assert {"build", "verify", "hosting"} <= {word for _, word in named}
    assert [(document, word) for document, word in named if word not in COMMANDS] == []


def test_a_maintainer_types_a_command_that_is_there() -> None:
    """`make site` puts it in .venv/bin, which is on nobody's PATH."""
    bare = rf"(?<!\.venv/bin/)\bg40site (?:{'|'.join(COMMANDS)})\b.*"
    pages = {page.name: page.read_text("utf-8") for page in TOP.glob("docs/beheer/*.md")}
    assert [(name, found) for name, text in pages.items() for found in re.findall(bare, text)] == []


def test_no_page_writes_over_the_settings_of_a_web_server() -> None:
    """Those have the certificate in them, and only root may write there."""
    for document in DOCUMENTS:
        assert re.findall(r"^.*> */etc/.*$", document.read_text("utf-8"), re.MULTILINE) == [], document


@pytest.mark.parametrize("folder", ["docs/beheer", "docs/redactie"])
def test_the_first_page_of_a_folder_leads_to_every_other(folder: str) -> None:
    first = (TOP / folder / "README.md").read_text("utf-8")
    pages = {page.name for page in (TOP / folder).glob("*.md")} - {"README.md"}
    assert [page for page in pages if f"]({page}" not in first] == []


def test_who_approves_is_explained_where_it_is_filled_in() -> None:
    assert "docs/beheer/controle.md" in (TOP / "CODEOWNERS").read_text("utf-8")
    assert "`CODEOWNERS`" in (TOP / "docs/beheer/controle.md").read_text("utf-8")
