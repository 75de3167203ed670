"""What the text of one field may be, said in JSON Schema for an editor that checks while somebody types.

In: the function of `model.fields` that checks the text. Out: keywords of a schema. An editor gives scalars the types of
YAML 1.2, so a text may arrive as a number or as true; `text` says which of those the loader takes for a text too.
"""

from collections.abc import Callable
from typing import Any

from g40site.model import fields as f
from g40site.model.shape import Within

Schema = dict[str, Any]

SPACE = r"\s*"
# Not in a text: control characters that are no tab or line end, and those that turn its direction.
CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff"
FORBIDDEN = rf"[{CONTROLS}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
ALLOWED = rf"(?![\s\S]*(?:{FORBIDDEN}))"
BLANK = r"^\s*$"
UNSAFE = r"\s<>\"\\^`{|}\u0000-\u0020\u007f"
MONTH = "(?:0[1-9]|1[0-2])"
LEAP = "(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"
YEAR = f"(?:(?:19|20|21)[0-9]{{2}}|{f.LAST_YEAR})"
DAY = (
    f"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{LEAP}-02-29)"
)
OFFSET = r"\s?(?:Z|\+(?:0[0-9]|1[0-4]):[0-5][0-9]|-(?:0[0-9]|1[0-2]):[0-5][0-9])"
CLOCK = f"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:{OFFSET})?"
HOST = r"[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]"
PORT = ":(?:0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
WEB = f"[hH][tT][tT][pP][sS]?://(?:{HOST})(?:{PORT})?(?:[/?#][^{UNSAFE}]*)?"
MAILBOX = r"[A-Za-z0-9.!$%*+/=_~'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
SUBJECT = rf"[sS][uU][bB][jJ][eE][cC][tT](?:=[^&#{UNSAFE}]*)?"
MAIL = rf"[mM][aA][iI][lL][tT][oO]:(?!//){MAILBOX}(?:\?(?:{SUBJECT})?)?(?:#[^{UNSAFE}]*)?"
SITE = rf"[hH][tT][tT][pP][sS]?://(?:{HOST})(?:{PORT})?(?:/(?![^/?#]*\.\.)(?!/)[^/?#{UNSAFE}]*)*"
INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
SEGMENT = rf"(?!\.)[^/\\?#\s<>\"%\u0000-\u0020\u007f{INVISIBLE}]{{1,200}}"
ALIAS = rf"/(?!/)(?!.*\.\.){SEGMENT}(?:/{SEGMENT})*/*"
MEDIA = r"media(?:/(?!\.\.(?:/|\s*$))[^/\\]+)+(?<!/)"
DEGREES_90 = r"-?(?:0?(?:90(?:\.0{1,12})?|[0-8]?[0-9](?:\.[0-9]{1,12})?))"
DEGREES_180 = r"-?(?:180(?:\.0{1,12})?|(?:1[0-7][0-9]|0?[0-9]?[0-9])(?:\.[0-9]{1,12})?)"
REGIONS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific"
ZONE = f"(?:{REGIONS})(?:/[A-Za-z0-9_+-]+)+|UTC|GMT|CET|EET|MET|WET"
WHOLE = "-?(?:0|[1-9][0-9]{0,8})"
COUNT = "(?:-?0|[1-9][0-9]{0,5})"


def text(pattern: str, *types: str, code: str, examples: tuple[object, ...] = (), **more: object) -> Schema:
    """A text of a pattern, which may also arrive as one of these types; `code` is the message when it is not."""
    shown = {"examples": list(examples)} if examples else {}
    return {"type": ["string", *types], "pattern": pattern, "x-code": code, **shown, **more}


def whole(pattern: str) -> str:
    """A pattern from the first character to the last; not all readers take a final line end for one."""
    return rf"^(?:{pattern})(?!\n)$"


def around(pattern: str) -> str:
    """A pattern with spaces around it, which mean nothing."""
    return f"^{SPACE}(?:{pattern}){SPACE}$"


ANY_TEXT = text(rf"^{ALLOWED}[\s\S]*\S", "number", "boolean", code="leeg")
FORMS: dict[Callable[[Any], Any], Schema] = {
    f.line_of: ANY_TEXT,
    f.markdown_of: ANY_TEXT,
    f.id_of: text(
        whole(f.SLUG.pattern),
        *("integer", "boolean"),
        code="id-vorm",
        examples=("slimme-lantaarns",),
        maxLength=80,
        minimum=0,
    ),
    f.reference_of: text(r"\S", code="leeg"),
    f.url_of: text(
        whole(f" *(?:{WEB}|{MAIL}) *"),
        code="geen-adres",
        examples=("https://www.voorbeeld.nl/",),
        maxLength=f.URL_LENGTH,
    ),
    f.site_url_of: text(whole(f" *(?:{SITE}) *"), code="geen-siteadres", maxLength=f.URL_LENGTH),
    f.email_of: text(around(f.EMAIL.pattern), code="geen-mailadres", examples=("naam@gemeente.nl",), maxLength=254),
    f.phone_of: text(around(f.PHONE.pattern), "number", code="geen-telefoonnummer", examples=("14 038",), minimum=100),
    f.code_of: text(around("GM[0-9]{4}"), code="geen-gemeentecode", examples=("GM0193",)),
    f.day_of: text(around(DAY), code="geen-dag", examples=("2026-11-24",)),
    f.partial_date_of: text(
        around(f"{YEAR}(?:-{MONTH})?|{DAY}"),
        "integer",
        code="geen-datum",
        examples=("2026-11-24", "2026-11", 2026),
        minimum=f.FIRST_YEAR,
        maximum=f.LAST_YEAR,
    ),
    f.moment_of: text(around(f"{DAY}(?:{CLOCK})?"), code="geen-moment", examples=("2026-11-24 15:30", "2026-11-24")),
    f.timezone_of: text(around(ZONE), code="onbekende-tijdzone", examples=("Europe/Amsterdam",)),
    f.alias_of: text(whole(ALIAS), code="alias-vorm", examples=("/oud/adres/",), maxLength=300),
    f.media_path_of: text(around(MEDIA), code="geen-mediapad", examples=("media/foto.jpg",)),
    f.yes_or_no_of: {
        "type": ["boolean", "string"],
        "pattern": around("[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]"),
        "x-code": "geen-ja-nee",
    },
    f.integer_of: text(around(WHOLE), "integer", code="geen-getal", minimum=-999_999_999, maximum=999_999_999),
    f.province_of: {"enum": [*f.PROVINCES, "Friesland"], "x-code": "onbekende-keuze"},
}
RANGES: dict[tuple[Callable[[Any], Any], Within], Schema] = {
    (f.degrees_of, Within(-90, 90)): text(
        around(DEGREES_90), "number", code="geen-graden", examples=(52.5168,), minimum=-90, maximum=90
    ),
    (f.degrees_of, Within(-180, 180)): text(
        around(DEGREES_180), "number", code="geen-graden", examples=(6.083,), minimum=-180, maximum=180
    ),
    (f.integer_of, Within(0, 999_999)): text(around(COUNT), "integer", code="geen-getal", minimum=0, maximum=999_999),
}
BARE_DAY = around(DAY)
WITH_CLOCK = around(f"{DAY}{CLOCK}")
