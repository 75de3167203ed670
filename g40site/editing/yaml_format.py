"""Values as the YAML that an editor would write: plain where that is safe, quoted where it must be, texts in blocks.

In: texts, lists and sets of keys. Out: lines without their indentation. The loader reads the same back.
"""

import json
import re
from collections.abc import Mapping, Sequence

from g40site.content.composer import at_edge

# What stands behind a key: a text, some of them, some keys, or some sets of keys.
Value = str | Sequence["str | Mapping[str, str]"] | Mapping[str, str]

FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<]|-(?=[^\s\-])")
UNSAFE = re.compile(r":(?:\s|$)|\s#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s|\s$")
IN_FLOW = re.compile(r"[,\[\]{}]|:$|:\?")
# Texts that an editor would show as something else than a text.
WORDS = frozenset(["null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "---", "..."])
ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
# A line that is longer becomes a list or a block.
WIDTH = 100


def scalar(text: str, *, flow: bool = False) -> str:
    """One text on one line; what ends in a sign that nobody sees is quoted, since only then it is meant."""
    plain = FIRST.match(text) and not UNSAFE.search(text) and not at_edge(text) and not (flow and IN_FLOW.search(text))
    if plain and (text not in WORDS or text in ("true", "false")) and not text.startswith(("---", "...")):
        return text
    if not re.search(r"[\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
        return f'"{text}"'
    if not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
        quoted = text.replace("'", "''")
        return f"'{quoted}'"
    return ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: Value | Mapping[str, Value]) -> str:
    """Any value on one line."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def pair(key: str, value: Value) -> list[str]:
    """A key with its value, as lines."""
    if isinstance(value, str):
        if "\n" in value.strip("\n") and not UNSAFE_IN_BLOCK.search(value):
            return [
                f"{key}: {block_mark(value)}",
                *(f"  {line}" if line else "" for line in text_lines(value)),
            ]
        return [f"{key}: {scalar(value)}"]
    if isinstance(value, Mapping):
        short = f"{key}: {flow(value)}"
        if len(short) <= WIDTH:
            return [short]
        return [f"{key}:", *(f"  {line}" for name, text in value.items() for line in pair(name, text))]
    short = f"{key}: {flow(value)}"
    if not value or (len(short) <= WIDTH and all(isinstance(item, str) for item in value)):
        return [short]
    return [f"{key}:", *(f"  - {flow(item) if not isinstance(item, str) else scalar(item)}" for item in value)]


UNSAFE_IN_BLOCK = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s*$")


def block_mark(text: str) -> str:
    """How a block of text begins: with its own indentation when its first line begins with spaces."""
    lines = text_lines(text)
    first = next(line for line in lines if line.strip())
    return "|2" if first.startswith((" ", "\t")) or not lines[0].strip() else "|"


def text_lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def mapping(entry: Mapping[str, Value]) -> list[str]:
    """Keys with their values, as lines."""
    return [line for key, value in entry.items() for line in pair(key, value)]


def item(entry: Mapping[str, Value]) -> list[str]:
    """An entry of a list, as lines that begin with its dash."""
    first, *rest = mapping(entry)
    return [f"- {first}", *(f"  {line}" if line else "" for line in rest)]
