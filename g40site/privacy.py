"""Texts for open data: without mail addresses and telephone numbers.

In: a text. Out: the same text with `[mail]` and `[tel]` where those stood. What only looks like a number is left: a
book, a year, a code of a municipality, a building or a company. Free lines (0800, 0900) and the general numbers of
municipalities (14 038) are nobody's own, so they stay too.
"""

import re

MAIL = re.compile(r"(?<![\w.+~-])[\w.+~-]+(?:['’&][\w.+~-]+){0,3}@[\w-]+(?:\.[\w-]+)+")
DIGIT = re.compile("[0-9]")
# The fewest that make a telephone number.
DIGITS = 9
# What may stand between two digits: at most three of these, such as ` - ` or `) `.
GAP = r"[\s()./\u00ad\u2010-\u2015\u2212\u200b\u2060-]{0,3}"
LONGEST_LABEL = 24


# A text with many digits is looked at with these. They take long to compile, and most builds have no such text, so that
# is left to `re`, which keeps what it compiled.
PHONE = (
    # Not inside a word, an address, a decimal or a longer code.
    r"(?<![\w=+])(?<![^\W\d]/)(?<!\d[.,\u2010-\u2013-])(?<!97[89]\s)"
    r"(?:\((?=(?:0[1-9][0-9]{1,2}|\+31|0031)\)))?"
    rf"(?:(?:\+|00)31\)?{GAP}(?:\(0\)|0)?{GAP}(?P<after>[1-9](?:{GAP}[0-9]){{8}})"
    rf"|(?P<national>0[1-9](?:{GAP}[0-9]){{8}})"
    rf"|\+(?!31)[1-9](?:{GAP}[0-9]){{8,13}})"
    r"(?!\w)(?![.:\u2010-\u2013-][0-9])"
)
# The beginnings of Dutch numbers that belong to somebody: places, mobile, and lines without a place.
BEGINNINGS = (
    r"6|1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7[0-9]|8[2-8]"
    r"|1(?:1[1-8]|6[1-8]|7[24]|8[0-7])|2(?:2[2-9]|5[125]|9[479])|3(?:1[3-8]|2[01]|4[1-8])"
    r"|4(?:1[1-8]|[789][0-9])|5(?:1[1-9]|2[1-9]|4[1-8]|6[126]|7[0-8]|9[1-9])"
)
DATE = r"[0-9]{2}([-./ ])[0-9]{2}\1(?:19|20)[0-9]{2}(?![0-9])"
# What says of a number behind it that it is no telephone number.
LABEL = (
    r"(?:isbn(?:-1[03])?|bag|kvk|cbs|rsin|bsn|zaak|dossier|[a-z]{2}[0-9]{2} ?[a-z]{4})"
    r"[ -]?(?:nummer|code|id|nr\.?)?[\s:]*\Z"
)


def redact(text: str) -> str:
    """A text without mail addresses and telephone numbers."""
    # Most texts are left as they are; to look for what cannot be there takes longest.
    if "@" in text:
        text = MAIL.sub("[mail]", text)
    if len(DIGIT.findall(text)) < DIGITS:
        return text
    return re.sub(PHONE, lambda number: "[tel]" if is_phone(number) else number[0], text)


def is_phone(number: re.Match[str]) -> bool:
    """Whether digits in the form of a number are one, by how it begins and by what stands before it."""
    national = number["after"] or (number["national"] or "").removeprefix("0")
    if national and not re.match(BEGINNINGS, re.sub("[^0-9]", "", national)):
        return False
    before = number.string[max(0, number.start() - LONGEST_LABEL) : number.start()]
    return not re.match(DATE, number[0]) and not re.search(LABEL, before, re.IGNORECASE)
