"""Turns a site into an equal one for each peer: `python bench/peers/convert.py SITE OUT [--peers hugo,pelican]`.

In: a site as `bench/corpus.py` makes it. Out: a folder a peer in OUT, with its templates and with every entry as a
Markdown file with front matter, the form that all of them read fastest.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).resolve().parent / "templates"
LISTS = {"themas": "Thema's", "gemeenten": "Gemeenten", "projecten": "Projecten"}
DATED = {"actueel": "Actueel", "agenda": "Agenda"}
PELICAN_TEMPLATES = {"themas": "theme", "gemeenten": "municipality", "projecten": "project"}
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What gets a page: its section ("" for pages), its name in the address, its fields and its Markdown."""

    section: str
    slug: str
    fields: Mapping[str, str | list[str]]
    body: str


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader)


def entries(site: Path) -> Iterator[Entry]:
    """Every entry of a site, one at a time."""
    for theme in loaded(site / "themes.yaml")["themes"]:
        fields = {"title": theme["title"], "summary": theme["summary"], "koploper": theme["lead"]}
        yield Entry("themas", theme["id"], fields, theme["description"] + "\n")
    for place in loaded(site / "municipalities.yaml")["municipalities"]:
        yield municipality(place)
        projects = place.get("projects", [])
        file = site / f"content/projects/{place['id']}.yaml"
        if file.exists():
            projects = [*projects, *loaded(file)["projects"]]
        yield from (project(one, place["id"]) for one in projects)
    for folder, section in (("pages", ""), ("news", "actueel"), ("agenda", "agenda")):
        for file in sorted((site / "content" / folder).glob("*.md")):
            yield written(file, section)


def municipality(place: Mapping[str, Any]) -> Entry:
    fields = {
        "title": place["name"],
        "summary": f"Projecten en nieuws van {place['name']}.",
        "provincie": place["province"],
        "code": place["code"],
        "website": place["website"],
        "doetmee": place.get("participates", []),
        "bestuurders": [f"{person['name']}, {person['role']}" for person in place.get("administrators", [])],
    }
    return Entry("gemeenten", place["id"], fields, "\n")


def project(one: Mapping[str, Any], municipality: str) -> Entry:
    fields = {
        "title": one["title"],
        "summary": one["summary"],
        "themas": one["themes"],
        "gemeenten": [municipality],
        "fase": one["status"],
        "begin": str(one.get("start", "")),
        "onderwerpen": one.get("topics", []),
        "met": one.get("with", []),
        "bronnen": one.get("sources", []),
    }
    return Entry("projecten", one["id"], fields, one["description"] + "\n")


def written(file: Path, section: str) -> Entry:
    """A Markdown file of the site."""
    _, head, body = file.read_text("utf-8").split("---\n", 2)
    given = yaml.load(head, Loader)
    fields: dict[str, Any] = {"title": given["title"], "summary": given["summary"]}
    if section:
        fields |= {"date": file.name[:10], "themas": given.get("themes", [])}
        fields |= {"gemeenten": given.get("municipalities", [])}
    if section == "agenda":
        fields |= {"begin": str(given["start"]), "einde": str(given["end"]), "locatie": given["location"]}
    return Entry(section, file.stem[11:] if section else file.stem, fields, body.lstrip("\n"))


def front(fields: Mapping[str, str | list[str]]) -> str:
    """Front matter; scalars and lists of JSON are YAML, a date stands bare."""
    rows = (
        f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()
    )
    return "\n".join(("---", *rows, "---", "", ""))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def for_hugo(folder: Path, entry: Entry) -> None:
    content = folder / "content"
    if entry.section in ("themas", "gemeenten"):  # terms of a taxonomy
        path = content / entry.section / entry.slug / "_index.md"
    else:
        path = content / entry.section / f"{'_index' if entry.slug == 'index' else entry.slug}.md"
    put(path, front(entry.fields) + entry.body)


def for_eleventy(folder: Path, entry: Entry) -> None:
    home = {"permalink": "/", "layout": "home.njk"} if entry.slug == "index" else {}
    put(folder / "content" / entry.section / f"{entry.slug}.md", front({**entry.fields, **home}) + entry.body)


def for_pelican(folder: Path, entry: Entry) -> None:
    fields = {key: "; ".join(value) if isinstance(value, list) else value for key, value in entry.fields.items()}
    fields |= {"slug": entry.slug}
    if entry.section in DATED:
        fields["category"], above = entry.section, ""
    else:
        address = "/".join(part for part in (entry.section, entry.slug.removesuffix("index")) if part)
        template = PELICAN_TEMPLATES.get(entry.section, "home" if entry.slug == "index" else "page")
        fields |= {"kind": entry.section or "page", "template": template, **place_of(address)}
        above = "pages"
    put(folder / "content" / above / entry.section / f"{entry.slug}.md", metadata(fields) + entry.body)


def place_of(address: str) -> dict[str, str]:
    return {"url": f"{address}/" if address else "", "save_as": f"{address}/index.html".lstrip("/")}


def metadata(fields: Mapping[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value) + "\n"


WRITERS = {"hugo": for_hugo, "eleventy": for_eleventy, "pelican": for_pelican}


def finish(peer: str, folder: Path, names: Names) -> None:
    """What a peer needs beside the entries: the names that links show, and its lists."""
    data = {"hugo": "data/names.json", "eleventy": "content/_data/names.json", "pelican": "names.json"}[peer]
    put(folder / data, json.dumps(names, ensure_ascii=False, indent=1) + "\n")
    if peer == "hugo":
        for section, title in {**LISTS, **DATED}.items():
            put(folder / "content" / section / "_index.md", front({"title": title, "summary": title}))
    if peer == "pelican":
        for section, title in LISTS.items():
            fields = {"title": title, "slug": f"list-{section}", "summary": title, "template": "list", "kind": "list"}
            fields |= {"list": section, **place_of(section)}
            put(folder / f"content/pages/list-{section}.md", metadata(fields) + "\n")


def convert(site: Path, out: Path, peers: tuple[str, ...]) -> int:
    """Writes a site for each peer; returns how many pages the entries get."""
    for peer in peers:
        shutil.copytree(TEMPLATES / peer, out / peer, ignore=shutil.ignore_patterns("__pycache__"))
    names: dict[str, dict[str, str]] = {"themas": {}, "gemeenten": {}}
    number = 0
    for entry in entries(site):
        number += 1
        for peer in peers:
            WRITERS[peer](out / peer, entry)
        if entry.section in names:
            names[entry.section][entry.slug] = str(entry.fields["title"])
    for peer in peers:
        finish(peer, out / peer, names)
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--peers", default=",".join(WRITERS))
    given = parser.parse_args()
    print(convert(given.site, given.out, tuple(given.peers.split(","))), "pages")


if __name__ == "__main__":
    main()
