"""What the text of one field may be: each function checks the text's own pattern first, then converts it.

In: text as it stands in a file, since YAML decides nothing here. Out: plain values (str, int, float, bool, date,
`Moment`). What does not fit raises a `Fault` with the code of a diagnostic, and for somebody to look at what may be
meant; which of these guesses are certain, `editing.typed_answers` says. The types in `types` name these functions.
"""

import datetime as dt
import re
import unicodedata
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from g40site.addresses import slug
from g40site.content.reader import FORBIDDEN
from g40site.deceptive import deception_in, plain_address
from g40site.model.shape import Fault
from g40site.words import SHORT_MONTHS

URL_LENGTH = 2000
# Calendars and time zones are only dependable in this range.
FIRST_YEAR, LAST_YEAR = 1900, 2200
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\s?(Z|[+-][0-9]{2}:[0-9]{2})?)?", re.ASCII
)
# How a date and a time are written by hand: `1-2-2026`, `zondag 1 februari 2026 13.30 uur`, `2026/2/1`, `1-2-26`.
CLOCK = r"(?:,?(?: +om)? +([0-9]{1,2})(?:[.:u]([0-9]{2})?)?(?: uur)?(?: *-.*)?)?"
WEEKDAY = "(?:(?:ma|di|wo|do|vr|za|zo)[a-z]*[.,]? +)?"
DAY_FIRST = re.compile(
    rf"{WEEKDAY}([0-9]{{1,2}})[-/. ]+([0-9]{{1,2}}|[A-Za-z]{{3,9}})[-/. ]+([0-9]{{4}}|[0-9]{{2}}){CLOCK}",
    re.ASCII | re.IGNORECASE,
)
YEAR_FIRST = re.compile(
    rf"([0-9]{{4}})(?:([-/. ])([0-9]{{1,2}})\2([0-9]{{1,2}})|([0-9]{{2}})([0-9]{{2}})){CLOCK}", re.ASCII | re.IGNORECASE
)
MONTH_FIRST = re.compile(r"([0-9]{1,2}|[A-Za-z]{3,9})[-/. ]+([0-9]{4})", re.ASCII)
# As Excel shows a month: `okt-19`.
MONTH_SHORT = re.compile(r"([A-Za-z]{3,9})[-/. ']+([0-9]{2})", re.ASCII)
MONTH_LAST = re.compile(r"([0-9]{4})[-/. ]+([0-9]{1,2}|[A-Za-z]{3,9})", re.ASCII)
ABOUT_YEAR = re.compile(r"(?:begin|medio|eind|najaar|voorjaar|zomer|winter|herfst|lente|sinds|ca\.?) +([0-9]{4})")
DASHES = str.maketrans("‐‑‒–—−", "------")
YES, NO = ("ja", "yes", "waar", "1", "aan", "on"), ("nee", "no", "onwaar", "0", "uit", "off")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%*+/=^_`{|}~'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
# A number begins with 0 or with + and a country; one that begins with 1 is short: `112`, `14 038`.
PHONE = re.compile(r"\(?(?:0|\+[0-9])[0-9\s()./-]{1,30}|1(?:[\s-]?[0-9]){2,5}", re.ASCII)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", re.ASCII)
CODE = re.compile(r"GM[0-9]{4}", re.ASCII)
# A group, perhaps groups in it, and a project, as a code host has them in its addresses.
FORGE_PROJECT = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?/)+[A-Za-z0-9_.-]*[A-Za-z0-9_-]", re.ASCII)
# A name, or the numbers of IPv6; with what may stand around it. Anything else would be more than a host in a header.
HOST = re.compile(r"(?:[^@]*@)?(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
UNSAFE_IN_URL = re.compile(r"[\s<>\"\\^`{|}\x00-\x20\x7f]")


