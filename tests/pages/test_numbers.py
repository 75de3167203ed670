"""What is counted and sorted: the matrix, the ladder, freshness, the lists by phase, topic and province, A to Z."""

import re

import pytest

from g40site.words import sort_name
from tests.reading import main, part
from tests.sites import NO_CARDS, Sites, SmallSite, built, settings

MUNICIPALITIES = """\
municipalities:
  - id: zwolle
    name: Zwolle
    code: GM0193
    province: Overijssel
    location: {lat: 52.5, lon: 6.1}
    website: https://zwolle.example.nl
    contacts: [{role: Loket digitaal, email: loket@example.nl, checked: 2026-10}]
  - id: den-bosch
    name: "'s-Hertogenbosch"
    code: GM0796
    province: Noord-Brabant
    location: {lat: 51.7, lon: 5.3}
    website: https://den-bosch.example.nl
    participates: [smart-living]
  - id: ede
    name: Ede
    code: GM0228
    province: Gelderland
    location: {lat: 52.0, lon: 5.7}
    website: https://ede.example.nl
  - id: sneek
    name: Súdwest-Fryslân
    code: GM1900
    province: Friesland
    location: {lat: 53.0, lon: 5.5}
    website: https://sneek.example.nl
"""
THEMES = """\
themes:
  - {id: smart-living, title: Smart Living, lead: zwolle, summary: Slim., description: Wonen.}
  - {id: smart-mobility, title: Smart Mobility, lead: ede, summary: Slim., description: Weg.}
"""


def project(id: str, more: str) -> str:
    return f"  - {{id: {id}, title: {id.capitalize()}, summary: Kort., {more}}}\n"


FILES: dict[str, str | bytes] = {
    "site.yaml": settings(NO_CARDS),
    "municipalities.yaml": MUNICIPALITIES,
    "themes.yaml": THEMES,
    "content/projects/zwolle.yaml": "projects:\n"
    + project("een", "themes: [smart-living], status: pilot, topics: [iVRI, Zorg], checked: 2026-10")
    + project("twee", "themes: [smart-living, smart-mobility], status: pilot, with: [ede, zwolle], status_date: 2024")
    + project("drie", "themes: [smart-mobility], status: stopped, status_date: 2019-05, checked: 2025-11-23"),
    "content/projects/den-bosch.yaml": "projects:\n"
    + project("vier", "themes: [smart-mobility], status: in-use, topics: [zorg], status_date: 2023, contact: {name: A}")
    + project("vijf", "themes: [smart-mobility], status: in-use, interested: [ede], checked: 2025-11-24"),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("getallen"), FILES)


def projects_on(site: SmallSite, address: str) -> set[str]:
    names = "een|twee|drie|vier|vijf"
    return {found[1] for link in main(site, address).links if (found := re.fullmatch(f"/projecten/({names})/", link))}


def test_the_matrix_says_who_does_what_in_which_theme(full: SmallSite) -> None:
    rows = {row[0]: row[1:3] for row in main(full, "/samenwerken/").rows}
    assert {name: [first_number(cell) for cell in cells] for name, cells in rows.items() if name in NAMES} == {
        "Zwolle": [2, 2],
        "’s-Hertogenbosch": [0, 2],
        "Ede": [1, 1],
        "Súdwest-Fryslân": [None, None],
    }
    for name, theme, words in (
        ("Zwolle", 0, "koploper, 2 projecten"),
        ("Zwolle", 1, "heeft projecten, 2 projecten"),
        ("’s-Hertogenbosch", 0, "doet mee"),
        ("Ede", 0, "heeft projecten, 1 project"),
        ("Ede", 1, "koploper, 1 project"),
        ("Súdwest-Fryslân", 0, "geen projecten bekend"),
    ):
        assert words in rows[name][theme], (name, rows[name][theme])


NAMES = ("Zwolle", "’s-Hertogenbosch", "Ede", "Súdwest-Fryslân")


def first_number(text: str) -> int | None:
    return int(text.split()[0]) if text.split()[0].isdigit() else None


