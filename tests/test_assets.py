"""The style sheet as it is published: small, in the order of its layers, and saying the same."""

from g40site.assets import compact, load
from tests.conftest import TEMPLATES


def test_what_only_readers_need_goes() -> None:
    sheet = """
    @layer base {
      /* it's "quoted" */
      .a > b, .c :is(d, e) { margin: 0 1px; content: "a,  b; {c}"; }
      @media (min-width: 48rem) { .a { inline-size: calc(1px + 2px); } }
    }
    """
    assert compact([sheet]).decode() == (
        '@layer base{.a>b,.c :is(d,e){margin:0 1px;content:"a,  b; {c}"}'
        "@media (min-width:48rem){.a{inline-size:calc(1px + 2px)}}}"
    )


def test_files_of_one_layer_are_one_layer_and_the_order_stays() -> None:
    sheets = ["@layer a, b;\n@layer a { x { y: z; } }", "@layer b { k { l: m; } }", "@layer b { n { o: p; } }"]
    assert compact(sheets).decode() == "@layer a,b;@layer a{x{y:z}}\n@layer b{k{l:m}n{o:p}}"


def test_a_sheet_that_is_cut_off_harms_no_other() -> None:
    assert compact(["@layer a { e { content: 'x", "@layer a { b { c: d; } }"]).decode().endswith("@layer a{b{c:d}}")


def test_the_budgets_hold() -> None:
    look = load(TEMPLATES)
    assert look is not None
    assert len(look.stylesheet.data) <= 30_000
    assert sum(len(script.data) for script in look.scripts) <= 20_000
