"""Messages about texts in Markdown."""

from g40site.messages.message import Message

KINDS = "`theme:`, `municipality:`, `project:`, `news:`, `event:` of `page:`"
KINDS_EN = KINDS.replace(" of ", " or ")

MESSAGES: dict[str, Message] = {
    "gevaarlijk-adres": Message(
        "`{address}` mag geen adres van een link zijn",
        "`{address}` is not allowed as the address of a link",
        f"Gebruik een heel adres met `https:`, `http:` of `mailto:`, een pad naar een bestand, of {KINDS}.",
        f"Use a whole address with `https:`, `http:` or `mailto:`, a path to a file, or {KINDS_EN}.",
    ),
    "adres-met-naam": Message(
        "Het adres `{value}` leidt niet naar wat voor de `@` staat",
        "The address `{value}` does not lead to what stands before the `@`",
        "Het leidt naar `{plain}`. Bedoelt u dat, schrijf het dan zo.",
        "It leads to `{plain}`. If you mean that, write it so.",
    ),
    "adres-met-andere-letters": Message(
        "In de naam van `{value}` staan letters die op gewone letters kunnen lijken",
        "The host of `{value}` has letters that may look like ordinary letters",
        "Typ het adres zelf over, met gewone letters. Horen de andere er echt bij? Schrijf dan `{plain}`.",
        "Type the address yourself, in ordinary letters. Do the others belong there? Then write `{plain}`.",
    ),
    "mail-vult-meer-in": Message(
        "Het adres `{value}` vult meer in dan één ontvanger en een onderwerp",
        "The address `{value}` fills in more than one recipient and a subject",
        "Schrijf alleen `{plain}`, met als u wilt `?subject=` en het onderwerp.",
        "Write only `{plain}`, with `?subject=` and the subject if you like.",
    ),
    "link-toont-ander-adres": Message(
        "De tekst van deze link noemt `{shown}`, maar de link leidt naar `{address}`",
        "The text of this link names `{shown}`, but the link leads to `{address}`",
        "Maak die twee gelijk, of noem in de tekst geen adres maar waar de link heen gaat.",
        "Make the two equal, or say in the text where the link leads instead of an address.",
        severity="warning",
    ),
    "soort-onbekend": Message(
        "`{address}` begint met een soort die de site niet kent",
        "`{address}` begins with a kind that the site does not know",
        f"Begin met {KINDS}.",
        f"Begin with {KINDS_EN}.",
        advice_beside_near=False,
    ),
    "link-leeg": Message(
        "Deze link of dit plaatje heeft geen adres",
        "This link or image has no address",
        "Zet het adres tussen de haakjes, of haal de link weg.",
        "Put the address between the brackets, or remove the link.",
    ),
    "plaatje-van-elders": Message(
        "Het plaatje `{address}` staat niet op deze site",
        "The image `{address}` is not on this site",
        "Zet het bestand in `content/media` en verwijs daarnaar. Zo merkt een andere site niet wie hier leest.",
        "Put the file in `content/media` and refer to it there. Then no other site sees who reads this one.",
    ),
    "plaatje-zonder-alt": Message(
        "Het plaatje `{address}` heeft geen tekst voor wie het niet ziet (alt)",
        "The image `{address}` has no text for those who cannot see it (alt)",
        "Schrijf tussen de vierkante haken wat op het plaatje staat: `![Wat u ziet](…)`.",
        "Describe the image between the square brackets: `![What it shows](…)`.",
        severity="warning",
    ),
    "html-verwijderd": Message(
        "`{what}` mag niet in een tekst en is weggelaten",
        "`{what}` is not allowed in a text and was left out",
        "Haal deze HTML weg, of schrijf het in Markdown. Is het een voorbeeld? Zet er dan `…` omheen.",
        "Remove this HTML or write it in Markdown. Is it an example? Then put `…` around it.",
        severity="warning",
    ),
    "commentaar-open": Message(
        "Dit commentaar heeft geen einde",
        "This comment has no end",
        "Sluit het af met `-->`.",
        "End it with `-->`.",
    ),
    "kop-niveau-1": Message(
        "De kop `{heading}` heeft één hekje; dat is het niveau van de titel van de pagina",
        "The heading `{heading}` has one hash; that is the level of the page's title",
        "Begin met twee hekjes: `## {heading}`. Zo is de kop nu ook te zien.",
        "Begin with two hashes: `## {heading}`. That is how the heading is shown now.",
        severity="warning",
    ),
    "kop-overgeslagen": Message(
        "De kop `{heading}` slaat een niveau over",
        "The heading `{heading}` skips a level",
        "Gebruik één hekje meer dan de kop waar deze bij hoort. Zo is de kop nu ook te zien.",
        "Use one hash more than the heading that this one belongs to. That is how the heading is shown now.",
        severity="warning",
    ),
    "kop-leeg": Message(
        "Deze kop heeft geen tekst en is weggelaten",
        "This heading has no text and was left out",
        "Schrijf de tekst achter de hekjes, of haal de regel weg.",
        "Write the text behind the hashes, or remove the line.",
        severity="warning",
    ),
    "noot-ongebruikt": Message(
        "Naar de noot `{name}` verwijst niets, dus de noot is weggelaten",
        "Nothing refers to the note `{name}`, so it was left out",
        "Zet `[^{name}]` in de tekst waar de noot bij hoort, of haal de noot weg.",
        "Put `[^{name}]` where the note belongs, or remove the note.",
        severity="warning",
    ),
    "noot-onbekend": Message(
        "De noot `{name}` staat nergens",
        "The note `{name}` is not there",
        "Schrijf de noot onderaan de tekst: `[^{name}]: …`.",
        "Write the note at the end of the text: `[^{name}]: …`.",
        severity="warning",
    ),
    "tekst-te-ingewikkeld": Message(
        "Deze tekst is te ingewikkeld: te veel, te diep of te vaak open `{what}`",
        "This text is too complex: too many, too deep or too often open `{what}`",
        "Maak de tekst hier eenvoudiger, sluit wat open staat, of verdeel hem over meer pagina's.",
        "Make the text simpler here, close what is open, or divide it over more pages.",
    ),
    "tekst-onleesbaar": Message(
        "Deze tekst kan niet als Markdown worden gelezen",
        "This text cannot be read as Markdown",
        "Zoek het deel dat de fout geeft: haal steeds de helft weg en probeer het opnieuw.",
        "Find the part that causes it: remove one half at a time and try again.",
    ),
}
