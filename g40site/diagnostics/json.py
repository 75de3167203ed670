"""Diagnostics as one JSON object, for tools and editors."""

import json
from collections.abc import Callable, Iterable

from g40site.diagnostics import Diagnostic, Lang


def render(problems: Iterable[Diagnostic], lang: Lang, code_href: Callable[[str], str] = lambda _code: "") -> str:
    """Keys may be added later; none is dropped or renamed. `code_href` gives the page about a code, or nothing."""
    rows = [{**as_object(problem, lang), **about(code_href(problem.code))} for problem in problems]
    return json.dumps({"version": 1, "problems": rows}, ensure_ascii=False, indent=1) + "\n"


def about(href: str) -> dict[str, str]:
    return {"url": href} if href else {}


def as_object(problem: Diagnostic, lang: Lang) -> dict[str, object]:
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
    }
