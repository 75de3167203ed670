"""A checked entry as it is kept, and back: what was validated once need not be validated again."""

from msgspec import Raw, Struct
from msgspec.json import Decoder

from g40site import model
from g40site.engine.cache import Cache, decoded
from g40site.engine.fingerprints import of_text
from g40site.markdown import LinksAndAnchors


class Row(Struct, frozen=True, array_like=True):
    """An entry of a file; its kind says what `model` is."""

    kind: str
    id: str
    owner: str
    dated: str
    digest: bytes
    head: bytes
    model: Raw
    body: tuple[int, bytes] | None
    outlines: list[tuple[bytes, str, LinksAndAnchors]]


ROWS = Decoder(list[Row])
MODELS: dict[str, Decoder[model.Entry]] = {
    "site": Decoder(model.Site),
    "theme": Decoder(model.Theme),
    "municipality": Decoder(model.Municipality),
    "project": Decoder(model.Project),
    "news": Decoder(model.NewsItem),
    "event": Decoder(model.Event),
    "page": Decoder(model.Page),
    "chapter": Decoder(model.Chapter),
}


def entries_in(data: bytes) -> list[tuple[Row, model.Entry]] | None:
    """The entries of a file that was kept, or None where it says nothing of the kind."""
    found, rows = [], decoded(data, ROWS)
    if rows is None:
        return None
    for row in rows:
        entry = decoded(row.model, MODELS[row.kind]) if row.kind in MODELS else None
        if entry is None:
            return None
        found.append((row, entry))
    return found


class Heads(Struct, frozen=True):
    """Front matter that was checked before, by its own text: who edits the text below it changes nothing there."""

    memory: Cache | None = None
    code: bytes = b""

    def key(self, kind: str, text: str) -> bytes:
        return of_text(f"{kind} {self.code.hex()} {text}")

    def get(self, kind: str, key: bytes) -> model.Entry | None:
        return self.memory.get_value("head", key, MODELS[kind]) if self.memory else None
