"""The mails and notes of the site read as a person would write them: what was filled in, and the whole text."""

import html
import textwrap
from functools import partial
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.pages.context import Context
from tests.reading import Page
from tests.sites import NO_CARDS, SmallSite, built, settings

OPEN = """\
    Beste collega,

    Onze gemeente wil graag aansluiten bij Smart Living, met dit project:

    [naam van het project, de fase en wat wij zoeken of aanbieden]

    Zullen wij op [datum] of [datum] een half uur bellen over wat wel en niet werkte?

    Als een collega hierover gaat, stuur deze mail dan gerust door.

    Met vriendelijke groet,
    [uw naam, functie en gemeente]"""
JOIN = """\
    Beste collega,

    De gemeente Ommen wil graag aansluiten bij Smart Living.

    Onze projecten in dit thema:
    - Senshagen (pilot, 2019): https://x.nl/a/
    - ’t Huis & de Tuin (in gebruik, 2020): https://x.nl/b/

    Beide gaan over sensoren.

    Zullen wij op [datum] of [datum] een half uur bellen over wat wel en niet werkte?

    Als een collega hierover gaat, stuur deze mail dan gerust door.

    Met vriendelijke groet,
    [uw naam en functie]
    gemeente Ommen"""
FIRST = """\
    Beste collega,

    De gemeente Ommen wil graag aansluiten bij Smart Living.

    Wij hebben nog geen project in dit thema.

    Zullen wij op [datum] of [datum] een half uur bellen over hoe wij kunnen meedoen?

    Als een collega hierover gaat, stuur deze mail dan gerust door.

    Met vriendelijke groet,
    [uw naam en functie]
    gemeente Ommen"""
INVITATION = """\
    Beste collega,

    Zwolle is koploper van Smart Living. Een project van uw gemeente viel ons op. Het lijkt op Senshagen.

    Zullen wij op [datum] of [datum] een half uur bellen over wat bij u wel en niet werkte?

    Dit staat er nu over uw project op de site van de themagroep: https://x.nl/b/

    Als een collega hierover gaat, stuur deze mail dan gerust door.

    Met vriendelijke groet,
    [uw naam en functie]
    gemeente Zwolle"""
BUNDLE = """\
    Beste collega’s,

    Op de site van de themagroep (https://x.nl/) staan projecten van onze gemeenten die op elkaar lijken.

    Het onderwerp: sensoren.

    Het gaat om:
    - Senshagen (Zwolle: pilot, 2019): https://x.nl/a/
    - Meten (Ommen: in gebruik, 2020): https://x.nl/b/

    Zullen wij op [datum] of [datum] een uur bellen? Dan vergelijken wij wat wel en niet werkte.

    Als een collega hierover gaat, stuur deze mail dan gerust door.

    Met vriendelijke groet,
    [uw naam, functie en gemeente]"""
NOTE_JOIN = """\
    Gevraagd besluit: Ommen onderzoekt aansluiting bij het thema Smart Living. Koploper is Zwolle.

    Waarom: Het lijkt op Senshagen. Deventer had ook zo’n project.

    Wat het kost: [uren per maand].

    Wat wij niet weten: wat die projecten opleverden, en hoe het er nu mee gaat. Wij vragen het na.

    Eerste stap: een gesprek met Zwolle: 14 038, o'brien@zwolle.nl.

    Van wanneer de gegevens zijn, is niet bekend. Bron: https://x.nl/ommen/"""
NOTE_TAKEOVER = """\
    Gevraagd besluit: [uw gemeente] onderzoekt of zij ‘Senshagen’ van Zwolle en Ommen kan overnemen.

    Wat het is: Meten in de wijk. De les: begin klein.

    Wat het kost: [uren per maand].

    Wat wij niet weten: wat het kostte. Wij vragen het na.

    Eerste stap: een gesprek met Zwolle: 14 038, o'brien@zwolle.nl.

    Stand van de gegevens: oktober 2019. Bron: https://x.nl/a/"""
CORRECTION = """\
    Pagina: https://x.nl/a/

    Wat klopt er niet, en wat moet er staan?"""
