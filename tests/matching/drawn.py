"""Sites with any projects, as what `make_site` takes."""

from hypothesis import strategies as st

TOPICS = ("drones", "geluid", "water", "zorg", "lora", "netwerk")
THEMES = ("smart-living", "smart-mobility", "smart-economy")
PLACES = ("alkmaar", "breda", "delft", "ede", "zwolle")
TEXTS = ("Drones boven water", "Geluidsnetwerk", "Zorg met een kwartel", "De waternetwerken", "Kwartels")


def some(values: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True).map(tuple)


PROJECT = st.fixed_dictionaries(
    {
        "municipality": st.sampled_from(PLACES),
        "title": st.sampled_from(TEXTS),
        "summary": st.sampled_from(TEXTS),
        "topics": some(TOPICS, 0, 4),
        "themes": some(THEMES, 1, 3),
        "partners": some(("TNO", "RIVM"), 0, 2),
        "with": some(PLACES, 0, 2),
        "status": st.sampled_from(("exploring", "pilot", "in-use", "scaling", "finished", "stopped")),
    }
)
JOINED = st.dictionaries(st.sampled_from(PLACES), some(THEMES, 0, 2))


@st.composite
def sites(draw: st.DrawFn) -> dict[str, object]:
    drawn = draw(st.lists(PROJECT, max_size=14))
    return {
        "projects": [{"id": f"p-{number}", **project} for number, project in enumerate(drawn)],
        "joined": draw(JOINED),
        "theme_topics": draw(st.dictionaries(st.sampled_from(THEMES), some(TOPICS, 0, 3))),
    }
