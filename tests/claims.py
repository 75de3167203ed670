"""What the program may not say of a project that has ended or of which no recent state is known."""

import html
import re

# The present tense of work, and of a phase that may be long past.
CLAIMS = re.compile(
    r"\b(?:werkt aan|werken aan|werken hieraan|uw werk aan|werkt al met|nog in de (?:verkenning|pilot|proef)|"
    r"schaalt dit|schaalt op|doet al|loopt nog|"
    r"is het (?:een pilot|een verkenning|in gebruik|in opschaling|afgerond|gestopt))\b",
    re.IGNORECASE,
)
AROUND = 15


def claims(text: str, written: str = "") -> list[str]:
    """The claims of the present in a page or a file, with what stands around them; what somebody wrote is not ours."""
    plain = words(text)
    found = [(claim.start(), claim.end() + AROUND) for claim in CLAIMS.finditer(plain)]
    return [plain[max(0, start - AROUND) : end] for start, end in found if plain[start:end] not in written]


def words(text: str) -> str:
    """The text of HTML, and of mails that stand in links, without the accidents of typography and Markdown."""
    mails = " ".join(re.findall(r"mailto:[^\"]*", text)).replace("%20", " ")
    bare = html.unescape(re.sub(r"<[^>]+>", " ", f"{text} {mails}"))
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", bare)
    return " ".join(bare.translate({0x2018: "'", 0x2019: "'", 0xA0: " "}).split())
