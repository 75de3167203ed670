"""The style sheet, the scripts and the icons: read once, joined in a fixed order, named after their content.

In: the files of a folder with templates. Out: files with an address that changes with their bytes, so that browsers may
keep them for ever.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from g40site import addresses

# The order of layers is declared in the first; later files may rely on earlier ones.
FIRST = ("reset", "tokens", "base", "layout")
LAST = ("utilities", "print")
# Texts in quotes stay as they are; only spaces that mean nothing go. A space before a `:` can be a descendant.
TEXT = r"""("[^"]*"|'[^']*')"""
TEXT_OR_SPACE = re.compile(TEXT + r"|(?:/\*.*?\*/|\s)+", re.DOTALL)
TEXT_OR_SIGN = re.compile(TEXT + r"|[ ;]*(\}) ?| ?([{;,>]) ?|: ", re.DOTALL)
ONE_LAYER = re.compile(r"@layer (\w+)\{(.*)\}")
# The sizes in pixels that the web manifest names.
APP_ICONS = (192, 512)
IMPORT = re.compile(rb'from "\./([\w-]+)\.js"')


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
    sheets = in_folder(files, "css", "css")
    if not sheets:
        return None
    middle = [name for name in sheets if name not in FIRST + LAST]
    order = [name for name in (*FIRST, *middle, *LAST) if name in sheets]
    sheet = compact(sheets[name].decode("utf-8", "replace") for name in order)
    return Assets(
        stylesheet=named("site", "css", sheet, "templates/assets/css"),
        icon=icon(files, "icon.svg"),
        touch_icon=icon(files, "touch-180.png"),
        favicon=replace(icon(files, "favicon.ico"), address=addresses.FAVICON),
        app_icons=tuple(icon(files, f"app-{size}.png") for size in APP_ICONS),
        scripts=tuple(scripts(in_folder(files, "js", "js"))),
    )


def in_folder(files: Mapping[str, bytes], folder: str, ending: str) -> dict[str, bytes]:
    """The files of one kind of assets, by their names without an ending."""
    pattern = re.compile(rf"assets/{folder}/([^/]+)\.{ending}")
    return {match[1]: files[name] for name in sorted(files) if (match := pattern.fullmatch(name))}


def icon(files: Mapping[str, bytes], name: str) -> Asset:
    """An icon, or an empty file where these templates have none."""
    stem, _, ending = name.rpartition(".")
    return named(stem, ending, files.get(f"assets/icons/{name}", b""), f"templates/assets/icons/{name}")


@lru_cache(maxsize=100)
def short(sheet: str) -> str:
    """A sheet without comments and spaces. A preview asks again at each save, of sheets that seldom change."""
    spaced = TEXT_OR_SPACE.sub(lambda found: found[1] or " ", sheet).strip()
    return TEXT_OR_SIGN.sub(lambda found: found[1] or found[2] or found[3] or ":", spaced)


def compact(sheets: Iterable[str]) -> bytes:
    """The sheets as one, without what only their readers need: comments, spaces, a layer's name at each file."""
    layers: list[tuple[str, list[str]]] = []
    for sheet in map(short, sheets):
        whole = ONE_LAYER.fullmatch(sheet)
        layer, rules = (whole[1], whole[2]) if whole else ("", sheet)
        if not layers or layers[-1][0] != layer:
            layers.append((layer, []))
        layers[-1][1].append(rules)
    joined = (("".join(rules), layer) for layer, rules in layers)
    return "\n".join(f"@layer {layer}{{{rules}}}" if layer else rules for rules, layer in joined).encode()


def scripts(texts: dict[str, bytes]) -> Iterator[Asset]:
    """The scripts by name. One that imports another does so by its published name, which follows from its content."""
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
    """What browsers get: a script without what only its readers need. The style sheet is so already."""
    if not asset.address.endswith(".js"):
        return asset.data
    # Imported here: a build that makes no assets has no use for it.
    import rjsmin

    return bytes(rjsmin.jsmin(asset.data))
