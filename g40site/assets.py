"""The style sheet, the scripts and the icons: read once, joined in a fixed order, named after their content.

In: the files of a folder with templates. Out: files with an address that changes with their bytes, so that browsers may
keep them for ever.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses

# Folders of sheets: what a later layer says wins from an earlier one, and a sheet in no folder from all of them.
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities", "print")
SHEET = re.compile(r"assets/css/(?:(\w+)/)?[^/]+\.css")
SCRIPT = re.compile(r"assets/js/([^/]+)\.js")
# The sizes in pixels that the web manifest names.
APP_ICONS = (192, 512)
IMPORT = re.compile(rb'from "\./([\w-]+)\.js"')
COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
# In a selector a space before `:` means something. Within blocks that it does not know the minifier loses it.
SPACE_BEFORE_COLON = re.compile(rb"[^\s,{};>+~(]\s+:[^;{}]*\{")


class Asset(Struct, frozen=True):
    """One published file."""

    address: str
    source: str
    data: bytes


class Assets(Struct, frozen=True):
    """What every page links to, and the icons that browsers ask for by themselves or find in the web manifest."""

    stylesheet: Asset
    icon: Asset
    touch_icon: Asset
    favicon: Asset
    app_icons: tuple[Asset, ...] = ()
    scripts: tuple[Asset, ...] = ()

    def script_addresses(self) -> tuple[tuple[str, str], ...]:
        """The name of each script, as its file has it, and its address."""
        return tuple((Path(script.source).stem, script.address) for script in self.scripts)


def load(files: Mapping[str, bytes]) -> Assets | None:
    """The assets of a folder of templates, by its files, or None where it has no style sheets."""
    sheet = joined(files)
    if sheet is None:
        return None
    return Assets(
        stylesheet=named("site", "css", sheet, "templates/assets/css"),
        icon=icon(files, "icon.svg"),
        touch_icon=icon(files, "touch-180.png"),
        favicon=replace(icon(files, "favicon.ico"), address=addresses.FAVICON),
        app_icons=tuple(icon(files, f"app-{size}.png") for size in APP_ICONS),
        scripts=tuple(scripts({m[1]: files[name] for name in sorted(files) if (m := SCRIPT.fullmatch(name))})),
    )


def icon(files: Mapping[str, bytes], name: str) -> Asset:
    """An icon, or an empty file where these templates have none."""
    stem, _, ending = name.rpartition(".")
    return named(stem, ending, files.get(f"assets/icons/{name}", b""), f"templates/assets/icons/{name}")


def joined(files: Mapping[str, bytes]) -> bytes | None:
    """The style sheets as one, those of a folder in its layer; nothing where there are none."""
    layers: dict[str, list[bytes]] = {layer: [] for layer in LAYERS}
    for name in sorted(files):
        if match := SHEET.fullmatch(name):
            layers.setdefault(match[1] or "", []).append(minified(files[name]))
    outside = layers.pop("", [])
    rules = [b"@layer %s{%s}" % (layer.encode(), b"\n".join(sheets)) for layer, sheets in layers.items() if sheets]
    return b"\n".join(rules + outside) if rules or outside else None


@lru_cache(maxsize=100)
def minified(sheet: bytes) -> bytes:
    """A sheet without what only its readers need; as it is where it would get another meaning.

    A preview asks again at each save, of sheets that seldom change.
    """
    # Imported here: a build that has its assets in the cache has no use for it.
    import rcssmin

    text = COMMENT.sub(b"", sheet)
    small = bytes(rcssmin.cssmin(sheet))
    return small if len(SPACE_BEFORE_COLON.findall(small)) == len(SPACE_BEFORE_COLON.findall(text)) else sheet


def scripts(texts: dict[str, bytes]) -> Iterator[Asset]:
    """The scripts by name. One that imports another does so by its published name, which follows from its content."""
    assets: dict[str, Asset] = {}

    def published_import(match: re.Match[bytes]) -> bytes:
        asset = script(match[1].decode())
        return match[0] if asset is None else f'from "./{Path(asset.address).name}"'.encode()

    def script(name: str) -> Asset | None:
        # A script that imports itself, by whatever way, is taken out first, so that the search ends.
        if name not in assets and (text := texts.pop(name, None)) is not None:
            assets[name] = named(name, "js", IMPORT.sub(published_import, text), f"templates/assets/js/{name}.js")
        return assets.get(name)

    for name in list(texts):
        script(name)
    return iter(sorted(assets.values(), key=lambda asset: asset.source))


def named(stem: str, ending: str, data: bytes, source: str) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Asset(f"/assets/{stem}.{digest}.{ending}", source, data)


def published(asset: Asset) -> bytes:
    """What browsers get: a script without what only its readers need. The style sheet is so already."""
    if not asset.address.endswith(".js"):
        return asset.data
    # Imported here: a build that makes no assets has no use for it.
    import rjsmin

    return bytes(rjsmin.jsmin(asset.data))
