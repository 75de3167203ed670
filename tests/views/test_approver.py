"""Who reads a proposal, and how soon: the settings say it, and every page of the manual names it."""

import textwrap

import pytest

from tests.reading import Page
from tests.sites import LEAST, Sites

MANUAL = {
    "docs/redactie/README.md": "# Voor redacteuren\n\nZo werkt u mee.\n\nLees [verder](verder.md).\n",
    "docs/redactie/verder.md": "# Verder\n\nEn dan dit.\n",
    "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n\n- [`leeg`](leeg.md)\n",
    "docs/meldingen/leeg.md": "# De sleutel `…` is leeg\n\nDit is een fout.\n",
    "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n",
}
HEADING = "Wie leest uw voorstel?"


def with_setting(line: str) -> dict[str, str]:
    return {**MANUAL, "site.yaml": textwrap.dedent(LEAST["site.yaml"]) + line}


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("approval: {role: Redactie, email: r@example.nl, days: 3}", ", meestal binnen 3 werkdagen."),
        ("approval: {role: Redactie, email: r@example.nl, days: 1}", ", meestal binnen 1 werkdag."),
        ("approval: {role: Redactie, email: r@example.nl, days: 0}", ", meestal dezelfde werkdag."),
        ("approval: {role: Redactie, email: r@example.nl}", "."),
    ],
)
def test_the_manual_names_who_reads_a_proposal_and_how_soon(site: Sites, setting: str, told: str) -> None:
    small = site(with_setting(f"{setting}\n"))
    small.build()
    for address in ("/redactie/", "/redactie/verder/"):
        html = small.page(address)
        said = f"{HEADING} Redactie r@example.nl Leest elk voorstel en voegt het samen{told}"
        assert said in Page(html[html.index("<main") : html.index("</main>")]).text
        assert 'href="mailto:r@example.nl"' in html
    for address in ("/uitleg/", "/redactie/meldingen/leeg/"):
        assert HEADING not in small.page(address)


def test_where_nobody_is_named_the_contact_of_the_group_is_asked_and_no_more_is_claimed(site: Sites) -> None:
    small = site(MANUAL)
    small.build()
    html = small.page("/redactie/")
    text = Page(html[html.index("<main") : html.index("</main>")]).text
    assert f"{HEADING} Proef Persoon" in text
    assert "Wie voorstellen leest, is nog niet ingesteld." in text
    assert "voegt het samen" not in text


def test_another_reader_is_seen_after_the_next_build(site: Sites) -> None:
    small = site(with_setting("approval: {role: Redactie, email: r@example.nl}\n"))
    small.build()
    small.write(with_setting("approval: {role: Redactieraad, email: raad@example.nl}\n"))
    small.build()
    assert "Redactieraad" in small.page("/redactie/verder/")


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("approval: {email: r@example.nl}", ("sleutel-ontbreekt", 11)),
        ("approval: {role: Redactie, email: redactie}", ("geen-mailadres", 35)),
        ("approval: {role: Redactie, email: r@example.nl, days: drie}", ("geen-getal", 55)),
        ("approval: {role: Redactie, email: r@example.nl, days: -1}", ("buiten-bereik", 55)),
        ("approval: {role: Redactie, email: r@example.nl, dagen: 3}", ("onbekende-sleutel", 49)),
    ],
)
def test_a_mistake_in_it_is_told_at_its_place(site: Sites, setting: str, problem: tuple[str, int]) -> None:
    small = site(with_setting(f"{setting}\n"))
    assert [(code, column) for code, _, _, column in small.check()] == [problem]
