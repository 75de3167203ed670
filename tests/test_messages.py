"""Every message stands in both languages and names the same values; what makes a diagnostic gives them all."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from string import Formatter
from typing import get_args

import pytest

from g40site.content.check import UNKNOWN
from g40site.diagnostics import HELP_BESIDE_NEAR, WARNINGS, Lang, Problems, Span, messages
from tests.running import TOP, environment

LANGUAGES = get_args(Lang)
# The calls that a diagnostic begins with.
MAKERS = (
    "problems.add",
    "diagnostic",
    "problem",
    "error.problem",
    "Fault",
    "Finding",
    "BrokenLink",
    "Verdict",
    "mistake",
)
# Codes of which the program writes only the beginning.
COMPOSED = {"en-nog-error", "en-nog-warning"}


def named(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


@functools.cache
def trees() -> tuple[ast.AST, ...]:
    return tuple(ast.parse(module.read_text("utf-8")) for module in sorted((TOP / "g40site").rglob("*.py")))


def makers() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the program that makes a diagnostic with a literal code."""
    for call in (node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = ast.unparse(call.func).removeprefix("self.").removeprefix("reader.")
        if function in MAKERS and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value), call


def test_both_languages_have_the_same_messages_in_the_same_order() -> None:
    tables = [tomllib.loads((TOP / f"g40site/diagnostics/{lang}.toml").read_text("utf-8")) for lang in LANGUAGES]
    dutch, english = ([(subject, [*codes]) for subject, codes in table.items()] for table in tables)
    assert dutch == english
    codes = [code for _subject, codes in dutch for code in codes]
    assert len(codes) == len(set(codes)), "a code stands below two subjects"
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_a_message_names_the_same_values_in_both_languages() -> None:
    # `kind` is a Dutch word with its article.
    values = {lang: {c: named("".join(texts)) - {"kind"} for c, texts in messages(lang).items()} for lang in LANGUAGES}
    assert values["nl"] == values["en"]
    helped = {lang: {code for code, (_message, help) in messages(lang).items() if help} for lang in LANGUAGES}
    assert helped["nl"] == helped["en"]
    assert [code for code, message in messages("nl").items() if message == messages("en")[code]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_stands_alone_and_its_help_is_a_sentence(lang: Lang) -> None:
    assert [
        text
        for text, _help in messages(lang).values()
        if not text or (text[0].isalpha() and not text[0].isupper()) or text.endswith(".")
    ] == []
    helps = [help for _message, help in messages(lang).values() if help]
    assert [text for text in helps if not (text[0].isupper() and text[-1] in ".?")] == []


def test_dutch_addresses_the_editor_politely() -> None:
    rude = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)
    assert [code for code, texts in messages("nl").items() if rude.search(" ".join(texts))] == []


def test_every_code_of_the_program_has_a_message_and_every_message_is_used() -> None:
    codes = {code for code, _call in makers()} | {*UNKNOWN.values(), *WARNINGS, *HELP_BESIDE_NEAR}
    assert codes - messages("nl").keys() == set()
    assert {"geen-utf-8", "onbekende-sleutel", "buiten-bereik", "link-naar-kop", "yaml-tab"} <= codes
    written = {node.value for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert messages("nl").keys() - written == COMPOSED


def test_who_makes_a_diagnostic_gives_the_values_that_its_text_names() -> None:
    places = [
        (code, {str(keyword.arg) for keyword in call.keywords})
        for code, call in makers()
        # A fault of a picture has its values in a tuple.
        if ast.unparse(call.func).endswith(("add", "problem", "diagnostic") if not call.keywords else MAKERS)
        and all(keyword.arg for keyword in call.keywords)
    ]
    assert [
        (code, needed - values)
        for code, values in places
        if not (needed := named("".join((*messages("nl")[code], *messages("en")[code])))) <= values
    ] == []
    found = {code for code, _values in places}
    assert {"geen-utf-8", "onbekende-sleutel", "einde-voor-begin", "buiten-bereik", "alias-dubbel"} <= found


def test_a_diagnostic_chooses_its_language() -> None:
    problems = Problems()
    problems.add("geen-getal", Span("x.yaml"), value="drie")
    (problem,) = problems
    assert problem.message("nl") == "`drie` is geen heel getal"
    assert problem.message("en") == "`drie` is no whole number"
    assert problem.help("en") == "Write digits only, such as `3`."


@pytest.mark.process
def test_who_has_nothing_to_tell_reads_no_texts() -> None:
    program = (
        "import sys; from g40site.diagnostics import Problems, Span; problems = Problems(); "
        "problems.add('leeg', Span('x')); assert problems.errors and not problems.warnings; "
        "assert 'tomllib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=environment(), cwd=TOP)
