"""Raw HTML in a text: what stays, what goes with a warning, what never comes out."""

import pytest

from g40site.markdown import render


@pytest.mark.parametrize(
    "text",
    [
        "H<sub>2</sub>O, m<sup>2</sup>",
        '<abbr title="Centraal Bureau">CBS</abbr>',
        "<kbd>Ctrl</kbd> <mark>let op</mark>",
        "<details>\n<summary>Meer</summary>\n<p>Tekst</p>\n</details>",
        '<span lang="en">pilot</span>',
        "a < b en c > d",
        "&lt;script&gt;",
        "`<script>` en <br> en <wbr>",
        "```\n<script>kwaad()</script>\n```",
        "    <script>kwaad()</script>",
        "Voor <!-- geheim --> na.\n\n<!-- blok -->",
    ],
)
def test_what_is_allowed_stays_without_a_warning(text: str) -> None:
    assert render(text).findings == ()


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("Tekst.\n\n<script>\nkwaad()\n</script>", [("script", "<script>")]),
        ("a <script>kwaad()</script> b", [("script", "<script>")]),
        ("<style>body{color:kwaad}</style>", [("style", "<style>")]),
        ('<p onclick="kwaad()">x</p>', [("p onclick", '<p onclick="kwaad()">')]),
        ('<p style="color: red" class="x">x</p>', [("p class", "<p style="), ("p style", "<p style=")]),
        ('<iframe src="https://kwaad.nl/"></iframe>', [("iframe", "<iframe src=")]),
        ('<form action="/kwaad"><input name="bsn"></form>', [("form", "<form"), ("input", "<input")]),
        ('<meta http-equiv="refresh" content="0;url=/kwaad">', [("meta", "<meta")]),
        ('<svg onload="kwaad()"><script>kwaad()</script></svg>', [("svg", "<svg"), ("script", "<script>")]),
        ("- a <b id='main'>x</b>", [("b id", "<b id=")]),
        ("> <blink>x</blink>\n\n<blink>y</blink>", [("blink", "<blink>"), ("blink", "<blink>")]),
        ("<?php kwaad() ?>", [("?php", "<?php")]),
    ],
)
def test_each_thing_that_goes_is_one_warning_at_its_place(text: str, removed: list[tuple[str, str]]) -> None:
    rendered = render(text)
    found = [(dict(f.values)["what"], text[f.start : f.end]) for f in rendered.findings]
    assert {finding.code for finding in rendered.findings} == {"html-verwijderd"}
    assert sorted(what for what, _ in found) == sorted(what for what, _ in removed)
    assert all(any(place.startswith(start) for _, start in removed) for _, place in found)
    assert "kwaad" not in rendered.html


def test_equal_things_that_go_have_their_own_places() -> None:
    assert [finding.start for finding in render("<blink>x</blink>\n\n<blink>y</blink>").findings] == [0, 18]


def test_a_comment_without_an_end_is_an_error_and_hides_nothing() -> None:
    rendered = render("Voor.\n\n<!-- open\n\n## Kop\n\nNa.")
    assert [(finding.code, finding.start) for finding in rendered.findings] == [("commentaar-open", 7)]
    assert "Na." in rendered.html


def test_comments_vanish() -> None:
    assert "geheim" not in render("Voor <!-- geheim --> na.\n\n<!-- geheim\n\nblok -->").html


@pytest.mark.parametrize(
    "text",
    [
        '[x](https://a.nl "t\\" onclick=\\"kwaad()")',
        "[x](https://a.nl '<img src=x onerror=kwaad()>')",
        "![<script>kwaad()</script>](a.png)",
        '## Kop {#"onclick=kwaad()//}',
        'Noot.[^"><script>kwaad()</script>]\n\n[^"><script>kwaad()</script>]: x',
        '```{ .py onclick="kwaad()" }\nx\n```',
        "\"'<script'>kwaad()\"",
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=kwaad()&gt;">',
        '<noscript><p title="</noscript><img src=x onerror=kwaad()>">',
        '<a href="x" title=\'" onmouseover="kwaad()\'>y</a>',
        "<scr<script>ipt>kwaad()</script>",
        "<img src=x onerror=kwaad()//",
        '*[CBS]: " onclick="kwaad()\n\nCBS',
        '[x][1]\n\n[1]: a "" onclick="kwaad()"',
    ],
)
def test_nothing_comes_alive(text: str) -> None:
    from html.parser import HTMLParser

    alive = []

    class Look(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            alive.extend([tag] if tag in ("script", "style", "iframe", "object", "svg", "math") else [])
            alive.extend(name for name, _ in attrs if name.startswith("on") or name == "style")

    Look().feed(render(text).html)
    assert alive == []