def test_a_cell_of_the_matrix_leads_to_the_projects_that_it_counts(full: SmallSite) -> None:
    links = main(full, "/samenwerken/").links
    assert links.count("/gemeenten/zwolle/#projecten") == 2
    assert links.count("/gemeenten/den-bosch/#projecten") == 1
    assert "/gemeenten/sneek/#projecten" not in links
    assert "projecten" in main(full, "/gemeenten/zwolle/").ids


LISTS = {
    "/projecten/": "een twee drie vier vijf",
    "/projecten/fase/pilot/": "een twee",
    "/projecten/fase/in-gebruik/": "vier vijf",
    "/projecten/fase/gestopt/": "drie",
    "/projecten/fase/verkenning/": "",
    "/projecten/onderwerp/ivri/": "een",
    "/projecten/onderwerp/zorg/": "een vier",
    "/projecten/provincie/overijssel/": "een twee drie",
    "/projecten/provincie/noord-brabant/": "vier vijf",
    "/projecten/provincie/gelderland/": "twee",
    "/projecten/provincie/fryslan/": "",
    "/themas/smart-living/": "een twee",
    "/themas/smart-mobility/": "twee drie vier vijf",
    "/gemeenten/zwolle/": "een twee drie",
    "/gemeenten/ede/": "twee vijf",
}


def test_a_list_has_exactly_its_projects(full: SmallSite) -> None:
    assert {one: projects_on(full, one) for one in LISTS} == {one: set(ids.split()) for one, ids in LISTS.items()}


def test_a_municipality_tells_apart_what_it_does_joins_and_wanted(full: SmallSite) -> None:
    text = main(full, "/gemeenten/ede/").text
    for words in ("Koploper van Smart Mobility", "Projecten met andere gemeenten"):
        assert words in text
    assert text.index("Projecten met andere") < text.index("Ede had ook interesse in Vijf van ’s-Hertogenbosch.")
    assert "Of Ede meedoet, weten wij niet." in text
    own = main(full, "/gemeenten/zwolle/").text
    assert "Koploper van Smart Living" in own
    assert "3 projecten, waarvan 1 voorbij" in own


def test_a_municipality_says_which_themes_it_joined(full: SmallSite) -> None:
    page = main(full, "/gemeenten/den-bosch/")
    assert re.search(r"Doet mee met .*Smart Living", page.text)
    assert "Doen mee" in main(full, "/themas/smart-living/").text


def test_a_province_is_written_as_it_calls_itself(full: SmallSite) -> None:
    assert "Fryslân" in main(full, "/gemeenten/sneek/").text
    assert main(full, "/projecten/provincie/fryslan/").headings[0][1] == "Projecten in Fryslân"


def test_freshness_counts_what_was_checked_is_recent_and_has_a_contact(full: SmallSite) -> None:
    text = main(full, "/bijgewerkt/").text
    assert (
        "2 van de 5 projecten zijn het laatste jaar nagekeken. 4 van de 5 projecten hebben een contactpersoon." in text
    )
    rows = {row[0]: row[1:] for row in main(full, "/bijgewerkt/").rows[1:]}
    assert rows == {
        "Zwolle": ["3", "1", "3", "mei 2019"],
        "’s-Hertogenbosch": ["2", "1", "1", "2023"],
        "Ede": ["0", "0", "0", "geen eigen projecten"],
        "Súdwest-Fryslân": ["0", "0", "0", "geen eigen projecten"],
    }


def test_it_begins_with_what_to_do_and_has_no_column_of_zeros(site: Sites) -> None:
    s = site({"content/projects/zwolle.yaml": "projects:\n" + project("een", "themes: [smart-living], status: pilot")})
    s.build()
    page = main(s, "/bijgewerkt/")
    assert page.text.partition("Bijgewerkt ")[2].startswith("Kijk uw projecten na: kies uw gemeente.")
    assert "Geen van de 1 projecten is het laatste jaar nagekeken." in page.text
    assert main(s, "/bijgewerkt/").rows == [
        ["Gemeente", "Eigen projecten", "Oudste stand"],
        ["Zwolle", "1", "niet bekend"],
    ]


