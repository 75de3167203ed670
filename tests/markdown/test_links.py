"""Links and images: what is reported, where it stands, what is refused, what they become."""

import pytest

from g40site.markdown import Target, render, resolve
from tests.dangerous import REFUSED


def places(text: str) -> list[tuple[str, str, int]]:
    """Each link as written, what stands at its place, and the line of that place."""
    return [
        (link.destination, text[link.start : link.end], text.count("\n", 0, link.start) + 1)
        for link in render(text).links
    ]


def refused(text: str) -> list[tuple[str, str]]:
    return [(finding.code, text[finding.start : finding.end]) for finding in render(text).findings]


@pytest.mark.parametrize(
    ("text", "destination", "line"),
    [
        ("Zie [dit](theme:smart-living#kop).", "theme:smart-living#kop", 1),
        ('Zie [dit](<theme:a> "titel").', "theme:a", 1),
        ("Zie [dit][x].\n\n[x]: theme:a", "theme:a", 3),
        ("Zie [x].\n\n[x]: theme:a", "theme:a", 3),
        ("| A |\n| --- |\n| [x](theme:a) |", "theme:a", 3),
        ("Noot.[^1]\n\n[^1]: Zie [x](theme:a).", "theme:a", 3),
        ("- a\n\n    [x](theme:a)", "theme:a", 3),
        ("> - [x](theme:a)", "theme:a", 1),
        ("## Zie [x](theme:a)", "theme:a", 1),
        ("**[x](theme:a)**", "theme:a", 1),
        ("<div>\n<a href='theme:a'>x</a>\n</div>", "theme:a", 2),
        ("Zie <a href=theme:a>x</a>", "theme:a", 1),
        ("<https://x.nl/?a=1&b=2>", "https://x.nl/?a=1&b=2", 1),
        ("[x](../media/a_b.pdf)", "../media/a_b.pdf", 1),
        ("[x](/zoeken/?q=a(b))", "/zoeken/?q=a(b)", 1),
        ("`[x](theme:a)` en\n[x](theme:a)", "theme:a", 2),
        ("```\n[x](theme:a)\n```\n\n[x](theme:a)", "theme:a", 5),
        ("    [x](theme:a)\n\n[x](theme:a)", "theme:a", 3),
        ("<!-- [x](theme:a) -->\n\n[x](theme:a)", "theme:a", 3),
        ("theme:a is [x](theme:a)", "theme:a", 1),
        ("[y](theme:ab)\n[x](theme:a)", "theme:a", 2),
    ],
)
def test_a_link_stands_where_its_destination_stands(text: str, destination: str, line: int) -> None:
    assert places(text)[-1] == (destination, destination, line)


def test_a_mail_address_stands_without_its_scheme() -> None:
    assert places("<a@b.nl>") == [("mailto:a@b.nl", "a@b.nl", 1)]


def test_an_escaped_or_encoded_destination_is_decoded_and_found() -> None:
    assert places(r"[x](a\_b.pdf)") == [("a_b.pdf", r"a\_b.pdf", 1)]
    assert places("[x](/a?b&amp;c)") == [("/a?b&c", "/a?b&amp;c", 1)]


def test_equal_links_each_have_their_own_place() -> None:
    text = "[a](theme:x) [b](theme:x)\n\n- [c](theme:x)"
    assert [link.start for link in render(text).links] == [4, 17, 33]


@pytest.mark.parametrize("text", ["`[x](theme:a)`", "~~~\n[x](theme:a)\n~~~", "    [x](theme:a)", r"\[x](theme:a)"])
def test_what_stands_in_code_is_no_link(text: str) -> None:
    rendered = render(text)
    assert (rendered.links, rendered.findings) == ((), ())
    assert "theme:a" in rendered.html


FORMS = ("[x]({})", "[x][1]\n\n[1]: {}", '<a href="{}">x</a>', "<a href='{}' title=x>x</a>")


