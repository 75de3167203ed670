"""Makes a valid site of any size, for measuring only: `python bench/corpus.py FOLDER --pages 2009`.

The texts are built from a few words, so that nobody takes them for facts; their length and what stands in them
(headings, lists, tables, quotes, code, notes) is that of news and meetings as editors write them. The same arguments
give the same bytes.
"""

import argparse
import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

WORDS = (
    "sensor park wijk data brug fiets water lamp plein haven school markt kaart meting bewoner gemeente proef dienst "
    "route straat energie afval drukte geluid lucht veiligheid zorg winkel verkeer model"
).split()
HEADINGS = "Aanleiding|Aanpak|Resultaten|Samenwerking|Vervolg|Achtergrond|Planning|Lessen|Techniek|Meer lezen".split(
    "|"
)
THEMES = ("smart-living", "smart-governance", "smart-citizen", "smart-environment", "smart-mobility", "smart-economy")
PROVINCES = ("Drenthe", "Gelderland", "Limburg", "Overijssel", "Utrecht", "Zeeland")
STATUSES = ("exploring", "pilot", "in-use", "scaling", "finished", "stopped")
ROLES = ("Wethouder", "Burgemeester", "Gemeentesecretaris")
PAGES = {"index": "Proef", "aansluiten": "Aansluiten", "over": "Over deze proef"}
CODE = ('```json\n{"sensor": "NL-12", "waarde": 12.4}\n```', "```sql\nSELECT wijk, avg(waarde)\nFROM metingen;\n```")
FIRST_DAY = dt.date(2015, 1, 1)
SITE = """title: Proef
network: Proefnetwerk
description: Een gemaakte site om mee te meten.
url: https://proef.example.nl/
focus_points: [{title: Meten}, {title: Vergelijken}]
contact: {name: Proef, email: proef@example.nl, municipality: gemeente-1}
licence: CC0-1.0
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many entries of each kind a site has, beside its six themes and three pages."""

    news: int
    events: int
    projects: int
    municipalities: int

    @property
    def pages(self) -> int:
        """How many entries get a page of their own; lists, archives and feeds come on top."""
        return self.news + self.events + self.projects + self.municipalities + len(THEMES) + len(PAGES)


SIZES = {
    size.pages: size for size in (Size(100, 50, 112, 41), Size(1200, 430, 320, 50), Size(7000, 2000, 900, 94))
}  # 312, 2,009 and 10,003
# Where one machine begins to feel it; only made when it is asked for, since a build of it takes minutes.
LARGE = Size(70_000, 20_000, 9_400, 594)  # 100,003
ALL = {**SIZES, LARGE.pages: LARGE}