LESSON = """\
    Wat leerde u van ‘Senshagen’? Schrijf er één of twee zinnen over.



    De pagina: https://x.nl/a/"""

PROJECTS = ["Senshagen (pilot, 2019): https://x.nl/a/", "'t Huis & de Tuin (in gebruik, 2020): https://x.nl/b/"]
JOINING = {"municipality": "Ommen", "theme": "Smart Living"}
INVITING = {"lead": "Zwolle", "theme": "Smart Living", "why": "Het lijkt op Senshagen.", "address": "https://x.nl/b/"}
BUNDLED = ["Senshagen (Zwolle: pilot, 2019): https://x.nl/a/", "Meten (Ommen: in gebruik, 2020): https://x.nl/b/"]
STEP = {"to": "Zwolle", "ways_in": "14 038, o'brien@zwolle.nl"}
WHY = ("Het lijkt op Senshagen.", "", "Deventer had ook zo'n project.")
WHAT = ("Meten in de wijk.", "", "De les: begin klein.")


@pytest.fixture(scope="module")
def ctx(lean: SmallSite) -> Context:
    views = (output.view for output in pipeline.plan(lean.options()).outputs)
    found = next(view.args[0] for view in views if isinstance(view, partial))
    assert isinstance(found, Context)
    return found


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("open", {"theme": "Smart Living"}, OPEN),
        ("join", {**JOINING, "projects": PROJECTS, "why": "Beide gaan over sensoren."}, JOIN),
        ("join", {**JOINING, "projects": [], "why": ""}, FIRST),
        ("invitation", INVITING, INVITATION),
        ("bundle", {"site": "https://x.nl/", "subject": "sensoren", "projects": BUNDLED}, BUNDLE),
        (
            "note-join",
            {**JOINING, **STEP, "is_advised": False, "reasons": WHY, "age": "", "source": "https://x.nl/ommen/"},
            NOTE_JOIN,
        ),
        (
            "note-takeover",
            {
                **STEP,
                "title": "Senshagen",
                "places": "Zwolle en Ommen",
                "reasons": WHAT,
                "unknown": "wat het kostte.",
                "age": "oktober 2019",
                "source": "https://x.nl/a/",
            },
            NOTE_TAKEOVER,
        ),
        ("correction", {"address": "https://x.nl/a/"}, CORRECTION),
        ("lesson", {"title": "Senshagen", "address": "https://x.nl/a/"}, LESSON),
    ],
)
def test_a_mail_says_what_it_is_for_and_asks_one_thing(
    ctx: Context, name: str, values: dict[str, object], text: str
) -> None:
    assert ctx.mail(name, **values) == textwrap.dedent(text)


TOWNS = """\
municipalities:
  - id: zwolle
    name: Zwolle
    code: GM0193
    province: Overijssel
    location: {lat: 52.5168, lon: 6.0830}
    website: https://www.zwolle.example.nl
    contact: {email: "o'brien@zwolle.example.nl"}
  - id: breda
    name: Breda
    code: GM0758
    province: Noord-Brabant
    location: {lat: 51.5888, lon: 4.7760}
    website: https://www.breda.example.nl
"""
PAGE = "---\ntitle: Over\nsummary: Mail o'brien@zwolle.example.nl.\n---\nMail 'Pat' op o'brien@zwolle.example.nl.\n"


def test_a_mailbox_with_a_quote_can_be_copied_wherever_it_stands(tmp_path: Path) -> None:
    """Its quote stays as it was typed, in names and summaries, in texts and in mails."""
    files = {"site.yaml": settings(NO_CARDS), "municipalities.yaml": TOWNS, "content/pages/over.md": PAGE}
    site = built(tmp_path, files)
    for address in ("/gemeenten/zwolle/", "/themas/smart-living/", "/aansluiten/", "/over/"):
        page = html.unescape(site.page(address))
        assert "o'brien@zwolle.example.nl" in Page(site.page(address)).text, address
        assert "o’brien" not in page, address
    assert "Mail ‘Pat’ op" in Page(site.page("/over/")).text
    assert "o’brien" not in site.page("/aansluiten/breda.json")
