"""Messages about files and folders of the content, and their front matter."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
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
    "pad-te-lang": Message(
        "De naam van dit bestand is met zijn mappen te lang; hooguit {most} bytes mag",
        "The name of this file is too long with its folders; at most {most} bytes",
        "Kies een kortere naam, of zet het bestand in minder mappen.",
        "Choose a shorter name, or put the file in fewer folders.",
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
        advice_beside_near=True,
    ),
    "kop-niet-gesloten": Message(
        "De kop begint hier met `---`, maar er is geen tweede regel `---`",
        "The front matter begins here with `---`, but there is no second line `---`",
        "Zet na de laatste sleutel een regel met alleen `---`.",
        "Put a line with only `---` after the last key.",
    ),
    "kop-bijna-gesloten": Message(
        "De kop wordt hier niet gesloten: deze regel is niet precies `---`",
        "The front matter is not closed here: this line is not exactly `---`",
        "Schrijf drie gewone streepjes, zonder spaties ervoor.",
        "Write three plain hyphens, without spaces in front.",
        advice_beside_near=True,
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
