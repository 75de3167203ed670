"""What stands in a form of this program where an editor writes something else: none of it may be left standing.

In: the key that a text was shown for; `body` is the text below the front matter. Out: its text. No entry means one of
these by itself.
"""

PLACES = {
    "title": "Schrijf hier de titel.",
    "summary": "Schrijf hier één of twee zinnen.",
    "location": "Schrijf hier de plaats.",
    "topics": "Schrijf hier een onderwerp.",
    "sources": "https://www.voorbeeld.nl/zet-hier-de-bron/",
    "body": "Schrijf hier de tekst.",
}
# What forms and snippets of earlier versions wrote is in copies that editors keep.
PLACEHOLDERS: tuple[str, ...] = (
    *PLACES.values(),
    "De kop.",
    "De naam.",
    "De titel.",
    "De plaats.",
    "Eén of twee zinnen.",
    "Eén of twee zinnen, hooguit 300 tekens.",
    "onderwerp",
)
