"""Sites that nobody wrote: made at random from what the contract allows, they build, hold together, and stay right."""

import random
import textwrap
from pathlib import Path

import pytest

from tests.reading import inner_links, pages
from tests.running import tree
from tests.sites import LEAST, Sites, SmallSite

WORDS = "sensor licht wijk data straat zorg energie café water één meten samen Fryslân algoritme park".split()
ODD = ["'s ochtends", '"quotes"', "a & b", "<b>", "50 %", "#1", "ja: nee", "[x]", "{y}", "No", "0361", "~", "*ster*"]
# Cards are long to draw, and no link leads to one.
SETTINGS = textwrap.dedent(LEAST["site.yaml"]) + "features: {share_cards: false}\n"
PROVINCES = ("Groningen", "Friesland", "Fryslân", "Drenthe", "Overijssel", "Limburg", "Zuid-Holland")
STATUSES = ("exploring", "pilot", "in-use", "scaling", "finished", "stopped")


class Corpus:
    """Writes a valid site; the same seed writes the same site."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.themes = [f"thema-{number}" for number in range(self.chance.randint(1, 4))]
        self.places = ["zwolle", *(f"stad-{number}" for number in range(self.chance.randint(0, 7)))]
        self.projects = [f"project-{number}" for number in range(self.chance.randint(0, 20))]
        self.news = [f"bericht-{number}" for number in range(self.chance.randint(0, 30))]
        self.events = [f"dag-{number}" for number in range(self.chance.randint(0, 20))]

    def text(self, most: int = 6) -> str:
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randint(1, most))]
        if self.chance.random() < 0.3:
            words.insert(self.chance.randint(0, len(words)), self.chance.choice(ODD))
        return " ".join(words)

    def quoted(self, most: int = 6) -> str:
        return "'" + self.text(most).replace("'", "''") + "'"

    def some(self, of: list[str], most: int = 3) -> str:
        return "[" + ", ".join(self.chance.sample(of, self.chance.randint(0, min(most, len(of))))) + "]"

    def date(self) -> str:
        year, month, day = self.chance.randint(2015, 2027), self.chance.randint(1, 12), self.chance.randint(1, 28)
        return self.chance.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"))

    def day(self) -> str:
        return f"{self.chance.randint(2015, 2028)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    def maybe(self, line: str) -> str:
        return line if self.chance.random() < 0.5 else ""

    def body(self) -> str:
        link = self.chance.choice(
            [f"theme:{self.themes[0]}", f"municipality:{self.places[-1]}"]
            + [f"project:{id}" for id in self.projects[:1]]
            + [f"news:{slug}" for slug in self.news[:1]]
            + [f"event:{slug}" for slug in self.events[:1]]
        )
        parts = [f"## {self.quoted()}", self.text(30), f"Zie [{self.chance.choice(WORDS)}]({link}).", "- een\n- twee"]
        parts += ["| a | b |\n| --- | --- |\n| 1 | 2 |", "> " + self.text(), "    code <b>"]
        return "\n\n".join(self.chance.sample(parts, self.chance.randint(1, len(parts)))) + "\n"

    def about(self) -> str:
        themes, places, projects = self.some(self.themes), self.some(self.places), self.some(self.projects)
        return f"themes: {themes}\nmunicipalities: {places}\nprojects: {projects}\nsummary: {self.quoted()}\n"

    def theme(self, id: str) -> str:
        return (
            f"  - id: {id}\n    title: {self.quoted(3)}\n    lead: {self.chance.choice(self.places)}\n"
            f"    summary: {self.quoted()}\n    description: {self.quoted()}\n"
            + self.maybe("    topics: [licht, 'één ding']\n")
            + self.maybe("    contact: {name: Thea, email: thea@example.nl}\n")
            + self.maybe(f"    aliases: [/oud/{id}/]\n")
        )

    def place(self, id: str) -> str:
        lat, lon = self.chance.uniform(50.8, 53.4), self.chance.uniform(3.5, 7.1)
        return (
            f"  - id: {id}\n    name: {self.chance.choice(('', '’s-', 'Den '))}{id.capitalize()}\n"
            f"    code: GM{self.places.index(id):04}\n    province: {self.chance.choice(PROVINCES)}\n"
            f"    location: {{lat: {lat:.4f}, lon: {lon:.4f}}}\n    website: https://{id}.example.nl\n"
        )

    def people(self) -> str:
        return (
            f"participates: {self.some(self.themes)}\n"
            + self.maybe(f"contact: {{phone: 14 0{self.chance.randint(10, 99)}}}\n")
            + self.maybe(f"contacts: [{{role: Loket, checked: {self.date()}}}]\n")
            + self.maybe(f"administrators: [{{name: Bo, role: Wethouder, checked: {self.date()}, chair: true}}]\n")
        )

    def project(self) -> str:
        themes = self.chance.sample(self.themes, self.chance.randint(1, len(self.themes)))
        return (
            f"title: {self.quoted()}\nsummary: {self.quoted()}\n"
            f"themes: [{', '.join(themes)}]\nstatus: {self.chance.choice(STATUSES)}\n"
            f"with: {self.some(self.places)}\ninterested: {self.some(self.places)}\n"
            + self.maybe(f"status_date: {self.date()}\n")
            + self.maybe(f"checked: {self.date()}\n")
            + self.maybe(f"updated: {self.date()}\n")
            + self.maybe(f"topics: [{self.quoted(2)}, licht]\n")
            + self.maybe(f"seeking: {self.quoted()}\n")
            + self.maybe(f"description: {self.quoted(20)}\n")
            + self.maybe(f"partners: [{self.quoted(2)}]\n")
        )

    def news_item(self, slug: str) -> tuple[str, str]:
        day = self.day()
        head = f"title: {self.quoted()}\ndate: {day}\n{self.about()}" + self.maybe(f"aliases: [/oud/{slug}]\n")
        return f"content/news/{day}-{slug}.md", f"---\n{head}---\n{self.body()}"

    def event(self, slug: str) -> tuple[str, str]:
        day, hour = self.day(), self.chance.randint(8, 18)
        times = (f"start: {day}\n", f"start: {day} {hour:02}:00\n", f"start: {day} {hour:02}:00\nend: {day} 20:30\n")
        head = f"title: {self.quoted()}\n{self.chance.choice(times)}{self.about()}"
        head += self.maybe(f"status: {self.chance.choice(('scheduled', 'cancelled', 'postponed'))}\n")
        return f"content/agenda/{day}-{slug}.md", f"---\n{head}---\n{self.body()}"

    def files(self) -> dict[str, str | bytes]:
        """Projects and people stand in lists or in files of their own."""
        lists: dict[str, str] = {}
        found: dict[str, str | bytes] = {}
        places = ""
        for place in self.places:
            facts, people = self.place(place), self.people()
            alone = self.chance.random() < 0.5
            places += facts + ("" if alone else textwrap.indent(people, "    "))
            found |= {f"content/municipalities/{place}.yaml": people} if alone else {}
        for id in self.projects:
            owner, keys = self.chance.choice(self.places), self.project()
            if self.chance.random() < 0.5:
                found[f"content/projects/{id}.yaml"] = f"municipality: {owner}\n{keys}"
            else:
                lists[owner] = lists.get(owner, "projects:\n") + f"  - id: {id}\n{textwrap.indent(keys, '    ')}"
        found |= {f"content/projects/{owner}.yaml": text for owner, text in lists.items()}
        return {
            "site.yaml": SETTINGS,
            "themes.yaml": "themes:\n" + "".join(map(self.theme, self.themes)),
            "municipalities.yaml": f"municipalities:\n{places}",
            **dict(map(self.news_item, self.news)),
            **dict(map(self.event, self.events)),
            **found,
        }


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 8))])
def test_a_valid_site_builds_and_every_link_in_it_resolves(site: Sites, seed: int) -> None:
    s = site(Corpus(seed).files())
    s.build(base_url="https://x.nl/g40/")
    found = pages(s.public)
    assert len(found) > 20
    for address, page in found.items():
        for link, fragment in inner_links(address, page, "/g40/"):
            inner = "/" + link.removeprefix("/g40/")
            assert link.startswith("/g40/"), (address, link)
            assert inner in found or (s.public / inner[1:]).is_file(), (address, link)
            assert not fragment or fragment in found[inner].ids, (address, link, fragment)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))])
def test_after_any_row_of_edits_the_site_equals_one_that_is_built_anew(tmp_path: Path, site: Sites, seed: int) -> None:
    """Sites of several seeds take each other's place in one folder, one file at a time or all at once."""
    chance = random.Random(seed)
    s = site({})
    for step in range(4):
        files = Corpus(chance.randrange(1000)).files()
        for path in (*s.root.glob("content/*/*"),):
            path.unlink()
        s.write(files)
        s.build()
        if (some := sorted(s.root.glob("content/news/*"))) and chance.random() < 0.7:
            chance.choice(some).unlink()
            clean_links(s)
            s.build()
        fresh = tmp_path / f"schoon-{step}"
        s.build(output=fresh)
        assert tree(s.public) == tree(fresh)


def clean_links(site: SmallSite) -> None:
    """Takes away the links to news, of which an item has just gone."""
    for path in site.root.rglob("*.md"):
        text = path.read_text("utf-8")
        if "](news:" in text:
            path.write_text(text.replace("](news:", "](https://example.nl/#"), "utf-8")
