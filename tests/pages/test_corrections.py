"""Who sees something wrong can say so: a mail that is ready, a form where the site is kept, and what happens then."""

import textwrap
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from g40site import pipeline
from g40site.pages.contact import Correction, correction
from g40site.pages.context import Context
from tests.reading import Page
from tests.sites import BARE, LEAST, TEMPLATES, Sites, settings

TOP = TEMPLATES.parent
PAGE = "https://proef.example.nl/gemeenten/zwolle/"
GITHUB = "repository: {url: https://github.com/g40/site/}\n"
GITLAB = "repository: {url: https://git.example.nl/g40/site}\n"
READER = "approval: {role: Redactie, email: r+site@example.nl, days: 3}\n"


def asked(site: Sites, more: str = "", contact: str = "") -> Correction:
    text = settings(BARE) + more
    if contact:
        text = text.replace("{name: Proef Persoon, email: proef@example.nl, municipality: zwolle}", contact)
    made = site({"site.yaml": text})
    planned = pipeline.plan(made.options())
    ctx = next(output.view.args[0] for output in planned.outputs if isinstance(output.view, partial))
    assert isinstance(ctx, Context)
    return correction(ctx, "Zwolle & Ommen", "/gemeenten/zwolle/")


def mail(found: Correction) -> tuple[str, str, str]:
    address, _, fields = found.ways[0].href.partition("?")
    values = parse_qs(fields, strict_parsing=True)
    return address, values["subject"][0], values["body"][0]


def test_the_mail_goes_to_the_group_and_names_the_page_with_one_question(site: Sites) -> None:
    found = asked(site)
    address, subject, body = mail(found)
    assert (address, subject) == ("mailto:proef@example.nl", "Correctie: Zwolle & Ommen")
    assert body.splitlines()[0] == f"Pagina: {PAGE}"
    assert body.count("?") == 1
    assert len(found.ways) == 1
    assert found.after == (
        "Uw mail gaat naar het contact van de groep. De pagina verandert pas als iemand het heeft nagekeken."
    )


def test_who_reads_proposals_gets_it_and_says_how_soon(site: Sites) -> None:
    found = asked(site, READER)
    assert mail(found)[0] == "mailto:r+site@example.nl"
    assert found.after == (
        "Uw mail gaat naar Redactie. De pagina verandert pas als iemand het heeft nagekeken, "
        "meestal binnen 3\u00a0werkdagen."
    )


def test_on_github_the_form_is_open_with_its_page_filled_in(site: Sites) -> None:
    form = urlsplit(asked(site, GITHUB).ways[1].href)
    assert form._replace(query="").geturl() == "https://github.com/g40/site/issues/new"
    assert parse_qs(form.query) == {
        "template": ["correctie.yml"],
        "title": ["Correctie: Zwolle & Ommen"],
        "pagina": [PAGE],
    }


def test_elsewhere_the_form_has_the_page_in_its_title(site: Sites) -> None:
    form = urlsplit(asked(site, GITLAB).ways[1].href)
    assert form._replace(query="").geturl() == "https://git.example.nl/g40/site/-/issues/new"
    assert parse_qs(form.query) == {
        "issuable_template": ["correctie"],
        "issue[title]": [f"Correctie: Zwolle & Ommen ({PAGE})"],
    }


@pytest.mark.parametrize(
    ("contact", "ways"),
    [
        (
            "{role: Team, phone: 14 038, url: https://zwolle.example.nl/c}",
            ["Bel Team: 14 038", "Meld het bij Team"],
        ),
        ("{role: Team}", []),
    ],
)
def test_without_a_mailbox_no_mail_is_promised(site: Sites, contact: str, ways: list[str]) -> None:
    found = asked(site, contact=contact)
    assert [way.text for way in found.ways] == ways
    assert found.after == "De pagina verandert pas als iemand het heeft nagekeken."


def test_the_form_that_it_opens_is_there(site: Sites) -> None:
    """Its name and its field are those of the forms in the repository."""
    query = parse_qs(urlsplit(asked(site, GITHUB).ways[1].href).query)
    form = yaml.safe_load((TOP / ".github/ISSUE_TEMPLATE" / query["template"][0]).read_text("utf-8"))
    assert "pagina" in [element.get("id") for element in form["body"]]
    query = parse_qs(urlsplit(asked(site, GITLAB).ways[1].href).query)
    assert (TOP / ".gitlab/issue_templates" / f"{query['issuable_template'][0]}.md").is_file()


def test_it_stands_on_a_project_a_municipality_and_beside_each_person(site: Sites) -> None:
    people = "    administrators: [{name: Bo Bestuur, role: Wethouder}]\n    contacts: [{role: Loket digitaal}]\n"
    made = site(
        {
            "municipalities.yaml": textwrap.dedent(LEAST["municipalities.yaml"]) + people,
            "content/projects/zwolle.yaml": "projects:\n"
            "  - {id: een, title: Een, summary: Kort., themes: [smart-living], status: pilot}\n",
        }
    )
    made.build()
    for address, about in (
        ("/projecten/een/", ["Een"]),
        ("/gemeenten/zwolle/", ["Loket digitaal, Zwolle", "Bo Bestuur, Zwolle", "Zwolle"]),
    ):
        links = Page(made.page(address)).links
        mails = [parse_qs(urlsplit(link).query)["subject"][0] for link in links if "subject=Correctie" in link]
        assert sorted(mails) == sorted(f"Correctie: {one}" for one in about), address
