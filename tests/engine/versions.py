"""A site that is published in two versions, old and new: some of it is in both, some in one."""

import shutil
from pathlib import Path

from tests.engine.edits import picture
from tests.plain import PlainSite


def content(word: str, count: int = 24) -> dict[str, str | bytes]:
    news = "---\ntitle: {0} {1}\ndate: 2026-01-05\nsummary: Kort.\n---\n{0} **tekst**, ![plaatje](../media/{0}.png).\n"
    return {
        **{f"content/news/2026-01-05-bericht-{n}.md": news.format(word, n) for n in range(count)},
        f"content/news/2026-01-06-{word}.md": news.format(word, "erbij").replace("01-05", "01-06"),
        f"content/media/{word}.pdf": f"%PDF-1.4 {word}".encode(),
        f"content/media/{word}.png": picture({"oud": "red", "nieuw": "blue"}[word]),
    }


def replace(site: PlainSite, word: str, count: int = 24) -> None:
    shutil.rmtree(site.root / "content", ignore_errors=True)
    site.write(content(word, count))


def new_site(folder: Path, plain: Path, count: int = 24) -> PlainSite:
    return PlainSite(folder, content("oud", count), plain)