class Moment(Struct, frozen=True, array_like=True):
    """A day, or a local time on a day; `offset` is what the text itself says about its distance to UTC."""

    day: dt.date
    clock: dt.time | None = None
    offset: dt.timedelta | None = None


def text_of(written: str) -> str:
    """Text in NFC without forbidden characters."""
    if bad := FORBIDDEN.search(written.replace("\r\n", "\n")):
        raise Fault("stuurteken", code=f"U+{ord(bad.group()):04X}")
    return unicodedata.normalize("NFC", written)


def line_of(written: str) -> str:
    """Text on one line; spaces around it and line ends in it mean nothing."""
    text = " ".join(text_of(written).split())
    if not text:
        raise Fault("leeg")
    return text


def markdown_of(written: str) -> str:
    text = text_of(written)
    if not text.strip():
        raise Fault("leeg")
    return text


def id_of(written: str) -> str:
    text = text_of(written)
    if not text:
        raise Fault("leeg")
    if len(text) > 80:
        raise Fault("id-te-lang", length=len(text))
    if not SLUG.fullmatch(text):
        raise Fault("id-vorm", value=text, near=slug(text))
    return text


def reference_of(written: str) -> str:
    """The id of another entry. Its form is not judged: what is no id names no entry, and that is told once."""
    text = text_of(written)
    if not text:
        raise Fault("leeg")
    return text


def integer_of(written: str) -> int:
    text = line_of(written)
    if not NUMBER.fullmatch(text):
        near = re.fullmatch(r"\+?0*([0-9]{1,9})(?:[.,]0*|e|de|ste)?", text, re.ASCII)
        raise Fault("geen-getal", value=text, near=near[1] if near else "")
    return int(text)


