"""The style sheet, the scripts and the icons: read once, joined in a fixed order, named after their content.

In: the folder with templates. Out: files with an address that changes with their bytes, so that browsers may keep
them for ever.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

# The order of layers is declared in the first; later files may rely on earlier ones.
FIRST = ("reset", "tokens", "base", "layout")
LAST = ("utilities", "print")


@dataclass(frozen=True, slots=True)
class Asset:
    """One published file."""

    address: str
    source: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """What every page links to."""

    stylesheet: Asset
    icon: Asset
    scripts: tuple[Asset, ...] = ()

    def script_addresses(self) -> tuple[tuple[str, str], ...]:
        """The name of each script, as its file has it, and its address."""
        return tuple((Path(script.source).stem, script.address) for script in self.scripts)


def load(templates: Path) -> Assets | None:
    """The assets of a folder of templates, or None where it has no style sheets."""
    sheets = {path.stem: path for path in sorted((templates / "assets" / "css").glob("*.css"))}
    if not sheets:
        return None
    middle = [name for name in sheets if name not in FIRST + LAST]
    order = [name for name in (*FIRST, *middle, *LAST) if name in sheets]
    sheet = b"".join(without_indents(sheets[name].read_bytes()) for name in order)
    icon = templates / "assets" / "icons" / "icon.svg"
    return Assets(
        stylesheet=named("site", "css", sheet, "templates/assets/css"),
        icon=named("icon", "svg", icon.read_bytes() if icon.is_file() else b"", "templates/assets/icons/icon.svg"),
        scripts=tuple(
            named(path.stem, "js", without_comments(path.read_bytes()), f"templates/assets/js/{path.name}")
            for path in sorted((templates / "assets" / "js").glob("*.js"))
        ),
    )


def without_indents(sheet: bytes) -> bytes:
    """Indents and blank lines are for who reads the source; browsers need neither."""
    return b"".join(line + b"\n" for raw in sheet.splitlines() if (line := raw.strip()))


def without_comments(script: bytes) -> bytes:
    """The same for a script, and for lines that are only comment. So no text in a script may span lines."""
    return b"".join(line + b"\n" for line in without_indents(script).splitlines() if not line.startswith(b"//"))


def named(stem: str, ending: str, data: bytes, source: str) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Asset(f"/assets/{stem}.{digest}.{ending}", source, data)
