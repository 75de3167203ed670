"""Each kind of sentence: what is known, and how it is said. The same rows stand in docs/developers/sentences.md."""

import re
from collections.abc import Callable

from g40site import phrases
from g40site.lifecycle import State
from tests.running import TOP


def state(status: str, date: str | None = None, **more: object) -> State:
    """A state of long ago that goes on, unless it says otherwise."""
    ended = status in ("finished", "stopped")
    rest: dict[str, object] = {"end": None, "ended": ended}
    return State(**{"status": status, "date": date, **rest, **more})  # type: ignore[arg-type]


OLD = state("in-use", "2018")
UNDATED = state("scaling")
NOW = state("in-use", "2026-03")
PILOT = state("pilot", "2022-06")
PAST = state("pilot", "2017", end="2017", ended=True)
JUST_OVER = state("pilot", "2026-01", end="2026-02", ended=True)
DONE = state("finished", "2023")
STOPPED = state("stopped", "2020-10-05")

LONG_FIRST = "Gouda mat het grondwater met sensoren op veel plekken in de oude stad."

ROWS: list[tuple[Callable[..., str], tuple[object, ...], str]] = [
    (phrases.phase, (OLD,), "in gebruik"),
    (phrases.phase, (PAST,), "pilot voorbij"),
    (phrases.phase, (DONE,), "afgerond"),
    (phrases.age, (PILOT,), "juni 2022"),
    (phrases.age, (UNDATED,), "jaar niet bekend"),
    (phrases.age, (state("pilot", "2016", end="2017-12", ended=True),), "december 2017"),
    (phrases.year, (PILOT,), "2022"),
    (phrases.phase_and_year, (PILOT,), "pilot, 2022"),
    (phrases.phase_and_age, (OLD,), "in gebruik, 2018"),
    (phrases.where_it_is, ("Delft", OLD, False), "in Delft was het in 2018 in gebruik"),
    (phrases.where_it_is, ("Delft", UNDATED, False), "in Delft was het in opschaling"),
    (phrases.where_it_is, ("Delft", NOW, True), "in Delft is het in gebruik (maart 2026)"),
    (phrases.where_it_is, ("Delft", PAST, False), "in Delft was het een pilot, met als einde 2017"),
    (phrases.where_it_is, ("Delft", JUST_OVER, False), "in Delft was het een pilot, met als einde februari 2026"),
    (phrases.where_it_is, ("Delft", STOPPED, False), "in Delft was het op 5\N{NO-BREAK SPACE}oktober 2020 gestopt"),
    (phrases.difference, ("Gouda", PILOT, "Delft", UNDATED, False), "In Delft was het in opschaling."),
    (
        phrases.difference,
        ("Gouda", PILOT, "Delft", OLD, False),
        "Verder dan Gouda: in Delft was het in 2018 in gebruik.",
    ),
    (
        phrases.difference,
        ("Gouda", OLD, "Delft", NOW, True),
        "Even ver als Gouda: in Delft is het in gebruik (maart 2026).",
    ),
    (
        phrases.difference,
        ("Gouda", OLD, "Delft", PILOT, False),
        "Minder ver dan Gouda: in Delft was het in juni 2022 een pilot.",
    ),
    (phrases.difference, ("Gouda", OLD, "Delft", DONE, False), "Klaar: in Delft was het in 2023 afgerond."),
    (
        phrases.difference,
        ("Gouda", OLD, "Delft", STOPPED, False),
        "Gestopt: in Delft was het op 5\N{NO-BREAK SPACE}oktober 2020 gestopt.",
    ),
    (
        phrases.difference,
        ("Gouda", OLD, "Delft", PAST, False),
        "Pilot voorbij: in Delft was het een pilot, met als einde 2017.",
    ),
    (phrases.difference, ("Gouda", PAST, "Delft", OLD, False), "In Delft was het in 2018 in gebruik."),
    (phrases.same_topics, (["water", "sensoren"],), "Zelfde onderwerpen: water en sensoren"),
    (phrases.same_topics, (["water"],), "Zelfde onderwerp: water"),
    (phrases.on_topics, (["water", "groen"],), "Onderwerpen: water en groen"),
    (phrases.first_sentence, (f"{LONG_FIRST} Daarna zakte het.",), LONG_FIRST),
    (phrases.first_sentence, ("Helpt meten? Dat zocht Gouda uit. Het hielp.",), "Helpt meten? Dat zocht Gouda uit."),
    (phrases.first_sentence, ("Kort. Nog een. Derde.",), "Kort. Nog een."),
    (phrases.short_title, ("LIVE: digitale tweeling",), "LIVE"),
    (phrases.some, (["A", "B", "C", "D", "E", "F"],), "A, B, C, D en 2 andere gemeenten"),
    (phrases.some, (["A", "B", "C", "D"],), "A, B, C en D"),
    (phrases.some, (["A", "B", "A", "C", "D", "E"],), "A, B, C, D en E"),
    (
        phrases.lead_is_alike,
        ("X", "Apeldoorn", "Y", ["water"]),
        "X van koploper Apeldoorn lijkt op Y. Zelfde onderwerp: water.",
    ),
    (
        phrases.participant_is_alike,
        ("X", "Ede", "Y", ["water"]),
        "Ede doet mee met dit thema. X lijkt op Y. Zelfde onderwerp: water.",
    ),
    (phrases.is_about, ("Y", ["water", "groen"]), "Y hoort bij dit thema. Onderwerpen: water en groen."),
    (phrases.is_about, ("Y", []), "Y hoort bij dit thema."),
    (phrases.has_topics, ("Gouda", "Smart Living"), "Projecten van Gouda gaan over onderwerpen van Smart Living."),
    (
        phrases.lead_had,
        ("X", "Amersfoort", DONE, "Y"),
        "X van Amersfoort (afgerond, 2023) lijkt op Y. Vraag wat Amersfoort ervan leerde.",
    ),
    (
        phrases.tell_us,
        ("X", DONE, "Y"),
        "X (afgerond, 2023) lijkt op Y. Graag horen wij wat u daarvan leerde.",
    ),
    (
        phrases.missing,
        (["een A", "een B"],),
        "Wat nog ontbreekt: een A en een B. Wat voorbij is, telt niet mee.",
    ),
    (phrases.missing, ([],), ""),
    (phrases.rests_on, (1,), "Het advies steunt op één project."),
    (phrases.rests_on, (2,), ""),
    (
        phrases.not_advised,
        (["Smart Living"], 1, 6),
        "Dit is geen advies. Smart Living komt het dichtst in de buurt, met 1\N{NO-BREAK SPACE}punt. "
        "Advies geven wij vanaf 6 punten.",
    ),
    (phrases.invitation, ("X", PILOT, "Y", ["water"]), "X (pilot, 2022) lijkt op Y. Zelfde onderwerp: water."),
    (
        phrases.invitation_about,
        ("X", UNDATED, ["water"]),
        "X (opschaling, jaar niet bekend) hoort bij dit thema. Onderwerp: water.",
    ),
    (phrases.invitation_about, ("X", OLD, []), "X (in gebruik, 2018) hoort bij dit thema."),
    (phrases.together, (NOW, True, "Delft", "X"), "Werkt al met Delft samen in X."),
    (phrases.together, (OLD, False, "Delft", "X"), "Deed in 2018 al met Delft mee aan X."),
    (phrases.together, (UNDATED, False, "Delft", "X"), "Deed al met Delft mee aan X."),
    (phrases.together, (JUST_OVER, False, "Delft", "X"), "Deed in januari 2026 al met Delft mee aan X."),
    (
        phrases.was_interested,
        (["A"], "X", "C"),
        "A toonde interesse in X van C. Of daar iets van kwam, weten wij niet.",
    ),
    (
        phrases.was_interested,
        (["A", "B"], "X", "C"),
        "A en B toonden interesse in X van C. Of daar iets van kwam, weten wij niet.",
    ),
    (phrases.known_between, (["2025-11", None, "2017"],), "2017 tot november 2025, deels niet bekend"),
    (phrases.known_between, (["2018", "2018"],), "2018"),
    (phrases.known_between, ([None],), ""),
    (phrases.who_can_ask, (["A", "B"], ["C"], []), "A en B kunnen vragen hoe het ging in C."),
    (phrases.who_can_ask, (["A", "C"], ["C"], []), "A kan vragen hoe het ging in C."),
    (phrases.who_can_ask, (["C"], ["C", "B"], []), "C en B kunnen vergelijken hoe het ging."),
    (
        phrases.who_can_ask,
        (["A", "B"], [], []),
        "A en B kunnen vergelijken. Een volgende stap kennen wij bij deze projecten niet.",
    ),
    (phrases.others_had, (["A"],), "A had ook een project dat lijkt op een project van ons."),
    (phrases.others_had, (["A", "B"],), "A en B hadden ook een project dat lijkt op een project van ons."),
    (phrases.others_had, ([],), ""),
    (phrases.resembles_ours, ("X", "Y", ["water"]), "X lijkt op ons project Y. Zelfde onderwerp: water."),
    (phrases.has_projects, ("Gouda", 0, 0, 0), "Van Gouda staat hier nog geen project."),
    (phrases.has_projects, ("Gouda", 1, 0, 0), "Van Gouda staat hier 1\N{NO-BREAK SPACE}project."),
    (phrases.has_projects, ("Assen", 1, 1, 0), "Van Assen staat hier 1\N{NO-BREAK SPACE}project, dat voorbij is."),
    (phrases.has_projects, ("Gouda", 3, 1, 0), "Van Gouda staan hier 3\N{NO-BREAK SPACE}projecten, waarvan 1 voorbij."),
    (
        phrases.has_projects,
        ("Gouda", 2, 2, 1),
        "Van Gouda staan hier 2\N{NO-BREAK SPACE}projecten, alle voorbij. "
        "De gemeente staat ook bij 1\N{NO-BREAK SPACE}project van anderen.",
    ),
    (
        phrases.has_projects,
        ("Ede", 0, 0, 2),
        "Van Ede staat hier nog geen eigen project. "
        "De gemeente staat ook bij 2\N{NO-BREAK SPACE}projecten van anderen.",
    ),
    (phrases.from_until, ("2012", "2022-05"), "van 2012 tot zeker mei 2022"),
    (phrases.of_place, ("LIVE", "Amersfoort"), "LIVE van Amersfoort"),
    (phrases.year_of, ("2019-10",), "2019"),
    (phrases.known, (None,), "jaar niet bekend"),
    (phrases.on, ("2019-10",), "in oktober 2019"),
]


def test_facts_become_a_sentence() -> None:
    said = [(form.__name__, facts, form(*facts), wanted) for form, facts, wanted in ROWS]
    assert [row for row in said if row[2] != row[3]] == []


def test_what_nobody_wrote_down_depends_on_the_lesson_and_the_end() -> None:
    assert phrases.not_known(has_lesson=False, ended=False) == "wat het kostte en opleverde, en hoe het er nu mee gaat."
    assert phrases.not_known(has_lesson=True, ended=True) == "wat het kostte."


def test_every_sentence_has_its_row_in_the_docs_and_a_row_here() -> None:
    forms = {
        name
        for name, value in vars(phrases).items()
        if callable(value) and getattr(value, "__module__", "") == phrases.__name__
    }
    tested = {form.__name__ for form, _, _ in ROWS} | {"not_known"}
    assert forms == tested, forms ^ tested
    documented = set(re.findall(r"`(\w+)`", (TOP / "docs/developers/sentences.md").read_text("utf-8")))
    small = {
        "known",
        "on",
        "year",
        "year_of",
        "some",
        "first_sentence",
        "short_title",
        "of_place",
        "resembles_ours",
        "phase_and_age",
        "phase_and_year",
    }
    assert forms - small <= documented
