"""Two texts as far as they differ, in words for whoever reads a proposal or a dry run.

In: a text as it was and as it will be. Out: a part of a sentence, or both texts cut around what differs.
"""

import re
from difflib import SequenceMatcher

from g40site import words

LENGTH = 200
# Longer texts are told by their number of words: to compare them word by word takes too long.
MOST_WORDS = 5000
MOST_PLACES = 4


def quoted(text: str, most: int = LENGTH) -> str:
    flat = " ".join(text.split())
    return f"“{flat[: most - 1].rstrip()}…”" if len(flat) > most else f"“{flat}”"


def text_change(before: str, after: str) -> str:
    """Where two texts differ, word by word: the first places with what stood there and what will."""
    old, new = (re.findall(r"\S+", text) for text in (before, after))
    if old == new:
        return "alleen regels of spaties"
    if max(len(old), len(new)) > MOST_WORDS:
        return f"van {words.count(len(old), 'woord', 'woorden')} naar {words.count(len(new), 'woord', 'woorden')}"
    places = [
        (" ".join(old[a:b]), " ".join(new[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    told = [difference(gone, come) for gone, come in places[:MOST_PLACES]]
    rest = len(places) - MOST_PLACES
    return "; ".join(told) + (f"; en nog {words.count(rest, 'plek', 'plekken')}" if rest > 0 else "")


def difference(gone: str, come: str) -> str:
    if not gone:
        return f"erbij {quoted(come)}"
    if not come:
        return f"weg {quoted(gone)}"
    old, new = around(gone, come, LENGTH)
    return f"“{old}” wordt “{new}”"


def around(before: str, after: str, length: int) -> tuple[str, str]:
    """Two texts on one line each, whole or as far as shows their first difference."""
    old, new = (" ".join(text.split()) for text in (before, after))
    if max(len(old), len(new)) <= length:
        return old, new
    shorter = min(len(old), len(new))
    same = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    start = max(0, same - length // 3)
    return cut(old, start, length), cut(new, start, length)


def cut(text: str, start: int, length: int) -> str:
    part = text[start : start + length]
    return ("…" if start and text else "") + part + ("…" if start + length < len(text) else "")
