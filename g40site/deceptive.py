"""Whether an address says something else than where it leads: a name before the host, letters that look like others, a
mail that fills in more than it shows.

In: an address that is allowed otherwise. Out: the code of a message, or nothing. It asks no network.
"""

from urllib.parse import parse_qsl, quote, unquote, urlsplit

NAME, LETTERS, MAIL = "adres-met-naam", "adres-met-andere-letters", "mail-vult-meer-in"
CODES = frozenset((NAME, LETTERS, MAIL))


def deception_in(address: str) -> str:
    """The code of what deceives in a web address or a `mailto:`."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() == "mailto":
        fields = [name.lower() for name, _value in parse_qsl(parts.query, keep_blank_values=True)]
        more = "," in unquote(parts.path) or ";" in unquote(parts.path)
        return MAIL if more or len(fields) > 1 or set(fields) - {"subject"} else ""
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    if "@" in unquote(parts.netloc):
        return NAME
    return "" if (parts.hostname or "").isascii() else LETTERS


def plain_address(address: str) -> str:
    """A deceptive address as it reads without what deceives: what it leads to, said in ordinary letters."""
    parts = urlsplit(address.strip())
    if parts.scheme.lower() == "mailto":
        return f"mailto:{unquote(parts.path).replace(';', ',').partition(',')[0]}"
    host = parts.netloc.rpartition("@")[2]
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe=":[]")
    return parts._replace(netloc=host).geturl()


def other_address(label: str, destination: str) -> str:
    """The host or mailbox that a text of a link names and to which the link does not lead; or nothing."""
    text, target = label.strip().casefold(), urlsplit(destination.strip())
    if target.scheme.lower() == "mailto":
        mailbox = unquote(target.path).casefold()
        is_mailbox = "@" in text and not any(mark.isspace() for mark in text)
        return text if is_mailbox and text.removeprefix("mailto:") != mailbox else ""
    if target.scheme.lower() not in ("http", "https") or any(mark.isspace() for mark in text):
        return ""
    written = text if "://" in text else f"https://{text}"
    try:
        host = urlsplit(written).hostname or ""
    except ValueError:
        return ""
    # A name of a file or of a version has a point too.
    if not (text.startswith(("http://", "https://", "www.")) or host.endswith(ENDINGS)):
        return ""
    named, real = host.removeprefix("www."), (target.hostname or "").removeprefix("www.")
    is_same = named == real or real.endswith(f".{named}") or named.endswith(f".{real}")
    return "" if is_same else host


# What most addresses that a Dutch reader sees end with.
ENDINGS = (".nl", ".com", ".org", ".eu", ".net", ".be", ".de", ".info", ".gov", ".edu", ".io")
