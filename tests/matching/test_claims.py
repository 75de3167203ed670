"""No page, mail, feed or file says more of a project than is known of it."""

from itertools import product
from typing import Any

import pytest

from tests.claims import claims
from tests.matching.test_pages import FILES, PLACES
from tests.sites import Sites

STATUSES = ("exploring", "pilot", "in-use", "scaling", "finished", "stopped")
TEXT = {".html", ".xml", ".json", ".csv", ".ics", ".jsonld"}


def written(states: list[str]) -> dict[str, str | bytes]:
    """For each of these states a project in each of three municipalities, all alike; one is shared with the lead."""
    files: dict[str, str | bytes] = {**FILES}
    for place in PLACES[:3]:
        projects = "".join(
            f"  - {{id: {place}-{n}, title: 'Toestel {n} van {place.title()}', summary: Het telt., "
            f"themes: [smart-mobility], topics: [drones, tellen, 'soort {n // 6}'], {state}"
            f"{', with: [breda]' if place == 'delft' and n % 6 == 0 else ''}}}\n"
            for n, state in enumerate(states)
        )
        files[f"content/projects/{place}.yaml"] = f"projects:\n{projects}"
    return files


def texts(site: Any) -> dict[str, str]:
    return {
        path.relative_to(site.public).as_posix(): path.read_text("utf-8")
        for path in site.public.rglob("*")
        if path.suffix in TEXT
    }


DATES = ("start: 2012", "status_date: 2019-03", "start: 2012, status_date: 2022", "end: 2018", "status_date: 2024", "")
OLD = [", ".join(filter(None, (f"status: {status}", dates))) for status, dates in product(STATUSES, DATES)]
OVER = [
    f"status: {status}, status_date: 2026-10{end}"
    for status, end in (
        ("finished", ""),
        ("stopped", ""),
        ("pilot", ", end: 2026-11-01"),
        ("exploring", ", end: 2026-10"),
    )
]


@pytest.mark.parametrize("states", [OLD, OVER], ids=["without a recent state", "over, and said so recently"])
def test_nothing_is_said_in_the_present_of_what_is_not(site: Sites, states: list[str]) -> None:
    made = site(written(states))
    made.build()
    found = {name: claims(text) for name, text in texts(made).items()}
    assert {name: claim for name, claim in found.items() if claim} == {}


def test_a_recent_state_of_what_goes_on_is_said_in_the_present(site: Sites) -> None:
    made = site(written(["status: in-use, status_date: 2026-10"]))
    made.build()
    assert claims(made.page("/projecten/breda-0/")) != []


def test_who_is_over_is_in_no_count_of_advice_bundles_or_invitations(site: Sites) -> None:
    made = site(written(OVER))
    made.build()
    assert "Sluit aan bij</b></dt>" not in made.page("/gemeenten/breda/")
    assert '<table class="invite">' not in made.page("/themas/smart-mobility/")
    assert 'id="bundels"' not in made.page("/samenwerken/")
