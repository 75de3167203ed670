"""How much a word says in the index of the search page, by where it stands, is what the docs say of it."""

import json
import re

from tests.running import TOP
from tests.sites import Sites, SmallSite, settings

FILES: dict[str, str | bytes] = {
    "site.yaml": settings(
        "topics: [{title: waterstof, also: [knalgas]}]", "features: {share_cards: false, matching: false}"
    ),
    "content/projects/zwolle.yaml": """\
        projects:
          - id: zonnedak
            title: Zonnedak
            summary: Kwartelkooi.
            description: Vuurtoren.
            themes: [smart-living]
            status: pilot
            topics: [waterstof]
            partners: [Molenbond]
        """,
    "content/pages/pannenkoek.md": "---\ntitle: Pannenkoek\nsummary: Sleepboot.\n---\n## Ooievaar\n\nKoraalrif.\n",
}
# What the docs call a place in an entry, a word that stands there alone, and the title of that entry.
PLACES = (
    ("title", "zonnedak", "Zonnedak"),
    ("title", "pannenkoek", "Pannenkoek"),
    ("topics", "waterstof", "Zonnedak"),
    ("places", "zwolle", "Zonnedak"),
    ("headings", "ooievaar", "Pannenkoek"),
    ("summary", "kwartelkooi", "Zonnedak"),
    ("summary", "sleepboot", "Pannenkoek"),
    ("other words", "knalgas", "Zonnedak"),
    ("partners", "molenbond", "Zonnedak"),
    ("the text", "vuurtoren", "Zonnedak"),
    ("the text", "koraalrif", "Pannenkoek"),
)


def weights(site: SmallSite) -> dict[tuple[str, str], int]:
    """The weight of each word in each entry, by the title of that.

    A line of the index has the forms of a word, `|`, and for each entry how far it is behind the one before, with its
    weight as the last sign.
    """
    index = json.loads(site.page("/zoeken/index.json"))
    found = {}
    for line in "\n".join(index["words"].values()).splitlines():
        forms, _, entries = line.partition("|")
        number = 0
        for one in entries.split():
            number += int(one[:-1], 36)
            found |= {(form, index["entries"][number][1]): int(one[-1]) for form in forms.split()}
    return found


def test_the_weights_in_the_docs_are_those_of_the_index(site: Sites) -> None:
    text = " ".join((TOP / "docs/developers/search.md").read_text("utf-8").split())
    (sentence,) = re.findall(r"A word in the title [^.]*\.", text)
    said = re.findall(r"([^()]+) \((\d)\)", sentence)
    made = site(FILES)
    made.build()
    found = weights(made)
    for place, word, title in PLACES:
        (weight,) = (int(number) for places, number in said if place in places)
        assert found[word, title] == weight, (place, word)
    assert [number for places, number in said if not any(place in places for place, *_ in PLACES)] == []
