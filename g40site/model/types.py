"""The types of the fields that editors write: all that is true of every field of a type, once.

Each has the function that makes its value of a text, that value in JSON Schema, what the text may be in Dutch, the
code of the message for another text, and what an editor that checks while somebody types may let pass. Such an editor
gives scalars the types of YAML 1.2: a text may arrive as a number or as true. It is told less than the checks know
(which days and time zones there are), and never that something right is wrong.
"""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from msgspec import Meta

from g40site import words
from g40site.model import fields as f
from g40site.model.shape import Fault, Reads

PROVINCES = (
    *("Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg"),
    *("Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland"),
)
COLOURS = ("Living", "Governance", "Citizen", "Environment", "Mobility", "Economy")

# Not in a text: control characters that are no tab or line end, and those that turn its direction.
CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff"
TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
FORBIDDEN = rf"[{CONTROLS}{TURNS}]|\r(?!\n)"
UNSAFE = rf"\s<>\"\\^`{{|}}\u0000-\u0020\u007f-\u009f\ufffe\uffff{TURNS}"
WEB = r"[hH][tT][tT][pP][sS]?://(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?"
MAILBOX = r"[A-Za-z0-9.!$%*+/=_~'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
SUBJECT = rf"[sS][uU][bB][jJ][eE][cC][tT](?:=[^&#{UNSAFE}]*)?"
MAIL = rf"[mM][aA][iI][lL][tT][oO]:(?!//){MAILBOX}(?:\?(?:{SUBJECT})?)?(?:#[^{UNSAFE}]*)?"
INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
SEGMENT = rf"(?!\.)[^/\\?#\s<>\"%\u0000-\u0020\u007f-\u009f\ufffe\uffff{TURNS}{INVISIBLE}]{{1,200}}"


def whole(pattern: str) -> str:
    """A pattern from the first character to the last; not all readers take a final line end for one."""
    return rf"^(?:{pattern})(?!\n)$"


def around(pattern: str) -> str:
    """A pattern with spaces around it, which mean nothing."""
    return rf"^\s*(?:{pattern})\s*$"


def typed(pattern: str, *types: str, **more: object) -> dict[str, Any]:
    """A text of a pattern, which may also arrive as one of these types."""
    return {"type": ["string", *types], "pattern": pattern, **more}


def text(
    by: Callable[[str], Any],
    phrase: str,
    code: str,
    typed: dict[str, Any],
    *,
    is_long: bool = False,
    **schema: object,
) -> Reads:
    return Reads(by, {"type": "string", "minLength": 1, **schema}, phrase, code, typed, is_long=is_long)


def choice_of(choices: dict[str, str]) -> Reads:
    """One of some words, each with what people call it."""

    def check(written: str) -> str:
        text = f.line_of(written)
        if text not in choices:
            raise Fault("onbekende-keuze", value=text, choices=", ".join(choices))
        return text

    return Reads(check, {"type": "string", "enum": list(choices)}, choices=choices)


def province_of(written: str) -> str:
    text = f.line_of(written)
    if text == "Friesland":
        return "Fryslân"
    if text not in PROVINCES:
        raise Fault("onbekende-keuze", value=text, choices=", ".join(PROVINCES))
    return text


def reference_to(kind: str, phrase: str) -> Reads:
    """The id of another entry, of a kind."""
    schema = {"type": "string", "minLength": 1, "pattern": f"^{f.SLUG.pattern}$", "maxLength": 80}
    return Reads(f.reference_of, schema, phrase, "leeg", refers=kind)


