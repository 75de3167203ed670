"""Whom to call: one chain, and every page says which step it is, how old that is, and what the next way in is."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from tests.reading import Page, pages
from tests.running import NOW, run
from tests.sites import LEAST, Sites, SmallSite

GENERAL = "contact: {phone: 14 038, email: post@zwolle.example.nl, url: https://zwolle.example.nl/contact}"
FIRST = "contacts: [{name: Els Eerst, email: els@zwolle.example.nl, checked: 2026-10}, {name: Tom Tweede}]"
OWN = "contact: {name: Pim Project, phone: 038-1234567, checked: 2026-10-01}"
ASKED = "contact: {name: Thea Thema, email: thea@example.nl, checked: 2026-10-01}"
GROUP = "proef@example.nl"


def built(site: Sites, theme: str = "", municipality: str = "", project: str = "") -> SmallSite:
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


def line(site: SmallSite, address: str, number: int = 0) -> tuple[str, list[str]]:
    """The words and links of the one line that says whom to call."""
    found = re.findall(r'<p class="whom-to-call">.*?</p>', site.page(address), re.DOTALL)
    page = Page(found[number])
    return page.text, page.links


ALDERMEN = (
    "administrators: [{name: Al Eerder, role: Wethouder, until: 2022}, {name: Bo Vroeger, role: Wethouder, known: 2019}"
    ", {name: Cis Nu, role: Wethouder en koploper, known: 2021-06}, {name: Dirk Onbekend, role: Wethouder}]"
)
WAYS = ["tel:14038", "mailto:post@zwolle.example.nl", "https://zwolle.example.nl/contact"]


def test_the_contact_of_a_project_comes_first(site: Sites) -> None:
    made = built(site, ASKED, f"{GENERAL}\n{FIRST}\n{ALDERMEN}", OWN)
    text, links = line(made, "/projecten/meten/")
    assert text == "Contact van dit project: Pim Project, 038-1234567. Nagekeken: 1 oktober 2026."
    assert links == ["tel:0381234567"]


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_first_contact_of_the_municipality(site: Sites, address: str) -> None:
    text, links = line(built(site, ASKED, f"{GENERAL}\n{FIRST}\n{ALDERMEN}"), address)
    # Not its first contact ever, which "het eerste contact" would say.
    assert text == "Contact van Zwolle: Els Eerst, els@zwolle.example.nl. Nagekeken: oktober 2026."
    assert links == ["mailto:els@zwolle.example.nl"]


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_alderman_who_was_known_last_with_the_year_and_the_ways_in(site: Sites, address: str) -> None:
    text, links = line(built(site, ASKED, f"{GENERAL}\n{ALDERMEN}"), address)
    assert text == (
        "Bestuurder van Zwolle: Cis Nu, wethouder en koploper. Laatst bekend: juni 2021. "
        "Vraag bij de gemeente wie dit nu doet: 14 038, post@zwolle.example.nl, zwolle.example.nl."
    )
    assert links == WAYS


@pytest.mark.parametrize(
    ("person", "is_named"),
    [
        ("{name: Bo, role: Wethouder}", False),
        ("{name: Bo, role: Wethouder, since: 2024-05}", True),
        ("{name: Bo, role: Wethouder (volgens een oproep uit 2020)}", True),
        ("{name: Bo, role: Wethouder, known: 2021, until: 2022}", False),
        ("{name: Bo, role: Wethouder, known: 2021, until: 2027}", True),
        ("{name: Bo, role: Burgemeester, known: 2025}", False),
    ],
)
def test_nobody_is_sent_to_an_alderman_of_whom_no_year_is_known_or_who_left(
    site: Sites, person: str, is_named: bool
) -> None:
    text, _ = line(built(site, "", f"{GENERAL}\nadministrators: [{person}]"), "/projecten/meten/")
    assert ("Bestuurder van Zwolle: Bo, wethouder" in text) == is_named
    assert ("Wij kennen geen contactpersoon van Zwolle." in text) != is_named


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_general_ways_in_of_the_municipality(site: Sites, address: str) -> None:
    general = GENERAL.replace("}", ", known: 2026-05-09}")
    text, links = line(built(site, ASKED, general), address)
    assert text == (
        "Wij kennen geen contactpersoon van Zwolle. Vraag het aan de gemeente: 14 038, post@zwolle.example.nl, "
        "zwolle.example.nl. Laatst bekend: 9 mei 2026."
    )
    assert links == WAYS


@pytest.mark.parametrize("address", ["/projecten/meten/", "/gemeenten/zwolle/"])
def test_then_the_website_of_the_municipality(site: Sites, address: str) -> None:
    text, links = line(built(site, ASKED), address)
    assert text == ("Wij kennen geen contactpersoon van Zwolle. Vraag het aan de gemeente: zwolle.example.nl.")
    assert links == ["https://www.zwolle.example.nl"]


def test_a_theme_has_its_own_contact_first(site: Sites) -> None:
    made = built(site, ASKED, f"{GENERAL}\n{FIRST}")
    assert line(made, "/themas/smart-mobility/") == (
        "Contact van Smart Mobility: Thea Thema, thea@example.nl. Nagekeken: 1 oktober 2026.",
        ["mailto:thea@example.nl"],
    )


def test_then_a_theme_has_the_contact_of_its_lead(site: Sites) -> None:
    text, links = line(built(site, "", f"{GENERAL}\n{FIRST}\n{ALDERMEN}"), "/themas/smart-mobility/")
    assert text.startswith("Contact van koploper Zwolle: Els Eerst")
    assert links == ["mailto:els@zwolle.example.nl"]


def test_then_a_theme_has_the_alderman_of_its_lead(site: Sites) -> None:
    text, links = line(built(site, "", f"{GENERAL}\n{ALDERMEN}"), "/themas/smart-mobility/")
    assert text.startswith("Bestuurder van koploper Zwolle: Cis Nu, wethouder en koploper. Laatst bekend: juni 2021.")
    assert links == WAYS


def test_then_a_theme_has_the_ways_in_of_its_lead(site: Sites) -> None:
    text, links = line(built(site, "", GENERAL), "/themas/smart-mobility/")
    assert text.startswith("Wij kennen geen contactpersoon van Smart Mobility. Vraag het aan koploper Zwolle: 14 038")
    assert links == WAYS


def test_a_page_says_once_whom_to_call_and_the_group_is_the_contact_of_itself_alone(site: Sites) -> None:
    made = built(site, "", f"{GENERAL}\n{ALDERMEN}")
    for address in ("/projecten/meten/", "/gemeenten/zwolle/", "/themas/smart-mobility/"):
        html = made.page(address)
        assert html.count('class="whom-to-call"') == 1, address
        main = html[html.index("<main") : html.index("</main>")]
        assert "Proef Persoon" not in main, address
        assert html.count("Proef Persoon") == 1, address


def test_the_invitation_has_the_right_contact_for_each_theme(site: Sites) -> None:
    _, links = call(built(site, ASKED, GENERAL), "/aansluiten/")
    mails = [link for link in links if link.startswith("mailto:") and "?subject=" in link]
    assert [mail.partition("?")[0] for mail in mails if "Smart%20Mobility" in mail] == ["mailto:thea@example.nl"]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("checked: 2026-10", "Els Eerst. Nagekeken: oktober 2026. Te bereiken via de gemeente: 14 038"),
        ("known: 2021", "Els Eerst. Laatst bekend: 2021. Vraag bij de gemeente wie dit nu doet: 14 038"),
    ],
)
def test_a_person_without_mail_or_telephone_leads_to_the_municipality(site: Sites, about: str, expected: str) -> None:
    text, links = line(built(site, "", f"{GENERAL}\ncontacts: [{{name: Els Eerst, {about}}}]"), "/projecten/meten/")
    assert text.startswith(f"Contact van Zwolle: {expected}")
    assert links == WAYS


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
        ("role: Adviseur (2021)", "adviseur (2021)"),
    ],
)
def test_the_page_says_how_old_a_contact_is(site: Sites, checked: str, expected: str) -> None:
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
def test_who_held_a_role_then_is_not_shown_as_holding_it_now(site: Sites, known: str, expected: str) -> None:
    person = f"administrators: [{{name: Bo Bestuur, role: Wethouder, chair: true, {known}}}]"
    made = built(site, "", person)
    text, _ = call(made, "/gemeenten/zwolle/")
    assert expected in text[text.index("Mensen Bo Bestuur") :]
    text, _ = call(made, "/themas/smart-mobility/")
    assert ("Bo Bestuur" in text) == ("until" not in known), "nobody is sent to who held a role then"


def test_a_role_that_says_its_own_year_needs_no_sentence_about_its_age(site: Sites) -> None:
    person = "administrators: [{name: Bo Bestuur, role: Wethouder (volgens een oproep uit 2020)}]"
    text, _ = call(built(site, "", person), "/gemeenten/zwolle/")
    assert "Wethouder (volgens een oproep uit 2020)" in text
    assert "Wanneer dit voor het laatst klopte" not in text[text.rindex("Bo Bestuur") :]


def test_who_holds_a_role_is_not_called_old(site: Sites) -> None:
    person = "administrators: [{name: Bo Bestuur, role: Wethouder, since: 2022, until: 2026-12, checked: 2026-10}]"
    text, _ = call(built(site, "", f"{FIRST}\n{person}"), "/gemeenten/zwolle/")
    assert "Bo Bestuur, Wethouder" in text
    assert "2022 tot en met december 2026" in text
    assert "Dit was zo" not in text
    assert "Laatst bekend" not in text


# Signs that a mailbox may have and that mean something in an address.
ODD = "50%25+#1/a=b{c}|^`d.!$*'~_e"


def test_a_mailbox_with_any_sign_is_reached_from_every_page_and_from_a_review(site: Sites) -> None:
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
    # A note for an alderman is for whoever the visitor sends it to.
    reached = [one for one in reached if one != ("", "")]
    assert set(reached) == {(one, "") for one in (group, theme, municipality, person, administrator, project)}
