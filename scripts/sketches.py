"""Drawings of the screens of GitHub and GitLab, for the editors' manual: where the button stands, in which order.

In: nothing. Out: each drawing as HTML by its name. They are drawn by hand and show nothing of either: only the words
that stand on a button, grey where something else stands, and a number at what is to be clicked.
"""

from collections.abc import Iterator, Mapping
from html import escape

STYLE = """
* { box-sizing: border-box }
body { margin: 0; width: 580px; padding: 10px; color: #14202e; background: #f4f3ee }
body { font: 17px/1.35 "Source Sans 3", system-ui, sans-serif }
.screen { padding: 16px; background: #fff; border: 2px solid #8a939c; border-radius: 8px }
.row { display: flex; align-items: center; gap: 10px; margin-block: 10px }
.row.end { justify-content: flex-end }
.row > .push { margin-inline-start: auto }
.grey { height: 12px; border-radius: 6px; background: #dcdfe2 }
.path { color: #505a64 }
.button, .field, .menu, .box { border: 1.5px solid #8a939c; border-radius: 6px }
.button { display: inline-block; padding: 5px 12px; white-space: nowrap; background: #f4f3ee }
.button.main { background: #2d5f44; color: #fff; border-color: #2d5f44; font-weight: 600 }
.field { padding: 5px 10px; flex: 1 }
.menu { width: max-content; padding: 6px; background: #fff; box-shadow: 0 4px 12px #14202e33 }
.menu.right { margin-inline-start: auto }
.menu div { padding: 6px 10px; white-space: nowrap }
.box { margin-block: 12px; padding: 12px 16px }
.tab { padding: 4px 2px; color: #505a64 }
.tab.on { color: inherit; font-weight: 600; border-block-end: 3px solid #14202e }
.wrong { padding: 4px 10px; background: #fbe6e6; border-inline-start: 4px solid #b3261e }
.here { display: inline-block; vertical-align: middle }
.here { outline: 2.5px solid #9b2c5e; outline-offset: 2px; border-radius: 4px }
.menu .here { padding-inline: 4px }
.number { display: inline-grid; place-items: center; flex: none; width: 26px; height: 26px; margin-inline-start: 8px }
.number { border-radius: 50%; background: #9b2c5e; color: #fff; font-size: 16px; font-weight: 700 }
"""


def here(html: str, number: int) -> str:
    """What is to be clicked, with its number behind it."""
    return f'<span class="here">{html}</span><span class="number">{number}</span>'


def button(text: str, number: int = 0, kind: str = "") -> str:
    html = f'<span class="button {kind}">{escape(text)}</span>'
    return f"<span>{here(html, number)}</span>" if number else html


def grey(width: int) -> str:
    return f'<span class="grey" style="width: {width}px"></span>'


def row(*parts: str, kind: str = "") -> str:
    return f'<div class="row {kind}">{"".join(parts)}</div>'


def push(html: str) -> str:
    return f'<span class="push">{html}</span>'


def path(text: str) -> str:
    return f'<span class="path">{escape(text)}</span>'


def menu(*lines: tuple[str, int], kind: str = "") -> str:
    """An opened list of choices; a number of 0 is a choice that is not taken."""
    said = (here(escape(text), number) if number else escape(text) for text, number in lines)
    return f'<div class="menu {kind}">{"".join(f"<div>{one}</div>" for one in said)}</div>'


def choice(text: str, sign: str, number: int = 0) -> str:
    return row(f"<span>{sign}</span>", f"<span>{here(escape(text), number) if number else escape(text)}</span>")


def field(text: str, number: int) -> str:
    return row(f'<span class="field">{escape(text)}</span><span class="number">{number}</span>')


def tabs(*names: str, on: str, number: int) -> str:
    said = (f'<span class="tab{" on" if name == on else ""}">{escape(name)}</span>' for name in names)
    return row(*said, f'<span class="number">{number}</span>')


def text(*widths: int) -> str:
    return "".join(row(grey(width)) for width in widths)


def box(*parts: str) -> str:
    return f'<div class="box">{"".join(parts)}</div>'


def drawings() -> Mapping[str, str]:
    """Every drawing as a whole page, by the name of its file."""
    return {
        name: f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div class="screen">{"".join(parts)}</div>'
        for name, parts in (*github(), *gitlab())
    }


