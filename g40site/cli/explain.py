"""What differed, in words: why a page was made, and why it would be made again."""

from collections.abc import Iterator
from typing import Any

# What differs, by the name of the query; {name} is what it is about.
WORDS = {
    "new": ("de pagina is nieuw", "the page is new"),
    "program": ("het programma of een pakket is anders", "the program or a package is different"),
    "this_build": ("een bestand veranderde tijdens de build", "a file changed during the build"),
    "entry": ("het bestand of de invoer van de pagina zelf is anders", "the page's own entry or file is different"),
    "item": ("het bestand of de invoer van de pagina zelf is anders", "the page's own entry or file is different"),
    "url": ("het adres van de site is anders", "the address of the site is different"),
    "now": ("een bijeenkomst is geweest", "a meeting is over"),
    "assets": ("de stijl, een script of een icoon is anders", "the style sheet, a script or an icon is different"),
    "day": ("het is een andere dag", "it is another day"),
    "is_ahead": ("een bijeenkomst is geweest: {name}", "a meeting is over: {name}"),
    "template_text": ("het sjabloon is anders: {name}", "the template is different: {name}"),
    "body": ("de tekst is anders: {name}", "the text is different: {name}"),
    "file": ("het bestand is anders: {name}", "the file is different: {name}"),
    "picture": ("het plaatje is anders: {name}", "the picture is different: {name}"),
    "target": ("een link leidt ergens anders heen: {name}", "a link leads elsewhere: {name}"),
    "memo": ("een deel van de pagina is anders", "a part of the page is different"),
    "shell": ("het kader van elke pagina is anders", "the frame of every page is different"),
    "settings": ("de instellingen zijn anders: site.yaml", "the settings are different: site.yaml"),
    "matching": ("wat op elkaar lijkt is anders: {name}", "what is alike is different: {name}"),
}
# What else was read of the content, and what was computed from it.
CONTENT = ("wat de pagina las is anders: {name}", "what the page read is different: {name}")
MOST = 20


def sentences(why: Any, lang: str) -> Iterator[str]:
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


def lines(queries: tuple[tuple[str, ...], ...], lang: str) -> Iterator[str]:
    told_once = [*dict.fromkeys(in_words(query, lang) for query in queries)]
    for words in told_once[:MOST]:
        yield f"  - {words}"
    if len(told_once) > MOST:
        yield f"  - … ({len(told_once) - MOST} meer)" if lang == "nl" else f"  - … ({len(told_once) - MOST} more)"


def in_words(query: tuple[str, ...], lang: str) -> str:
    """A query that has another result, as a sentence; what it is about is a name in the content or the program."""
    name, *about = query
    if name in ("site", "published"):
        name, *about = about or [name]
    words = WORDS.get(name)
    if words is None:
        words, about = CONTENT, [name, *about]
    return words[lang != "nl"].format(name=" ".join(part for part in about if part))