ANY_TEXT = typed(rf"^(?![\s\S]*(?:{FORBIDDEN}))[\s\S]*\S", "number", "boolean")
LINE = text(f.line_of, "tekst op één regel", "leeg", ANY_TEXT)
LONG_LINE = text(f.line_of, "tekst op één regel", "leeg", ANY_TEXT, is_long=True)
Line = Annotated[str, LINE, Meta(max_length=1000)]
Remark = Annotated[str, LONG_LINE, Meta(max_length=1000)]
Title = Annotated[str, LINE, Meta(max_length=300)]
Summary = Annotated[str, LONG_LINE, Meta(max_length=300)]
Topic = Annotated[str, LINE, Meta(max_length=80)]
Markdown = Annotated[str, text(f.markdown_of, "tekst met opmaak (Markdown)", "leeg", ANY_TEXT, is_long=True)]
Id = Annotated[
    str,
    text(
        f.id_of,
        "kleine letters, cijfers en streepjes",
        "id-vorm",
        typed(whole(f.SLUG.pattern), "integer", "boolean", examples=["slimme-lantaarns"], maxLength=80, minimum=0),
        pattern=f"^{f.SLUG.pattern}$",
        maxLength=80,
    ),
]
ThemeId = Annotated[str, reference_to("theme", "de id van een thema")]
MunicipalityId = Annotated[str, reference_to("municipality", "de id van een gemeente")]
ProjectId = Annotated[str, reference_to("project", "de id van een project")]
ADDRESS = typed(
    whole(rf" *(?:{WEB}(?:[/?#][^{UNSAFE}]*)?|{MAIL}) *"),
    examples=["https://www.voorbeeld.nl/"],
    maxLength=f.URL_LENGTH,
)
URL = text(
    f.url_of,
    "een adres dat begint met `https://`, `http://` of `mailto:`",
    "geen-adres",
    ADDRESS,
    format="uri",
    pattern="^(https?://|mailto:)",
)
Url = Annotated[str, URL]
TRUE_OR_FALSE = {"type": ["boolean", "string"], "pattern": around("[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]")}
WHERE_ONLINE = typed(f"{ADDRESS['pattern']}|{TRUE_OR_FALSE['pattern']}", "boolean", maxLength=f.URL_LENGTH)
ONLINE = "`true`, of een adres dat begint met `https://`"
Online = Annotated[str, Reads(f.online_of, {"type": "string"}, ONLINE, "geen-adres", WHERE_ONLINE)]
SiteUrl = Annotated[
    str,
    text(
        f.site_url_of,
        "een adres dat begint met `https://`",
        "geen-siteadres",
        typed(whole(rf" *(?:{WEB}(?:/(?![^/?#]*\.\.)(?!/)[^/?#{UNSAFE}]*)*) *"), maxLength=f.URL_LENGTH),
        format="uri",
        pattern="^https?://",
    ),
]
Email = Annotated[
    str,
    text(
        f.email_of,
        "een mailadres",
        "geen-mailadres",
        typed(around(f.EMAIL.pattern), examples=["naam@gemeente.nl"], maxLength=254),
        format="email",
    ),
]
PHONE = typed(around(f.PHONE.pattern), "number", examples=["14 038"], minimum=100)
Phone = Annotated[str, text(f.phone_of, "een telefoonnummer", "geen-telefoonnummer", PHONE)]
CODE = typed(around(f.CODE.pattern), examples=["GM0193"])
Code = Annotated[str, text(f.code_of, "`GM` en vier cijfers", "geen-gemeentecode", CODE, pattern=f"^{f.CODE.pattern}$")]
Province = Annotated[
    str,
    Reads(
        province_of,
        {"enum": list(PROVINCES)},
        "een provincie",
        "onbekende-keuze",
        {"enum": [*PROVINCES, "Friesland"]},
        {province: province for province in PROVINCES},
    ),
]
# The days that there are, in the years that calendars can be trusted with.
ONE_YEAR = "(?:19[0-9]{2}|2[01][0-9]{2}|2200)"
LEAP_YEAR = "(?:(?:19|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)"
ONE_MONTH = "(?:0[1-9]|1[0-2])"
DAY_OF_MONTH = f"(?:{ONE_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
ONE_DAY = f"(?:{ONE_YEAR}-{DAY_OF_MONTH}|{LEAP_YEAR}-02-29)"
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
OFFSET = r"(?:Z|\+(?:0[0-9]|1[0-4]):[0-5][0-9]|-(?:0[0-9]|1[0-2]):[0-5][0-9])"
DAY = typed(around(ONE_DAY), examples=["2026-11-24"])
Day = Annotated[
    dt.date, Reads(f.day_of, {"type": "string", "format": "date"}, "een dag: jaar-maand-dag", "geen-dag", DAY)
]
YEARS = {"minimum": f.FIRST_YEAR, "maximum": f.LAST_YEAR}
PARTIAL_DATE = typed(
    around(f"{ONE_YEAR}(?:-{ONE_MONTH})?|{ONE_DAY}"), "integer", examples=["2026-11-24", "2026-11", 2026], **YEARS
)
PartialDate = Annotated[
    str,
    text(
        f.partial_date_of,
        "een jaar, een maand of een dag",
        "geen-datum",
        PARTIAL_DATE,
        pattern=f"^{f.DATE.pattern}$",
    ),
]
MOMENT = typed(around(rf"{ONE_DAY}(?:(?:T|\s+){CLOCK}\s*{OFFSET}?)?"), examples=["2026-11-24 15:30", "2026-11-24"])
MomentField = Annotated[f.Moment, text(f.moment_of, "een dag, of een dag en een tijd", "geen-moment", MOMENT)]
ZONE = typed(around("[A-Z][A-Za-z0-9/_+-]*"), examples=["Europe/Amsterdam"])
TimeZone = Annotated[str, text(f.timezone_of, "een tijdzone", "onbekende-tijdzone", ZONE)]
ALIAS = typed(whole(rf"/(?!/)(?!.*\.\.){SEGMENT}(?:/{SEGMENT})*/*"), examples=["/oud/adres/"], maxLength=300)
Alias = Annotated[
    str, text(f.alias_of, "een adres op deze site, met `/` voorop", "alias-vorm", ALIAS, pattern="^/[^/]")
]
MEDIA = typed(around(r"media(?:/(?!\.\.(?:/|\s*$))[^/\\]+)+(?<!/)"), examples=["media/foto.jpg"])
MediaPath = Annotated[
    str, text(f.media_path_of, "een pad in de map `content`", "geen-mediapad", MEDIA, pattern="^media/.")
]
YesNo = Annotated[bool, Reads(f.yes_or_no_of, {"type": "boolean"}, "`true` of `false`", "geen-ja-nee", TRUE_OR_FALSE)]
WHOLE = typed(around(f.NUMBER.pattern), "integer", minimum=-999_999_999, maximum=999_999_999)
INTEGER = Reads(f.integer_of, {"type": "integer"}, "een heel getal", "geen-getal", WHOLE)
Number = Annotated[int, INTEGER]
NotNegative = Annotated[int, INTEGER, Meta(ge=0, le=999_999)]