def degrees_of(written: str) -> float:
    text = line_of(written)
    if not DEGREES.fullmatch(text):
        near = text.replace(",", ".", 1).rstrip("°NEOnoe ")
        raise Fault("geen-graden", value=text, near=near if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{1,12}", near) else "")
    return float(text)


def yes_or_no_of(written: str) -> bool:
    text = line_of(written).lower()
    if text not in ("true", "false"):
        raise Fault("geen-ja-nee", value=text, near="true" if text in YES else "false" if text in NO else "")
    return text == "true"


def code_of(written: str) -> str:
    text = line_of(written)
    if not CODE.fullmatch(text):
        digits = re.fullmatch(r"(?:GM)? *([0-9]{3,4})", text, re.ASCII | re.IGNORECASE)
        raise Fault("geen-gemeentecode", value=text, near=f"GM{int(digits[1]):04}" if digits else "")
    return text


def email_of(written: str) -> str:
    text = text_of(written).strip()
    if not EMAIL.fullmatch(text) or len(text) > 254:
        raise Fault("geen-mailadres", value=text, near=email_meant(text))
    return text


def email_meant(text: str) -> str:
    """The one address in what was written, without what stands around it; or nothing."""
    plain = re.sub(r"^mailto:|^<|>$", "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\s*(?:\[at\]|\(at\)|\bat\b|\[a\]|@)\s*", "@", plain, flags=re.IGNORECASE)
    return plain if plain != text and EMAIL.fullmatch(plain) else ""


def phone_of(written: str) -> str:
    text = line_of(written)
    if not PHONE.fullmatch(text):
        raise Fault("geen-telefoonnummer", value=text, near=phone_meant(text))
    return text


def phone_meant(text: str) -> str:
    """A number with the sign in front that it lost where it was taken for a quantity; or nothing."""
    digits = len(re.sub("[^0-9]", "", text))
    whole = {9: "0", 11: "+"}.get(digits, "") + text
    return whole if text[:1].isdigit() and whole != text and PHONE.fullmatch(whole) else ""


def url_of(written: str) -> str:
    """An absolute address with the scheme https, http or mailto; nothing else, ever."""
    text = text_of(written).strip(" ")
    if not text:
        raise Fault("leeg")
    if not valid_url(text):
        raise Fault("geen-adres", value=text, near=url_meant(text))
    if code := deception_in(text):
        raise Fault(code, value=text, plain=plain_address(text))
    return text


def online_of(written: str) -> str | None:
    """Where an event is online: its address, or an empty text for `true`: online, and nobody wrote down where."""
    text = text_of(written).strip()
    if text.lower() in ("true", "false"):
        return "" if text.lower() == "true" else None
    if text.lower() in YES:
        raise Fault("geen-adres", value=text, near="true")
    return url_of(written)


def url_meant(text: str) -> str:
    """An address of which only the beginning is missing, with it; or nothing."""
    if EMAIL.fullmatch(text):
        return f"mailto:{text}"
    bare = text.strip("<>\"' ").replace("\\", "/")
    bare = re.sub(r"^(https?)[:;/\s]+", r"\1://", bare, flags=re.IGNORECASE).replace(" ", "%20")
    if valid_url(bare):
        return bare
    whole = f"https://{bare.lstrip('/')}"
    return whole if re.match(r"/*[\w-]+(\.[\w-]+)+(/|$)", bare) and valid_url(whole) else ""


def valid_url(text: str) -> bool:
    """Whether a text is an absolute `https:`, `http:` or `mailto:` address that can stand in any output as it is."""
    if len(text) > URL_LENGTH or UNSAFE_IN_URL.search(text):
        return False
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return EMAIL.fullmatch(parts.path) is not None
    return parts.scheme in ("https", "http") and port_is_fine and HOST.fullmatch(parts.netloc) is not None


def site_url_of(written: str) -> str:
    """The address of the site: no question, no fragment, and always with a final `/`."""
    text = url_of(written)
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or parts.query or parts.fragment or "@" in parts.netloc:
        raise Fault("geen-siteadres", value=text)
    if ".." in parts.path or "//" in parts.path:
        raise Fault("geen-siteadres", value=text)
    return text.rstrip("/") + "/"


def day_of(written: str) -> dt.date:
    text = line_of(written)
    match = DATE.fullmatch(text)
    if not match or not match[3]:
        raise Fault("geen-dag", value=text, near=moment_meant(text).partition(" ")[0])
    return existing_day(text, text)


def partial_date_of(written: str) -> str:
    """A year, a month or a day, kept as its own text: `2019`, `2019-10`, `2019-10-05`."""
    text = line_of(written)
    match = DATE.fullmatch(text)
    if not match:
        raise Fault("geen-datum", value=text, near=moment_meant(text).partition(" ")[0] or month_meant(text))
    existing_day(f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}", text)
    return text


def moment_of(written: str) -> Moment:
    text = line_of(written)
    match = MOMENT.fullmatch(text)
    if not match:
        raise Fault("geen-moment", value=text, near=moment_meant(text))
    day = existing_day(match[1], text)
    if match[2] is None:
        return Moment(day)
    try:
        clock = dt.time(int(match[2]), int(match[3]), int(match[4] or 0))
    except ValueError:
        raise Fault("dag-bestaat-niet", value=text) from None
    return Moment(day, clock, offset_of(match[5], text))


def moment_meant(text: str) -> str:
    """A date and perhaps a time that were written the Dutch way, in the form that is asked for; or nothing."""
    text = text.translate(DASHES)
    if match := DAY_FIRST.fullmatch(text):
        # Nobody announces what was a hundred years ago.
        year, month, day = match[3].rjust(4, "#").replace("##", "20"), month_number(match[2]), match[1]
        hour, minute = match[4], match[5]
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3] or match[5], match[4] or match[6]
        hour, minute = match[7], match[8]
    else:
        return ""
    if not month.isdigit() or not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return ""
    clock = f" {int(hour):02}:{minute or '00'}" if hour else ""
    return f"{year}-{int(month):02}-{int(day):02}{clock}"


