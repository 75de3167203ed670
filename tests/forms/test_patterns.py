"""What a form takes and refuses is what the loader takes and refuses: the same texts, for the form by a browser's
own regular expressions.
"""

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from g40site.forms.fields import text as widget_of
from g40site.model import types as t
from g40site.model.shape import Fault
from tests.examples import examples
from tests.models import field_for
from tests.test_model import ACCEPTED, REFUSED

Ask = Callable[[dict[str, Any], str], tuple[str, bool]]

KINDS = {
    name: kind
    for name, kind in vars(t).items()
    if hasattr(kind, "__metadata__") and not field_for(kind).refers and "pattern" in widget_of(field_for(kind))
}
TEXTS = sorted({text for _kind, text, *_ in (*ACCEPTED, *REFUSED) if isinstance(text, str)})
# What no pattern says: which letters deceive, which time zones there are, what a port may be.
ONLY_CHECKED = {"adres-met-andere-letters", "adres-met-naam", "mail-vult-meer-in", "onbekende-tijdzone"}
# A browser has more spaces than Python, or fewer, and takes a control sign for one, which the loader names; and
# addresses of machines have forms that nobody writes.
BEYOND = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\ufeff]|https?://\[|:0*(?:[/?#]|$)|:[0-9]{5}")
SIGNS = st.characters(exclude_categories=["Cs"])


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """What a form saves of a text, and whether it takes it."""
    with subprocess.Popen(
        ["node", str(Path(__file__).with_name("pattern.mjs"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:
        assert node.stdin is not None
        assert node.stdout is not None

        def answer(widget: dict[str, Any], text: str) -> tuple[str, bool]:
            pattern, maxlength = widget["pattern"][0], widget.get("maxlength")
            # In a field of one line a browser leaves no end of a line.
            typed = re.sub("[\r\n]", "", text) if widget["widget"] == "string" else text
            print(json.dumps({"pattern": pattern, "maxlength": maxlength, "text": typed}), file=node.stdin, flush=True)
            given = json.loads(node.stdout.readline())
            return given["value"], given["passes"]

        yield answer
        node.stdin.close()


def fault_of(kind: Any, text: str) -> str:
    """Why the loader refuses a text, or nothing."""
    try:
        field_for(kind).value(text)
    except Fault as fault:
        return fault.code
    return ""


def is_beyond(text: str) -> bool:
    """Whether no pattern can tell: it does not know either which characters there are, and which are not seen."""
    return BEYOND.search(text) is not None or any(unicodedata.category(sign) in ("Cf", "Cn", "Co") for sign in text)


def texts(kind: Any) -> st.SearchStrategy[str]:
    """Texts that fit, texts that nearly fit, and any."""
    fitting = st.one_of(st.sampled_from(TEXTS), st.from_regex(widget_of(field_for(kind))["pattern"][0]))
    nearly = st.builds(
        lambda text, at, sign, much: text[: at % (len(text) + 1)] + sign + text[at % (len(text) + 1) + much :],
        fitting,
        st.integers(0, 40),
        st.one_of(st.sampled_from(["", " ", "-", ".", "/", "0", "2", "3", "9", "a", "@", ":", "\n"]), SIGNS),
        st.integers(0, 2),
    )
    return st.one_of(fitting, nearly, st.text(SIGNS, max_size=20))


@pytest.mark.process
@pytest.mark.hypothesis
@pytest.mark.parametrize("name", KINDS)
def test_a_form_takes_what_the_loader_takes(name: str, ask: Ask) -> None:
    kind = KINDS[name]
    widget = widget_of(field_for(kind))

    @examples(60)
    @given(texts(kind))
    def agree(text: str) -> None:
        value, passes = ask(widget, text)
        # What is empty is no matter of a pattern.
        if not value.strip() or is_beyond(value):
            return
        fault = fault_of(kind, value)
        assert passes if not fault else not passes or fault in ONLY_CHECKED, (text, fault, passes)

    for text in TEXTS:
        agree = example(text)(agree)
    agree()
