"""Diagnostics as text for people: the place, the message, the source line with a mark under it, the remedy."""

import unicodedata
from collections.abc import Iterable, Mapping

from g40site.diagnostics import Diagnostic, Lang, Span, printable

LINE_WIDTH = 100
WORDS = {
    "nl": {"error": "fout", "warning": "waarschuwing", "help": "hulp"},
    "en": {"error": "error", "warning": "warning", "help": "help"},
}
RED, YELLOW, BLUE, BOLD, PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def render(problems: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang, *, colour: bool = False) -> str:
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
    errors, warnings = numbers["error"], numbers["warning"]
    singular, plural = ({"nl": ("fout", "fouten"), "en": ("error", "errors")})[lang]
    parts = [f"{errors} {singular if errors == 1 else plural}"] if errors else []
    singular, plural = ({"nl": ("waarschuwing", "waarschuwingen"), "en": ("warning", "warnings")})[lang]
    parts += [f"{warnings} {singular if warnings == 1 else plural}"] if warnings else []
    return f"{', '.join(parts)} {'gevonden' if lang == 'nl' else 'found'}."
