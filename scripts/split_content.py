"""Gives each project a file of its own, and the people of each municipality: once, for a site that had lists.

    python -m scripts.split_content [ROOT]

Every line goes along as it is, but for the spaces in front: comments, quotes, line ends. Where a layout is too special,
or where the content has errors, it says where and changes nothing. A second run finds nothing to do.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from g40site.content.entries import Content
from g40site.content.files import stem_of
from g40site.content.load import load_alone
from g40site.editing.entries import schema_line
from g40site.editing.transaction import Edit, copy_content, read_or_none, save
from g40site.editing.yaml_edit import File, Replacement, child
from g40site.model import MunicipalityFile
from g40site.model.shape import fields_by_key

KEYS = fields_by_key(MunicipalityFile).keys()
MODELINE = "# yaml-language-server:"
COMMENT = re.compile(r"(?:^|(?<=\s))#.*?(?=\s*$)", re.MULTILINE)


class Refused(Exception):
    """Why nothing is changed, in Dutch."""


class Item(NamedTuple):
    """An item of a list: its id, its node, and where its lines begin, its dash stands and its lines end."""

    id: str
    node: Any
    begin: int
    dash: int
    end: int


class Splitting:
    """The edits that split the lists of a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.edits: dict[str, Edit] = {}

    def run(self) -> list[Edit]:
        lists = []
        for path in sorted((self.root / "content/projects").glob("*.yaml")):
            file = f"content/projects/{path.name}"
            data = path.read_bytes()
            source = File.read(data)
            if isinstance(source.root, yaml.MappingNode) and (pair := child(source.root, "projects")) is not None:
                lists.append((file, source, pair))
                # A project may take the place of any list, when it has its name.
                self.edits[file] = Edit(file, None, data)
        self.split_municipalities("municipalities.yaml")
        for file, source, pair in lists:
            above = without_modeline(source.text[: source.line_start(pair[0].start_mark.index)])
            self.split_list(file, source, pair, stem_of(file), above)
        return [*self.edits.values()]

    # Projects.

    def split_list(self, file: str, source: File, pair: tuple[Any, Any], owner: str, above: str = "") -> None:
        """The projects under a key. What stands above the first one, also behind the key, goes with that."""
        key, node = pair
        start, items = source.next_line(key.end_mark.index), [*self.items(file, source, node)]
        behind = source.text[key.end_mark.index + 1 : start].lstrip(" \r\n")
        for number, item in enumerate(items):
            before = above + behind + source.text[start : item.begin] if number == 0 else ""
            self.add_project(source, item, owner, before.lstrip("\r\n"))

    def items(self, file: str, source: File, node: Any) -> Iterator[Item]:
        """The items of a list, each with its id and its lines: comments to the left of its keys belong to the next."""
        if not node.value:
            return
        if node.flow_style:
            raise Refused(f"{file}, regel {node.start_mark.line + 1}: zet elk project op een eigen regel, met een `-`.")
        for number, item in enumerate(node.value):
            after = node.value[number + 1] if number + 1 < len(node.value) else None
            begin = self.begin_of(source, node, item)
            end = self.begin_of(source, node, after) if after is not None else self.end_of(source, node, item)
            yield Item(pair_of(item, "id")[1].value, item, begin, dash_of(source, node, item), end)

    def begin_of(self, source: File, node: Any, item: Any) -> int:
        """The first line of an item, with the comments right above it that stand to the left of its keys."""
        begin = source.line_start(dash_of(source, node, item))
        return lines_above(source.text, begin, lambda spaces: spaces < item.start_mark.column)

    def end_of(self, source: File, node: Any, item: Any) -> int:
        """Behind the last line of a list: the end of its file, or of the comments that belong to its last item."""
        if any(value is node for _key, value in source.root.value):
            return len(source.text)
        return lines_below(source, source.next_line(source.last(item)), item.start_mark.column)

    def add_project(self, source: File, item: Item, owner: str, above: str) -> None:
        """An item as a file: a space for its dash, its municipality for its id."""
        key, value = pair_of(item.node, "id")
        head = f"{source.text[item.begin : item.dash]} {source.text[item.dash + 1 : key.start_mark.index]}"
        text = f"{head}municipality: {owner}{source.text[source.last(value) : item.end]}"
        column = item.node.start_mark.column
        self.add(f"content/projects/{item.id}.yaml", "project", source, dedented(above + text, column))

    # Municipalities.

    def split_municipalities(self, file: str) -> None:
        data = read_or_none(self.root / file) or b""
        source = File.read(data)
        _key, items = pair_of(source.root, "municipalities")
        replacements = []
        for item in items.value:
            id, regions = pair_of(item, "id")[1].value, []
            for key, value in item.value:
                if key.value == "projects" or key.value in KEYS:
                    begin, end = self.lines_of(file, source, item, key, value)
                    replacements.append(Replacement(begin, end, ""))
                    if key.value == "projects":
                        above = source.text[begin : source.line_start(key.start_mark.index)]
                        self.split_list(file, source, (key, value), id, above)
                    else:
                        regions.append(dedented(source.text[begin:end], item.start_mark.column))
            if regions:
                self.add(f"content/municipalities/{id}.yaml", "municipality", source, "".join(regions))
        if replacements:
            self.edits[file] = Edit(file, source.edited(replacements), data)

    def lines_of(self, file: str, source: File, item: Any, key: Any, value: Any) -> tuple[int, int]:
        """The lines of a key, with the comments right above it and those below it that stand further to the right."""
        if item.flow_style or key is item.value[0][0]:
            line = key.start_mark.line + 1
            raise Refused(f"{file}, regel {line}: zet `{key.value}` op een eigen regel, onder de `id` van de gemeente.")
        begin = source.line_start(key.start_mark.index)
        begin = lines_above(source.text, begin, lambda spaces: spaces == key.start_mark.column)
        return begin, lines_below(source, source.next_line(source.last(value)), key.start_mark.column + 1)

    # Files.

    def add(self, file: str, kind: str, source: File, text: str) -> None:
        """A new file with its schema on the first line."""
        list_of_it = self.edits.get(file)
        if list_of_it is None and read_or_none(self.root / file) is not None:
            raise Refused(f"{file} bestaat al.")
        lines = "".join(line + source.line_end for line in schema_line(file, kind, self.root))
        body = text.strip("\r\n") + source.line_end
        data = (source.mark + lines + body).encode()
        self.edits[file] = Edit(file, data, list_of_it.before if list_of_it else None)


