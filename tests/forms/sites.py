"""A site as the forms find it: smaller files, comments that must stay, and one of everything that a journey touches."""

from tests.sites import NO_CARDS, settings

PICTURE = "content/media/plein.png"
FILES: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS),
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwolle
            summary: Slim wonen.
            description: Wonen en zorg.
          - id: smart-mobility
            title: Smart Mobility
            lead: breda
            summary: Slim reizen.
            description: Verkeer.
        """,
    "municipalities.yaml": """\
        # Wat bijna nooit verandert.
        municipalities:
          - id: zwolle
            name: Zwolle
            code: GM0193
            province: Overijssel
            location: {lat: 52.5168, lon: 6.0830}
            website: https://www.zwolle.example.nl
          - id: breda
            name: Breda
            code: GM0758
            province: Noord-Brabant
            location: {lat: 51.5719, lon: 4.7683}
            website: https://www.breda.example.nl
        """,
    "content/municipalities/zwolle.yaml": """\
        # Gevraagd op de netwerkdag.
        participates: [smart-mobility]
        contacts:
          - {name: Anna de Vries, role: Adviseur, checked: 2026-11}   # belt liever
        """,
    "content/municipalities/breda.yaml": """\
        contact: {phone: "14 076"}
        """,
    "content/projects/senshagen.yaml": """\
        # Bron: gesprek in mei.
        municipality: zwolle
        title: SensHagen
        summary: Inwoners meten zelf de lucht in hun wijk.
        themes: [smart-living] # later misschien meer
        status: in-use
        status_date: 2026-05
        topics: [sensoren, lucht]
        start: 2020
        """,
    "content/projects/fietstelling.yaml": """\
        municipality: breda
        title: Fietsers tellen
        summary: Breda telt fietsers met lussen in de weg.
        themes: [smart-mobility]
        status: pilot
        status_date: 2026-10
        """,
    "content/news/2026-11-01-eerste.md": """\
        ---
        title: Het eerste bericht
        date: 2026-11-01
        summary: Er is een site.
        ---
        Een *kort* bericht.
        """,
    "content/agenda/2026-12-01-overleg.md": """\
        ---
        title: Overleg
        start: 2026-12-01 13:00
        end: 2026-12-01 15:00
        # zaal 3
        location: Stadhuis, Zwolle
        summary: Wij spreken elkaar.
        ---
        Iedereen komt.
        """,
}
