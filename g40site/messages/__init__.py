"""The text of every diagnostic, by its stable code, in Dutch and English.

One table a room: `content` (files, YAML, fields, references), `text` (Markdown), `media`, `site` (addresses,
templates). A text may name values in braces; the place that makes the diagnostic gives them.
"""

from g40site.messages import content, media, site, text
from g40site.messages.message import Message

TABLES = (content.MESSAGES, text.MESSAGES, media.MESSAGES, site.MESSAGES)
MESSAGES: dict[str, Message] = {code: message for table in TABLES for code, message in table.items()}
assert len(MESSAGES) == sum(map(len, TABLES)), "a code stands in two tables"

__all__ = ["MESSAGES", "Message"]
