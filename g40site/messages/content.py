"""Messages about files, YAML, fields, references and dates."""

from g40site.messages.message import Message

FILES = {
    "bestand-ontbreekt": Message(
        "Dit bestand is er niet",
        "This file is missing",
        "Maak het bestand, of zet het terug uit een eerdere versie.",
        "Make the file, or restore it from an earlier version.",
    ),
    "geen-bestand": Message(
        "Dit is geen gewoon bestand",
        "This is not an ordinary file",
        "Zet hier een tekstbestand neer, of haal dit weg.",
        "Put a text file here, or remove this.",
    ),
    "buiten-de-site": Message(
        "Dit is een koppeling naar een plek buiten de inhoud van de site",
        "This is a link to a place outside the content of the site",
        "Zet het bestand zelf in de map `content`.",
        "Put the file itself in the folder `content`.",
    ),
    "bestand-onleesbaar": Message(
        "Dit bestand kan niet worden gelezen: {reason}",
        "This file cannot be read: {reason}",
        "Kijk of u het bestand mag lezen.",
        "Check that you may read the file.",
    ),
    "map-onleesbaar": Message(
        "Deze map kan niet worden gelezen: {reason}",
        "This folder cannot be read: {reason}",
        "Kijk of u de map mag lezen.",
        "Check that you may read the folder.",
    ),
    "bestand-te-groot": Message(
        "Dit bestand is {size} MB groot; hooguit {most} MB mag",
        "This file is {size} MB; at most {most} MB is allowed",
        "Maak het bestand kleiner, of verdeel het over meer bestanden.",
        "Make the file smaller, or divide it over several files.",
    ),
    "geen-utf-8": Message(
        "Hier staat een teken dat geen UTF-8 is",
        "A character here is not UTF-8",
        "Bewaar het bestand met de codering (tekenset) UTF-8.",
        "Save the file with the encoding UTF-8.",
    ),
    "stuurteken": Message(
        "Hier staat een onzichtbaar stuurteken ({code}) dat niet mag",
        "An invisible control character ({code}) stands here; it is not allowed",
        "Verwijder het teken. Vaak komt het mee bij het plakken uit een ander programma.",
        "Remove the character. It often comes along when pasting from another program.",
    ),
    "bestandsnaam": Message(
        "De bestandsnaam `{name}` heeft een teken dat niet mag",
        "The file name `{name}` has a character that is not allowed",
        "Gebruik kleine letters, cijfers en streepjes.",
        "Use lower case letters, digits and hyphens.",
    ),
    "pad-te-lang": Message(
        "De naam van dit bestand is met zijn mappen te lang; hooguit {most} bytes mag",
        "The name of this file is too long with its folders; at most {most} bytes",
        "Kies een kortere naam, of zet het bestand in minder mappen.",
        "Choose a shorter name, or put the file in fewer folders.",
    ),
    "onbekende-map": Message(
        "De map `{name}` hoort niet bij de inhoud; wat erin staat komt niet op de site",
        "The folder `{name}` is no part of the content; what is in it is not published",
        "Gebruik een van deze mappen: {choices}.",
        "Use one of these folders: {choices}.",
        "warning",
        advice_beside_near=True,
    ),
    "onbekend-bestand": Message(
        "Het bestand `{name}` komt niet op de site: hier horen bestanden die eindigen op {endings}",
        "The file `{name}` is not published: files here end in {endings}",
        "Geef het bestand een andere naam, of zet het in een andere map.",
        "Rename the file, or move it to another folder.",
        "warning",
    ),
    "bestand-los": Message(
        "Het bestand `{name}` staat los in `content` en komt niet op de site",
        "The file `{name}` stands loose in `content` and is not published",
        "Zet het in een van deze mappen: {choices}.",
        "Move it to one of these folders: {choices}.",
        "warning",
    ),
    "kop-ontbreekt": Message(
        "Het bestand begint niet met een kop tussen twee regels `---`",
        "The file does not begin with front matter between two lines `---`",
        "Zet op regel 1 `---`, daaronder de sleutels (zoals `title:`), en daarna weer een regel `---`.",
        "Put `---` on line 1, the keys (such as `title:`) below it, and then a line `---` again.",
    ),
    "kop-niet-gesloten": Message(
        "De kop begint hier met `---`, maar er is geen tweede regel `---`",
        "The front matter begins here with `---`, but there is no second line `---`",
        "Zet na de laatste sleutel een regel met alleen `---`.",
        "Put a line with only `---` after the last key.",
    ),
    "kop-loopt-door": Message(
        "Hier lijkt de tekst te beginnen, maar de kop is nog niet gesloten",
        "The text seems to begin here, but the front matter is not closed",
        "Zet boven deze regel een regel met alleen `---`.",
        "Put a line with only `---` above this line.",
    ),
    "kop-zonder-sleutels": Message(
        "De kop is leeg",
        "The front matter is empty",
        "Vul in elk geval deze sleutels in: {choices}.",
        "Fill in at least these keys: {choices}.",
    ),
    "naam-van-bestand": Message(
        "De bestandsnaam `{name}` past niet: hij moet zijn als `{pattern}`",
        "The file name `{name}` does not fit: it must be like `{pattern}`",
        "Geef het bestand een naam met kleine letters, cijfers en streepjes.",
        "Give the file a name of lower case letters, digits and hyphens.",
    ),
    "dag-in-bestandsnaam": Message(
        "De datum {date} is niet de dag van de bestandsnaam, {named}",
        "The date {date} is not the day in the file name, {named}",
        "Verander de datum, of geef het bestand een andere naam.",
        "Change the date, or rename the file.",
    ),
    "dubbele-naam": Message(
        "De naam `{slug}` bestaat al, in {first}",
        "The name `{slug}` exists already, in {first}",
        "Geef een van de twee bestanden een andere naam. De dag vooraan telt niet mee.",
        "Rename one of the two files. The day in front does not count.",
    ),
    "projecten-zonder-gemeente": Message(
        "Het bestand heet naar `{name}`, maar dat is geen gemeente",
        "The file is named after `{name}`, but that is no municipality",
        "Geef het bestand de id van een gemeente als naam, zoals `zwolle.yaml`.",
        "Name the file after the id of a municipality, such as `zwolle.yaml`.",
    ),
}

