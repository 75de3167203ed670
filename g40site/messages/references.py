"""Messages about what entries say of each other, and about a flood of one code."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
    "onbekende-gemeente": Message(
        "`{id}` is geen gemeente",
        "`{id}` is no municipality",
        "Gebruik de id van een gemeente uit municipalities.yaml.",
        "Use the id of a municipality in municipalities.yaml.",
    ),
    "onbekend-thema": Message(
        "`{id}` is geen thema",
        "`{id}` is no theme",
        "Kies uit: {choices}. Meer dan één? Zet er in een bestand een komma tussen, in een rekenblad een `;`.",
        "Choose from: {choices}. More than one? Put a comma between them in a file, a `;` in a spreadsheet.",
    ),
    "onbekend-project": Message(
        "`{id}` is geen project",
        "`{id}` is no project",
        "Gebruik de id van een project.",
        "Use the id of a project.",
    ),
    "bijna-onderwerp": Message(
        "Het onderwerp `{topic}` lijkt op een onderwerp dat al bestaat",
        "The topic `{topic}` looks like a topic that exists already",
        "Is het echt iets anders? Zet het dan bij `topics` in site.yaml.",
        "Is it really something else? Then add it to `topics` in site.yaml.",
        "warning",
        advice_beside_near=True,
    ),
    "thema-al-koploper": Message(
        "De gemeente is koploper van `{theme}`, dus zij hoort er al bij",
        "The municipality leads `{theme}`, so it takes part already",
        "Haal dit thema hier weg.",
        "Remove this theme here.",
        "warning",
    ),
    "en-nog-error": Message(
        "… en nog {number} keer `{code}` in dit bestand", "… and {number} more of `{code}` in this file"
    ),
    "en-nog-warning": Message(
        "… en nog {number} keer `{code}` in dit bestand",
        "… and {number} more of `{code}` in this file",
        severity="warning",
    ),
}
