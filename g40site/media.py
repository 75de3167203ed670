"""Images and documents of the content: what they are, and the smaller versions of an image.

In: the bytes of a file. Out: its kind and size, or one fault; and variants without EXIF, turned upright, the same bytes
for the same input. A file is judged by its content, never by its name, and its size before a pixel is decoded. Nothing
here reads or writes files. Pillow is imported only when an image is looked at.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

IMAGE_ENDINGS = ("jpg", "jpeg", "png", "webp", "gif")
# A browser shows or saves these; none of them runs within the site.
DOCUMENT_ENDINGS = ("pdf", "odt", "ods", "odp", "csv", "txt", "docx", "xlsx", "pptx", "zip")

MOST_PIXELS = 25_000_000
MOST_BYTES = 30_000_000
# A photo has about ten. Each one costs a pass over all pixels and no more than forty bytes in the file.
MOST_SCANS = 30
# More would need an image taller than any page; JPEG stops at 65,535 and WebP at 16,383.
MOST_SIDE = 30_000
WIDTHS = (480, 960, 1600)
# A moving image and one that is WebP already stay what they are.
NEWER = {"jpg": ("avif", "webp"), "png": ("webp",), "gif": ("webp",)}
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
# A photo that a telephone keeps together with others; only the first is seen.
FORMATS_WITHIN = {"MPO": "JPEG"}
FIRST_BYTES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# In a JPEG these bytes stand nowhere else: within the pixels an `ff` has a zero behind it.
START_OF_SCAN = b"\xff\xda"
ORIENTATION = 0x0112
TURNED_ORIENTATIONS = (5, 6, 7, 8)
# What Pillow raises on bytes that are no image, end early, or lie about themselves.
PILLOW_FAULTS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, MemoryError, AttributeError,
    NotImplementedError, RuntimeError, ArithmeticError, struct.error, zlib.error,
)  # fmt: skip


class Image(Struct, frozen=True, array_like=True):
    """What an image is, as it will be seen: upright."""

    format: str
    """The usual ending of its kind: jpg, png, webp or gif."""
    width: int
    height: int
    animated: bool = False

    @property
    def keeps_frames(self) -> bool:
        """Whether it is published as it is: a moving GIF."""
        return self.animated and self.format == "gif"


class Fault(Struct, frozen=True):
    """Why a file cannot be used as an image: a code of a diagnostic and the values of its message."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


class Size(Struct, frozen=True):
    """One size in which an image is published."""

    width: int
    height: int
    suffix: str
    """The ending of its kind, without the dot."""


class Variant(Size, frozen=True):
    """One version of an image."""

    data: bytes


def inspect(data: bytes) -> Image | Fault:
    """What these bytes are, after decoding them once; or the one reason why they cannot be an image."""
    return looked_at(data, pixels=False)[0]


@lru_cache(maxsize=1)
def decoded(data: bytes) -> tuple[Image | Fault, "Picture | None"]:
    """An image with its pixels. The last one is kept: its other widths and formats are asked for right after."""
    return looked_at(data, pixels=True)


def looked_at(data: bytes, *, pixels: bool) -> tuple[Image | Fault, "Picture | None"]:
    if len(data) > MOST_BYTES:
        return too_big(f"{len(data) / 1e6:.0f} MB", f"{MOST_BYTES / 1e6:.0f} MB"), None
    if not looks_like_image(data):
        return Fault("plaatje-soort" if data else "plaatje-kapot"), None
    if (scans := data.count(START_OF_SCAN) if data.startswith(FIRST_BYTES[0]) else 0) > MOST_SCANS:
        return too_big(f"{scans} lagen", f"{MOST_SCANS} lagen"), None
    try:
        with opened(data) as picture:
            if fault := size_fault(picture):
                return fault, None
            picture.load()
            image = described(picture)
            if image.keeps_frames:
                bare_gif(data)
            return image, plain(picture) if pixels else None
    except TooManyPixels:
        return too_big("meer dan 100 megapixel", f"{MOST_PIXELS // 1_000_000} megapixel"), None
    except PILLOW_FAULTS:
        return Fault("plaatje-kapot"), None


def variants(data: bytes, widths: Sequence[int] = WIDTHS, suffix: str = "") -> tuple[Variant, ...]:
    """The image at each width below its own, and at its own or the largest; nothing on a fault.

    A moving GIF keeps its frames as they are, and nothing else; of a moving PNG or WebP only the first frame is left.
    `suffix` is another format.
    """
    image, upright = decoded(data)
    if isinstance(image, Fault):
        return ()
    if image.keeps_frames:
        return (Variant(image.width, image.height, image.format, bare_gif(data)),)
    assert upright is not None, "an image without a fault was decoded"
    try:
        return tuple(
            Variant(size.width, size.height, suffix or size.suffix, encoded(image, upright, size, suffix))
            for size in sizes(image, widths)
        )
    except PILLOW_FAULTS:
        return ()


def newer(image: Image) -> tuple[str, ...]:
    """The formats that an image is published in beside its own, the smallest files first, as far as Pillow has them.

    A drawing stays exactly as it is; a photo may lose what nobody sees.
    """
    from PIL import features

    if image.format not in NEWER or image.animated:
        return ()
    return tuple(suffix for suffix in NEWER[image.format] if features.check(suffix))


def sizes(image: Image, widths: Sequence[int] = WIDTHS) -> tuple[Size, ...]:
    """The sizes that `variants` will make of an image, the smallest first."""
    if image.keeps_frames:
        return (Size(image.width, image.height, image.format),)
    suffix = "png" if image.format == "gif" else image.format
    chosen = sorted({min(width, image.width) for width in widths})
    return tuple(Size(width, max(1, round(image.height * width / image.width)), suffix) for width in chosen)


