"""Whom to call: one chain, and every page says which step it is, how old that is, and what the next way in is."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import LEAST, SmallSite
from tests.reading import Page, pages
from tests.running import NOW, run

NewSite = Callable[[Mapping[str, str | bytes]], SmallSite]

GENERAL = "contact: {phone: 14 038, email: post@zwolle.example.nl, url: https://zwolle.example.nl/contact}"
FIRST = "contacts: [{name: Els Eerst, email: els@zwolle.example.nl, checked: 2026-10}, {name: Tom Tweede}]"
OWN = "contact: {name: Pim Project, phone: 038-1234567, checked: 2026-10-01}"
ASKED = "contact: {name: Thea Thema, email: thea@example.nl, checked: 2026-10-01}"
GROUP = "proef@example.nl"


def built(site: NewSite, theme: str = "", municipality: str = "", project: str = "") -> SmallSite:
    """A site with one theme, one municipality and one project, and what is known of their contacts."""
    themes = [
        "themes:",
        "  - {id: smart-living, title: Smart Living, lead: zwolle, summary: Slim., description: Wonen.}",
        "  - id: smart-mobility",
        "    title: Smart Mobility",
        "    lead: zwolle",
        "    summary: Slim.",
        "    description: Weg.",
        f"    {theme}",
    ]
    municipalities = [
        "municipalities:",
        "  - id: zwolle",
        "    name: Zwolle",
        "    code: GM0193",
        "    province: Overijssel",
        "    location: {lat: 52.5168, lon: 6.0830}",
        "    website: https://www.zwolle.example.nl",
        *(f"    {line}" for line in municipality.split("\n")),
    ]
    projects = [
        "projects:",
        "  - id: meten",
        "    title: Meten",
        "    summary: Wij meten.",
        "    themes: [smart-mobility]",
        "    status: pilot",
        f"    {project}",
    ]
    made = site(
        {
            "themes.yaml": "\n".join(themes),
            "municipalities.yaml": "\n".join(municipalities),
            "content/projects/zwolle.yaml": "\n".join(projects),
        }
    )
    made.build()
    return made


def call(site: SmallSite, address: str) -> tuple[str, list[str]]:
    """The words and links of the main part of a page, without the foot that stands on every page."""
    html = site.page(address)
    page = Page(html[html.index("<main") : html.index("</main>")])
    return page.text, page.links


def test_the_contact_of_a_project_comes_first(site: NewSite) -> None:
    text, links = call(built(site, ASKED, f"{GENERAL}\n{FIRST}", OWN), "/projecten/meten/")
    assert "het contact van het project in Zwolle" in text
    assert "Pim Project" in text
    assert "tel:0381234567" in links
    assert "Els Eerst" not in text
    assert "Lukt dat niet?" in text
    assert links.index("tel:0381234567") < links.index("tel:14038")


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_first_contact_of_the_municipality(site: NewSite, address: str) -> None:
    text, links = call(built(site, ASKED, f"{GENERAL}\n{FIRST}"), address)
    # Not its first contact ever, which "het eerste contact" would say.
    assert text.index("Els Eerst") < text.index("Dit is het contact van Zwolle.")
    assert "Lukt dat niet?" in text
    assert links.index("mailto:els@zwolle.example.nl") < links.index("tel:14038")


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_general_ways_in_of_the_municipality(site: NewSite, address: str) -> None:
    text, links = call(built(site, ASKED, GENERAL), address)
    assert "Van Zwolle is geen contactpersoon bekend" in text
    ways = ["tel:14038", "mailto:post@zwolle.example.nl", "https://zwolle.example.nl/contact"]
    places = [links.index(way) for way in ways]
    assert places == sorted(places)
    assert "https://www.zwolle.example.nl" in links
    last = text[text.index("Proef Persoon, het contact van de groep") :]
    assert GROUP in last


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_website_of_the_municipality(site: NewSite, address: str) -> None:
    text, links = call(built(site, ASKED), address)
    assert "Van Zwolle is geen contactpersoon bekend" in text
    assert "https://www.zwolle.example.nl" in links
    assert f"mailto:{GROUP}" in links


def test_a_theme_has_its_own_contact_first(site: NewSite) -> None:
    text, links = call(built(site, ASKED, f"{GENERAL}\n{FIRST}"), "/themas/smart-mobility/")
    assert "Thea Thema" in text
    assert "het contact van Smart Mobility" in text
    assert "Lukt dat niet?" in text
    assert links.index("mailto:thea@example.nl") < links.index("tel:14038")


def test_then_a_theme_has_the_contact_of_its_lead(site: NewSite) -> None:
    text, links = call(built(site, "", f"{GENERAL}\n{FIRST}"), "/themas/smart-mobility/")
    assert "Els Eerst" in text
    assert "het contact van Zwolle, de koploper van Smart Mobility" in text
    assert "mailto:els@zwolle.example.nl" in links


def test_then_a_theme_has_the_ways_in_of_its_lead_and_then_of_the_group(site: NewSite) -> None:
    text, links = call(built(site, "", GENERAL), "/themas/smart-mobility/")
    assert "Van dit thema is geen contactpersoon bekend" in text
    assert "Zwolle, de koplopergemeente" in text
    assert links.index("tel:14038") < links.index(f"mailto:{GROUP}")


def test_the_invitation_has_the_right_contact_for_each_theme(site: NewSite) -> None:
    text, links = call(built(site, ASKED), "/aansluiten/")
    assert "het contact van Smart Mobility" in text
    mails = [link for link in links if link.startswith("mailto:") and "?subject=" in link]
    assert [mail.partition("?")[0] for mail in mails if "Smart%20Mobility" in mail] == ["mailto:thea@example.nl"]
    assert [mail.partition("?")[0] for mail in mails if "Smart%20Living" in mail] == [f"mailto:{GROUP}"]


def test_a_person_without_mail_or_telephone_leads_to_the_municipality(site: NewSite) -> None:
    text, links = call(built(site, "", f"{GENERAL}\ncontacts: [{{name: Els Eerst}}]"), "/projecten/meten/")
    assert "geen mailadres of telefoonnummer bekend" in text
    assert "tel:14038" in links


@pytest.mark.parametrize(
    ("checked", "expected"),
    [
        ("checked: 2026-10", "Nagekeken: oktober 2026"),
        ("checked: 2025-11-24", "Nagekeken: 24 november 2025"),
        ("checked: 2025-11-23", "Nagekeken: 23 november 2025."),
        ("checked: 2025", "Nagekeken: 2025"),
        ("known: 2026-11-23", "Laatst bekend: 23 november 2026."),
        ("known: 2021-06", "Laatst bekend: juni 2021."),
        ("known: 2021-06, checked: 2026-10", "Nagekeken: oktober 2026"),
        ("email: els@example.nl", "Wanneer dit voor het laatst klopte, is niet bekend."),
        ("role: Adviseur (2021)", "Adviseur (2021)"),
    ],
)
def test_the_page_says_how_old_a_contact_is(site: NewSite, checked: str, expected: str) -> None:
    text, _ = call(built(site, "", f"contacts: [{{name: Els Eerst, {checked}}}]"), "/projecten/meten/")
    assert expected in text
    for other in ("Laatst bekend", "Wanneer dit voor het laatst klopte", "Nagekeken:"):
        assert (other in text) == (other in expected)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("until: 2022", "Dit was zo tot en met 2022."),
        ("since: 2018, until: 2026-11-23", "Dit was zo tot en met 23 november 2026."),
        ("known: 2021-06", "Laatst bekend: juni 2021."),
        ("checked: 2021-06", "Nagekeken: juni 2021."),
    ],
)
def test_who_held_a_role_then_is_not_shown_as_holding_it_now(site: NewSite, known: str, expected: str) -> None:
    person = f"administrators: [{{name: Bo Bestuur, role: Wethouder, chair: true, {known}}}]"
    made = built(site, "", person)
    for address in ("/gemeenten/zwolle/", "/themas/smart-mobility/", "/"):
        text, _ = call(made, address)
        assert expected in text[text.rindex("Bo Bestuur") :], address


def test_a_role_that_says_its_own_year_needs_no_sentence_about_its_age(site: NewSite) -> None:
    person = "administrators: [{name: Bo Bestuur, role: Wethouder (volgens een oproep uit 2020)}]"
    text, _ = call(built(site, "", person), "/gemeenten/zwolle/")
    assert "Wethouder (volgens een oproep uit 2020)" in text
    assert "Wanneer dit voor het laatst klopte" not in text[text.rindex("Bo Bestuur") :]


def test_who_holds_a_role_is_not_called_old(site: NewSite) -> None:
    person = "administrators: [{name: Bo Bestuur, role: Wethouder, since: 2022, until: 2026-12, checked: 2026-10}]"
    text, _ = call(built(site, "", f"{FIRST}\n{person}"), "/gemeenten/zwolle/")
    assert "Bo Bestuur, Wethouder" in text
    assert "2022 tot en met december 2026" in text
    assert "Dit was zo" not in text
    assert "Laatst bekend" not in text


# Signs that a mailbox may have and that mean something in an address.
ODD = "50%25+#1/a=b{c}|^`d.!$*'~_e"


def test_a_mailbox_with_any_sign_is_reached_from_every_page_and_from_a_review(site: NewSite) -> None:
    who = ("groep", "thema", "gemeente", "persoon", "bestuur", "project")
    group, theme, municipality, person, administrator, project = (f"{ODD}@{name}.example.nl" for name in who)
    made = built(
        site,
        f'contact: {{name: Thea, email: "{theme}"}}',
        f'contact: {{email: "{municipality}"}}\n'
        f'contacts: [{{name: Els, email: "{person}"}}]\n'
        f'administrators: [{{name: Bo, role: Wethouder, email: "{administrator}"}}]',
        f'contact: {{name: Pim, email: "{project}"}}',
    )
    made.write({"site.yaml": LEAST["site.yaml"].replace(GROUP, f'"{group}"')})
    made.build()
    of_pages = [link for page in pages(made.public).values() for link in page.links if link.startswith("mailto:")]
    told = run("review", "--root", made.root, "--now", NOW).stdout
    (of_review,) = re.findall(r"\((mailto:[^)]+)\)", told)
    reached = [(unquote(parts.path), parts.fragment) for parts in map(urlsplit, (*of_pages, of_review))]
    assert set(reached) == {(one, "") for one in (group, theme, municipality, person, administrator, project)}
