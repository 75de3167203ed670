"""The names of what changed, as words: why a page was made, and why it would be made again."""

from collections.abc import Iterator
from typing import Any

WORDS = {
    "new": ("de pagina is nieuw", "the page is new"),
    "own": ("het bestand of de invoer van de pagina zelf is anders", "the page's own entry or file is different"),
    "code": ("het programma of een pakket is anders", "the program or a package is different"),
    "url": ("het adres van de site is anders", "the address of the site is different"),
    "frame": ("het kader van elke pagina is anders: {name}", "the frame of every page is different: {name}"),
    "template": ("het sjabloon is anders: {name}", "the template is different: {name}"),
    "view": ("wat de pagina zegt is anders: {name}", "what the page says is different: {name}"),
    "question": ("wat de pagina las is anders: {name}", "what the page read is different: {name}"),
}
MOST = 20


def told(why: Any, lang: str) -> Iterator[str]:
    """Two short lists: what made the page the last time, and what would make the next build do it again."""
    dutch = lang == "nl"
    if not why.was:
        yield "Deze pagina is nog niet gemaakt." if dutch else "This page has not been made yet."
    else:
        yield "De laatste keer gemaakt, want:" if dutch else "Made the last time because:"
        yield from lines(why.was, lang)
    if not why.would:
        yield "De volgende build laat de pagina staan." if dutch else "The next build leaves the page as it is."
    elif why.was:
        yield "De volgende build maakt de pagina opnieuw, want:" if dutch else "The next build makes it again because:"
        yield from lines(why.would, lang)


def lines(names: tuple[str, ...], lang: str) -> Iterator[str]:
    for name in names[:MOST]:
        yield f"  - {in_words(name, lang)}"
    if len(names) > MOST:
        yield f"  - … ({len(names) - MOST} meer)" if lang == "nl" else f"  - … ({len(names) - MOST} more)"


def in_words(name: str, lang: str) -> str:
    """`template.pages/home.html` as a sentence; what stands behind the kind is a name in the program or the content."""
    separator = " " if name.startswith("question ") else "."
    kind, _, rest = name.partition(separator)
    return WORDS[kind][lang != "nl"].format(name=rest)