def github() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield (
        "github-veranderen",
        (
            row(path("content / news / 2026-11-20-….md")),
            row(grey(90), push(""), button("Raw"), button("✎", 1)),
            text(430, 500, 380, 470),
        ),
    )
    yield (
        "github-toevoegen",
        (
            row(path("content / media")),
            row(button("main ▾"), grey(130), push(button("Add file ▾", 1))),
            menu(("Create new file", 2), ("Upload files", 3), kind="right"),
            text(260, 300, 220),
        ),
    )
    yield (
        "github-opslaan",
        (
            row(grey(220), push(button("Commit changes…", 1, "main"))),
            box(
                row("<b>Propose changes</b>"),
                field("Bericht over de lantaarns", 2),
                choice("Commit directly to the main branch", "○"),
                choice("Create a new branch for this commit …", "◉", 3),
                row(button("Cancel"), button("Propose changes", 4, "main"), kind="end"),
            ),
        ),
    )
    yield (
        "github-tak",
        (
            row(path("content / media")),
            row(button("main ▾", 1), grey(130), push(button("Add file ▾"))),
            menu(("Branches", 0), ("✓ main", 0), ("uw-naam-patch-1", 2)),
        ),
    )
    yield (
        "github-verbeteren",
        (
            row("<b>Bericht over de lantaarns</b>"),
            tabs("Conversation", "Commits", "Checks", "Files changed", on="Files changed", number=1),
            box(
                row(path("content/news/2026-11-20-….md"), push(button("…", 2))),
                menu(("View file", 0), ("Edit file", 3), ("Delete file", 0), kind="right"),
                text(380),
                row('<span class="wrong">fout: hier staat wat er mis is</span>'),
                text(300),
            ),
        ),
    )
    yield (
        "github-geen-toegang",
        (
            row(path("content / news / 2026-11-20-….md")),
            box(
                row("You need to fork this repository to propose changes."),
                row(button("Fork this repository", 1, "main")),
            ),
        ),
    )


def gitlab() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield (
        "gitlab-veranderen",
        (
            row(path("content / news / 2026-11-20-….md")),
            row(grey(110), push(button("Edit ▾", 1)), button("Replace")),
            menu(("Edit single file", 2), ("Open in Web IDE", 0), kind="right"),
            text(430, 380),
        ),
    )
    yield (
        "gitlab-toevoegen",
        (
            row(button("main ▾"), path("site / content / media /"), button("+ ▾", 1)),
            menu(("This directory", 0), ("New file", 2), ("Upload file", 3), ("New directory", 0)),
            text(260, 300),
        ),
    )
    yield (
        "gitlab-opslaan",
        (
            row(grey(220), push(button("Commit changes", 1, "main"))),
            box(
                row("<b>Commit changes</b>"),
                field("Bericht over de lantaarns", 2),
                choice("Commit to the current main branch", "○"),
                choice("Commit to a new branch", "◉", 3),
                choice("Create a merge request for this change", "☑", 4),
                row(button("Cancel"), button("Commit changes", 5, "main"), kind="end"),
            ),
        ),
    )
    yield (
        "gitlab-tak",
        (
            row(button("main ▾", 1), path("site / content / media /"), button("+ ▾")),
            menu(("Branches", 0), ("✓ main", 0), ("uw-naam-main-patch-1234", 2)),
        ),
    )
    yield (
        "gitlab-verbeteren",
        (
            row("<b>Bericht over de lantaarns</b>"),
            tabs("Overview", "Commits", "Pipelines", "Changes", on="Changes", number=1),
            box(
                row(path("content/news/2026-11-20-….md"), push(button("⋮", 2))),
                menu(("View file", 0), ("Edit in single-file editor", 3), ("Open in Web IDE", 0), kind="right"),
                text(380),
                row('<span class="wrong">fout: hier staat wat er mis is</span>'),
                text(300),
            ),
        ),
    )
    yield (
        "gitlab-geen-toegang",
        (
            row(path("content / news / 2026-11-20-….md")),
            box(
                row("You can’t edit files directly in this project. Fork this project …"),
                row(button("Cancel"), button("Fork", 1, "main")),
            ),
        ),
    )