def pair_of(node: Any, key: str) -> tuple[Any, Any]:
    """A key that the loader has read."""
    pair = child(node, key)
    assert pair is not None, f"`{key}` was checked"
    return pair


def dash_of(source: File, node: Any, item: Any) -> int:
    """Where the dash of an item stands: perhaps on a line above it."""
    place = source.line_start(item.start_mark.index)
    while source.text[place + node.start_mark.column] != "-":
        place = source.line_start(place - 1)
    return int(place + node.start_mark.column)


def lines_above(text: str, begin: int, belongs: Any) -> int:
    """Where the comments begin that stand right above a line and belong to it, by the spaces before them."""
    while begin:
        above = max(text.rfind("\n", 0, begin - 1), text.rfind("\r", 0, begin - 1 - text[:begin].endswith("\r\n"))) + 1
        line = text[above:begin]
        if not line.lstrip(" ").startswith("#") or not belongs(len(line) - len(line.lstrip(" "))):
            break
        begin = above
    return begin


def lines_below(source: File, end: int, least: int) -> int:
    """Behind the comments below a line that have so many spaces before them, with empty lines between."""
    place = end
    while place < len(source.text):
        line = source.text[place : source.next_line(place + 1)]
        bare = line.lstrip(" ")
        if bare.strip() and not (bare.startswith("#") and len(line) - len(bare) >= least):
            break
        place += len(line)
        end = place if bare.strip() else end
    return end


def dedented(text: str, spaces: int) -> str:
    """The lines of a text with so many spaces less before them; fewer where they have not so many."""
    lines = text.splitlines(keepends=True)
    return "".join(line[min(spaces, len(line) - len(line.lstrip(" "))) :] for line in lines)


def without_modeline(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MODELINE))


# That nothing is lost.


def entries_of(content: Content) -> dict[tuple[str, str], tuple[Any, str]]:
    return {(entry.kind, entry.id): (entry.model, entry.owner) for entry in content}


def told_by(content: Content) -> Counter[tuple[str, object]]:
    """What is wrong in single files, without the places."""
    return Counter((problem.code, problem.values) for problem in content.diagnostics)


def comments_in(texts: Sequence[bytes | None]) -> Counter[str]:
    found = (match for text in texts for match in COMMENT.findall((text or b"").decode("utf-8-sig")))
    return Counter(comment for comment in found if not comment.startswith(MODELINE))


def refuse_loss(root: Path, edits: Sequence[Edit]) -> None:
    """Makes the edits in a copy, and looks whether it says the same."""
    with tempfile.TemporaryDirectory(prefix="g40site-") as name:
        copy_content(root, Path(name))
        save(Path(name), edits)
        before, after = load_alone(root), load_alone(Path(name))
    if entries_of(before) != entries_of(after) or told_by(before) != told_by(after):
        raise Refused("de inhoud zou niet hetzelfde blijven.")
    for comment in comments_in([edit.before for edit in edits]) - comments_in([edit.data for edit in edits]):
        raise Refused(f"de opmerking `{comment}` zou wegvallen.")


def split(root: Path) -> Mapping[str, int]:
    """Splits the lists of a root; how many files each folder gets."""
    if any(problem.severity == "error" for problem in load_alone(root).diagnostics):
        raise Refused("in de inhoud staan fouten. Typ `python build.py check`, en verbeter die eerst.")
    edits = Splitting(root).run()
    if edits:
        refuse_loss(root, edits)
        save(root, edits)
    return Counter(edit.file.split("/")[1] for edit in edits if edit.data is not None and "/" in edit.file)


def main(root: Path) -> int:
    try:
        files = split(root)
    except Refused as refused:
        print(f"Niets veranderd: {refused}", file=sys.stderr)
        return 1
    print(f"Nieuwe bestanden: {files['projects']} van projecten, {files['municipalities']} van gemeenten.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
