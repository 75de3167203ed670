"""Dates that were written the Dutch way, in the form that the site asks for, where they can mean nothing else.

In: what somebody typed for a date. Out: `2026-11`, `2026-11-24 13:30` and the like, or the text itself, which the
checks then refuse and say what it may mean. `1/2/2026`, `1-2-26`, `20260201`, `2011/12` and `eind 2019` may mean
something else: whoever typed them does not see what becomes of them, so a guess is not enough.
"""

import datetime as dt
import re

from g40site.model.dates import DASHES, moment_meant, month_meant
from g40site.model.fields import DATE, MOMENT, day_of, moment_of, partial_date_of
from g40site.model.shape import Field

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NAMED = (
    "(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
CERTAIN = re.compile(
    rf"(?:(?P<weekday>{'|'.join(f'{day[:2]}(?:{day[2:]})?' for day in WEEKDAYS)})[.,]? +)?"
    rf"(?:[0-9]{{1,2}}(?:-[0-9]{{1,2}}-|\.[0-9]{{1,2}}\.|-{NAMED}-|\.? +{NAMED}\.? +)[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:,?(?: +om)? +(?:[0-9]{1,2}[.:][0-9]{2}(?: uur)?|[0-9]{1,2} uur|[0-9]{1,2}u(?:[0-9]{2})?))?"
    rf"|(?:[0-9]{{1,2}}-|{NAMED}(?:\.? +|-))[0-9]{{4}}|[0-9]{{4}}-[0-9]{{1,2}}",
    re.ASCII | re.IGNORECASE,
)


def in_form(field: Field, text: str) -> str:
    """What somebody typed for a field: a date in its form, any other text as it is."""
    return date_in_form(text) or text if is_date(field) else text


def is_date(field: Field) -> bool:
    return field.reader in (day_of, partial_date_of, moment_of)


def date_in_form(text: str) -> str:
    """A date in the form that is asked for, where it is right already or can mean nothing else; or nothing."""
    if DATE.fullmatch(text) or MOMENT.fullmatch(text):
        return text
    match = CERTAIN.fullmatch(text.translate(DASHES))
    meant = (moment_meant(text) or month_meant(text)) if match else ""
    if match and meant and (named := match["weekday"]):
        try:
            day = dt.date.fromisoformat(meant[:10])
        except ValueError:
            return ""
        return meant if WEEKDAYS[day.weekday()].startswith(named.lower()) else ""
    return meant
