"""Every message stands in both languages and names the same values; what makes a diagnostic gives them all."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from g40site.content.check import UNKNOWN
from g40site.messages import MESSAGES, Message

CODES = sorted(MESSAGES)
PROGRAM = Path(__file__).parents[1] / "g40site"


def named(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", CODES)
def test_a_message_stands_in_both_languages(code: str) -> None:
    message = MESSAGES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert message.nl
    assert message.en
    assert message.nl != message.en
    assert bool(message.help_nl) == bool(message.help_en)
    assert named(message.nl + message.help_nl) >= named(message.en + message.help_en)


@pytest.mark.parametrize("code", CODES)
def test_a_message_stands_alone_and_its_help_is_a_sentence(code: str) -> None:
    message = MESSAGES[code]
    for text in (message.nl, message.en):
        assert text[0].isupper() or not text[0].isalpha(), text
        assert not text.endswith("."), text
    for text in (message.help_nl, message.help_en):
        assert not text or (text[0].isupper() and text[-1] in ".?"), text


@pytest.mark.parametrize("code", CODES)
def test_dutch_addresses_the_editor_politely(code: str) -> None:
    message = MESSAGES[code]
    assert not re.search(r"\b(je|jij|jouw|jullie)\b", f"{message.nl} {message.help_nl}", re.IGNORECASE)


def given() -> list[tuple[str, set[str]]]:
    """Every place in the program that makes a diagnostic with a literal code and named values."""
    found = []
    for module in sorted(PROGRAM.rglob("*.py")):
        for call in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            if getattr(call.func, "attr", "") != "add" and getattr(call.func, "id", "") not in ("problem", "Refused"):
                continue
            values = {keyword.arg for keyword in call.keywords}
            if call.args[0].value in MESSAGES and None not in values:
                found.append((str(call.args[0].value), {str(name) for name in values}))
    return found


@pytest.mark.parametrize(("code", "values"), given(), ids=lambda value: value if isinstance(value, str) else "")
def test_who_makes_a_diagnostic_gives_the_values_that_its_text_names(code: str, values: set[str]) -> None:
    message = MESSAGES[code]
    assert named(message.nl + message.en + message.help_nl + message.help_en) <= values


def test_the_places_that_make_diagnostics_were_found() -> None:
    codes = {code for code, _values in given()}
    assert {"geen-utf-8", "onbekende-sleutel", "einde-voor-begin", "buiten-bereik", "alias-dubbel"} <= codes


def test_an_unknown_reference_of_each_kind_has_a_message() -> None:
    assert set(UNKNOWN.values()) <= MESSAGES.keys()


def test_a_message_chooses_its_language() -> None:
    message = Message("Fout", "Wrong", "Doe iets.", "Do something.")
    assert (message.text("nl"), message.text("en")) == ("Fout", "Wrong")
    assert (message.advice("nl"), message.advice("en")) == ("Doe iets.", "Do something.")
