"""What a date that was written by hand may mean: the guess that a refusal shows.

In: a text that is no date in the form of the site. Out: `2026-02-01`, `2026-02`, `2026-02-01 13:30`, or nothing. A
guess is for somebody to look at; `editing.typed_answers` says which of them are certain.
"""

import re

from g40site.words import SHORT_MONTHS

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
