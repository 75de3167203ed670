"""What Markdown becomes: headings, tables, notes, typography, plain text."""

import pytest

from g40site.markdown import RESERVED_IDS, Heading, Rendered, Target, render, resolve


def html(text: str, prefix: str = "") -> str:
    rendered = render(text, prefix)
    return resolve(rendered, [Target(link.destination) for link in rendered.links])


def codes(rendered: Rendered) -> list[str]:
    return [finding.code for finding in rendered.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**vet** en *schuin*", "<p><strong>vet</strong> en <em>schuin</em></p>"),
        ("~~~\n<b>\n~~~", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("```py\nx\n```", "<pre><code>x\n</code></pre>"),
        ("Term\n:   Uitleg", "<dl>\n<dt>Term</dt>\n<dd>Uitleg</dd>\n</dl>"),
        ("Het CBS telt.\n\n*[CBS]: Centraal", '<p>Het <abbr title="Centraal">CBS</abbr> telt.</p>'),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("#digitaal is geen kop", "<p>#digitaal is geen kop</p>"),
        ("", ""),
        ("\n\n", ""),
    ],
)
def test_markdown_becomes_html(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Zij zei "ja".', "Zij zei “ja”."),
        ("'s-Hertogenbosch, 't Gooi, zo'n 'n dag in '20", "’s-Hertogenbosch, ’t Gooi, zo’n ’n dag in ’20"),
        ("Zij zei 'ja' tegen foto's", "Zij zei ‘ja’ tegen foto’s"),
        ("\"'ja', zei hij\"", "“‘ja’, zei hij”"),
        ('*"ja"*', "<em>“ja”</em>"),
        ("10--12 uur --- of later...", "10–12 uur — of later…"),
        ('`"--"` blijft', '<code>"--"</code> blijft'),
        ("<kbd>--</kbd> blijft", "<kbd>--</kbd> blijft"),
        ("a & b < c", "a &amp; b &lt; c"),
    ],
)
def test_typography_is_dutch_and_leaves_code_alone(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


def test_an_address_that_is_shown_keeps_its_hyphens() -> None:
    assert ">https://x.nl/a--b</a>" in html("<https://x.nl/a--b>")


def test_a_heading_of_level_one_is_shown_as_level_two_with_a_warning() -> None:
    rendered = render("# Kop\n\nTekst.")
    assert rendered.html.startswith('<h2 id="kop-kop">Kop</h2>')
    assert [(f.code, f.start, f.end) for f in rendered.findings] == [("kop-niveau-1", 0, 5)]


def test_an_underlined_heading_of_level_one_counts_too() -> None:
    rendered = render("Tekst.\n\nWat wij doen\n====")
    assert [(f.code, f.start, f.end) for f in rendered.findings] == [("kop-niveau-1", 8, 20)]


def test_headings_are_in_order_where_the_author_skips_a_level() -> None:
    rendered = render("## A\n\n#### B\n\n#### C\n\n### D\n\n## E")
    assert [(h.level, h.text) for h in rendered.headings] == [(2, "A"), (3, "B"), (3, "C"), (3, "D"), (2, "E")]
    assert [(f.code, f.start) for f in rendered.findings] == [("kop-overgeslagen", 6), ("kop-overgeslagen", 14)]


def test_an_empty_heading_goes_with_a_warning() -> None:
    rendered = render("Tekst.\n\n## \n\nMeer.")
    assert rendered.html == "<p>Tekst.</p>\n\n<p>Meer.</p>"
    assert [(f.code, f.start) for f in rendered.findings] == [("kop-leeg", 8)]


def test_the_second_wrong_heading_has_its_own_place() -> None:
    text = "# A\n\n```\n# geen kop\n```\n\n# B"
    assert [text[f.start : f.end] for f in render(text).findings] == ["# A", "# B"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Één café", "een-cafe"),
        ("Main", "kop-main"),
        ("Noot 1", "kop-noot-1"),
        ("2020 en verder", "kop-2020-en-verder"),
        ("数字", "deel-2"),
        ("Wat `code` *doet*", "wat-code-doet"),
        ("Zie [dit](theme:a)", "zie-dit"),
    ],
)
def test_ids_are_ascii_words_that_the_page_does_not_use(heading: str, expected: str) -> None:
    rendered = render(f"## 字\n\n## {heading}")
    assert rendered.ids == ("deel", expected)
    assert not set(rendered.ids[1:]) & RESERVED_IDS