YAML = {
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
        "Zet de tekst tussen enkele aanhalingstekens.",
        "Put the text in single quotation marks.",
    ),
    "yaml-dubbele-punt": Message(
        "Op deze regel staat een dubbele punt te veel",
        "There is one colon too many on this line",
        'Hoort hij bij de tekst? Zet de hele tekst tussen rechte aanhalingstekens: `title: "Terugblik: …"`.',
        'Does the colon belong to the text? Put the whole text in straight quotation marks: `title: "Review: …"`.',
    ),
    "yaml-te-ver": Message(
        "Deze regel staat verder naar rechts dan de vorige",
        "This line stands further to the right than the one above",
        "Is dit een sleutel? Zet hem recht onder de vorige. Hoort de regel bij de tekst erboven? Zet die hele tekst "
        "dan tussen aanhalingstekens.",
        "Is this a key? Align it with the one above. Does the line belong to the text above? Then put that whole text "
        "in quotation marks.",
    ),
    "yaml-geen-dubbele-punt": Message(
        "Hier mist een dubbele punt met een spatie erachter",
        "A colon with a space behind it is missing here",
        "Schrijf `sleutel: waarde`. Hoort de regel bij de tekst erboven? Zet er dan twee spaties voor.",
        "Write `key: value`. Does the line belong to the text above? Then put two spaces before it.",
    ),
    "yaml-streepje": Message(
        "Een streepje mag hier niet staan",
        "A dash is not allowed here",
        "Begin een lijst op een nieuwe regel. Is het een tekst? Zet hem tussen aanhalingstekens.",
        "Begin a list on a new line. Is it a text? Put it in quotation marks.",
    ),
    "yaml-geen-streepje": Message(
        "Deze regel staat in een lijst, maar begint niet met een streepje op de goede plek",
        "This line stands in a list but does not begin with a dash at the right place",
        "Een nieuw deel van de lijst? Schrijf `- waarde`, recht onder het streepje erboven. Hoort de regel bij het "
        "deel erboven? Zet haar recht onder de sleutels daarvan.",
        "A new item? Write `- value`, aligned with the dash above. Does the line belong to the item above? Align it "
        "with the keys of that item.",
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
    "yaml-haakje": Message(
        "Dit haakje is niet gesloten, of er mist een komma",
        "This bracket is not closed, or a comma is missing",
        "Zet tussen de delen een komma en sluit met hetzelfde soort haakje.",
        "Put commas between the parts and close with the same kind of bracket.",
    ),
    "yaml-na-haakje": Message(
        "Achter het haakje staat nog tekst",
        "There is more text behind the bracket",
        'Begint de tekst met een haakje? Zet de hele tekst tussen aanhalingstekens: `"[Nieuw] …"`.',
        'Does the text begin with a bracket? Put the whole text in quotation marks: `"[New] …"`.',
    ),
    "yaml-inspringing": Message(
        "Deze regel staat niet op de goede plek onder de vorige",
        "This line is not indented like the lines around it",
        "Zet sleutels die bij elkaar horen recht onder elkaar, met evenveel spaties ervoor.",
        "Align keys that belong together, with the same number of spaces before them.",
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

FIELDS = {
    "onbekende-sleutel": Message(
        "De sleutel `{key}` hoort hier niet",
        "The key `{key}` does not belong here",
        "Haal de sleutel weg. Hier mag: {choices}.",
        "Remove the key. Allowed here: {choices}.",
    ),
    "sleutel-ontbreekt": Message(
        "De sleutel `{key}` ontbreekt",
        "The key `{key}` is missing",
        "Voeg `{key}: …` toe.",
        "Add `{key}: …`.",
    ),
    "sleutel-leeg": Message(
        "De sleutel `{key}` heeft geen waarde",
        "The key `{key}` has no value",
        "Vul een waarde in achter de dubbele punt.",
        "Fill in a value behind the colon.",
    ),
    "leeg": Message(
        "Hier staat geen waarde",
        "There is no value here",
        "Vul iets in, of haal de hele regel weg als zij niet nodig is.",
        "Fill it in, or remove the whole line if it is not needed.",
    ),
    "tekst-verwacht": Message(
        "Hier hoort één tekst te staan, geen lijst en geen sleutels",
        "One text is expected here, no list and no keys",
        "Schrijf de tekst achter de dubbele punt.",
        "Write the text behind the colon.",
    ),
    "lijst-verwacht": Message(
        "Hier hoort een lijst te staan",
        "A list is expected here",
        "Zet de waarde tussen rechte haken: `[{value}]`.",
        "Put the value in square brackets: `[{value}]`.",
    ),
    "sleutels-verwacht": Message(
        "Hier horen sleutels te staan: {choices}",
        "Keys are expected here: {choices}",
        "Schrijf bijvoorbeeld `{example}`.",
        "Write for example `{example}`.",
    ),
    "te-weinig": Message(
        "Deze lijst is leeg; er hoort er minstens één in",
        "This list is empty; at least one is needed",
        "Zet er een waarde in.",
        "Put a value in it.",
    ),
    "te-lang": Message(
        "De tekst is {length} tekens lang; hooguit {most} mag",
        "The text is {length} characters long; at most {most} is allowed",
        "Maak de tekst korter.",
        "Shorten the text.",
    ),
    "id-vorm": Message(
        "`{value}` is geen goede id",
        "`{value}` is no valid id",
        "Gebruik alleen kleine letters, cijfers en losse streepjes ertussen, zoals `slimme-lantaarns`.",
        "Use only lower case letters and digits, with single hyphens between, such as `smart-lights`.",
    ),
    "id-te-lang": Message(
        "Deze id is {length} tekens lang; hooguit 80 mag",
        "This id is {length} characters long; at most 80 is allowed",
        "Kies een kortere id.",
        "Choose a shorter id.",
    ),
    "dubbele-id": Message(
        "De id `{id}` bestaat al",
        "The id `{id}` exists already",
        "De eerste staat in {first}. Kies een andere id.",
        "The first is in {first}. Choose another id.",
    ),
    "geen-getal": Message(
        "`{value}` is geen heel getal",
        "`{value}` is no whole number",
        "Schrijf alleen cijfers, zoals `3`.",
        "Write digits only, such as `3`.",
    ),
    "geen-graden": Message(
        "`{value}` is geen getal in graden",
        "`{value}` is no number of degrees",
        "Schrijf een getal met een punt, zoals `52.5168`.",
        "Write a number with a point, such as `52.5168`.",
    ),
    "buiten-bereik": Message(
        "{value} is te klein of te groot",
        "{value} is too small or too large",
        "Het getal ligt tussen {low} en {high}.",
        "The number lies between {low} and {high}.",
    ),
    "geen-ja-nee": Message(
        "`{value}` is geen ja of nee",
        "`{value}` is no yes or no",
        "Schrijf `true` (ja) of `false` (nee).",
        "Write `true` or `false`.",
    ),
    "onbekende-keuze": Message(
        "`{value}` kan hier niet",
        "`{value}` is not possible here",
        "Kies uit: {choices}.",
        "Choose from: {choices}.",
        advice_beside_near=True,
    ),
    "geen-gemeentecode": Message(
        "`{value}` is geen gemeentecode",
        "`{value}` is no municipality code",
        "Schrijf GM en vier cijfers, zoals `GM0193`.",
        "Write GM and four digits, such as `GM0193`.",
    ),
    "geen-mailadres": Message(
        "`{value}` is geen mailadres",
        "`{value}` is no mail address",
        "Schrijf één adres, zoals `naam@gemeente.nl`.",
        "Write one address, such as `name@example.nl`.",
    ),
    "geen-telefoonnummer": Message(
        "`{value}` is geen telefoonnummer",
        "`{value}` is no telephone number",
        "Schrijf cijfers en spaties, zoals `14 038`.",
        "Write digits and spaces, such as `14 038`.",
    ),
    "geen-adres": Message(
        "`{value}` is geen internetadres",
        "`{value}` is no internet address (URL)",
        "Schrijf het hele adres, met `https://` ervoor en zonder spaties.",
        "Write the whole address, with `https://` in front and without spaces.",
    ),
    "geen-siteadres": Message(
        "`{value}` kan niet het adres van de site zijn",
        "`{value}` cannot be the address of the site",
        "Schrijf `https://`, de naam en eventueel een map: `https://www.voorbeeld.nl/digitalisering/`.",
        "Write `https://`, the host and perhaps a folder: `https://www.voorbeeld.nl/digitalisering/`.",
    ),
    "geen-dag": Message(
        "`{value}` is geen datum",
        "`{value}` is no date",
        "Schrijf jaar, maand en dag: JJJJ-MM-DD, zoals `2026-11-24`.",
        "Write year, month and day: YYYY-MM-DD, such as `2026-11-24`.",
    ),
    "geen-datum": Message(
        "`{value}` is geen datum",
        "`{value}` is no date",
        "Schrijf een jaar (`2026`), een maand (`2026-11`) of een dag (`2026-11-24`).",
        "Write a year (`2026`), a month (`2026-11`) or a day (`2026-11-24`).",
    ),
    "geen-moment": Message(
        "`{value}` is geen datum met of zonder tijd",
        "`{value}` is no date with or without a time",
        "Schrijf JJJJ-MM-DD, of JJJJ-MM-DD uu:mm, zoals `2026-11-24 15:30`.",
        "Write YYYY-MM-DD, or YYYY-MM-DD hh:mm, such as `2026-11-24 15:30`.",
    ),
    "dag-bestaat-niet": Message(
        "`{value}` bestaat niet",
        "`{value}` does not exist",
        "Kijk de maand, de dag en de tijd na.",
        "Check the month, the day and the time.",
    ),
    "jaar-onwaarschijnlijk": Message(
        "Het jaar van `{value}` kan niet kloppen",
        "The year of `{value}` cannot be right",
        "Kies een jaar van {low} tot en met {high}.",
        "Choose a year from {low} to {high}.",
    ),
    "einde-voor-begin": Message(
        "Het einde ({end}) ligt voor het begin ({begin})",
        "The end ({end}) lies before the begin ({begin})",
        "Draai de twee om, of verbeter een van de twee.",
        "Swap the two, or correct one of them.",
    ),
    "einde-andere-vorm": Message(
        "Het begin en het einde hebben niet dezelfde vorm",
        "The start and the end do not have the same form",
        "Geef allebei een tijd, of geen van beide.",
        "Give both a time, or neither.",
    ),
    "tijd-bestaat-niet": Message(
        "De tijd {value} bestaat niet: die nacht gaat de klok een uur vooruit",
        "The time {value} does not exist: that night the clock goes forward an hour",
        "Kies een andere tijd.",
        "Choose another time.",
    ),
    "tijd-twee-keer": Message(
        "De tijd {value} komt die nacht twee keer voor; de eerste geldt",
        "The time {value} occurs twice that night; the first one counts",
        "Schrijf het verschil erachter: `{first}` of `{second}`.",
        "Write the offset behind it: `{first}` or `{second}`.",
        "warning",
    ),
    "onbekende-tijdzone": Message(
        "`{value}` is geen tijdzone",
        "`{value}` is no time zone",
        "Schrijf bijvoorbeeld `Europe/Amsterdam`.",
        "Write for example `Europe/Amsterdam`.",
    ),
    "alias-vorm": Message(
        "`{value}` kan geen oud adres zijn",
        "`{value}` cannot be an old address",
        "Begin met één `/` en gebruik gewone tekens, zoals `/oud/adres/`.",
        "Begin with one `/` and use ordinary characters, such as `/old/address/`.",
    ),
    "geen-mediapad": Message(
        "`{value}` is geen pad in de map media",
        "`{value}` is no path in the folder media",
        "Zet het bestand in `content/media` en schrijf `media/naam.jpg`.",
        "Put the file in `content/media` and write `media/name.jpg`.",
    ),
    "contact-zonder-naam": Message(
        "Dit contact heeft geen `name` en geen `role`",
        "This contact has no `name` and no `role`",
        "Geef een van de twee. Een rol blijft langer waar dan een naam.",
        "Give one of the two. A role stays true longer than a name.",
    ),
    "status-zonder-onderzoek": Message(
        "De status {status} mag alleen na een volledig onderzoek van hooguit drie jaar oud",
        "The status {status} is only allowed after a full study of at most three years old",
        "Zet het onderzoek bij `report` en zijn dag bij `date`, of kies C, D of E.",
        "Give the study as `report` and its day as `date`, or choose C, D or E.",
    ),
}

REFERENCES = {
    "onbekende-gemeente": Message(
        "`{id}` is geen gemeente",
        "`{id}` is no municipality",
        "Gebruik de id van een gemeente uit municipalities.yaml.",
        "Use the id of a municipality in municipalities.yaml.",
    ),
    "onbekend-thema": Message(
        "`{id}` is geen thema",
        "`{id}` is no theme",
        "Gebruik de id van een thema uit themes.yaml.",
        "Use the id of a theme in themes.yaml.",
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
    "en-nog-error": Message(
        "… en nog {number} keer `{code}` in dit bestand", "… and {number} more of `{code}` in this file"
    ),
    "en-nog-warning": Message(
        "… en nog {number} keer `{code}` in dit bestand",
        "… and {number} more of `{code}` in this file",
        severity="warning",
    ),
}

MESSAGES: dict[str, Message] = {**FILES, **YAML, **FIELDS, **REFERENCES}
