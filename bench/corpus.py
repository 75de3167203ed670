"""Makes a valid site of any size, for measuring only: `python bench/corpus.py FOLDER --news 1200 --projects 320`.

The texts are built from a few words, so that nobody takes them for facts. The same arguments give the same bytes.
"""

import argparse
import datetime as dt
import random
from pathlib import Path

WORDS = (
    "sensor park wijk data brug fiets water lamp plein haven school markt kaart meting bewoner gemeente proef dienst "
    "route straat energie afval drukte geluid lucht veiligheid zorg winkel verkeer model"
).split()
THEMES = ("smart-living", "smart-governance", "smart-citizen", "smart-environment", "smart-mobility", "smart-economy")
PROVINCES = ("Drenthe", "Gelderland", "Limburg", "Overijssel", "Utrecht", "Zeeland")
STATUSES = ("exploring", "pilot", "in-use", "scaling", "finished", "stopped")
SITE = """title: Proef
network: Proefnetwerk
description: Een gemaakte site om mee te meten.
url: https://proef.example.nl/
focus_points: [{title: Meten}]
contact: {name: Proef, email: proef@example.nl, municipality: gemeente-1}
licence: CC0-1.0
"""


class Corpus:
    """Writes one site below a folder; all choices come from one seeded source."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")

    def sentence(self) -> str:
        return f"{' '.join(self.random.choices(WORDS, k=self.random.randint(6, 14))).capitalize()}."

    def body(self, paragraphs: int) -> str:
        """Paragraphs with a heading, a list, a table and links between them, as editors write them."""
        parts = []
        for number in range(paragraphs):
            parts.append(" ".join(self.sentence() for _ in range(4)))
            if number % 3 == 1:
                parts.append(f"## {self.sentence()}")
                parts.append("\n".join(f"- **{word}** en [bron](https://www.example.nl/{word})" for word in WORDS[:4]))
            if number % 5 == 2:
                parts.append("| Wijk | Metingen |\n| --- | ---: |\n| Noord | 12 |\n| Zuid | 7 |")
        return "\n\n".join(parts) + "\n"

    def themes(self) -> str:
        rows = ["themes:"]
        for number, id in enumerate(THEMES, start=1):
            rows += [f"  - id: {id}", f"    title: {id.replace('-', ' ').title()}", f"    lead: gemeente-{number}"]
            rows += [f"    summary: {self.sentence()}", f"    description: {self.sentence()}"]
        return "\n".join(rows) + "\n"

    def municipalities(self, number: int) -> str:
        rows = ["municipalities:"]
        for n in range(1, number + 1):
            lat, lon = self.random.uniform(51, 53), self.random.uniform(4, 6.8)
            rows += [f"  - id: gemeente-{n}", f"    name: Gemeente {n}", f"    code: GM{n:04d}"]
            rows += [f"    province: {PROVINCES[n % len(PROVINCES)]}", f"    website: https://www.example.nl/{n}"]
            rows += [f"    location: {{lat: {lat:.4f}, lon: {lon:.4f}}}"]
        return "\n".join(rows) + "\n"

    def project(self, number: int) -> str:
        themes, topics = self.random.sample(THEMES, 2), self.random.sample(WORDS, 3)
        return "\n".join(
            (
                f"  - id: project-{number}",
                f"    title: Project {number} over {topics[0]}",
                f"    summary: {self.sentence()}",
                f"    description: {self.sentence()}",
                f"    themes: [{', '.join(themes)}]",
                f"    status: {self.random.choice(STATUSES)}",
                f"    status_date: {self.random.randint(2016, 2026)}",
                f"    topics: [{', '.join(topics)}]",
                f"    sources: [https://www.example.nl/bron/{number}]",
            )
        )

    def make(self, news: int, events: int, projects: int, municipalities: int) -> None:
        self.write("site.yaml", SITE)
        self.write("themes.yaml", self.themes())
        self.write("municipalities.yaml", self.municipalities(municipalities))
        for n in range(1, municipalities + 1):
            own = [self.project(number) for number in range(n, projects + 1, municipalities)]
            if own:
                self.write(f"content/projects/gemeente-{n}.yaml", "\n".join(["projects:", *own]) + "\n")
        for n in range(news):
            day = dt.date(2015, 1, 1) + dt.timedelta(days=n % 4000)
            head = f"title: Bericht {n}\ndate: {day}\nsummary: {self.sentence()}\nthemes: [{THEMES[n % 6]}]"
            self.write(f"content/news/{day}-bericht-{n}.md", f"---\n{head}\n---\n{self.body(6)}")
        for n in range(events):
            day = dt.date(2015, 1, 1) + dt.timedelta(days=n % 4500)
            head = f"title: Bijeenkomst {n}\nstart: {day} 13:00\nend: {day} 16:00\nsummary: {self.sentence()}"
            self.write(f"content/agenda/{day}-bijeenkomst-{n}.md", f"---\n{head}\n---\n{self.body(2)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--news", type=int, default=100)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--projects", type=int, default=112)
    parser.add_argument("--municipalities", type=int, default=41)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    corpus = Corpus(given.folder, given.seed)
    corpus.make(given.news, given.events, given.projects, given.municipalities)


if __name__ == "__main__":
    main()
