"""Messages about links between entries, addresses, old addresses and templates."""

from g40site.messages.message import Message

MESSAGES: dict[str, Message] = {
    "link-naar-onbekende": Message(
        "Deze link leidt naar `{name}`, maar dat is geen {kind}",
        "This link leads to `{name}`, which does not exist",
        "Gebruik een id die bestaat.",
        "Use an id that exists.",
    ),
    "link-naar-concept": Message(
        "Deze link leidt naar `{name}`, maar dat is nog een concept",
        "This link leads to `{name}`, which is still a draft",
        "Haal `draft: true` daar weg, of haal de link weg.",
        "Remove `draft: true` there, or remove the link.",
    ),
    "link-naar-kop": Message(
        "Deze link leidt naar de kop `#{name}`, maar die kop is er niet",
        "This link leads to the heading `#{name}`, which is not there",
        "Kijk hoe de kop heet. In een link schrijft u de kop in kleine letters, met streepjes.",
        "Look up the heading. In a link it is written in lower case, with hyphens.",
    ),
    "link-naar-adres": Message(
        "Deze link leidt naar `{name}`, maar dat adres heeft de site niet",
        "This link leads to `{name}`, an address that the site does not have",
        "Schrijf een link naar een ander deel van de site als `theme:…`, `project:…` of `page:…`.",
        "Write a link to another part of the site as `theme:…`, `project:…` or `page:…`.",
    ),
    "link-naar-bestand": Message(
        "Deze link leidt naar het bestand `{name}`, maar dat hoort niet bij de inhoud",
        "This link leads to the file `{name}`, which is no part of the content",
        "Een heel adres begint met `https://`. Een pad begint bij de map van dit bestand, zoals `../media/x.pdf`.",
        "A whole address begins with `https://`. A path begins at the folder of this file, such as `../media/x.pdf`.",
    ),
    "plaatje-ontbreekt": Message(
        "Het plaatje `{name}` is er niet",
        "The image `{name}` does not exist",
        "Zet het bestand in `content/media`. Hoofdletters tellen mee.",
        "Put the file in `content/media`. Capitals matter.",
        advice_beside_near=True,
    ),
    "adres-bezet": Message(
        "Het adres `{address}` gebruikt de site zelf al",
        "The site itself uses the address `{address}` already",
        "Kies een andere naam.",
        "Choose another name.",
    ),
    "adres-dubbel": Message(
        "Twee delen van de site willen op `{address}` staan; het andere is {first}",
        "Two parts of the site want to stand at `{address}`; the other is {first}",
        "Geef een van de twee een andere naam.",
        "Give one of the two another name.",
    ),
    "alias-bezet": Message(
        "Het oude adres `{alias}` is een adres dat de site zelf gebruikt",
        "The old address `{alias}` is an address that the site itself uses",
        "Haal de alias weg, of kies een ander adres.",
        "Remove the alias, or choose another address.",
    ),
    "alias-dubbel": Message(
        "Het oude adres `{alias}` staat er al, in {first}",
        "The old address `{alias}` stands there already, in {first}",
        "Laat een oud adres naar één plek leiden.",
        "Let an old address lead to one place.",
    ),
    "sjabloon-ontbreekt": Message(
        "Het sjabloon `{name}` is er niet",
        "The template `{name}` is missing",
        "Zet het terug, of verbeter de naam.",
        "Restore it, or correct the name.",
    ),
    "sjabloon-fout": Message(
        "Het sjabloon klopt niet: {reason}",
        "The template is wrong: {reason}",
        "Verbeter deze regel van het sjabloon.",
        "Correct this line of the template.",
    ),
    "sjabloon-naam": Message(
        "Het sjabloon noemt een ander sjabloon met `{name}`, en dat is geen vaste naam",
        "The template names another template with `{name}`, which is no fixed name",
        'Schrijf de naam tussen aanhalingstekens, bijvoorbeeld "components/menu.html".',
        'Write the name in quotes, for example "components/menu.html".',
    ),
    "sjabloon-te-diep": Message(
        "Het sjabloon is te diep in elkaar gestoken, of het gebruikt zichzelf",
        "The template is nested too deeply, or it uses itself",
        "Gebruik minder haakjes in elkaar. Een sjabloon of macro mag zichzelf niet gebruiken, ook niet via een ander.",
        "Use fewer brackets within brackets. A template or macro may not use itself, not by way of another either.",
    ),
    "stijlblad-ontbreekt": Message(
        "Er staan geen stijlbladen in `{name}`",
        "There are no style sheets in `{name}`",
        "Zet de stijlbladen van het programma terug.",
        "Restore the style sheets of the program.",
    ),
}
