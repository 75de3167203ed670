"""Diagnostics as workflow commands, one line each, that a CI host shows beside the changed line."""

from collections.abc import Iterable

from g40site.diagnostics import Diagnostic, Lang


def render(problems: Iterable[Diagnostic], lang: Lang, prefix: str = "") -> str:
    """`prefix` is the root's folder below the working directory, with a final `/`, or empty."""
    return "".join(f"{command(problem, lang, prefix)}\n" for problem in problems)


def command(problem: Diagnostic, lang: Lang, prefix: str) -> str:
    span, message, help_text = problem.span, problem.message(lang), problem.help(lang)
    text = f"{message}. {help_text}" if help_text else message
    location = f"file={escape_property(prefix + span.file)},line={span.line},col={span.column}"
    return f"::{problem.severity} {location},title={escape_property(problem.code)}::{escape(text)}"


def escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    return escape(text).replace(":", "%3A").replace(",", "%2C")
