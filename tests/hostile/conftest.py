"""One site with every hostile text in every field, and one with each as Markdown; built once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from g40site import pipeline
from tests.hostile.payloads import TEXTS, markdown
from tests.once import shared
from tests.serving import served
from tests.sites import SmallSite, picture, settings

POINT = ("Overijssel", 52.5, 6.1)


def front(head: dict[str, Any], body: str = "Tekst.") -> str:
    """A Markdown file; JSON is YAML, with what YAML takes for a line end written as an escape."""
    return "---\n" + "".join(f"{key}: {quoted(value)}\n" for key, value in head.items()) + f"---\n{body}\n"


def quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).translate({0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"})


def captioned(text: str) -> dict[str, str]:
    return {"file": "media/x.png", "alt": text, "credit": text, "licence": text}


def md(text: str) -> str:
    """The same text in a field with Markdown; what is refused there (a picture that is not there) has its own site."""
    return "Tekst." if re.search(r"(?i)src|<!--|<a (?:id|name)=", text) else text


def fields() -> dict[str, str | bytes]:
    """A site in which each entry has one hostile text in all its fields."""
    first = TEXTS[0]
    person = {"name": first, "role": first, "checked": "2026-11"}
    whole = {
        "title": first,
        "network": first,
        "description": first,
        "url": "https://proef.example.nl/",
        "focus_points": [{"title": text, "description": md(text)} for text in TEXTS],
        "topics": [{"title": text[:80], "also": [f"{text[:70]} ook"]} for text in dict.fromkeys(t[:80] for t in TEXTS)],
        "contact": {**person, "email": "a@b.nl", "municipality": "g0"},
        "licence": first,
        "publisher": {"name": first, "code": "GM0001", "url": "https://a.nl/"},
        "repository": {"url": "https://github.com/a/b", "branch": "main"},
        "approval": {"role": first, "email": "a@b.nl"},
        "forms": {
            "kind": "gitlab",
            "url": "https://git.a.nl/",
            "project": "a/b",
            "application": first,
            "address": "https://beheer.a.nl/",
        },
        # What stands on a card is asked of a site of its own: to draw so many takes minutes.
        "features": {"share_cards": False},
    }
    themes = [
        {"id": f"t{n}", "title": text, "lead": "g0", "summary": text, "description": md(text),
         "topics": [text[:80]], "contact": {"name": text, "role": text},
         "sources": [{"url": "https://a.nl/", "title": text}]}
        for n, text in enumerate(TEXTS[::6])
    ]  # fmt: skip
    towns = [
        {"id": f"g{n}", "name": text, "code": f"GM{n + 1:04}", "province": POINT[0],
         "location": {"lat": POINT[1], "lon": POINT[2]}, "website": "https://a.nl/", "also_known_as": [text],
         "contact": {"phone": "14 038", "name": text, "role": text},
         "administrators": [{"name": text, "role": text, "source": "https://a.nl/"}],
         "contacts": [{"name": text, "role": text}], "participates": ["t0"] if n else [],
         "projects": [
             {"id": f"p{n}", "title": text, "summary": text, "description": md(text), "themes": ["t0"],
              "status": "pilot", "note": text, "topics": [text[:80]], "partners": [text],
              "seeking": md(text), "lesson": md(text),
              "contact": {"name": text, "role": text}, "image": captioned(text), "added": "2026-01-01",
              "sources": [{"url": "https://a.nl/", "title": text}]}]}
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    files: dict[str, str | bytes] = {
        "site.yaml": quoted(whole),
        "themes.yaml": quoted({"themes": themes}),
        "municipalities.yaml": quoted({"municipalities": towns}),
        "content/media/x.png": picture(size=(40, 30)),
        "docs/redactie/README.md": "# Titel\n\nKort.\n",
    }
    for n, text in enumerate(TEXTS):
        both = {"title": text, "summary": text, "sources": [{"url": "https://a.nl/", "title": text}]}
        files[f"content/news/2026-01-02-n{n}.md"] = front({**both, "date": "2026-01-02", "image": captioned(text)})
        files[f"content/agenda/2026-12-02-e{n}.md"] = front(
            {**both, "start": "2026-12-02", "location": text, "organiser": text}
        )
        files[f"content/pages/x{n}.md"] = front({"title": text, "summary": text})
    for n, text in enumerate(TEXTS[::6]):
        files[f"docs/redactie/h{n}.md"] = f"# {text}\n\nKort. {md(text)}\n"
    return files


def texts() -> dict[str, str | bytes]:
    """A site in which each news item has one hostile Markdown text as its body."""
    # A picture that is not there would be refused before anything else.
    there = re.compile(r"(?i)(src\s*=\s*[\"']?)(?:x|1)\b(?!\.)")
    head = {"title": "Titel", "summary": "Kort.", "date": "2026-01-02"}
    return {
        "site.yaml": settings("features: {share_cards: false, matching: false}"),
        "content/media/x.png": picture(size=(40, 30)),
        **{
            f"content/news/2026-01-02-m{n}.md": front(head, there.sub(r"\1../media/x.png", body))
            for n, body in enumerate(markdown())
        },
    }


class Hostile:
    """A built site without the files that were refused; `refused` says which and why."""

    def __init__(self, root: Path) -> None:
        self.public = root / "public"
        self.refused: dict[str, str] = json.loads((root / "refused.json").read_text("utf-8"))


def without_refused(root: Path, files: dict[str, str | bytes]) -> None:
    made = SmallSite(root, files)
    refused = {problem.span.file: problem.code for problem in pipeline.build(made.options()).problems.errors}
    for file in refused:
        assert file.startswith("content/news/"), (file, refused[file])
        (root / file).unlink()
    if refused:
        made.build()
    (root / "refused.json").write_text(json.dumps(refused), "utf-8")


@pytest.fixture(scope="session")
def in_fields(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    with shared(tmp_path_factory, "velden", lambda folder: without_refused(folder, fields())) as folder:
        yield Hostile(folder)


@pytest.fixture(scope="session")
def in_texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    with shared(tmp_path_factory, "teksten", lambda folder: without_refused(folder, texts())) as folder:
        yield Hostile(folder)


@pytest.fixture(scope="session")
def addresses(in_fields: Hostile, in_texts: Hostile) -> Iterator[dict[str, str]]:
    """Where both sites can be visited, without any header."""
    with served(in_fields.public) as one, served(in_texts.public) as other:
        yield {"fields": one, "texts": other}
