"""Who reads a proposal, and how soon: the settings say it, and every page of the manual names it."""

import pytest

from tests.reading import main
from tests.sites import BARE, Sites, settings

MANUAL = {
    "docs/redactie/README.md": "# Voor redacteuren\n\nZo werkt u mee.\n\nLees [verder](verder.md).\n",
    "docs/redactie/verder.md": "# Verder\n\nEn dan dit.\n",
    "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n\n- [`leeg`](leeg.md)\n",
    "docs/meldingen/leeg.md": "# De sleutel `…` is leeg\n\nDit is een fout.\n",
    "content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n",
}
HEADING = "Wie leest uw voorstel?"


def with_setting(line: str) -> dict[str, str]:
    return {**MANUAL, "site.yaml": settings(line, BARE)}


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
    small = site(with_setting(setting))
    small.build()
    for address in ("/redactie/", "/redactie/verder/"):
        said = f"{HEADING} Redactie r@example.nl Leest elk voorstel en voegt het samen{told}"
        assert said in main(small, address).text
        assert "mailto:r@example.nl" in main(small, address).links
    assert HEADING not in small.page("/uitleg/")


def test_where_nobody_is_named_the_contact_of_the_group_is_asked_and_no_more_is_claimed(site: Sites) -> None:
    small = site(MANUAL)
    small.build()
    text = main(small, "/redactie/").text
    assert f"{HEADING} Proef Persoon" in text
    assert "Wie voorstellen leest, is nog niet ingesteld." in text
    assert "voegt het samen" not in text


def test_another_reader_is_seen_after_the_next_build(site: Sites) -> None:
    small = site(with_setting("approval: {role: Redactie, email: r@example.nl}"))
    small.build()
    small.write(with_setting("approval: {role: Redactieraad, email: raad@example.nl}"))
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
    small = site(with_setting(setting))
    assert [(code, column) for code, _, _, column in small.check()] == [problem]