def test_what_was_added_or_changed_last_stands_first(site: Sites) -> None:
    s = site(
        {
            "content/projects/zwolle.yaml": "projects:\n"
            + project("een", "themes: [smart-living], status: pilot, added: 2026-01-01, updated: 2026-11-20")
            + project("twee", "themes: [smart-living], status: pilot, added: 2026-11-21"),
            "content/news/2026-11-19-bericht.md": "---\ntitle: Bericht\ndate: 2026-11-19\nsummary: Kort.\n---\n",
        }
    )
    s.build()
    links = [link for link in main(s, "/bijgewerkt/").links if link.startswith(("/projecten/", "/actueel/"))]
    assert links == ["/projecten/twee/", "/projecten/een/", "/actueel/bericht/", "/projecten/een/"]


def test_the_age_of_states_is_said_once_and_where_it_is_explained(full: SmallSite) -> None:
    said = "Van 5 van de 5 projecten is de stand ouder dan twee jaar of niet bekend."
    pages = ("/", "/bijgewerkt/", "/samenwerken/", "/themas/smart-mobility/", "/projecten/", "/projecten/fase/pilot/")
    assert [page for page in pages if said in main(full, page).text] == ["/bijgewerkt/"]
    assert "/bijgewerkt/" in main(full, "/").links


def test_the_newest_state_stands_first_and_an_unknown_one_last(full: SmallSite) -> None:
    links = [
        link for link in main(full, "/projecten/").links if re.fullmatch("/projecten/(een|twee|drie|vier|vijf)/", link)
    ]
    assert links == [f"/projecten/{id}/" for id in ("twee", "vier", "drie", "een", "vijf")]


def test_a_list_shows_thirty_projects_and_unfolds_the_rest(site: Sites) -> None:
    many = "".join(project(f"p{n}", "themes: [smart-living], status: pilot") for n in range(33))
    s = site({"content/projects/zwolle.yaml": f"projects:\n{many}"})
    s.build()
    for address in ("/projecten/", "/projecten/fase/pilot/"):
        html = s.page(address)
        assert html.count('<li class="project-row">') == 30
        assert html.count('<li class="project-line">') == 3
        assert "Toon de andere 3 projecten" in html


def test_the_ladder_counts_phases_and_says_how_old_they_are(full: SmallSite) -> None:
    text = main(full, "/").text
    for count, phase in ((0, "verkenning"), (2, "pilot"), (2, "in gebruik"), (0, "opschaling")):
        assert f"{count} {phase}" in text
    assert "1 is gestopt" in text


def test_a_pilot_past_its_end_stands_on_no_step(site: Sites) -> None:
    s = site(
        {
            "content/projects/zwolle.yaml": "projects:\n"
            + project("een", "themes: [smart-living], status: pilot, end: 2020")
        }
    )
    s.build()
    assert "0 pilot" in main(s, "/").text
    assert "1 verkenning of pilot is afgelopen" in main(s, "/").text
    assert "pilot voorbij, 2020" in main(s, "/projecten/een/").text
    assert "Voorbij: Een (Zwolle, 2020)" in main(s, "/themas/smart-living/").text


def test_a_project_says_how_old_its_phase_is(full: SmallSite) -> None:
    assert "gestopt, mei 2019" in main(full, "/projecten/drie/").text
    assert "pilot, jaar niet bekend" in main(full, "/projecten/een/").text
    assert "langer dan een jaar geleden" in main(full, "/projecten/drie/").text
    # That nobody looked holds for nearly all: it is said once, at /bijgewerkt/.
    assert "Nagekeken</dt>" in full.page("/projecten/drie/")
    assert "Nagekeken</dt>" not in full.page("/projecten/twee/")


