"""The text of every diagnostic, by its stable code, in Dutch and English.

One table a subject, from the file down: `files`, `yaml`, `fields`, `references`, `text` (Markdown), `media`, `site`
(addresses, templates). A text may name values in braces; the place that makes the diagnostic gives them.
"""

from g40site.messages import fields, files, media, references, site, text, yaml
from g40site.messages.message import Message

TABLES = [table.MESSAGES for table in (files, yaml, fields, references, text, media, site)]
MESSAGES: dict[str, Message] = {code: message for table in TABLES for code, message in table.items()}
assert len(MESSAGES) == sum(map(len, TABLES)), "a code stands in two tables"

__all__ = ["MESSAGES", "Message"]
