"""A checked entry as it is kept, and back: what was validated once need not be validated again."""

from msgspec import Raw, Struct
from msgspec.json import Decoder

from g40site import model
from g40site.digests import of_text
from g40site.kept.memory import Memory
from g40site.text import Outline


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
    outlines: list[tuple[bytes, str, Outline]]


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


class Heads(Struct, frozen=True):
    """Front matter that was checked before, by its own text: who edits the text below it changes nothing there."""

    memory: Memory | None = None
    code: bytes = b""

    def key(self, kind: str, text: str) -> bytes:
        return of_text(f"{kind} {self.code.hex()} {text}")

    def get(self, kind: str, key: bytes) -> model.Entry | None:
        row = self.memory.get("head", key) if self.memory else None
        return None if row is None else MODELS[kind].decode(row)
