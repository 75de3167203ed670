"""The form of one message."""

from typing import Literal, NamedTuple


class Message(NamedTuple):
    """What is wrong and what to do, in both languages; the advice may be empty."""

    nl: str
    en: str
    help_nl: str = ""
    help_en: str = ""
    severity: Literal["error", "warning"] = "error"
    advice_beside_near: bool = False

    def text(self, lang: Literal["nl", "en"]) -> str:
        return self.nl if lang == "nl" else self.en

    def advice(self, lang: Literal["nl", "en"]) -> str:
        return self.help_nl if lang == "nl" else self.help_en
