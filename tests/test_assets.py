"""The published style sheet and scripts: names that follow from content, imports by them, and nothing too much."""

from pathlib import Path

from g40site import assets


def loaded(folder: Path, scripts: dict[str, str]) -> dict[str, assets.Asset]:
    files = {f"js/{name}": text for name, text in scripts.items()} | {"css/base.css": "a { b: c; }"}
    for path, text in files.items():
        file = folder / "assets" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    found = assets.load(folder)
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
    made = loaded(tmp_path, {"a.js": "// Says why.\nexport const text = (n) => `a  ${n ? ` b  ${n}` : ''}`;\n"})
    script = assets.published(made["a.js"]).decode()
    assert "Says why" not in script
    assert "`a  ${" in script
    assert "` b  ${" in script


def test_what_cannot_be_read_is_published_as_it_is(tmp_path: Path) -> None:
    made = loaded(tmp_path, {"a.js": "const ;;; (\n"})
    assert assets.published(made["a.js"]) == b"const ;;; (\n"
