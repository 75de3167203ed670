"""Images are judged by their content, made smaller and freed of what nobody should read; nothing crashes on them."""

import io
import tracemalloc
import zlib

import pytest
from PIL import Image as pillow

from g40site.diagnostics import messages
from g40site.media import DOCUMENT_ENDINGS, IMAGE_ENDINGS, MOST_PIXELS, Fault, Image, decoded, inspect, newer, variants
from tests.sites import chunk, picture, png_that_claims


@pytest.mark.parametrize(("kind", "name"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_an_image_is_known_by_its_content(kind: str, name: str) -> None:
    assert inspect(picture(kind=kind)) == Image(name, 700, 300, False)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *((mode, "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *((mode, "JPEG") for mode in ("1", "L", "RGB", "CMYK", "YCbCr")),
        *((mode, "GIF") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I", "F")),
        *((mode, "WEBP") for mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "HSV", "LAB")),
    ],
)
def test_every_colour_mode_gets_smaller_versions(mode: str, kind: str) -> None:
    made = variants(picture(mode, kind=kind))
    assert [(variant.width, variant.height) for variant in made] == [(480, 206), (700, 300)]
    for variant in made:
        with pillow.open(io.BytesIO(variant.data)) as image:
            image.load()
            assert image.size == (variant.width, variant.height)


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    out = io.BytesIO()
    pillow.new("I;16", (10, 10), 0x8000).save(out, "PNG")
    with pillow.open(io.BytesIO(variants(out.getvalue())[0].data)) as image:
        assert image.getpixel((5, 5)) == 0x80


def test_transparency_stays() -> None:
    out = io.BytesIO()
    pillow.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    with pillow.open(io.BytesIO(variants(out.getvalue())[0].data)) as image:
        assert image.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3000, 1500), [(480, 240), (960, 480), (1600, 800)]),
        ((1000, 10), [(480, 5), (960, 10), (1000, 10)]),
        ((30_000, 1), [(480, 1), (960, 1), (1600, 1)]),
        ((480, 100), [(480, 100)]),
        ((1, 1), [(1, 1)]),
    ],
)
def test_there_is_a_version_for_each_width_that_the_image_has(
    size: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    assert [(variant.width, variant.height) for variant in variants(picture("L", size))] == expected


def test_a_photo_is_turned_upright_and_tells_nothing_about_its_maker() -> None:
    exif = pillow.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera van Jan"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(kind="JPEG", exif=exif, comment=b"Jan")
    assert b"Jan" in data
    assert inspect(data) == Image("jpg", 300, 700, False)
    (variant,) = variants(data)
    assert (variant.width, variant.height) == (300, 700)
    with pillow.open(io.BytesIO(variant.data)) as image:
        assert not image.getexif()
        assert image.info.get("progressive")
        # The left half was light; turned a quarter it is the upper half.
        assert image.convert("L").getpixel((150, 100)) > 200
    assert b"Jan" not in variant.data


def test_a_text_in_a_png_goes() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Jan")
    assert all(b"Jan" not in variant.data for variant in variants(picture(pnginfo=notes)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_same_image_gives_the_same_bytes(kind: str) -> None:
    assert variants(picture(kind=kind)) == variants(picture(kind=kind))


def test_a_moving_gif_stays_as_it_is_and_a_still_one_becomes_png() -> None:
    frames = [pillow.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    data = out.getvalue()
    assert inspect(data) == Image("gif", 20, 10, True)
    assert [(variant.suffix, variant.data) for variant in variants(data)] == [("gif", data)]
    assert [variant.suffix for variant in variants(picture(kind="GIF", size=(9, 9)))] == ["png"]


def moving(**options: object) -> bytes:
    frames = [pillow.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=70, loop=3, **options)
    return out.getvalue()


def frames_of(data: bytes) -> list[tuple[bytes, object, object]]:
    with pillow.open(io.BytesIO(data)) as picture:
        return [
            (picture.convert("RGB").tobytes(), picture.info.get("duration"), picture.info.get("loop"))
            for _ in (picture.seek(number) for number in range(picture.n_frames))
        ]


EVIL = b"<script>kwaad()</script>"
NOTE = b"!\xff\x0bXMP DataXMP" + bytes([len(EVIL)]) + EVIL + b"\0"


@pytest.mark.parametrize(
    "data",
    [
        moving() + EVIL,
        moving() + b"PK\3\4" + EVIL,
        moving(comment=EVIL),
        moving()[:-1] + NOTE + b";",
        moving().replace(b"\x03\x01\x03\x00\x00", b"\x03\x01\x03\x00" + bytes([len(EVIL)]) + EVIL + b"\0"),
        moving()[:-1] + NOTE,
    ],
    ids=["behind it", "an archive", "a comment", "a note", "behind the repeats", "without an end"],
)
def test_a_moving_gif_keeps_its_frames_and_nothing_else(data: bytes) -> None:
    assert EVIL in data
    (made,) = variants(data)
    assert EVIL not in made.data
    assert made.data[-1:] == b";"
    assert frames_of(made.data) == frames_of(moving())


@pytest.mark.parametrize("data", [moving()[:-1] + EVIL, moving()[:-20]], ids=["no block", "cut off"])
def test_a_moving_gif_that_cannot_be_read_to_its_end_is_broken(data: bytes) -> None:
    found = inspect(data)
    assert isinstance(found, Fault)
    assert found.code == "plaatje-kapot"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "plaatje-kapot"),
        (b"%PDF-1.4", "plaatje-soort"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "plaatje-soort"),
        (b"BM" + b"\0" * 100, "plaatje-soort"),
        (b"II*\0" + b"\0" * 100, "plaatje-soort"),
        (b"\x89PNG\r\n\x1a\n", "plaatje-kapot"),
        (b"\xff\xd8\xff", "plaatje-kapot"),
        (b"GIF89a", "plaatje-kapot"),
        (b"RIFF\0\0\0\0WEBP", "plaatje-kapot"),
        (picture()[:40], "plaatje-kapot"),
        (picture()[: len(picture()) // 2], "plaatje-kapot"),
        (picture(kind="JPEG")[:1500], "plaatje-kapot"),
        (picture(kind="WEBP")[:100], "plaatje-kapot"),
        (png_that_claims(0, 10), "plaatje-kapot"),
        (png_that_claims(5_001, 5_000), "plaatje-te-groot"),
        (png_that_claims(13_000, 13_000), "plaatje-te-groot"),
        (png_that_claims(65_535, 65_535), "plaatje-te-groot"),
        (png_that_claims(30_001, 1), "plaatje-te-groot"),
        (png_that_claims(5_000, 4_000), "plaatje-kapot"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30_000_000, "plaatje-te-groot"),
        (picture(kind="JPEG")[:-2] + b"\xff\xda\0\0" * 40, "plaatje-te-groot"),
    ],
    ids=range(21),
)
def test_what_cannot_be_used_is_one_fault_with_a_message(data: bytes, code: str) -> None:
    fault = inspect(data)
    assert isinstance(fault, Fault)
    assert fault.code == code
    for lang in ("nl", "en"):
        assert "{" not in messages(lang)[code].message.format_map(dict(fault.values))
        assert messages(lang)[code].help
    assert variants(data) == ()


@pytest.mark.slow
def test_a_claim_of_many_pixels_or_much_text_costs_little_memory() -> None:
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 100_000_000))
    many_texts = b"".join(chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 1_000_000)) for _ in range(200))
    inspect(picture())
    tracemalloc.start()
    for data in (png_that_claims(65_535, 65_535), png_that_claims(2, 2, text), png_that_claims(2, 2, many_texts)):
        assert isinstance(inspect(data), Fault)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_an_image_of_exactly_the_limit_is_fine() -> None:
    assert inspect(picture("1", (5_000, MOST_PIXELS // 5_000))) == Image("png", 5_000, 5_000, False)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_no_damage_raises(kind: str) -> None:
    data = picture(size=(40, 30), kind=kind)
    for place in range(0, len(data), 3):
        for other in (0, 255):
            broken = data[:place] + bytes([other]) + data[place + 1 :]
            assert isinstance(inspect(broken), Image | Fault)
        assert isinstance(variants(data[:place]), tuple)


def test_nothing_that_runs_is_a_document_or_an_image() -> None:
    """These run in the visitor's browser with the rights of the site."""
    active = {"svg", "svgz", "html", "htm", "xhtml", "shtml", "xml", "xsl", "js", "mjs", "wasm", "swf"}
    assert not active & {*DOCUMENT_ENDINGS, *IMAGE_ENDINGS}
    assert {"pdf", "odt", "csv"} <= {*DOCUMENT_ENDINGS}


def test_a_photo_that_a_telephone_keeps_with_others_is_a_jpeg() -> None:
    data = picture(kind="MPO", save_all=True, append_images=[pillow.new("RGB", (70, 30))])
    image = inspect(data)
    assert not isinstance(image, Fault)
    assert image.format == "jpg"
    assert [version.width for version in variants(data)] == [480, 700]


def test_a_photo_is_also_published_in_newer_formats_and_a_drawing_only_exactly() -> None:
    assert newer(Image("jpg", 10, 10)) == ("avif", "webp")
    assert newer(Image("png", 10, 10)) == newer(Image("gif", 10, 10)) == ("webp",)
    assert newer(Image("gif", 10, 10, animated=True)) == newer(Image("webp", 10, 10)) == ()


@pytest.mark.parametrize("suffix", ["avif", "webp"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_newer_format_has_the_same_size_and_says_no_more(suffix: str, mode: str) -> None:
    exif = pillow.Exif()
    exif[0x010F] = "Camera van Jan"
    data = picture(mode, kind="JPEG", exif=exif)
    (plain,) = variants(data, (200,))
    (found,) = variants(data, (200,), suffix)
    assert (found.width, found.height, found.suffix) == (plain.width, plain.height, suffix)
    assert b"Jan" not in found.data
    with pillow.open(io.BytesIO(found.data)) as image:
        assert image.format == suffix.upper()
        assert image.size == (plain.width, plain.height)
    assert found == variants(data, (200,), suffix)[0]


def test_a_drawing_keeps_each_of_its_pixels() -> None:
    data = picture("RGB", (300, 200))
    (plain,) = variants(data, (100,))
    (found,) = variants(data, (100,), "webp")
    with pillow.open(io.BytesIO(plain.data)) as a, pillow.open(io.BytesIO(found.data)) as b:
        assert a.convert("RGB").tobytes() == b.convert("RGB").tobytes()


def test_an_image_is_decoded_once_for_all_its_widths_and_formats() -> None:
    data = picture("RGB", (700, 300), kind="JPEG")
    decoded.cache_clear()
    for suffix in ("jpg", "avif", "webp"):
        for width in (100, 200):
            variants(data, (width,), suffix)
    assert decoded.cache_info().misses == 1
