"""A file of the editors' manual: plain Markdown, as it is also read where the files are kept.

In: the text of a file. Out: its title and its first paragraph as a node, like that of front matter, and the body below.
"""

from g40site.content.nodes import Node
from g40site.content.reader import Source, SourceText
from g40site.diagnostics import Problems, Span


def parts(source: Source, problems: Problems) -> tuple[Node, SourceText] | None:
    """The two parts of a file, or None after one problem at its first line."""
    lines = source.text.split("\n")
    title = lines[0].removeprefix("# ").strip()
    start = next((number for number, line in enumerate(lines) if number and line.strip()), len(lines))
    end = next((number for number, line in enumerate(lines) if number > start and not line.strip()), len(lines))
    summary = " ".join(line.strip() for line in lines[start:end])
    if not lines[0].startswith("# ") or not title or not summary[:1].isalnum():
        problems.add("titel-ontbreekt", Span(source.file, 1, 1, len(lines[0])))
        return None
    places = {
        "title": (title, Span(source.file, 1, 3, len(title))),
        "summary": (summary, Span(source.file, start + 1, 1, len(lines[start]))),
    }
    node = Node(Span(source.file))
    for key, (text, place) in places.items():
        # Both are shown as plain text, where the marks of code mean nothing.
        node.pairs[key], node.keys[key] = Node(place, text=text.replace("`", "")), place
    return node, SourceText("\n".join(lines[end:]), source.file, end + 1)
