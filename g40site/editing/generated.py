"""The files that follow from the models and the content, and stand in a root for editors and code hosts.

In: what was loaded, and the root. Out: texts by their path. Beside the schemas only what has a place there is written:
a root without a manual gets no list of fields.
"""

from pathlib import Path, PurePosixPath

from g40site.content.entries import Content
from g40site.content.reader import MANUAL
from g40site.editing import field_reference, issue_forms, snippets
from g40site.editing import schemas as json_schemas


def schemas(content: Content) -> dict[str, bytes]:
    """The schemas by the name of their file."""
    return json_schemas.schemas(json_schemas.known(content))


def files(content: Content, root: Path) -> dict[str, bytes]:
    """All that is written to a root, by path."""
    beside = {
        f".vscode/{snippets.FILE}": snippets.render(json_schemas.known(content)),
        f"{MANUAL}/{field_reference.FILE}": field_reference.render(),
        **{path: text.encode() for path, text in issue_forms.files(content).items()},
    }
    return {f"schema/{name}": data for name, data in schemas(content).items()} | {
        path: data for path, data in beside.items() if (root / PurePosixPath(path).parent).is_dir()
    }
