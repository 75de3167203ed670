"""The Markdown texts of the content as HTML, each rendered once, with its links filled in.

In: texts by their key, and what links lead to. Out: HTML, plain text, headings.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from g40site.content.entries import Body, Content, TextKey
from g40site.content.links import LinkResolver
from g40site.engine.build_log import Query
from g40site.engine.fingerprints import hash_text
from g40site.engine.tracking import THIS_BUILD, Tracker
from g40site.markdown import Heading, Link, Rendered, Target, render, resolve

# How many rendered texts are at hand beside the cache.
AT_HAND = 512


def id_prefix(field: str, id: str) -> str:
    """The beginning of the ids in a text that shares its page with other texts."""
    return f"{field}-{id}-"


def message_prefix(code: str) -> str:
    """The same for a message of the manual; other chapters have a page of their own."""
    return id_prefix("melding", code) if code else ""


class MarkdownCache:
    """Every text of the site, rendered when it is needed: now, or by an earlier build. `words` gives them by key."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.words: dict[TextKey, Callable[[], str]] = {}
        self.unsteady: set[TextKey] = set()
        self.rendered = lru_cache(AT_HAND)(self.from_cache)

    def from_cache(self, key: TextKey) -> Rendered:
        # What a text becomes follows from its words alone, and whoever shows it reads these by itself.
        with self.tracker.recording(None):
            return self.tracker.memo("markdown", key, lambda: self.render(key), Rendered)

    def render(self, key: TextKey) -> Rendered:
        words = self.words[key]()
        if hash_text(words) != key[0]:
            # The file was saved while we build, and this text is another one than the key says.
            self.unsteady.add(key)
            self.tracker.record(THIS_BUILD)
        return render(words, key[1])


class Prose:
    """All texts of the site, their links resolved. Whatever is asked of it is recorded."""

    def __init__(self, tracker: Tracker, markdown: MarkdownCache, links: LinkResolver, content: Content) -> None:
        self.tracker, self.markdown, self.links = tracker, markdown, links
        self.bodies: Mapping[str, Body] = {entry.file: entry.body for entry in content if entry.body is not None}
        tracker.register("body", lambda file: self.bodies[file].fingerprint)
        tracker.register("target", links.target)
        tracker.register("picture", links.published.pictures.get)

    def body(self, file: str) -> Body:
        """The Markdown of a file."""
        self.tracker.record(("body", file))
        return self.bodies[file]

    def rendered(self, text: str | Body, prefix: str = "") -> Rendered:
        key = key_of(text, prefix)
        if isinstance(text, str):
            self.markdown.words.setdefault(key, lambda: text)
        rendered = self.markdown.rendered(key)
        if key in self.markdown.unsteady:
            self.tracker.record(THIS_BUILD)
        return rendered

    def html(
        self,
        text: str | Body,
        file: str,
        prefix: str = "",
        change: Callable[[Target | None], Target | None] = lambda target: target,
    ) -> str:
        """The HTML of a text of a file, its links resolved, each target changed as the caller wants it."""
        rendered = self.rendered(text, prefix)
        targets = []
        for link in rendered.links:
            self.tracker.record(query_of(link, file))
            targets.append(change(self.links.target(file, link.destination, "image" if link.image else "")))
        return resolve(rendered, targets)

    def plain(self, text: str | Body, prefix: str = "") -> str:
        return self.rendered(text, prefix).plain

    def headings(self, text: str | Body) -> tuple[Heading, ...]:
        return self.rendered(text).headings

    def picture(self, file: str) -> Target:
        """Where an image of the content stands, and its other sizes and formats."""
        self.tracker.record(("picture", file))
        return self.links.published.pictures[file]


def query_of(link: Link, file: str) -> Query:
    """What is asked of a link: only a path or a heading means something else in another file."""
    scheme, colon, _ = link.destination.partition(":")
    everywhere = link.destination.startswith("/") or (colon and scheme.isalpha())
    return "target", "" if everywhere else file, link.destination, "image" if link.image else ""


def key_of(text: str | Body, prefix: str = "") -> TextKey:
    return (hash_text(text) if isinstance(text, str) else text.fingerprint), prefix
