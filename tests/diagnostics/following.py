"""An editor who follows the advice of a message to the letter.

In: the files of a site and one problem of it. Out: the files after the advice, in each way in which it can be read, or
nothing where it asks for something that only the editor knows.
"""

import re
from collections.abc import Iterator

from g40site.diagnostics import Diagnostic

Files = dict[str, bytes]
NEAR = re.compile(r"Bedoelde u `([^`]*)`\?")
MOVE = re.compile(r"Zet `.*` recht onder `.*` van regel \d+: (\d+) keer een spatie naar (links|rechts)")
ABOVE = re.compile(r"Zet `.*` recht boven `.*` van regel \d+, met (\d+) keer een spatie ervoor")
DEEPER = re.compile(r"Zet er dan (\d+) keer een spatie voor")
ADDED = re.compile(r"Voeg `([a-z_]+): …` toe")
CHOICES = re.compile(r"Kies uit: ([^.,]+)[.,]")
# What stands in the place of the value that is wrong.
EXAMPLES = (
    re.compile(r"Zet de waarde tussen rechte haken: `(.*)`"),
    re.compile(r"Schrijf bijvoorbeeld `([^`]*)`"),
    re.compile(r"Schrijf (?:alleen cijfers|een getal met een punt|één adres|cijfers en spaties)[^`]*`([^`]*)`"),
    re.compile(r"Schrijf (?:GM en vier cijfers|jaar, maand en dag[^`]*|een jaar) ?[^`]*`([^`]*)`"),
    re.compile(r"Schrijf `(true)` \(ja\)"),
    re.compile(r"Schrijf het verschil erachter: `([^`]*)`"),
)
# Their advice is the name that the file should have, or the line or the word that should stand there.
FILES = {
    "gegevens-zonder-gemeente",
    "hoort-in-media",
    "naam-van-bestand",
    "projecten-zonder-gemeente",
    "verkeerde-plek",
}
LINES = {"tekst-afgekapt", "kop-ontbreekt", "kop-bijna-gesloten"}


def followed(files: Files, problem: Diagnostic) -> Iterator[Files]:
    """The files after the advice of a problem."""
    file, help = problem.span.file, problem.help("nl")
    if file not in files:
        return
    near = NEAR.search(help)
    if problem.code == "onbekende-map" and near:
        yield {**{name: data for name, data in files.items() if name != file}, moved_to(near[1], file): files[file]}
        return
    if problem.code in FILES:
        if near:
            folder, _, name = file.rpartition("/")
            path = near[1] if "/" in near[1] else f"{folder}/{near[1]}"
            # Only a folder: the name stays.
            path += name if path.endswith("/") else ""
            yield {**{other: data for other, data in files.items() if other != file}, path: files[file]}
        return
    try:
        lines = files[file].decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return
    for changed in changes(lines, problem, help, near[1] if near else ""):
        yield {**files, file: "\n".join(changed).encode()}


def moved_to(folder: str, file: str) -> str:
    """A file in another folder of the content."""
    return f"content/{folder}/{file.rpartition('/')[2]}"


def changes(lines: list[str], problem: Diagnostic, help: str, near: str) -> Iterator[list[str]]:
    """The lines of a file after the advice."""
    number, span = problem.span.line - 1, problem.span
    if "…" in near or near == "":
        yield from moves(lines, number, help)
        yield from values(lines, problem, help)
    elif problem.code.startswith("yaml-") or problem.code in LINES:
        # What begins and ends front matter stands at the very left.
        yield put(lines, number, ("" if near == "---" else " " * indent(lines[number])) + near)
    else:
        yield put(lines, number, replaced(lines[number], span.column - 1, span.length, near))


def values(lines: list[str], problem: Diagnostic, help: str) -> Iterator[list[str]]:
    """Another value in the place of the wrong one, or a key that was missing."""
    number, span = problem.span.line - 1, problem.span
    if added := ADDED.search(help):
        line = lines[number]
        if problem.span.column > 1 and line[: span.column - 1].strip() in ("", "-"):
            yield [*lines[: number + 1], " " * (span.column - 1) + f"{added[1]}: …", *lines[number + 1 :]]
        elif span.column == 1:
            yield [*lines[:number], f"{added[1]}: …", *lines[number:]]
        return
    found = next((match for example in (*EXAMPLES, CHOICES) if (match := example.search(help))), None)
    if found and problem.code != "plaatje-soort":
        yield put(lines, number, replaced(lines[number], span.column - 1, span.length, found[1]))


def moves(lines: list[str], number: int, help: str) -> Iterator[list[str]]:
    """A line elsewhere, alone or with those that belong to it."""
    if move := MOVE.search(help):
        spaces = int(move[1]) * (1 if move[2] == "rechts" else -1)
        alone = moved(lines, number, number + 1, spaces)
        last = number + 1
        while last < len(lines) and (not lines[last].strip() or indent(lines[last]) > indent(lines[number])):
            last += 1
        together = moved(lines, number, last, spaces)
        yield alone
        if together != alone:
            yield together
    elif above := ABOVE.search(help):
        yield put(lines, number, " " * int(above[1]) + lines[number].lstrip(" "))
    elif "helemaal links" in help:
        yield put(lines, number, lines[number].lstrip(" "))
    elif deeper := DEEPER.search(help):
        yield put(lines, number, " " * int(deeper[1]) + lines[number])


def put(lines: list[str], number: int, line: str) -> list[str]:
    return [*lines[:number], line, *lines[number + 1 :]]


def replaced(line: str, start: int, length: int, text: str) -> str:
    """A line with another text in a place; a value that stands in quotation marks goes with them."""
    return line[:start] + text + line[start + max(length, 1) :]


def moved(lines: list[str], first: int, last: int, spaces: int) -> list[str]:
    inside = [
        " " * max(0, indent(line) + spaces) + line.lstrip(" ") if line.strip() else line for line in lines[first:last]
    ]
    return [*lines[:first], *inside, *lines[last:]]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
