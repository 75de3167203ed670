"""JSON as every file of the site has it."""

from msgspec.json import encode, format


def pretty(value: object) -> bytes:
    """JSON for people: a line for each value, and a line end."""
    return indented(value) + b"\n"


def indented(value: object) -> bytes:
    return format(encode(value), indent=1)


def compact(value: object) -> bytes:
    """JSON for a script of the site itself: no spaces."""
    return encode(value)
