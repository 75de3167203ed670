"""The style sheet as it is published: small, in the order of its layers, and saying the same."""

import re
from pathlib import Path

import pytest

from g40site import assets
from g40site.assets import load, minified, published
from g40site.sources import files_below
from tests.sites import TEMPLATES

SHEETS = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.css")}


def sheet(files: dict[str, str]) -> str:
    look = load({f"assets/css/{name}": text.encode() for name, text in files.items()})
    assert look is not None
    return look.stylesheet.data.decode()


def test_what_only_readers_need_goes() -> None:
    text = """
    /* it's "quoted" */
    .a > b, .c :is(d, e) { margin: 0 1px; content: "a,  b; {c}"; }
    @media (min-width: 48rem) { .c :is(d, e) { inline-size: calc(1px + 2px); } }
    """
    assert sheet({"base/a.css": text}) == (
        '@layer base{.a>b,.c :is(d,e){margin:0 1px;content:"a,  b; {c}"}'
        "@media (min-width:48rem){.c :is(d,e){inline-size:calc(1px + 2px)}}}"
    )


def test_the_folder_of_a_sheet_is_its_layer_and_one_in_no_folder_goes_before_all() -> None:
    rule = "x { y: z; }"
    names = ("print/a.css", "theme.css", "components/b.css", "components/a.css", "reset/a.css", "own/a.css")
    found = sheet({name: rule.replace("x", name[0]) for name in names})
    assert re.sub(r"\s", "", found) == (
        "@layerreset{r{y:z}}@layercomponents{c{y:z}c{y:z}}@layerprint{p{y:z}}@layerown{o{y:z}}t{y:z}"
    )


def test_a_text_that_is_cut_off_harms_no_other_sheet() -> None:
    assert sheet({"base/a.css": "a { b: 'x", "base/b.css": "c { d: e; }"}).endswith("\nc{d:e}}")


def test_a_line_of_a_sheet_has_one_declaration() -> None:
    for name, text in SHEETS.items():
        lines = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines()
        assert [line for line in lines if re.search(r";\s*\S|\{\s*\S|\S\s*\}", line)] == [], name


@pytest.mark.parametrize(
    "text",
    [
        "@container (width > 3rem) {\n  .a :hover { color: red; }\n}",
        "@layer own {\n  .a :is(b, c) { color: red; }\n}",
        ".a {\n  .b :hover { color: red; }\n}",
    ],
)
def test_a_sheet_that_the_minifier_would_read_otherwise_stays_as_it_is(text: str) -> None:
    """Within such blocks a space before `:` would be lost: `.a :hover` is not `.a:hover`."""
    assert sheet({"own.css": text}) == text


def test_our_own_sheets_are_all_made_small() -> None:
    assert [name for name, text in SHEETS.items() if minified(text.encode()).decode() == text] == []


def test_the_budgets_hold() -> None:
    look = load(files_below(TEMPLATES))
    assert look is not None
    assert len(look.stylesheet.data) <= 30_000
    assert sum(len(published(script)) for script in look.scripts) <= 20_000


def loaded(folder: Path, scripts: dict[str, str]) -> dict[str, assets.Asset]:
    files = {f"js/{name}": text for name, text in scripts.items()} | {"css/base.css": "a { b: c; }"}
    for path, text in files.items():
        file = folder / "assets" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    found = assets.load(files_below(folder))
    assert found is not None
    return {Path(asset.source).name: asset for asset in found.scripts}


def test_a_script_imports_another_by_its_published_name(tmp_path: Path) -> None:
    made = loaded(tmp_path, {"a.js": 'import { b } from "./b.js";\nb();\n', "b.js": "export const b = () => 1;\n"})
    name = Path(made["b.js"].address).name
    assert f'from"./{name}"' in assets.published(made["a.js"]).decode()


def test_the_name_of_a_script_changes_with_what_it_imports(tmp_path: Path) -> None:
    first = {"a.js": 'import { b } from "./b.js";\nb();\n', "b.js": "export const b = () => 1;\n"}
    before = loaded(tmp_path, first)
    after = loaded(tmp_path, {**first, "b.js": "export const b = () => 2;\n"})
    assert before["a.js"].address != after["a.js"].address
    assert [asset.address for asset in loaded(tmp_path, first).values()] == [asset.address for asset in before.values()]


def test_scripts_that_import_each_other_do_not_hang(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        {"a.js": 'import "./b.js";\n', "b.js": 'import { a } from "./c.js";', "c.js": 'import {} from "./b.js"'},
    )
    assert set(made) == {"a.js", "b.js", "c.js"}


def test_browsers_get_no_comments_and_the_same_text(tmp_path: Path) -> None:
    made = loaded(tmp_path, {"a.js": "// Says why.\nexport const text = (n) => `a  ${n}  b`;\n"})
    script = published(made["a.js"]).decode()
    assert "Says why" not in script
    assert "`a  ${n}  b`" in script


def test_no_script_has_a_template_inside_a_template() -> None:
    """The spaces of the inner one would be lost."""
    for script in (TEMPLATES / "assets/js").glob("*.js"):
        assert not re.search(r"`[^`]*\$\{[^}`]*`", script.read_text("utf-8")), script.name
