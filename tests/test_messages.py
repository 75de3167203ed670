"""Every message stands in both languages and names the same values; what makes a diagnostic gives them all."""

import ast
import re
from pathlib import Path
from string import Formatter

from g40site.content.check import UNKNOWN
from g40site.messages import MESSAGES, Message

TEXTS = ("nl", "en", "help_nl", "help_en")
PROGRAM = Path(__file__).parents[1] / "g40site"


def named(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


def test_a_message_stands_in_both_languages_and_names_the_same_values() -> None:
    assert [
        code
        for code, message in MESSAGES.items()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        or not (message.nl and message.en and message.nl != message.en)
        or bool(message.help_nl) != bool(message.help_en)
        or not named(message.nl + message.help_nl) >= named(message.en + message.help_en)
    ] == []


def test_a_message_stands_alone_and_its_help_is_a_sentence() -> None:
    assert [
        text
        for message in MESSAGES.values()
        for text in (message.nl, message.en)
        if (text[0].isalpha() and not text[0].isupper()) or text.endswith(".")
    ] == []
    assert [
        text
        for message in MESSAGES.values()
        for text in (message.help_nl, message.help_en)
        if text and not (text[0].isupper() and text[-1] in ".?")
    ] == []


def test_dutch_addresses_the_editor_politely() -> None:
    rude = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)
    assert [code for code, message in MESSAGES.items() if rude.search(f"{message.nl} {message.help_nl}")] == []


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


def test_who_makes_a_diagnostic_gives_the_values_that_its_text_names() -> None:
    places = given()
    assert [
        (code, needed - values)
        for code, values in places
        if not (needed := named("".join(getattr(MESSAGES[code], text) for text in TEXTS))) <= values
    ] == []
    found = {code for code, _values in places}
    assert {"geen-utf-8", "onbekende-sleutel", "einde-voor-begin", "buiten-bereik", "alias-dubbel"} <= found


def test_an_unknown_reference_of_each_kind_has_a_message() -> None:
    assert set(UNKNOWN.values()) <= MESSAGES.keys()


def test_a_message_chooses_its_language() -> None:
    message = Message("Fout", "Wrong", "Doe iets.", "Do something.")
    assert (message.text("nl"), message.text("en")) == ("Fout", "Wrong")
    assert (message.advice("nl"), message.advice("en")) == ("Doe iets.", "Do something.")
