"""Diagnostics in the forms that people and programs read: text, annotations of a CI host, JSON, Markdown.

In: diagnostics. Out: the place, the message, the source line with a mark under it and the remedy, for people; commands
that a CI host shows beside the changed line; an object for tools and editors; Markdown for the summary of a CI run and
the comment at a merge request, always in Dutch.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from g40site.diagnostics import Diagnostic, Lang, Span, printable

LINE_WIDTH = 100
WORDS = {
    "nl": {"error": "fout", "warning": "waarschuwing", "help": "hulp", "found": "gevonden"},
    "en": {"error": "error", "warning": "warning", "help": "help", "found": "found"},
}
PLURALS = {"nl": {"error": "fouten", "warning": "waarschuwingen"}, "en": {"error": "errors", "warning": "warnings"}}
RED, YELLOW, BLUE, BOLD, PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def as_text(problems: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang, *, colour: bool = False) -> str:
    """Every problem as a block and the count at the end; empty when there is nothing to tell."""
    listed = list(problems)
    if not listed:
        return ""
    blocks = [block(problem, sources.get(problem.span.file, ""), lang, colour) for problem in listed]
    return "\n".join([*blocks, count(listed, lang), ""])


def block(problem: Diagnostic, source: str, lang: Lang, colour: bool) -> str:
    words, span = WORDS[lang], problem.span
    paint = (lambda code, text: f"{code}{text}{PLAIN}") if colour else (lambda _code, text: text)
    severity = paint(RED if problem.severity == "error" else YELLOW, words[problem.severity])
    location = paint(BOLD, f"{span.file}:{span.line}:{span.column}:")
    head = f"{location} {severity} [{problem.code}] {problem.message(lang)}"
    width = len(str(span.line))
    bar = paint(BLUE, " " * width + " |")
    lines = [head]
    if excerpt := source_lines(span, source):
        lines.append(bar)
        lines += [f"{paint(BLUE, f'{number:>{width}} |')} {text}".rstrip() for number, text in excerpt[:-1]]
        lines.append(f"{bar} {excerpt[-1][1]}")
    if help_text := problem.help(lang):
        lines += [bar, f"{paint(BLUE, ' ' * width + ' =')} {words['help']}: {help_text}"]
    return "\n".join([*lines, ""])


def source_lines(span: Span, source: str) -> list[tuple[int, str]]:
    """The line before, the line itself, and the marks below it; a long line is cut around the place."""
    lines = source.split("\n")
    if not source or span.line > len(lines):
        return []
    line = lines[span.line - 1]
    start = max(0, span.column - 1 - LINE_WIDTH // 2) if len(line) > LINE_WIDTH else 0
    cut = printable(line[start : start + LINE_WIDTH].replace("\t", " "), LINE_WIDTH)
    length = max(1, min(span.length, len(line) - span.column + 1, LINE_WIDTH - (span.column - 1 - start)))
    lead = sum(cells(c) for c in cut[: span.column - 1 - start])
    marks = " " * lead + "^" * max(1, sum(cells(c) for c in cut[span.column - 1 - start :][:length]))
    excerpt = [(span.line, cut), (span.line, marks)]
    before = lines[span.line - 2].strip("\r") if span.line > 1 else ""
    if before.strip():
        excerpt.insert(0, (span.line - 1, printable(before.replace("\t", " "), LINE_WIDTH)))
    return excerpt


def cells(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def count(problems: list[Diagnostic], lang: Lang) -> str:
    """`2 fouten, 1 waarschuwing gevonden.`"""
    numbers = {"error": 0, "warning": 0}
    for problem in problems:
        # A flood that was cut counts whole.
        numbers[problem.severity] += int(dict(problem.values)["number"]) if problem.code.startswith("en-nog-") else 1
    nouns = {severity: (WORDS if number == 1 else PLURALS)[lang][severity] for severity, number in numbers.items()}
    counts = ", ".join(f"{number} {nouns[severity]}" for severity, number in numbers.items() if number)
    return f"{counts} {WORDS[lang]['found']}."


def as_github(problems: Iterable[Diagnostic], lang: Lang, prefix: str = "") -> str:
    """`prefix` is the root's folder below the working directory, with a final `/`, or empty."""
    return "".join(f"{command(problem, lang, prefix)}\n" for problem in problems)


def command(problem: Diagnostic, lang: Lang, prefix: str) -> str:
    span, message, help_text = problem.span, problem.message(lang), problem.help(lang)
    text = f"{message}. {help_text}" if help_text else message
    location = f"file={command_property(prefix + span.file)},line={span.line},col={span.column}"
    return f"::{problem.severity} {location},title={command_property(problem.code)}::{command_text(text)}"


def command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    return command_text(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Diagnostic], lang: Lang, code_href: Callable[[str], str] = lambda _code: "") -> str:
    """Keys may be added later; none is dropped or renamed. `code_href` gives the page about a code, or nothing."""
    # A build that tells its warnings does not need it.
    import json

    rows = [as_object(problem, lang, code_href(problem.code)) for problem in problems]
    return json.dumps({"version": 1, "problems": rows}, ensure_ascii=False, indent=1) + "\n"


def as_object(problem: Diagnostic, lang: Lang, href: str) -> dict[str, object]:
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_column": span.column + max(1, span.length),
        "message": problem.message(lang),
        "help": problem.help(lang),
        **({"url": href} if href else {}),
    }


def as_markdown(
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
    message = f"{escaped(problem.message('nl'))}." + (f" {escaped(help_text)}" if help_text else "")
    about = f"[`{problem.code}`]({href})" if (href := code_href(problem.code)) else f"`{problem.code}`"
    return f"- **{WORDS['nl'][problem.severity]}**, {location}: {message} ({about})"


def code(text: str) -> str:
    return text.replace("`", "'")


def escaped(text: str) -> str:
    """A message keeps its code marks; nothing else in it may become markup or a mention, whatever its values hold."""
    # Marks of more than one decide anew what is code; then nothing is. Code ends at the end of its line at the latest.
    parts = [text] if "``" in text else re.split(r"(`[^`\n]*`)", text)
    parts[::2] = [plain(prose) for prose in parts[::2]]
    return "".join(parts)


def escaped_line(text: str) -> str:
    """The same for a text that begins a line: it makes no heading, quotation or list of it."""
    return re.sub(r"\A(?:(?=[#>+-])|(\d+)(?=[.)]))", r"\1\\", escaped(text))


def plain(text: str) -> str:
    marked = re.sub(r"[\\\[`*_~|]", r"\\\g<0>", re.sub(r"&(?=#|\w+;)", "&amp;", text))
    return marked.replace("<", "&lt;").replace("@", "@\u200b")