def test_a_dangerous_address_is_one_error_and_no_link() -> None:
    rendered = {(address, form): render(form.format(address)) for address in REFUSED for form in FORMS}
    codes = {which: [finding.code for finding in one.findings] for which, one in rendered.items()}
    assert {which: found for which, found in codes.items() if found != ["gevaarlijk-adres"]} == {}
    assert [which for which, one in rendered.items() if one.links or "href" in one.html] == []
    # In front of an address that begins with a tab or a line end nothing is left to point at.
    places = {which: (one.findings[0].start, one.findings[0].end) for which, one in rendered.items()}
    empty = {address for (address, _form), (start, end) in places.items() if start >= end}
    assert empty <= {"\tjavascript:kwaad()", "\njavascript:kwaad()"}


def test_a_tab_inside_angle_brackets_does_not_hide_a_scheme() -> None:
    rendered = render("[x](<java\tscript:kwaad()>)")
    assert [finding.code for finding in rendered.findings] == ["gevaarlijk-adres"]


@pytest.mark.parametrize(
    ("destination", "near"),
    [("thema:a", "theme:"), ("gemeente:a", "municipality:"), ("projct:a", "project:"), ("nieuws:a", "news:")],
)
def test_a_misspelt_kind_is_an_error_that_names_the_right_one(destination: str, near: str) -> None:
    (finding,) = render(f"[x]({destination})").findings
    assert (finding.code, finding.near) == ("soort-onbekend", (near,))


@pytest.mark.parametrize("text", ["[x]()", "[x](<>)", "![x]()", '<a href="">x</a>', '<img alt="x">', "[x](&#32;)"])
def test_an_empty_address_is_one_error(text: str) -> None:
    (finding,) = render(text).findings
    assert finding.code == "link-leeg"
    assert finding.end > finding.start or text == "[x](<>)"


@pytest.mark.parametrize("source", ["https://x.nl/a.png", "//x.nl/a.png", "http://x.nl/a.png", "theme:a"])
@pytest.mark.parametrize("form", ["![x]({})", '<img src="{}" alt="x">'])
def test_an_image_from_elsewhere_is_an_error(source: str, form: str) -> None:
    text = form.format(source)
    assert refused(text) == [("plaatje-van-elders", source)]
    assert "<img" not in render(text).html


def test_an_image_without_alternative_text_is_a_warning_at_its_place() -> None:
    assert refused("![](../media/a.png)") == [("plaatje-zonder-alt", "../media/a.png")]
    assert refused('<img src="../media/a.png">') == [("plaatje-zonder-alt", "../media/a.png")]
    assert refused("![Een sensor](../media/a.png)") == []


def test_raw_images_are_ordinary_images() -> None:
    (link,) = render('<img src="../media/a.png" alt="Een &amp; ander" width="9">').links
    assert (link.destination, link.image, link.alt) == ("../media/a.png", True, "Een & ander")


def test_links_get_their_targets_and_what_is_unresolved_stays_words() -> None:
    rendered = render("[a](theme:a) [b](https://x.nl/) [c](theme:c)")
    shown = resolve(rendered, [Target("/themas/a/?x&y"), Target("https://x.nl/", external=True), None])
    assert shown == (
        '<p><a href="/themas/a/?x&amp;y">a</a> '
        '<a href="https://x.nl/" class="external" rel="noopener external">b</a> <a>c</a></p>'
    )


def test_images_get_size_smaller_versions_and_wait_until_they_are_near() -> None:
    rendered = render('![Een sensor](a.png "Titel")')
    shown = resolve(rendered, [Target("/a.1.png", width=320, height=180, srcset="/a.2.png 480w")])
    assert 'src="/a.1.png" width="320" height="180" srcset="/a.2.png 480w" sizes="' in shown
    assert 'loading="lazy"' in shown
    assert 'alt="Een sensor" title="Titel"' in shown


def test_words_that_look_like_our_own_marks_stay_words() -> None:
    text = '`href="g40:0"` [x](theme:a) <a href="g40:0">y</a> <a href="g40-noot:1.1">z</a>'
    rendered = render(text)
    assert [link.destination for link in rendered.links] == ["theme:a"]
    assert resolve(rendered, [Target("/a/")]).count("<a href") == 1
    assert 'href="g40:0"' in rendered.html
