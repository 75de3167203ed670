"""No page, mail, feed or file says more of a project than is known of it."""

from itertools import product

import pytest

from tests.claims import claims
from tests.matching.conftest import FILES, PLACES
from tests.sites import Sites, SmallSite

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


def texts(site: SmallSite) -> dict[str, str]:
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


@pytest.mark.slow
def test_nothing_is_said_in_the_present_without_a_recent_state(site: Sites) -> None:
    made = site(written(OLD))
    made.build()
    assert present(made) == {}


def test_nothing_is_said_in_the_present_of_what_is_over_nor_does_it_count(site: Sites) -> None:
    """Also where that was said recently; and it is in no advice, bundle or invitation."""
    over = site(written(OVER))
    over.build()
    assert present(over) == {}
    assert "Sluit aan bij</b></dt>" not in over.page("/gemeenten/breda/")
    assert '<table class="invitations">' not in over.page("/themas/smart-mobility/")
    assert 'id="bundels"' not in over.page("/samenwerken/")


def test_a_recent_state_of_what_goes_on_is_said_in_the_present(site: Sites) -> None:
    made = site(written(["status: in-use, status_date: 2026-10"]))
    made.build()
    assert claims(made.page("/projecten/breda-0/")) != []


def present(site: SmallSite) -> dict[str, list[str]]:
    """What each page and file says in the present."""
    return {name: found for name, text in texts(site).items() if (found := claims(text))}
