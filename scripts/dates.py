"""Which dates end: half a year before, it says what ends and what to do. Run once a month (docs/beheer/maand.md).

    python scripts/dates.py [--today DAY] [--address URL]

Two tables: what the project stands on, looked up by what the files here use, and the dates of the organisation itself.
Of the site at --address it looks at the certificate, which may not be in the last quarter of its life. Writes Markdown,
and ends with 1 when there is something to do. Stands on Python's own library only.
"""

import argparse
import datetime as dt
import re
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

TOP = Path(__file__).resolve().parents[1]
WARNING = dt.timedelta(days=183)
SECONDS = 30

# Fill in: the day, what ends, and what to do then. For example:
#    ("2027-11-01", "De sleutel van de webhost", "Maak een nieuwe: docs/beheer/plaatsen.md."),
OWN: list[tuple[str, str, str]] = []

# The last day on which each is kept safe by who makes it.
PYTHON = "Verander het getal in `.python-version`; `make test` noemt de plekken die het daar niet kunnen lezen."
IMAGE = "Verander de naam in `.github/workflows/` of `.gitlab-ci.yml`, en kijk of de controles groen zijn."
ENDS = {
    "Python 3.11": ("2027-10-31", PYTHON),
    "Python 3.12": ("2028-10-31", PYTHON),
    "Python 3.13": ("2029-10-31", PYTHON),
    "Python 3.14": ("2030-10-31", PYTHON),
    "ubuntu-24.04": ("2029-04-30", IMAGE),
    "ubuntu-26.04": ("2031-04-30", IMAGE),
    "bookworm": ("2028-06-30", IMAGE),
    "trixie": ("2030-06-30", IMAGE),
}


def used() -> list[str]:
    """What the files here name of what ends."""
    images = {
        found
        for path in TOP.glob(".github/workflows/*.yml")
        for found in re.findall(r"^ *runs-on: *(\S+)", path.read_text("utf-8"), re.MULTILINE)
    }
    pipeline = (TOP / ".gitlab-ci.yml").read_text("utf-8")
    images |= set(re.findall(r"^ *image: *python:\S+-(\w+)$", pipeline, re.MULTILINE))
    return [f"Python {(TOP / '.python-version').read_text('utf-8').strip()}", *sorted(images)]


def ending(today: dt.date) -> Iterator[str]:
    rows = list(OWN)
    for name in used():
        if name in ENDS:
            rows.append((ENDS[name][0], name, ENDS[name][1]))
        else:
            yield f"**{name}** staat niet in de tabel: zoek op tot wanneer het wordt bijgewerkt, en zet het in `ENDS`."
    for day, name, remedy in sorted(rows):
        left = dt.date.fromisoformat(day) - today
        if left <= WARNING:
            when = "eindigt op" if left.days >= 0 else "is geëindigd op"
            yield f"**{name}** {when} {day}. {remedy}"


def certificate(address: str, today: dt.date, context: ssl.SSLContext) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        yield f"**{address}** is geen adres met https."
        return
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as connection,
        ):
            found = connection.getpeercert() or {}
    except (OSError, ValueError) as error:
        yield f"**{parts.hostname}**: het certificaat is niet goed of niet te lezen: {error}"
        return
    begin, end = (
        dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found[name])), dt.UTC).date()
        for name in ("notBefore", "notAfter")
    )
    if (end - today) * 4 <= end - begin:
        remedy = "Vernieuw het, of kijk waarom dat niet vanzelf gaat."
        yield f"**Het certificaat van {parts.hostname}** eindigt op {end}. {remedy}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date.today())
    parser.add_argument("--address", default="")
    given = parser.parse_args(arguments)
    found = list(ending(given.today))
    if given.address:
        found += certificate(given.address, given.today, ssl.create_default_context())
    for line in found:
        print(f"- {line}")
    if not found:
        print("Niets eindigt binnen een half jaar.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