def month_meant(text: str) -> str:
    """A month or a year that was written the Dutch way, `oktober 2019` or `begin 2019`; or nothing."""
    text = text.translate(DASHES)
    if match := ABOUT_YEAR.fullmatch(text.lower()):
        return match[1]
    if match := MONTH_FIRST.fullmatch(text):
        month, year = month_number(match[1]), match[2]
    elif match := MONTH_SHORT.fullmatch(text):
        month, year = month_number(match[1]), f"20{match[2]}"
    elif match := MONTH_LAST.fullmatch(text):
        month, year = month_number(match[2]), match[1]
    else:
        return ""
    return f"{year}-{int(month):02}" if month.isdigit() and 1 <= int(month) <= 12 else ""


def month_number(text: str) -> str:
    """The number of a month, from its number or the beginning of its Dutch name."""
    name = "mrt" if text.lower().startswith("maar") else text.lower()[:3]
    return str(SHORT_MONTHS.index(name) + 1) if name in SHORT_MONTHS else text


def existing_day(text: str, whole: str) -> dt.date:
    """A day of the calendar, in the years that calendars can be trusted with; `whole` is what the editor wrote."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Fault("dag-bestaat-niet", value=whole) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Fault("jaar-onwaarschijnlijk", value=whole, low=FIRST_YEAR, high=LAST_YEAR)
    return day


def offset_of(text: str | None, whole: str) -> dt.timedelta | None:
    if text is None or text == "Z":
        return None if text is None else dt.timedelta(0)
    hours, minutes = int(text[1:3]), int(text[4:6])
    # `13:30-15:00` is no offset but a time until which something lasts.
    if hours > (14 if text[0] == "+" else 12) or minutes > 59:
        raise Fault("geen-moment", value=whole, near=whole[: -len(text)].strip())
    return dt.timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)


def forge_project_of(written: str) -> str:
    """A project on a code host by its group and its name: `g40/digitalisering`."""
    text = line_of(written)
    if not FORGE_PROJECT.fullmatch(text) or len(text) > 300:
        near = re.sub(r"^https?://[^/]*/|(?:\.git)?/?$", "", text)
        raise Fault("geen-opslagproject", value=text, near=near if FORGE_PROJECT.fullmatch(near) else "")
    return text


def timezone_of(written: str) -> str:
    text = line_of(written)
    # Names in lower case, such as `localtime`, mean something else on each machine.
    if not "A" <= text[0] <= "Z":
        raise Fault("onbekende-tijdzone", value=text)
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise Fault("onbekende-tijdzone", value=text) from None
    return text


def alias_of(written: str) -> str:
    """An old address of an entry: begins with one `/`, ends with one, and stays inside the site."""
    text = text_of(written)
    bad = not text.startswith("/") or text.startswith("//") or re.search(r"\.\.|[\\?#\s<>\"%\x00-\x20\x7f]", text)
    steers = any(unicodedata.category(character).startswith("C") for character in text)
    steps = text.strip("/").split("/")
    if (
        bad
        or steers
        or len(text) > 300
        or any(step.startswith(".") or not step or len(step.encode()) > 200 for step in steps)
    ):
        raise Fault("alias-vorm", value=text)
    return text.rstrip("/") + "/"


def media_path_of(written: str) -> str:
    """A path below `content/`, in its `media` folder."""
    text = text_of(written).strip()
    parts = text.split("/")
    if parts[0] != "media" or len(parts) < 2 or ".." in parts or "\\" in text or not all(parts):
        raise Fault("geen-mediapad", value=text, near=media_path_meant(text))
    return text


def media_path_meant(text: str) -> str:
    """The path below `media/` in a path as another program gives it; or nothing."""
    steps = [step for step in re.split(r"[\\/]+", text) if step not in ("", ".", "..")]
    inside = steps[steps.index("media") :] if "media" in steps else ["media", *steps[-1:]]
    return "/".join(inside) if len(inside) > 1 and "." in inside[-1] else ""
