"""The form for who has no account, filled in by a visitor: what is mailed becomes an entry, with and without script."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from g40site.hosts import policy
from g40site.model.fields import MOMENT, partial_date_of, phone_of
from g40site.model.questions import FORMS, questions
from g40site.model.shape import Fault
from g40site.pages.mail_forms import for_browser
from tests.reading import Page as Html
from tests.running import call
from tests.serving import Strict, served
from tests.sites import BARE, LEAST, SmallSite, built, settings
from tests.visiting import RULES, Visit, ask_at_four_times_zoom, ask_everything, ask_of_its_look, ask_on_paper

ADDRESS = "/meedoen-aan-de-site/"
FILES = {
    "site.yaml": settings(BARE),
    "content/pages/meedoen-aan-de-site.md": "---\ntitle: Meedoen\nsummary: Kort.\n---\n## Verder\n\nTekst.\n",
    "themes.yaml": dedent(LEAST["themes.yaml"])
    + '  - {id: zorg, title: "Wonen, zorg & welzijn", lead: zwolle, summary: Kort., description: Tekst.}\n',
    "municipalities.yaml": dedent(LEAST["municipalities.yaml"])
    + '  - {id: s-hertogenbosch, name: "\'s-Hertogenbosch", code: GM0796, province: Noord-Brabant, '
    "location: {lat: 51.69, lon: 5.3}, website: https://www.denbosch.example.nl}\n",
}
LONG = (
    "Eerste alinea, met “aanhalingstekens”.\n\n## Wat & waarom?\n\n- één\n- twee=2\n\n> Een citaat, 100%25 echt + meer."
)
TEXTS = {
    "project": {
        "Gemeente": "'s-Hertogenbosch",
        "Titel": "Café & co: “slim” + 100%41",
        "Samenvatting": "Voor wie ’s avonds werkt; zie x=y, de heer Ünal betaalt € 5.",
        "Thema's": ["Wonen, zorg & welzijn", "Smart Living"],
        "Fase": "in gebruik",
        "Beschrijving": LONG,
        "Fase volgens de bron op": "2026-10",
        "Begin": "2025",
        "Onderwerpen": ["coöperatie", "licht"],
        "Samen met": ["Zwolle"],
        "Partners": ["Jansen, de Vries & Zn.", "RIVM"],
        "Contact: rol": "Projectleider",
        "Contact: telefoon": "+31 (0)38-498 99 11",
        "Contact: mailadres": "slim@voorbeeld.nl",
        "Bronnen": ["https://a.example.nl/?x=1&y=2#z"],
    },
    "nieuws": {"Titel": "Een bericht", "Datum": "2026-11-20", "Samenvatting": "Kort.", "Tekst": "De tekst."},
    "bijeenkomst": {
        "Titel": "Een dag",
        "Begin": "2026-12-03 13:30",
        "Samenvatting": "Kort.",
        "Gemeenten": ["Zwolle"],
        "Tekst": "Wij zien elkaar.",
    },
}
PAGES = {
    "project": ("/projecten/s-hertogenbosch-cafe-co-slim-100-41/", "Café & co: “slim” + 100%41"),
    "nieuws": ("/actueel/een-bericht/", "De tekst."),
    "bijeenkomst": ("/agenda/een-dag/", "Wij zien elkaar."),
}
Texts = Mapping[str, str | list[str]]


class Mail(NamedTuple):
    to: str
    subject: str
    body: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("mail"), FILES)


@pytest.fixture(scope="module")
def address(site: SmallSite) -> Iterator[str]:
    with served(site.public, Strict) as url:
        yield f"{url}{ADDRESS}"


def form_on(page: Page, kind: str) -> Locator:
    page.set_default_timeout(5000)
    page.locator(f"#formulier-{kind} > summary").click()
    return page.locator(f"#formulier-{kind} form")


def fill(form: Locator, texts: Texts) -> None:
    for label, text in texts.items():
        for number, item in enumerate([text] if isinstance(text, str) else text, start=1):
            box = form.get_by_label(label if isinstance(text, str) else f"{label} {number}", exact=True)
            if box.evaluate("box => box.localName") == "select":
                box.select_option(item)
            else:
                box.fill(item)


def mailed(page: Page, send: Callable[[], None]) -> Mail:
    """What a mail program is asked to open."""
    with page.expect_request(lambda request: request.url.startswith("mailto:")) as asked:
        send()
    parts = urlsplit(asked.value.url)
    values = parse_qs(parts.query, strict_parsing=True)
    return Mail(parts.path, values["subject"][0], values["body"][0])


def press(form: Locator, name: str) -> Callable[[], None]:
    return lambda: form.get_by_role("button", name=name).click(no_wait_after=True)


def becomes_a_page(kind: str, data: bytes, folder: Path) -> Html:
    """What an editor does with what arrives, to the end."""
    small = SmallSite(folder / "site", FILES)
    (folder / "formulier.txt").write_bytes(data)
    done = call("new", "--from", folder / "formulier.txt", "--root", small.root)
    assert done.returncode == 0, done.stderr
    checked = call("check", "--strict", "--root", small.root)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    small.build()
    path, text = PAGES[kind]
    page = Html(small.page(path))
    assert text in page.text
    return page


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_was_filled_in_is_mailed_and_becomes_a_page(
    kind: str, script: bool, browser: Browser, address: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=script, accept_downloads=True)
    page = context.new_page()
    page.goto(address)
    form = form_on(page, kind)
    fill(form, TEXTS[kind])
    short = {label: text for label, text in TEXTS[kind].items() if label != "Beschrijving"}
    if script:
        fill(form, {"Beschrijving": ""} if kind == "project" else {})
    mail = mailed(page, press(form, "Maak de mail"))
    context.close()
    assert mail.to == "proef@example.nl"
    assert mail.subject.startswith("Voor de site: ")
    if script:
        lines = mail.body.split("\r\n")
        assert lines[0].startswith("Soort=")
        assert lines[-2:] == ["Einde=van het formulier", ""]
        # What was left open is not in it.
        assert len(lines) == 3 + sum(1 if isinstance(text, str) else len(text) for text in short.values())
    html = becomes_a_page(kind, mail.body.encode(), tmp_path)
    if kind == "project":
        for text in ("coöperatie", "Jansen, de Vries & Zn.", "+31 (0)38-498 99 11", "in gebruik", "Zwolle"):
            assert text in html.text
        assert "https://a.example.nl/?x=1&y=2#z" in html.links
        assert ("100%25 echt + meer" in html.text) is not script


def test_a_long_text_goes_as_a_file_with_a_mail_that_says_so(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    form = form_on(page, "project")
    fill(form, {**TEXTS["project"], "Geleerd": "Een les. " * 300})
    status = form.get_by_role("status").locator("span")
    expect(status).to_be_hidden()
    with page.expect_download() as saved:
        mail = mailed(page, press(form, "Maak de mail"))
    assert saved.value.suggested_filename == "project.txt"
    assert "project.txt" in mail.body
    assert "bijlage" in mail.body
    expect(status).to_be_visible()
    expect(status).to_contain_text("Voeg het als bijlage toe")
    html = becomes_a_page("project", saved.value.path().read_bytes(), tmp_path)
    assert "Een les. Een les." in html.text
    assert "100%25 echt + meer" in html.text


def test_who_has_no_mail_program_saves_a_file(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    form = form_on(page, "nieuws")
    fill(form, TEXTS["nieuws"])
    with page.expect_download() as saved:
        press(form, "Bewaar als bestand")()
    becomes_a_page("nieuws", saved.value.path().read_bytes(), tmp_path)


def test_without_script_there_is_one_button_and_a_word_on_what_the_mail_looks_like(plain: Page, address: str) -> None:
    plain.goto(address)
    form = form_on(plain, "project")
    expect(form.get_by_role("button")).to_have_text(["Maak de mail"])
    expect(form.locator("noscript p")).to_be_visible()


def test_every_question_is_there_with_its_label_and_help_and_only_what_is_needed_must_be_filled_in(
    site: SmallSite, plain: Page, address: str
) -> None:
    plain.goto(address)
    for kind in FORMS:
        form = form_on(plain, kind.form_file)
        for question in questions(kind).values():
            many = " 1" if question.is_list else ""
            box = form.get_by_label(f"{question.label}{many}", exact=True)
            assert box.evaluate("box => box.required") is question.is_needed, question.label
            assert box.get_attribute("name") == question.label
            help = question.help.replace("`", "").replace("'", "")[:40]
            described = box.locator("xpath=ancestor::*[self::p or self::fieldset][1]").locator(".muted")
            assert described.inner_text().replace("‘", "").replace("’", "").startswith(help)


@pytest.mark.parametrize(
    ("kind", "label", "wrong", "right", "state"),
    [
        ("project", "Titel", "", "x", "valueMissing"),
        ("project", "Begin", "eind 2019", "2019-10", "patternMismatch"),
        ("project", "Contact: telefoon", "bel mij", "(038) 498 99 11", "patternMismatch"),
        ("project", "Contact: mailadres", "jo at x", "jo@x.nl", "typeMismatch"),
        ("project", "Bronnen 1", "www.zwolle.nl", "https://www.zwolle.nl", "typeMismatch"),
        ("bijeenkomst", "Begin", "3 december", "2026-12-03 13:30", "patternMismatch"),
    ],
)
def test_wrong_input_is_told_at_the_field(
    kind: str, label: str, wrong: str, right: str, state: str, page: Page, address: str
) -> None:
    page.goto(address)
    form = form_on(page, kind)
    fill(form, TEXTS[kind])
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url))
    box = form.get_by_label(label, exact=True)
    box.fill(wrong)
    press(form, "Maak de mail")()
    assert box.evaluate(f"box => box.validity.{state}")
    expect(box).to_be_focused()
    box.fill(right)
    assert box.evaluate("box => box.validity.valid")
    assert opened == []


def test_a_summary_takes_no_more_than_the_model_does(page: Page, address: str) -> None:
    page.goto(address)
    box = form_on(page, "project").get_by_label("Samenvatting", exact=True)
    box.press_sequentially("x")
    assert box.get_attribute("maxlength") == "300"


@pytest.mark.parametrize("texts", [partial_date_of, phone_of], ids=lambda reader: reader.__name__)
def test_a_browser_takes_what_the_model_takes(texts: Callable[[str], object], page: Page, address: str) -> None:
    page.goto(address)
    label = "Contact: telefoon" if texts is phone_of else "Begin"
    box = form_on(page, "project").get_by_label(label, exact=True)
    tried = (
        "2026 2026-11 2026-11-24 24-11-2026 2026- 26 038-4989911 14038 +31384989911 (038)4989911 112 abc 0/1 -1".split()
    )
    for text in tried:
        try:
            texts(text)
            taken = True
        except Fault:
            taken = False
        box.fill(text)
        assert box.evaluate("box => box.validity.valid") is taken, text


def test_a_pattern_is_written_as_browsers_want_it() -> None:
    assert for_browser("[+-][0-9 ()./-]|x/(y)") == r"[+\-][0-9 \(\).\/\-]|x/(y)"
    assert for_browser(r"[a\-z]") == r"[a\-z]"
    assert "[T ]" in for_browser(MOMENT.pattern)


def test_a_form_may_become_a_mail_and_go_nowhere_else(browser: Browser, address: str) -> None:
    """What the policy is for: without `mailto:` no browser opens the mail of a form, and another site is refused."""
    assert "form-action 'self' mailto:" in policy.POLICY
    for opens, action in ((True, "mailto:a@example.nl"), (False, "https://elders.example.nl/")):
        context = browser.new_context()
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message, refused=refused: refused.append(message.text))  # type: ignore[misc]
        page.goto(address)
        form = form_on(page, "nieuws")
        form.evaluate("(form, action) => { form.action = action; form.noValidate = true; form.submit(); }", action)
        page.wait_for_timeout(300)
        context.close()
        assert (not any("form-action" in text for text in refused)) is opens


def test_nothing_of_what_was_filled_in_stays_in_the_browser(page: Page, address: str) -> None:
    page.goto(address)
    form = form_on(page, "nieuws")
    assert form.get_attribute("autocomplete") == "off"
    fill(form, TEXTS["nieuws"])
    mailed(page, press(form, "Maak de mail"))
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.goto("about:blank")
    page.goto(address)
    assert form_on(page, "nieuws").get_by_label("Titel", exact=True).input_value() == ""


def test_all_of_it_works_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#formulier-nieuws > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Een bericht")
    page.keyboard.press("Tab")
    # The same in whatever order a browser asks for day and month.
    page.keyboard.type("11112026")
    while page.evaluate("document.activeElement.id") != "nieuws-samenvatting":
        page.keyboard.press("Tab")
    page.keyboard.type("Kort.")
    page.keyboard.press("Tab")
    page.keyboard.type("De tekst.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.localName") != "button":
        page.keyboard.press("Tab")
    mail = mailed(page, lambda: page.keyboard.press("Enter"))
    assert mail.body.splitlines() == [
        "Soort=Nieuwsbericht",
        "Titel=Een bericht",
        "Datum=2026-11-11",
        "Samenvatting=Kort.",
        "Tekst=De tekst.",
        "Thema's=Smart Living",
        "Einde=van het formulier",
    ]


def test_a_site_without_a_mailbox_has_no_form_and_the_reader_of_proposals_gets_it_where_there_is_one(
    tmp_path: Path,
) -> None:
    nobody = settings(BARE).replace("email: proef@example.nl", "phone: 14 038")
    small = built(tmp_path / "a", {**FILES, "site.yaml": nobody})
    assert "<form" not in small.page(ADDRESS).replace('<form class="search-form"', "")
    reader = settings(BARE, "approval: {role: Redactie, email: r@example.nl, days: 3}")
    small = built(tmp_path / "b", {**FILES, "site.yaml": reader})
    html = small.page(ADDRESS)
    assert 'action="mailto:r@example.nl?subject=' in html
    assert "nagekeken, meestal binnen 3 werkdagen." in Html(html).text


def open_forms(visited: Visit) -> None:
    visited.page.evaluate("document.querySelectorAll('main details').forEach((form) => { form.open = true; })")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_open_forms_are_for_everybody(width: int, scheme: str, browser: Browser, address: str) -> None:
    visited = Visit(browser, address, width, scheme)
    wrong = ask_everything(visited, address.removesuffix(ADDRESS), width, None)
    open_forms(visited)
    wrong += ask_of_its_look(visited, width, RULES)
    if width == 320:
        wrong += ask_at_four_times_zoom(visited)
    wrong += ask_on_paper(visited)
    # On paper the questions stand too: who has no computer at hand writes the answers.
    assert visited.page.get_by_label("Samenvatting", exact=True).first.is_visible()
    visited.context.close()
    assert wrong == []