def test_equal_headings_get_different_ids() -> None:
    assert render("## A\n\n## A\n\n## A 2\n\n## A").ids == ("a", "a-2", "a-2-2", "a-3")


def test_every_id_carries_the_prefix_of_its_text() -> None:
    rendered = render("## A\n\nNoot.[^1]\n\n[^1]: x", prefix="les-")
    assert rendered.ids == ("les-a", "les-terug-1-1", "les-noot-1")
    assert 'href="#les-noot-1"' in rendered.html
    assert 'href="#les-terug-1-1"' in rendered.html
    assert rendered.headings == (Heading(2, "les-a", "A"),)


def test_a_table_scrolls_in_a_region_with_a_name_and_has_no_inline_style() -> None:
    rendered = render("## Cijfers\n\n| A | B | C |\n| --- | ---: | :-: |\n| 1 | 2 | 3 |")
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Tabel: Cijfers"><table>' in rendered.html
    assert '<th scope="col">A</th>\n<th class="align-right" scope="col">B</th>' in rendered.html
    assert '<td class="align-center">3</td>' in rendered.html
    assert "style" not in rendered.html
    assert rendered.html.endswith("</table></div>")


def test_the_keyboard_stops_only_at_code_that_may_be_too_wide_for_a_small_screen() -> None:
    for lines, stop in ((f"{'x' * 22}\nx\n{'y' * 22}", False), (f"x\n{'x' * 23}\nx", True), ("é" * 12, True)):
        assert ('<pre tabindex="0">' in render(f"Zo:\n\n```\n{lines}\n```\n\n{'z' * 40}").html) == stop, lines


def test_two_tables_have_different_names() -> None:
    table = "| A |\n| --- |\n| 1 |\n\n"
    markup = render(table + "Tekst.\n\n" + table).html
    assert 'aria-label="Tabel"' in markup
    assert 'aria-label="Tabel 2"' in markup


def test_notes_are_numbered_by_first_use_and_lead_back_to_each_use() -> None:
    rendered = render("A[^b] B[^a] C[^b]\n\n[^a]: een\n[^b]: twee")
    assert rendered.ids == ("terug-1-1", "terug-2-1", "terug-1-2", "noot-1", "noot-2")
    assert rendered.html.index("twee") < rendered.html.index("een&nbsp;")
    assert 'href="#terug-1-2" aria-label="Terug naar noot 1 in de tekst, plaats 2"' in rendered.html
    assert rendered.findings == ()


def test_a_note_without_a_reference_and_a_reference_without_a_note_are_told() -> None:
    text = "A[^x]\n\n[^y]: los"
    rendered = render(text)
    found = [(f.code, text[f.start : f.end]) for f in rendered.findings]
    assert found == [("noot-onbekend", "[^x]"), ("noot-ongebruikt", "[^y]:")]
    assert "los" not in rendered.html


def test_plain_text_has_a_line_for_each_block_and_no_note_signs() -> None:
    rendered = render("## Kop\n\nEen *zin*\nmet een [link](theme:a).[^1]\n\n- a\n- b\n\n[^1]: noot")
    assert rendered.plain == "Kop\nEen zin met een link.\na\nb\nnoot"


def test_the_same_text_gives_the_same_result_after_any_other_text() -> None:
    text = "## A\n\nB[^1] [x][y] CBS\n\n[^1]: n\n\n[y]: theme:a\n\n*[CBS]: c"
    first = render(text)
    render("- " * 400 + "a")
    render("# [y][y]\n\n[y]: news:b\n\n[^1]: los\n\n*[B]: anders")
    assert render(text) == first


@pytest.mark.parametrize(
    "entity", ["&#x1F;", "&#xD800;", "&#xFFFE;", "&#0;", "&#99999999999999999999;", "\x02", "\x1a0\x1a"]
)
def test_characters_that_xml_forbids_never_reach_the_page(entity: str) -> None:
    rendered = render(f"Voor {entity} na [{entity}](theme:a).\n\n## {entity} kop")
    shown = resolve(rendered, [Target("/x/")]) + rendered.plain + rendered.headings[0].text
    assert all(c in "\n\ufffd" or c.isprintable() or c == "\u00a0" for c in shown)


def test_an_empty_note_is_no_reason_to_fail() -> None:
    assert codes(render("A[^1]\n\n[^1]: ")) == []
    assert codes(render("[^1]: [^1]: ")) == ["noot-ongebruikt"]
