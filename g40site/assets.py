"""The style sheet, the scripts and the icons: read once, joined in a fixed order, named after their content.

In: the folder with templates. Out: files with an address that changes with their bytes, so that browsers may keep
them for ever.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The order of layers is declared in the first; later files may rely on earlier ones.
FIRST = ("reset", "tokens", "base", "layout")
LAST = ("utilities", "print")
MINIFIED = {".css": "text/css", ".js": "application/javascript"}
IMPORT = re.compile(rb'from "\./([\w-]+)\.js"')


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
    sheet = b"".join(sheets[name].read_bytes() for name in order)
    icon = templates / "assets" / "icons" / "icon.svg"
    return Assets(
        stylesheet=named("site", "css", sheet, "templates/assets/css"),
        icon=named("icon", "svg", icon.read_bytes() if icon.is_file() else b"", "templates/assets/icons/icon.svg"),
        scripts=tuple(scripts(templates / "assets" / "js")),
    )


def scripts(folder: Path) -> Iterator[Asset]:
    """The scripts by name. One that imports another does so by its published name, which follows from its content."""
    texts = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.js"))}
    made: dict[str, Asset] = {}

    def imported(name: re.Match[bytes]) -> bytes:
        asset = make(name[1].decode())
        return name[0] if asset is None else f'from "./{Path(asset.address).name}"'.encode()

    def make(name: str) -> Asset | None:
        # A script that imports itself, by whatever way, is taken out first, so that the search ends.
        if name not in made and (text := texts.pop(name, None)) is not None:
            made[name] = named(name, "js", IMPORT.sub(imported, text), f"templates/assets/js/{name}.js")
        return made.get(name)

    for name in list(texts):
        make(name)
    return iter(sorted(made.values(), key=lambda asset: asset.source))


def named(stem: str, ending: str, data: bytes, source: str) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Asset(f"/assets/{stem}.{digest}.{ending}", source, data)


def published(asset: Asset) -> bytes:
    """What browsers get: a file without what only its readers need. One that cannot be read stays as it is."""
    kind = MINIFIED.get(Path(asset.address).suffix)
    if kind is None:
        return asset.data
    # Imported here: a build that makes no assets has no use for it.
    import minify

    try:
        return str(minify.string(kind, asset.data.decode())).encode()
    except (ValueError, UnicodeDecodeError):
        return asset.data
