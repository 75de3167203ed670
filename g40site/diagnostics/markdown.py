"""Diagnostics as Markdown, for the summary of a CI run and the comment at a merge request. Always in Dutch."""

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from g40site.diagnostics import Diagnostic
from g40site.diagnostics.text import count

WORDS = {"error": "fout", "warning": "waarschuwing"}


def render(
    problems: Iterable[Diagnostic],
    line_href: Callable[[str, int], str],
    code_href: Callable[[str], str] = lambda _code: "",
) -> str:
    """A heading with the count, then a list for each file.

    `line_href` gives the editor's address of a line and `code_href` that of the page about a code, or ''.
    """
    listed = list(problems)
    if not listed:
        return "## Geen fouten gevonden\n"
    lines = [f"## {count(listed, 'nl').rstrip('.')}", ""]
    for file, group in groupby(listed, key=lambda problem: problem.span.file):
        lines += [f"### `{code(file)}`", ""]
        lines += [item(problem, line_href, code_href) for problem in group]
        lines.append("")
    return "\n".join(lines)


def item(problem: Diagnostic, line_href: Callable[[str, int], str], code_href: Callable[[str], str]) -> str:
    span = problem.span
    location = f"regel {span.line}, kolom {span.column}"
    if href := line_href(span.file, span.line):
        location = f"[{location}]({href})"
    help_text = problem.help("nl")
    message = f"{escape(problem.message('nl'))}." + (f" {escape(help_text)}" if help_text else "")
    about = f"[`{problem.code}`]({href})" if (href := code_href(problem.code)) else f"`{problem.code}`"
    return f"- **{WORDS[problem.severity]}**, {location}: {message} ({about})"


def code(text: str) -> str:
    return text.replace("`", "'")


def escape(text: str) -> str:
    """A message keeps its code marks; nothing else in it may become markup or a mention, whatever its values hold."""
    # Marks of more than one decide anew what is code; then nothing is.
    parts = [text] if "``" in text else re.split(r"(`[^`]*`)", text)
    parts[::2] = [plain(prose) for prose in parts[::2]]
    return "".join(parts)


def plain(text: str) -> str:
    marked = re.sub(r"[\\\[`*_~|]", r"\\\g<0>", re.sub(r"&(?=#|\w+;)", "&amp;", text))
    return marked.replace("<", "&lt;").replace("@", "@\u200b")
