"""One line of YAML as it was meant: with quotation marks, a colon, a dash or a bracket where they were forgotten.

In: a line that the parser refused, and a place in it. Out: the whole line in a form that may be right, or nothing where
no form is likely. Who uses it tries whether the parser takes it.
"""

import re

from g40site.content.spelling import keys_under, known_keys

CURLED = "“”„‟‘’‚‛"
KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?=\s|$)")
BULLETS = "*•·–—"


def quoted(line: str, start: int) -> str:
    """The line with all that stands behind a place in straight quotation marks; nothing where it has such marks."""
    value = line[start:].strip()
    if value[:1] in CURLED:
        value = value.strip(CURLED)
    mark = '"' if '"' not in value and "\\" not in value else "'"
    return with_value(line, start, f"{mark}{value}{mark}") if value and mark not in value else ""


def with_value(line: str, start: int, value: str) -> str:
    """The line with another text behind a place."""
    head = line[:start].rstrip()
    return f"{head} {value}" if head else f"{line[:start]}{value}"


def quoted_part(line: str, at: int) -> str:
    """The line with the one part around a place, between brackets and commas, in quotation marks."""
    start = max(line.rfind(mark, 0, at + 1) for mark in "[{,") + 1
    ends = [end for mark in ",]}" if (end := line.find(mark, at + 1)) >= 0]
    end = min(ends, default=len(line))
    key = re.match(r"\s*[a-z_]+: +", line[start:end])
    text = line[start:end].strip()
    begin = start + (key.end() if key else line[start:end].index(text))
    text = line[begin:end].strip()
    return f'{line[:begin]}"{text}"{line[end:]}' if text and '"' not in text and "\\" not in text else ""


def in_text(line: str, at: int) -> str:
    """The line with the text around a place in quotation marks: a part between brackets, or all behind the key."""
    if is_inside(line, at):
        return quoted_part(line, at)
    key = KEY.match(line)
    dash = re.match(r"\s*(?:- +)+", line)
    return quoted(line, key.end() if key else dash.end() if dash else len(line) - len(line.lstrip()))


def is_inside(line: str, at: int) -> bool:
    """Whether a place stands between brackets that its value begins with."""
    key = KEY.match(line)
    value = re.compile(r"[ -]*[\[{]").match(line, key.end() if key else 0)
    return value is not None and at >= value.end()


def without_star(line: str, at: int) -> str:
    """The line as an item where a star is its bullet, else with its text in quotation marks."""
    return dashed(line) if line.lstrip().startswith("*") else in_text(line, at)


def braced(line: str) -> str:
    """The line with its keys between braces and with commas between them."""
    key = KEY.match(line)
    if key is None:
        return ""
    value = line[key.end() :].strip()
    bare = value.strip("{}").replace(";", ",")
    whole = f"{{{bare}}}"
    owner = key.group().strip(" -:")
    fits = bare.partition(":")[0].strip() in keys_under(owner)
    return with_value(line, key.end(), whole) if fits and whole != value else ""


def with_colon(line: str) -> str:
    """The line with the colon, or the space behind it, that was forgotten; nothing where it may be plain text."""
    match = re.fullmatch(r"(\s*(?:- +)*)([a-z_]+)\s*(?:[:=;]|\s)\s*(\S.*)", line)
    glued = re.fullmatch(r"(\s*(?:- +)*)([a-z_]+)[:=;](\S.*)", line)
    found = glued or (match if match and match[2] in known_keys() else None)
    return f"{found[1]}{found[2]}: {found[3]}" if found and not found[3].startswith("//") else ""


def dashed(line: str) -> str:
    """The line as an item of a list: with a dash and a space instead of another bullet, or of none."""
    match = re.fullmatch(rf"(\s*)(?:[{BULLETS}]+|-(?!-))? *(\S.*)", line)
    return f"{match[1]}- {match[2]}" if match else ""


def closed(line: str) -> str:
    """The line with the brackets closed that it opens."""
    ends = []
    for character in line:
        if character in "[{":
            ends.append("]" if character == "[" else "}")
        elif ends and character == ends[-1]:
            ends.pop()
    return line.rstrip().rstrip(",") + "".join(reversed(ends)) if ends else ""


def unquoted(line: str, at: int) -> tuple[str, ...]:
    """The line whose quotation mark at a place stays open: closed, or with the mark as an apostrophe of the text."""
    mark = line[at : at + 1]
    whole = quoted(line, at)
    plain = f"{line.rstrip()}{mark}"
    apostrophe = mark == "'" and re.match(r"'[a-z](?: |$)", line[at:])
    return (whole, plain) if apostrophe or line.count(mark) > 1 else (plain, whole)
