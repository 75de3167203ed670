"""Whom to call: one chain, and every page says which step it is, how old that is, and what the next way in is."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.reading import Page, main, pages
from tests.running import NOW
from tests.sites import BARE, SmallSite, built, settings
from tests.warm import run

GENERAL = "contact: {phone: 14 038, email: post@zwolle.example.nl, url: https://zwolle.example.nl/contact}"
FIRST = "contacts: [{name: Els Eerst, email: els@zwolle.example.nl, checked: 2026-10}, {name: Tom Tweede}]"
OWN = "contact: {name: Pim Project, phone: 038-1234567, checked: 2026-10-01}"
ASKED = "contact: {name: Thea Thema, email: thea@example.nl, checked: 2026-10-01}"
GROUP = "proef@example.nl"


ALDERMEN = (
    "administrators: [{name: Al Eerder, role: Wethouder, until: 2022}, {name: Bo Vroeger, role: Wethouder, known: 2019}"
    ", {name: Cis Nu, role: Wethouder en koploper, known: 2021-06}, {name: Dirk Onbekend, role: Wethouder}]"
)
WAYS = ["tel:14038", "mailto:post@zwolle.example.nl", "https://zwolle.example.nl/contact"]


# Who may be sent to an alderman: of whom a year is known and who is not known to have left.
PERSONS = (
    ("{name: Bo, role: Wethouder}", False),
    ("{name: Bo, role: Wethouder, since: 2024-05}", True),
    ("{name: Bo, role: Wethouder (volgens een oproep uit 2020)}", True),
    ("{name: Bo, role: Wethouder, known: 2021, until: 2022}", False),
    ("{name: Bo, role: Wethouder, known: 2021, until: 2027}", True),
    ("{name: Bo, role: Burgemeester, known: 2025}", False),
)
# A person without mail or telephone, by when that was known.
UNREACHABLE = (
    ("checked: 2026-10", "Els Eerst. Nagekeken: oktober 2026. Te bereiken via de gemeente: 14 038"),
    ("known: 2021", "Els Eerst. Laatst bekend: 2021. Vraag bij de gemeente wie dit nu doet: 14 038"),
)
AGES = (
    ("checked: 2026-10", "Nagekeken: oktober 2026"),
    ("checked: 2025-11-24", "Nagekeken: 24 november 2025"),
    ("checked: 2025-11-23", "Nagekeken: 23 november 2025."),
    ("checked: 2025", "Nagekeken: 2025"),
    ("known: 2026-11-23", "Laatst bekend: 23 november 2026."),
    ("known: 2021-06", "Laatst bekend: juni 2021."),
    ("known: 2021-06, checked: 2026-10", "Nagekeken: oktober 2026"),
    ("email: els@example.nl", "Wanneer dit voor het laatst klopte, is niet bekend."),
    ("role: Adviseur (2021)", "adviseur (2021)"),
)
HELD = (
    ("until: 2022", "Dit was zo tot en met 2022."),
    ("since: 2018, until: 2026-11-23", "Dit was zo tot en met 23 november 2026."),
    ("known: 2021-06", "Laatst bekend: juni 2021."),
    ("checked: 2021-06", "Nagekeken: juni 2021."),
)
BO = "administrators: [{{name: Bo Bestuur, role: Wethouder{}}}]"
HOLDS = BO.format(", since: 2022, until: 2026-12, checked: 2026-10")

DATED = GENERAL.replace("}", ", known: 2026-05-09}")

# What is known of the contacts of a theme, a municipality and a project, which have the key as their id.
CASES: dict[str, tuple[str, str, str]] = {
    "project": (ASKED, f"{GENERAL}\n{FIRST}\n{ALDERMEN}", OWN),
    "first": (ASKED, f"{GENERAL}\n{FIRST}\n{ALDERMEN}", ""),
    "alderman": (ASKED, f"{DATED}\n{ALDERMEN}", ""),
    "general": (ASKED, DATED, ""),
    "website": (ASKED, "", ""),
    "lead-first": ("", f"{GENERAL}\n{FIRST}\n{ALDERMEN}", ""),
    "lead-alderman": ("", f"{GENERAL}\n{ALDERMEN}", ""),
    "lead-general": ("", GENERAL, ""),
    **{f"person-{n}": ("", f"{GENERAL}\nadministrators: [{one}]", "") for n, (one, _) in enumerate(PERSONS)},
    **{
        f"unreachable-{n}": ("", f"{GENERAL}\ncontacts: [{{name: Els Eerst, {about}}}]", "")
        for n, (about, _) in enumerate(UNREACHABLE)
    },
    **{f"age-{n}": ("", f"contacts: [{{name: Els Eerst, {about}}}]", "") for n, (about, _) in enumerate(AGES)},
    **{f"held-{n}": ("", BO.format(f", chair: true, {known}"), "") for n, (known, _) in enumerate(HELD)},
    "own-year": ("", BO.format(" (volgens een oproep uit 2020)"), ""),
    "holds": ("", f"{FIRST}\n{HOLDS}", ""),
}


def files(cases: dict[str, tuple[str, str, str]]) -> dict[str, str | bytes]:
    """For each case a theme that is called Smart Mobility, led by a municipality that is called Zwolle."""
    themes = [
        f"  - {{id: {id}, title: Smart Mobility, lead: {id}, summary: Slim., description: Weg.{separated(theme)}}}"
        for id, (theme, *_) in cases.items()
    ]
    municipalities = [
        f"  - {{id: {id}, name: Zwolle, code: GM{number:04}, province: Overijssel, location: {{lat: 52.5, lon: 6.1}}, "
        f"website: 'https://www.zwolle.example.nl'{separated(municipality)}}}"
        for number, (id, (_, municipality, _)) in enumerate(cases.items(), start=1)
    ]
    projects = {
        f"content/projects/{id}.yaml": f"projects:\n  - {{id: {id}, title: Meten, summary: Wij meten., themes: [{id}], "
        f"status: pilot{separated(project)}}}\n"
        for id, (*_, project) in cases.items()
    }
    return {
        "site.yaml": settings(BARE).replace("municipality: zwolle", f"municipality: {next(iter(cases))}"),
        "themes.yaml": "\n".join(("themes:", *themes, "")),
        "municipalities.yaml": "\n".join(("municipalities:", *municipalities, "")),
        **projects,
    }


def separated(keys: str) -> str:
    return "".join(f", {key}" for key in keys.split("\n") if key)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("bellen"), files(CASES))


def line(site: SmallSite, address: str) -> tuple[str, list[str]]:
    """The words and links of the one line that says whom to call."""
    (found,) = re.findall(r'<p class="whom-to-call">.*?</p>', site.page(address), re.DOTALL)
    page = Page(found)
    return page.text, page.links


def both(site: SmallSite, case: str) -> tuple[str, list[str]]:
    """The line of a project, which is that of its municipality too."""
    found = line(site, f"/projecten/{case}/")
    assert line(site, f"/gemeenten/{case}/") == found
    return found


@pytest.mark.slow
def test_the_contact_of_a_project_comes_first(made: SmallSite) -> None:
    text, links = line(made, "/projecten/project/")
    assert text == "Contact van dit project: Pim Project, 038-1234567. Nagekeken: 1 oktober 2026."
    assert links == ["tel:0381234567"]


def test_then_the_first_contact_of_the_municipality(made: SmallSite) -> None:
    text, links = both(made, "first")
    # Not its first contact ever, which "het eerste contact" would say.
    assert text == "Contact van Zwolle: Els Eerst, els@zwolle.example.nl. Nagekeken: oktober 2026."
    assert links == ["mailto:els@zwolle.example.nl"]


def test_then_the_alderman_who_was_known_last_with_the_year_and_the_ways_in(made: SmallSite) -> None:
    text, links = both(made, "alderman")
    assert text == (
        "Bestuurder van Zwolle: Cis Nu, wethouder en koploper. Laatst bekend: juni 2021. "
        "Vraag bij de gemeente wie dit nu doet: 14 038, post@zwolle.example.nl, zwolle.example.nl. "
        "Laatst bekend: 9 mei 2026."
    )
    assert links == WAYS


def test_nobody_is_sent_to_an_alderman_of_whom_no_year_is_known_or_who_left(made: SmallSite) -> None:
    for number, (person, is_named) in enumerate(PERSONS):
        text, _ = line(made, f"/projecten/person-{number}/")
        assert ("Bestuurder van Zwolle: Bo, wethouder" in text) == is_named, person
        assert ("Wij kennen geen contactpersoon van Zwolle." in text) != is_named, person


def test_then_the_general_ways_in_of_the_municipality(made: SmallSite) -> None:
    text, links = both(made, "general")
    assert text == (
        "Wij kennen geen contactpersoon van Zwolle. Vraag het aan de gemeente: 14 038, post@zwolle.example.nl, "
        "zwolle.example.nl. Laatst bekend: 9 mei 2026."
    )
    assert links == WAYS


def test_then_the_website_of_the_municipality(made: SmallSite) -> None:
    text, links = both(made, "website")
    assert text == "Wij kennen geen contactpersoon van Zwolle. Vraag het aan de gemeente: zwolle.example.nl."
    assert links == ["https://www.zwolle.example.nl"]


def test_a_theme_has_its_own_contact_first(made: SmallSite) -> None:
    assert line(made, "/themas/first/") == (
        "Contact van Smart Mobility: Thea Thema, thea@example.nl. Nagekeken: 1 oktober 2026.",
        ["mailto:thea@example.nl"],
    )


def test_then_a_theme_has_the_contact_of_its_lead(made: SmallSite) -> None:
    text, links = line(made, "/themas/lead-first/")
    assert text.startswith("Contact van koploper Zwolle: Els Eerst")
    assert links == ["mailto:els@zwolle.example.nl"]


def test_then_a_theme_has_the_alderman_of_its_lead(made: SmallSite) -> None:
    text, links = line(made, "/themas/lead-alderman/")
    assert text.startswith("Bestuurder van koploper Zwolle: Cis Nu, wethouder en koploper. Laatst bekend: juni 2021.")
    assert links == WAYS


def test_then_a_theme_has_the_ways_in_of_its_lead(made: SmallSite) -> None:
    text, links = line(made, "/themas/lead-general/")
    assert text.startswith("Wij kennen geen contactpersoon van Smart Mobility. Vraag het aan koploper Zwolle: 14 038")
    assert links == WAYS


def test_a_page_says_once_whom_to_call_and_the_group_is_the_contact_of_itself_alone(made: SmallSite) -> None:
    for kind in ("projecten", "gemeenten", "themas"):
        address = f"/{kind}/lead-alderman/"
        assert made.page(address).count('class="whom-to-call"') == 1, address
        assert "Proef Persoon" not in main(made, address).text, address
        assert made.page(address).count("Proef Persoon") == 1, address


def test_the_invitation_has_the_right_contact_for_each_theme(made: SmallSite) -> None:
    mails = [link for link in main(made, "/aansluiten/").links if link.startswith("mailto:") and "?subject=" in link]
    general = "mailto:post@zwolle.example.nl"
    expected = {
        "first": "mailto:thea@example.nl",
        "lead-first": "mailto:els@zwolle.example.nl",
        "lead-general": general,
    }
    found = dict(zip(CASES, (mail.partition("?")[0] for mail in mails), strict=True))
    assert {case: found[case] for case in expected} == expected


def test_a_person_without_mail_or_telephone_leads_to_the_municipality(made: SmallSite) -> None:
    for number, (_, expected) in enumerate(UNREACHABLE):
        text, links = line(made, f"/projecten/unreachable-{number}/")
        assert text.startswith(f"Contact van Zwolle: {expected}")
        assert links == WAYS


def test_the_page_says_how_old_a_contact_is(made: SmallSite) -> None:
    for number, (about, expected) in enumerate(AGES):
        text = main(made, f"/projecten/age-{number}/").text
        assert expected in text, about
        for other in ("Laatst bekend", "Wanneer dit voor het laatst klopte", "Nagekeken:"):
            assert (other in text) == (other in expected), (about, other)


def test_who_held_a_role_then_is_not_shown_as_holding_it_now(made: SmallSite) -> None:
    for number, (known, expected) in enumerate(HELD):
        text = main(made, f"/gemeenten/held-{number}/").text
        assert expected in text[text.index("Mensen Bo Bestuur") :], known
        text = main(made, f"/themas/held-{number}/").text
        assert ("Bo Bestuur" in text) == ("until" not in known), "nobody is sent to who held a role then"


def test_a_role_that_says_its_own_year_needs_no_sentence_about_its_age(made: SmallSite) -> None:
    text = main(made, "/gemeenten/own-year/").text
    assert "Wethouder (volgens een oproep uit 2020)" in text
    assert "Wanneer dit voor het laatst klopte" not in text[text.rindex("Bo Bestuur") :]


def test_who_holds_a_role_is_not_called_old(made: SmallSite) -> None:
    text = main(made, "/gemeenten/holds/").text
    assert "Bo Bestuur Wethouder" in text
    assert "2022 tot en met december 2026" in text
    assert "Dit was zo" not in text
    assert "Laatst bekend" not in text


# Signs that a mailbox may have and that mean something in an address.
ODD = "50%25+#1/a=b{c}|^`d.!$*'~_e"


@pytest.mark.process
def test_a_mailbox_with_any_sign_is_reached_from_every_page_and_from_a_review(tmp_path: Path) -> None:
    who = ("groep", "thema", "gemeente", "persoon", "bestuur", "project")
    group, theme, municipality, person, administrator, project = (f"{ODD}@{name}.example.nl" for name in who)
    odd = files(
        {
            "zwolle": (
                f'contact: {{name: Thea, email: "{theme}"}}',
                f'contact: {{email: "{municipality}"}}\n'
                f'contacts: [{{name: Els, email: "{person}"}}]\n'
                f'administrators: [{{name: Bo, role: Wethouder, email: "{administrator}"}}]',
                f'contact: {{name: Pim, email: "{project}"}}',
            )
        }
    )
    made = built(tmp_path, {**odd, "site.yaml": settings(BARE).replace(GROUP, f'"{group}"')})
    of_pages = [link for page in pages(made.public).values() for link in page.links if link.startswith("mailto:")]
    told = run("review", "--root", made.root, "--now", NOW).stdout
    (of_review,) = re.findall(r"\((mailto:[^)]+)\)", told)
    reached = [(unquote(parts.path), parts.fragment) for parts in map(urlsplit, (*of_pages, of_review))]
    # A note for an alderman is for whoever the visitor sends it to.
    reached = [one for one in reached if one != ("", "")]
    assert set(reached) == {(one, "") for one in (group, theme, municipality, person, administrator, project)}
