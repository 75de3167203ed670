"""What is written beside the program: every link leads somewhere, and every command that it names exists."""

import re
from pathlib import Path

import pytest

from tests.running import TOP, run

DOCUMENTS = sorted((*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")))
COMMANDS = set(re.findall(r"^  ([a-z]+)  ", run("--help").stdout.partition("Commands:")[2], re.MULTILINE))


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_command_exists(document: Path) -> None:
    assert {"build", "verify", "hosting"} <= COMMANDS
    named = re.findall(r"(?:^|`|bin/)g40site ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= COMMANDS


@pytest.mark.parametrize("document", sorted(TOP.glob("docs/beheer/*.md")), ids=lambda path: path.name)
def test_a_maintainer_types_a_command_that_is_there(document: Path) -> None:
    """`make site` puts it in .venv/bin, which is on nobody's PATH."""
    said = "|".join(COMMANDS)
    assert re.findall(rf"(?<!\.venv/bin/)\bg40site (?:{said})\b.*", document.read_text("utf-8")) == []


def test_no_page_writes_over_the_settings_of_a_web_server() -> None:
    """Those have the certificate in them, and only root may write there."""
    for document in DOCUMENTS:
        assert re.findall(r"^.*> */etc/.*$", document.read_text("utf-8"), re.MULTILINE) == [], document


@pytest.mark.parametrize("folder", [TOP / "docs/beheer", TOP / "docs/redactie"], ids=lambda path: path.name)
def test_the_first_page_of_a_folder_leads_to_every_other(folder: Path) -> None:
    first = (folder / "README.md").read_text("utf-8")
    for page in folder.glob("*.md"):
        assert page.name == "README.md" or f"]({page.name}" in first


def test_who_approves_is_explained_where_it_is_filled_in() -> None:
    assert "docs/beheer/controle.md" in (TOP / "CODEOWNERS").read_text("utf-8")
    assert "`CODEOWNERS`" in (TOP / "docs/beheer/controle.md").read_text("utf-8")