def looks_like_image(data: bytes) -> bool:
    """Whether the first bytes are those of a kind that the site publishes."""
    return data.startswith(FIRST_BYTES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


class TooManyPixels(ValueError):
    """A claim so large that Pillow does not even open the file."""


@contextmanager
def opened(data: bytes) -> Iterator["Picture"]:
    """The image before it is decoded."""
    from PIL import Image as pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = pillow.open(io.BytesIO(data), formats=tuple(FORMATS))
        except pillow.DecompressionBombError as bomb:
            raise TooManyPixels from bomb
        with picture:
            yield picture


def size_fault(picture: "Picture") -> Fault | None:
    """Judges the size that the file claims, so that a lie costs no memory."""
    width, height = picture.size
    if width < 1 or height < 1:
        return Fault("plaatje-kapot")
    pixels = width * height
    if pixels > MOST_PIXELS:
        return too_big(f"{pixels / 1e6:.0f} megapixel", f"{MOST_PIXELS // 1_000_000} megapixel")
    if max(width, height) > MOST_SIDE:
        return too_big(f"{max(width, height)} beeldpunten", f"{MOST_SIDE} beeldpunten")
    return None


def too_big(size: str, most: str) -> Fault:
    return Fault("plaatje-te-groot", (("size", size), ("most", most)))


def described(picture: "Picture") -> Image:
    width, height = picture.size
    if picture.getexif().get(ORIENTATION) in TURNED_ORIENTATIONS:
        width, height = height, width
    name = picture.format or ""
    return Image(FORMATS[FORMATS_WITHIN.get(name, name)], width, height, bool(getattr(picture, "is_animated", False)))


def plain(picture: "Picture") -> "Picture":
    """The pixels, upright, in a mode that every format can hold: RGB, with alpha or grey where the image has it."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("CMYK", "YCbCr"):
        return upright.convert("RGB")
    if upright.mode.startswith("I") or upright.mode == "F":
        return sixteen_bits(upright)
    if "transparency" in upright.info or upright.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        return upright.convert("RGBA")
    return upright.convert("L" if upright.mode in ("1", "L") else "RGB")


def sixteen_bits(picture: "Picture") -> "Picture":
    """Grey of 16 bits has no place on a page: the upper 8 are kept. Pillow would cut off at 255."""
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def encoded(image: Image, picture: "Picture", size: Size, suffix: str) -> bytes:
    """An image in a size as a file, with nothing but its pixels in it: those of a drawing as they are where they can.

    `suffix` is another format.
    """
    from PIL import Image as pillow

    options: dict[str, dict[str, Any]] = {
        "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
        "png": {"format": "PNG", "optimize": True},
        "webp": {"format": "WEBP", "quality": 80, "method": 4, "lossless": image.format in ("png", "gif")},
        # One thread, so that the bytes are the same on every machine.
        "avif": {"format": "AVIF", "quality": 62, "speed": 8, "max_threads": 1},
    }
    wanted, form = (size.width, size.height), suffix or size.suffix
    picture = picture.copy() if picture.size == wanted else picture.resize(wanted, pillow.Resampling.LANCZOS)
    picture = picture.convert("RGB") if form == "jpg" and picture.mode == "RGBA" else picture
    picture.info.clear()
    out = io.BytesIO()
    picture.save(out, **options[form])
    return out.getvalue()


# Moving GIFs. Other images are made anew, without comments, notes of programs and whatever is stuck behind their end.
HEAD, FRAME, MORE, END = 13, 0x2C, 0x21, 0x3B
CONTROL, OF_A_PROGRAM = 0xF9, 0xFF
# The one note of a program that browsers read: after how many times it stops.
LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def bare_gif(data: bytes) -> bytes:
    """The frames of a GIF as they are, in the same order, and how often they repeat. Raises `ValueError` where it holds
    what no GIF does, `IndexError` where it ends too early.
    """
    at = HEAD + palette_length(data, HEAD - 3)
    pieces = [data[:at]]
    while at < len(data) and data[at] != END:
        kind, label = data[at], data[at + 1 : at + 2]
        if kind == FRAME:
            # Where it stands and how large it is, its colours, the size of its codes.
            head = at + 10 + palette_length(data, at + 9) + 1
            end = end_of_blocks(data, head)
            pieces.append(data[at:end])
        elif kind == MORE:
            end = end_of_blocks(data, at + 2)
            pieces.append(visible_bytes(data[at:end], label))
        else:
            raise ValueError("no block of a GIF")
        at = end
    return b"".join(pieces) + bytes([END])


def palette_length(data: bytes, flags: int) -> int:
    """How long the list of colours is that a byte of flags tells of."""
    return 3 << (data[flags] & 7) + 1 if data[flags] & 0x80 else 0


def end_of_blocks(data: bytes, at: int) -> int:
    """Where a row of blocks ends, each with its length before it."""
    while (length := data[at]) > 0:
        at += length + 1
    return at + 1


def visible_bytes(block: bytes, label: bytes) -> bytes:
    """As much of a block as is seen: of what a frame waits and how it goes, and how often all repeat."""
    if label[0] == CONTROL and block[2] == 4:
        return block[:7] + b"\0"
    if label[0] == OF_A_PROGRAM and block[2:14] in LOOPS and block[14:16] == b"\3\1":
        return block[:18] + b"\0"
    return b""
