"""Messages about YAML."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
    "yaml-leeg": Message(
        "Hier staat niets; er hoort een lijst of een rij sleutels te staan",
        "There is nothing here; a list or a set of keys is expected",
        "Vul de sleutels in, zoals `title: …`.",
        "Fill in the keys, such as `title: …`.",
    ),
    "yaml-geen-sleutels": Message(
        "Hier horen sleutels te staan, geen losse tekst en geen lijst",
        "Keys are expected here, no loose text and no list",
        "Schrijf een sleutel, een dubbele punt, een spatie en de waarde: `title: …`.",
        "Write a key, a colon, a space and the value: `title: …`.",
    ),
    "yaml-tab": Message(
        "Hier staat een tab",
        "There is a tab here",
        "Gebruik spaties om in te springen, nooit een tab.",
        "Indent with spaces, never with a tab.",
    ),
    "onzichtbaar-teken": Message(
        "Hier staat een onzichtbaar teken ({code}) dat geen gewone spatie is",
        "An invisible character ({code}) stands here that is no ordinary space",
        "Haal alles weg tussen het woord of streepje hiervoor en dat hierna, en typ daar zelf spaties. Zo'n teken komt "
        "mee bij het plakken uit Word, Teams of een webpagina.",
        "Remove everything between the word or dash before it and the one after, and type spaces there yourself. Such "
        "a character comes along when pasting from Word, Teams or a web page.",
    ),
    "yaml-aanhalingsteken": Message(
        "Dit aanhalingsteken is niet gesloten",
        "This quotation mark is not closed",
        "Zet aan het einde van de waarde hetzelfde aanhalingsteken. Een apostrof in een tekst? Zet de tekst dan "
        "tussen dubbele aanhalingstekens.",
        "Put the same quotation mark at the end of the value. An apostrophe in a text? Then put the text in double "
        "quotation marks.",
    ),
    "yaml-na-aanhalingsteken": Message(
        "Achter het aanhalingsteken staat nog tekst",
        "There is more text behind the quotation mark",
        'Zet de hele tekst tussen aanhalingstekens van de andere soort: `"Foto\'s"` of `\'"Slim" wonen\'`.',
        'Put the whole text in quotation marks of the other kind: `"It\'s"` or `\'"Smart" living\'`.',
    ),
    "yaml-krul": Message(
        "Gekrulde aanhalingstekens houden een tekst met een dubbele punt niet bij elkaar",
        "Curly quotation marks do not hold a text with a colon together",
        'Gebruik rechte aanhalingstekens: `title: "Terugblik: …"`.',
        'Use straight quotation marks: `title: "Review: …"`.',
    ),
    "yaml-backslash": Message(
        "Tussen dubbele aanhalingstekens mag hier geen `\\` staan",
        "A `\\` is not allowed here between double quotation marks",
        "Is het een pad? Schrijf `/` in plaats van `\\`. Zet een andere tekst tussen enkele aanhalingstekens.",
        "Is it a path? Write `/` instead of `\\`. Put another text in single quotation marks.",
    ),
    "yaml-dubbele-punt": Message(
        "Op deze regel staat een dubbele punt te veel",
        "There is one colon too many on this line",
        'Hoort hij bij de tekst? Zet de hele tekst tussen rechte aanhalingstekens: `title: "Terugblik: …"`.',
        'Does the colon belong to the text? Put the whole text in straight quotation marks: `title: "Review: …"`.',
        advice_beside_near=False,
    ),
    "yaml-te-ver": Message(
        "Deze regel staat te ver naar rechts",
        "This line stands too far to the right",
        "Zet `{word}` recht onder `{key}` van regel {row}: {spaces} keer een spatie naar links. Horen de regels "
        "eronder erbij? Schuif die net zo ver op. Hoort de regel bij de tekst erboven? Zet die hele tekst dan tussen "
        "aanhalingstekens.",
        "Put `{word}` right below `{key}` on line {row}: to the left, spaces: {spaces}. Do the lines below belong to "
        "it? Move those just as far. Does the line belong to the text above? Then put that whole text in quotation "
        "marks.",
    ),
    "yaml-te-links": Message(
        "Deze regel staat te ver naar links",
        "This line stands too far to the left",
        "Zet `{word}` recht onder `{key}` van regel {row}: {spaces} keer een spatie naar rechts. Horen de regels "
        "eronder erbij? Schuif die net zo ver op.",
        "Put `{word}` right below `{key}` on line {row}: to the right, spaces: {spaces}. Do the lines below belong to "
        "it? Move those just as far.",
    ),
    "yaml-geen-dubbele-punt": Message(
        "Hier mist een dubbele punt met een spatie erachter",
        "A colon with a space behind it is missing here",
        "Schrijf `sleutel: waarde`.",
        "Write `key: value`.",
    ),
    "yaml-losse-regel": Message(
        "Deze regel hoort nergens bij",
        "This line belongs to nothing",
        "Hoort hij bij de tekst van regel {row}? Zet er dan {spaces} keer een spatie voor. Is het een sleutel? Schrijf "
        "`sleutel: waarde`.",
        "Does it belong to the text of line {row}? Then move it to the right, spaces: {spaces}. Is it a key? Write "
        "`key: value`.",
    ),
    "yaml-streepje": Message(
        "Een streepje mag hier niet staan",
        "A dash is not allowed here",
        "Begin een lijst op een nieuwe regel. Is het een tekst? Zet hem tussen aanhalingstekens.",
        "Begin a list on a new line. Is it a text? Put it in quotation marks.",
    ),
    "yaml-geen-streepje": Message(
        "Deze regel staat in een lijst, maar begint niet met een streepje",
        "This line stands in a list but does not begin with a dash",
        "Een nieuw deel van de lijst? Schrijf `- waarde`, recht onder het streepje erboven. Hoort de regel bij het "
        "deel erboven? Zet haar verder naar rechts.",
        "A new item? Write `- value`, right below the dash above. Does the line belong to the item above? Move it to "
        "the right.",
    ),
    "yaml-eerste-teken": Message(
        "Een waarde mag niet met dit teken beginnen",
        "A value must not begin with this character",
        "Zet de hele waarde tussen aanhalingstekens.",
        "Put the whole value in quotation marks.",
    ),
    "yaml-tekstblok": Message(
        "Achter `|` of `>` mag op deze regel niets meer staan",
        "Nothing may stand behind `|` or `>` on this line",
        "Begin de tekst op de volgende regel, met extra spaties ervoor. Is het teken het begin van de tekst? Zet de "
        "tekst tussen aanhalingstekens.",
        "Begin the text on the next line, with extra spaces before it. Is the character the begin of the text? Put the "
        "text in quotation marks.",
    ),
    "yaml-lege-lijst": Message(
        "Achter `{key}` staat nog `{empty}`: dat zegt dat er niets onder hoort",
        "`{key}` still has `{empty}` behind it, which says that nothing belongs below it",
        "Haal `{empty}` weg.",
        "Take `{empty}` away.",
        advice_beside_near=True,
    ),
    "yaml-haakje": Message(
        "Dit haakje is niet gesloten, of er mist een komma",
        "This bracket is not closed, or a comma is missing",
        "Zet tussen de delen een komma en sluit met hetzelfde soort haakje.",
        "Put commas between the parts and close with the same kind of bracket.",
    ),
    "yaml-hekje": Message(
        "Achter ` #` leest de site niet verder, en daardoor klopt regel {row} niet",
        "Nothing is read behind ` #`, so line {row} is wrong",
        'Zet de hele tekst tussen aanhalingstekens, ook wat op de volgende regels staat: `"Proef #WESH"`.',
        'Put the whole text in quotation marks, also what stands on the next lines: `"Trial #WESH"`.',
    ),
    "tekst-afgekapt": Message(
        "Achter ` #` leest de site niet verder; hier staat nu `{value}`",
        "Nothing is read behind ` #`; this now says `{value}`",
        "Hoort het bij de tekst? Zet de hele tekst tussen aanhalingstekens. Is het een opmerking? Zet twee spaties "
        "voor het hekje.",
        "Is it part of the text? Put the whole text in quotation marks. Is it a comment? Put two spaces before "
        "the hash.",
        "warning",
        advice_beside_near=True,
    ),
    "yaml-na-haakje": Message(
        "Achter het haakje staat nog tekst",
        "There is more text behind the bracket",
        'Begint de tekst met een haakje? Zet de hele tekst tussen aanhalingstekens: `"[Nieuw] …"`.',
        'Does the text begin with a bracket? Put the whole text in quotation marks: `"[New] …"`.',
    ),
    "yaml-eerste-regel": Message(
        "De eerste regel staat te ver naar rechts",
        "The first line stands too far to the right",
        "Zet `{word}` helemaal links, zonder spaties ervoor.",
        "Put `{word}` at the very left, without spaces in front.",
    ),
    "yaml-inspringing": Message(
        "Deze regel staat niet recht boven de regels die erbij horen",
        "This line does not stand right above the lines that belong with it",
        "Zet `{word}` recht boven `{key}` van regel {row}, met {spaces} keer een spatie ervoor.",
        "Put `{word}` right above `{key}` on line {row}; spaces in front: {spaces}.",
    ),
    "yaml-fout": Message(
        "Hier klopt de YAML niet",
        "The YAML is wrong here",
        "Kijk of elke regel de vorm `sleutel: waarde` of `- waarde` heeft. Zet tekst met vreemde tekens tussen "
        "aanhalingstekens.",
        "Check that every line has the form `key: value` or `- value`. Put odd characters in quotation marks.",
    ),
    "yaml-te-diep": Message(
        "De inhoud is te diep in elkaar gestoken",
        "The content is nested too deeply",
        "Gebruik minder haakjes in elkaar.",
        "Use fewer brackets within brackets.",
    ),
    "yaml-te-veel": Message(
        "Dit bestand heeft te veel delen; hooguit {most} mag",
        "This file has too many parts; at most {most} are allowed",
        "Verdeel de inhoud over meer bestanden.",
        "Divide the content over more files.",
    ),
    "yaml-anker": Message(
        "Ankers (`&`) en verwijzingen (`*`) mogen hier niet",
        "Anchors (`&`) and aliases (`*`) are not allowed here",
        "Schrijf de waarde uit. Begint een tekst met & of *? Zet hem tussen aanhalingstekens.",
        "Write the value out. Does a text begin with & or *? Put it in quotation marks.",
    ),
    "yaml-tag": Message(
        "Een opdracht met `!` mag hier niet",
        "A tag with `!` is not allowed here",
        "Haal de opdracht weg. Begint een tekst met een uitroepteken? Zet hem tussen aanhalingstekens.",
        "Remove the tag. Does a text begin with an exclamation mark? Put it in quotation marks.",
    ),
    "yaml-documenten": Message(
        "Hier begint een tweede deel, na `---` of `...`; een bestand heeft er maar één",
        "A second document begins here, after `---` or `...`; a file has only one",
        "Haal de regel met `---` of `...` weg.",
        "Remove the line with `---` or `...`.",
    ),
    "yaml-sleutel": Message(
        "Een sleutel moet een woord zijn",
        "A key must be a word",
        "Schrijf `sleutel: waarde`.",
        "Write `key: value`.",
    ),
    "dubbele-sleutel": Message(
        "De sleutel `{key}` staat er twee keer",
        "The key `{key}` stands here twice",
        "De eerste staat op regel {first}. Haal een van de twee weg.",
        "The first is on line {first}. Remove one of the two.",
    ),
}