def test_what_is_not_certain_is_said(site: Sites) -> None:
    more = (
        "themes: [smart-living], status: pilot, note: Alleen een kop in de krant., partners: [RIVM, KNMI], start: 2017"
    )
    s = site({"content/projects/zwolle.yaml": "projects:\n" + project("een", more)})
    s.build()
    text = main(s, "/projecten/een/").text
    assert "Let op. Alleen een kop in de krant." in text
    assert "RIVM, KNMI" in text
    assert "begonnen in 2017" in text
    assert "Bij dit project staat nog geen bron." in text


def test_municipalities_stand_from_a_to_z_under_their_own_word(full: SmallSite) -> None:
    page = main(full, "/gemeenten/")
    order = [link for link in page.links if re.fullmatch("/gemeenten/[^/]+/", link)]
    names = ("ede", "den-bosch", "sneek", "zwolle")
    assert [link for link in dict.fromkeys(order) if link.split("/")[2] in names][:4] == [
        f"/gemeenten/{id}/" for id in names
    ]
    letters = re.findall(r"<div>\s*<p[^>]*>(.)</p>", full.page("/gemeenten/"))
    assert letters == ["E", "H", "S", "Z"]
    assert [text for _level, text in page.headings if len(text) == 1] == []


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("'s-Hertogenbosch", "h"),
        ("’s-Gravenhage", "g"),
        ("‘s-Gravenzande", "g"),
        ("Súdwest-Fryslân", "s"),
        ("Ángel", "a"),
        ("Ede", "e"),
    ],
)
def test_a_name_sorts_by_its_first_own_letter(name: str, letter: str) -> None:
    assert sort_name(name)[0] == letter


def test_a_municipality_is_found_by_its_other_names(site: Sites) -> None:
    text = MUNICIPALITIES.replace("    participates:", "    also_known_as: [Den Bosch]\n    participates:")
    s = site({"municipalities.yaml": text, "themes.yaml": THEMES})
    s.build()
    assert "’s-Hertogenbosch (Den Bosch)" in main(s, "/zoeken/").text
    assert "Den Bosch" in main(s, "/gemeenten/den-bosch/").text


def test_the_search_page_leads_to_everything_without_a_script(full: SmallSite) -> None:
    links = set(main(full, "/zoeken/").links)
    assert {f"/projecten/{id}/" for id in ("een", "twee", "drie", "vier", "vijf")} <= links
    assert {"/themas/smart-living/", "/gemeenten/den-bosch/", "/projecten/onderwerp/ivri/"} <= links


def test_menu_pages_follow_the_fixed_items_in_their_order(site: Sites) -> None:
    s = site(
        {
            "content/pages/b.md": "---\ntitle: Tweede\nsummary: Kort.\nmenu: 2\n---\nTekst.\n",
            "content/pages/a.md": "---\ntitle: Eerste\nsummary: Kort.\nmenu: 1\n---\nTekst.\n",
            "content/pages/c.md": "---\ntitle: Geen\nsummary: Kort.\n---\nTekst.\n",
        }
    )
    s.build()
    links = part(s.page("/actueel/"), "header").links
    assert links.index("/agenda/") < links.index("/a/") < links.index("/b/")
    assert "/c/" not in links
    assert "/c/" in part(s.page("/actueel/"), "footer").links


def test_the_choices_of_a_list_stand_by_name_as_the_list_from_a_to_z_does(site: Sites) -> None:
    """'s-Hertogenbosch stands at the H, also among the choices of a page with one choice made."""
    projects = {
        f"content/projects/{town}.yaml": "projects:\n" + project(f"in-{town}", "themes: [smart-living], status: pilot")
        for town in ("zwolle", "den-bosch", "ede", "sneek")
    }
    s = site({"municipalities.yaml": MUNICIPALITIES, "themes.yaml": THEMES, **projects})
    s.build()
    page = s.page("/projecten/fase/pilot/")
    choices = page[page.index('data-key="gemeente"') :].partition("</fieldset>")[0]
    assert re.findall('data-text="([^"]+)"', choices) == ["Ede", "’s-Hertogenbosch", "Súdwest-Fryslân", "Zwolle"]