class Corpus:
    """Writes one site below a folder; all choices come from one seeded source."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder, self.random = folder, random.Random(seed)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def some(self, of: list[str] | tuple[str, ...], least: int, most: int) -> str:
        """A few of these as a list in YAML."""
        return f"[{', '.join(self.random.sample(of, min(len(of), self.random.randint(least, most))))}]"

    def sentence(self, rich: bool = False) -> str:
        words = self.random.choices(WORDS, k=self.random.randint(9, 15))
        if rich and self.chance(0.55):
            place = self.random.randrange(1, len(words))
            word = words[place]
            forms = (f"**{word}**", f"*{word}*", f"[{word}](https://www.example.nl/{word}/{place})", f"`{word}`")
            words[place] = self.random.choice(forms)
        return f"{' '.join(words)}.".capitalize() if not rich else f"De {' '.join(words)}."

    def paragraph(self, words: int, rich: bool = True) -> str:
        sentences: list[str] = []
        while sum(len(sentence.split()) for sentence in sentences) < words:
            sentences.append(self.sentence(rich))
        return " ".join(sentences)

    def listing(self) -> str:
        mark = "1." if self.chance(0.3) else "-"
        return "\n".join(f"{mark} {self.sentence(rich=True)}" for _ in range(self.random.randint(3, 5)))

    def table(self) -> str:
        rows = [f"| {self.random.choice(WORDS)} | {self.random.randint(1, 900)} |" for _ in range(4)]
        return "\n".join(("| Wijk | Metingen |", "| :--- | ---: |", *rows))

    def body(self) -> str:
        """The text of a news item: 250 to 450 words in sections."""
        parts, most = [self.paragraph(45)], self.random.randint(235, 440)
        note = self.chance(0.12)
        if note:
            parts[0] += "[^1]"
        for number, heading in enumerate(self.random.sample(HEADINGS, len(HEADINGS))):
            if sum(len(part.split()) for part in parts) >= most:
                break
            parts += [f"## {heading}", self.paragraph(self.random.randint(35, 60))]
            if self.chance(0.45):
                parts.append(self.listing())
            elif self.chance(0.25):
                parts += [f"### Stap {number + 1}", self.paragraph(30)]
            if number == 0 and self.chance(0.3):
                parts.append(f"> {self.sentence()}\n>\n> *{self.random.choice(WORDS)}*")
            if number == 1 and self.chance(0.2):
                parts.append(self.table())
            if number == 1 and self.chance(0.15):
                parts.append(self.random.choice(CODE))
        if note:
            parts.append("[^1]: Zie ook [het dossier](https://www.example.nl/dossier).")
        return "\n\n".join(parts) + "\n"

    def programme(self, hour: int) -> str:
        """The text of a meeting."""
        parts = [self.paragraph(self.random.randint(48, 85))]
        if self.chance(0.6):
            parts += ["## Programma", "\n".join(f"- {hour + n}:00 {self.random.choice(WORDS)}" for n in range(4))]
        parts.append("Aanmelden kan via [het formulier](https://www.example.nl/aanmelden).")
        return "\n\n".join(parts) + "\n"

    def themes(self) -> str:
        rows = ["themes:"]
        for number, id in enumerate(THEMES, start=1):
            rows += [f"  - id: {id}", f"    title: {id.replace('-', ' ').title()}", f"    lead: gemeente-{number}"]
            rows += [f"    summary: {self.sentence()}", f"    description: {self.paragraph(60, rich=False)}"]
        return "\n".join(rows) + "\n"

    def municipalities(self, number: int) -> str:
        rows = ["municipalities:"]
        for n in range(1, number + 1):
            lat, lon = self.random.uniform(51, 53), self.random.uniform(4, 6.8)
            rows += [f"  - id: gemeente-{n}", f"    name: Gemeente {n}", f"    code: GM{n:04d}"]
            rows += [f"    province: {PROVINCES[n % len(PROVINCES)]}", f"    website: https://www.example.nl/{n}"]
            rows += [f"    location: {{lat: {lat:.4f}, lon: {lon:.4f}}}"]
            rows += [f"    participates: {self.some(THEMES, 0, 2)}", "    administrators:"]
            rows += [f"      - {{name: Persoon {n}-{k}, role: {ROLES[k]}}}" for k in range(self.random.randint(1, 3))]
        return "\n".join(rows) + "\n"

    def project(self, number: int, places: list[str], own: str) -> str:
        others = [place for place in self.random.sample(places, min(len(places), 3)) if place != own]
        topics = self.random.sample(WORDS, 3)
        return "\n".join(
            (
                f"  - id: project-{number}",
                f"    title: Project {number} over {topics[0]}",
                f"    summary: {self.sentence()}",
                f"    description: {self.paragraph(30, rich=False)}",
                f"    themes: {self.some(THEMES, 1, 2)}",
                f"    status: {self.random.choice(STATUSES)}",
                f"    status_date: {self.random.randint(2016, 2026)}",
                f"    start: {self.random.randint(2014, 2016)}",
                f"    topics: [{', '.join(topics)}]",
                f"    with: [{', '.join(others[: self.random.choice((0, 0, 0, 1, 2))])}]",
                f"    sources: [https://www.example.nl/bron/{number}]",
            )
        )

    def make(self, size: Size) -> None:
        places = [f"gemeente-{n}" for n in range(1, size.municipalities + 1)]
        self.write("site.yaml", SITE)
        self.write("themes.yaml", self.themes())
        self.write("municipalities.yaml", self.municipalities(size.municipalities))
        for n, place in enumerate(places, start=1):
            numbers = range(n, size.projects + 1, size.municipalities)
            if own := [self.project(number, places, place) for number in numbers]:
                self.write(f"content/projects/{place}.yaml", "\n".join(["projects:", *own]) + "\n")
        for slug, title in PAGES.items():
            head = f"title: {title}\nsummary: {self.sentence()}"
            self.write(f"content/pages/{slug}.md", f"---\n{head}\n---\n\n{self.paragraph(90)}\n")
        for n in range(size.news):
            day = FIRST_DAY + dt.timedelta(days=self.random.randrange(3900))
            head = f"title: Bericht {n} over {self.random.choice(WORDS)}\ndate: {day}\nsummary: {self.sentence()}\n"
            head += f"themes: {self.some(THEMES, 1, 2)}\nmunicipalities: {self.some(places, 0, 3)}"
            self.write(f"content/news/{day}-bericht-{n}.md", f"---\n{head}\n---\n\n{self.body()}")
        for n in range(size.events):
            day = FIRST_DAY + dt.timedelta(days=self.random.randrange(4300) + (700 if n % 20 == 0 else 0))
            hour, place = self.random.randint(9, 17), self.random.choice(places)
            head = (
                f"title: Bijeenkomst {n}\nstart: {day} {hour:02}:00\nend: {day} {hour + 3}:30\nlocation: Zaal {place}\n"
            )
            head += f"summary: {self.sentence()}\nthemes: {self.some(THEMES, 1, 2)}\nmunicipalities: [{place}]"
            self.write(f"content/agenda/{day}-bijeenkomst-{n}.md", f"---\n{head}\n---\n\n{self.programme(hour)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, choices=sorted(ALL), default=min(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    Corpus(given.folder, given.seed).make(ALL[given.pages])


if __name__ == "__main__":
    main()
