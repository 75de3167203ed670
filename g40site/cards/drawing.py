"""Draws a card on a base that was made ready once: paper, the country and its provinces, the name of the site.

In: a card. Out: a PNG with a palette. Everything is drawn in the numbers of that palette, which holds the steps between
each two colours that meet; so nothing has to be reduced afterwards, and a card takes milliseconds.
"""

import io
from collections.abc import Sequence
from functools import cache, lru_cache

import font_source_sans_pro
import font_source_serif_pro
from PIL import Image, ImageChops, ImageDraw, ImageFont

from g40site.cards import HEIGHT, WIDTH, Card, CardDot, CardLine
from g40site.country import HEIGHT as HIGH
from g40site.country import WIDTH as WIDE
from g40site.country import netherlands, rings

Colour = tuple[int, int, int]


def rgb(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


# The light colours of `tokens.css`; a test compares them.
PAPER, LAND, INK, SOFT = rgb("#faf9f5"), rgb("#ebe8de"), rgb("#14202e"), rgb("#46525f")
THEMES = {
    "living": rgb("#9b2c5e"),
    "governance": rgb("#3b3f9e"),
    "citizen": rgb("#ab430a"),
    "environment": rgb("#1f6f43"),
    "mobility": rgb("#0b6b8a"),
    "economy": rgb("#7a5c00"),
}
MARGIN, BAND = 64, 20
# Where the drawing of 600 by 707 stands, and how large.
MAP_X, MAP_Y, SCALE = 676, 52, 0.78
TEXT_WIDTH, TITLE_TOP, TITLE_HEIGHT = 580, 168, 310
TITLE_SIZES, LINE = (76, 66, 58, 50, 44, 38, 32), 1.1
SHARPER = 4
RING = 15


def between(a: Colour, b: Colour, step: int, steps: int) -> Colour:
    first, second, third = (round(x + (y - x) * step / steps) for x, y in zip(a, b, strict=True))
    return first, second, third


@cache
def numbers() -> dict[Colour, int]:
    """The palette: each colour and its number."""
    pairs = [(PAPER, INK), (PAPER, SOFT), (PAPER, LAND), (LAND, INK)]
    pairs += [(ground, theme) for theme in THEMES.values() for ground in (PAPER, LAND)]
    colours = [between(a, b, step, steps_of(b)) for a, b in pairs for step in range(steps_of(b) + 1)]
    return {colour: number for number, colour in enumerate(dict.fromkeys(colours))}


def steps_of(colour: Colour) -> int:
    """Text needs fine steps; the edge of a dot is a few pixels."""
    return 7 if colour in THEMES.values() else 15


@cache
def ramp(ground: Colour, colour: Colour) -> list[int]:
    """For each cover from 0 to 255 the number of the colour between the two."""
    steps = steps_of(colour)
    return [numbers()[between(ground, colour, round(cover * steps / 255), steps)] for cover in range(256)]


def in_palette(picture: Image.Image) -> Image.Image:
    """A small picture in the numbers of the nearest colours. Pillow's own search takes short cuts that show."""
    data = picture.tobytes()
    pixels = zip(data[::3], data[1::3], data[2::3], strict=True)
    return Image.frombytes("P", picture.size, bytes(nearest(pixel) for pixel in pixels))


@cache
def nearest(pixel: Colour) -> int:
    red, green, blue = pixel
    apart = ((red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2 for r, g, b in numbers())
    return min(zip(apart, numbers().values(), strict=True))[1]


@lru_cache(maxsize=1)
def base(network: str, site: str) -> Image.Image:
    """Paper with whose site it is and the country, drawn larger and made smaller, so that its edges are smooth."""
    size, k = (round(WIDE * SCALE), round(HIGH * SCALE)), SCALE * SHARPER
    larger = size[0] * SHARPER, size[1] * SHARPER
    land = Image.new("1", larger)
    for ring in rings(netherlands().land):
        # A ring within a ring is water: each one turns what it holds.
        area = Image.new("1", larger)
        ImageDraw.Draw(area).polygon([(x * k, y * k) for x, y in ring], fill=1)
        land = ImageChops.logical_xor(land, area)
    cover = land.convert("L")
    for ring in rings(netherlands().borders):
        ImageDraw.Draw(cover).line([(x * k, y * k) for x, y in ring], fill=0, width=SHARPER)
    whole = Image.new("P", (WIDTH, HEIGHT), numbers()[PAPER])
    whole.putpalette([channel for colour in numbers() for channel in colour])
    whole.paste(cover.resize(size, Image.Resampling.BOX).point(ramp(PAPER, LAND)), (MAP_X, MAP_Y))
    name, below = sans(64, "Bold"), HEIGHT - MARGIN
    first = cut(network, name, 240)
    write(whole, (MARGIN, below - 62), first, name, INK)
    beside = MARGIN + round(length(first, name)) + 16
    lines = wrapped(site, sans(26), 640 - beside)[:2]
    for number, text in enumerate(lines):
        write(whole, (beside, below - 28 - 14 * len(lines) + number * 28), text, sans(26), INK)
    return whole


@cache
def serif(size: int) -> ImageFont.FreeTypeFont:
    return font(font_source_serif_pro.font_files_ttf["SourceSerifProBold"], size)


@cache
def sans(size: int, weight: str = "Semibold") -> ImageFont.FreeTypeFont:
    return font(font_source_sans_pro.font_files_ttf[f"SourceSansPro{weight}"], size)


def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """The plain layout is part of Pillow itself and gives the same pixels everywhere."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def draw(card: Card) -> bytes:
    image = base(card.network, card.site).copy()
    draw_band(image, card.band)
    for line in card.lines:
        draw_line(image, line)
    for dot in sorted(card.dots, key=lambda dot: dot.kind == "lead"):
        draw_dot(image, dot)
    write(image, (MARGIN, 104), cut(card.kind, sans(30), TEXT_WIDTH), sans(30), SOFT)
    size, lines = title_lines(card.title)
    for number, text in enumerate(lines):
        write(image, (MARGIN, TITLE_TOP + round(number * size * LINE)), text, serif(size), INK)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()


def draw_band(image: Image.Image, themes: Sequence[str]) -> None:
    """The themes of the page as equal parts of a band at the top; without any it is ink."""
    colours = [THEMES[name] for name in themes] or [INK]
    for number, colour in enumerate(colours):
        left, right = WIDTH * number // len(colours), WIDTH * (number + 1) // len(colours)
        image.paste(numbers()[colour], (left, 0, right, BAND))


# Text.


@cache
def measure(letter: str, face: ImageFont.FreeTypeFont) -> tuple[float, float]:
    """How far on the next letter begins, and how far a letter is drawn: `¼` and `%` stand partly above the next."""
    return face.getlength(letter), face.getbbox(letter)[2]


def length(text: str, face: ImageFont.FreeTypeFont) -> float:
    """How wide a text is. The plain layout knows no pairs of letters, so each letter is measured once."""
    begin = end = 0.0
    for letter in text:
        step, drawn = measure(letter, face)
        end = max(end, begin + drawn)
        begin += step
    return max(begin, end)


def write(image: Image.Image, at: tuple[int, int], text: str, face: ImageFont.FreeTypeFont, colour: Colour) -> None:
    """Writes on paper: how much a letter covers a pixel is a step between the two colours."""
    left, top, right, bottom = (round(edge) for edge in face.getbbox(text))
    if right <= left or bottom <= top:
        return
    cover = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(cover).text((-left, -top), text, fill=255, font=face)
    image.paste(cover.point(ramp(PAPER, colour)), (at[0] + left, at[1] + top))


def title_lines(title: str) -> tuple[int, list[str]]:
    """The largest size in which the whole title has room; in the smallest it is cut."""
    for size in TITLE_SIZES:
        face, most = serif(size), int(TITLE_HEIGHT / (size * LINE))
        lines = wrapped(title, face, TEXT_WIDTH)
        if len(lines) <= most and all(length(line, face) <= TEXT_WIDTH for line in lines):
            return size, balanced(title, lines, face)
    shortened = lines[:most]
    if len(lines) > most:
        shortened[-1] = f"{shortened[-1]} {lines[most]}"
    return size, [cut(line, face, TEXT_WIDTH) for line in shortened]


def balanced(text: str, lines: list[str], face: ImageFont.FreeTypeFont) -> list[str]:
    """The same number of lines, as even as they can be, so that no word stands alone."""
    for width in range(TEXT_WIDTH - 30, TEXT_WIDTH // 2, -30):
        narrower = wrapped(text, face, width)
        if len(narrower) > len(lines) or any(length(line, face) > width for line in narrower):
            return lines
        lines = narrower
    return lines


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The words in lines of at most this width; a word that is longer has a line of its own."""
    lines: list[str] = []
    used, space = 0.0, length(" ", face)
    for word in text.split():
        more = length(word, face)
        if lines and used + space + more <= width:
            lines[-1] = f"{lines[-1]} {word}"
            used += space + more
        else:
            lines.append(word)
            used = more
    return lines


def cut(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """The text on one line, with as many of its letters as have room."""
    line = " ".join(text.split())
    if length(line, face) <= width:
        return line
    short, long = 0, len(line)
    while short < long:
        middle = (short + long + 1) // 2
        fits = length(f"{line[:middle].rstrip()}…", face) <= width
        short, long = (middle, long) if fits else (short, middle - 1)
    return f"{line[:short].rstrip()}…"


# The map.


def draw_dot(image: Image.Image, dot: CardDot) -> None:
    picture, mask = stamp(dot.kind, RING if dot.kind == "lead" else dot.radius, dot.colour, dot.code)
    left = round(MAP_X + dot.x * SCALE - picture.width / 2)
    top = round(MAP_Y + dot.y * SCALE - picture.height / 2)
    image.paste(picture, (left, top), mask)


@cache
def stamp(kind: str, radius: float, colour: str, code: str) -> tuple[Image.Image, Image.Image]:
    """A dot or a ring on land, and where it covers the map."""
    r = radius * SCALE * (1.15 if kind == "lead" else 1)
    edge = 2 * round(r + 3)
    large = Image.new("RGB", (edge * SHARPER, edge * SHARPER), LAND)
    mask = Image.new("1", (edge, edge))
    pencil, middle = ImageDraw.Draw(large), edge * SHARPER / 2

    def disc(size: float, fill: Colour) -> None:
        reach = size * SHARPER
        pencil.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), fill=fill)

    ImageDraw.Draw(mask).ellipse((1, 1, edge - 2, edge - 2), fill=1)
    if kind == "lead":
        disc(r + 1, THEMES.get(colour, INK))
        disc(r - 2.4, PAPER)
        pencil.text((middle, middle), code, THEMES.get(colour, INK), sans(round(14 * SHARPER), "Bold"), anchor="mm")
    else:
        disc(r, INK)
    return in_palette(large.resize((edge, edge), Image.Resampling.LANCZOS)), mask


def draw_line(image: Image.Image, line: CardLine) -> None:
    """Each point beside the line is covered by how near it is; the line is a little over two pixels wide."""
    numbers, pixels = ramp(LAND, THEMES.get(line.colour, INK)), image.load()
    assert pixels is not None, "a picture in memory has pixels"
    x1, y1 = MAP_X + line.x1 * SCALE, MAP_Y + line.y1 * SCALE
    dx, dy = (line.x2 - line.x1) * SCALE, (line.y2 - line.y1) * SCALE
    steep = abs(dy) > abs(dx)
    length = round(max(abs(dx), abs(dy)))
    for step in range(length + 1):
        x, y = x1 + dx * step / max(length, 1), y1 + dy * step / max(length, 1)
        along, across = (round(y), x) if steep else (round(x), y)
        for beside in range(round(across) - 2, round(across) + 3):
            cover = min(1.0, 1.6 - abs(beside - across))
            if cover > 0:
                pixels[(beside, along) if steep else (along, beside)] = numbers[round(cover * 255)]