def degrees(example: float) -> Reads:
    as_typed = typed(around(f.DEGREES.pattern), "number", examples=[example])
    return Reads(f.degrees_of, {"type": "number"}, "een getal met een punt", "geen-graden", as_typed)


Latitude = Annotated[float, degrees(52.5168), Meta(ge=-90, le=90)]
Longitude = Annotated[float, degrees(6.083), Meta(ge=-180, le=180)]
Language = Annotated[str, choice_of({"nl": "Nederlands", "en": "Engels"})]
Status = Annotated[str, choice_of(words.PHASES)]
EventStatus = Annotated[str, choice_of(words.EVENT_STATES)]
AccessibilityStatus = Annotated[str, choice_of({letter: letter for letter in "ABCDE"})]
ForgeKind = Annotated[str, choice_of({"gitlab": "GitLab", "github": "GitHub"})]
FORGE_PROJECT = typed(around(f.FORGE_PROJECT.pattern), examples=["g40/digitalisering"], maxLength=300)
ForgeProject = Annotated[
    str, text(f.forge_project_of, "groep en naam, met een `/` ertussen", "geen-opslagproject", FORGE_PROJECT)
]
Colour = Annotated[str, choice_of({name.lower(): f"kleur van Smart {name}" for name in COLOURS})]
