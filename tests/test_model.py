"""What each type of field accepts, what it makes of it, and the code with which it refuses the rest."""

import datetime as dt
from typing import Annotated, Any

import pytest
from msgspec import Meta
from msgspec.structs import asdict

from g40site import model
from g40site.content.times import ends_before
from g40site.diagnostics import messages
from g40site.model import Moment
from g40site.model import fields as f
from g40site.model import types as t
from g40site.model.description import describe, descriptions_of
from g40site.model.entries import Entry
from g40site.model.shape import field_of, fields_of
from tests.dangerous import IN_FIELDS
from tests.dangerous import REFUSED as REFUSED_ADDRESSES
from tests.models import field_for, model_of, problems_of, read

DAY, CLOCK = dt.date(2026, 5, 1), dt.time(13, 30)
LONG_URL = "https://www.example.nl/" + "x" * f.URL_LENGTH

ACCEPTED: list[tuple[Any, str, object]] = [
    (t.Line, "No", "No"),
    (t.Line, "0361", "0361"),
    (t.Line, "  een\n  tekst ", "een tekst"),
    (t.Line, "e\u0301e\u0301n", "één"),
    (t.Line, "x" * 1000, "x" * 1000),
    (t.Title, "x" * 300, "x" * 300),
    (t.Summary, "x" * 300, "x" * 300),
    (t.Topic, "x" * 80, "x" * 80),
    (t.Markdown, "Een\n\n- twee\n", "Een\n\n- twee\n"),
    (t.Id, "smart-living", "smart-living"),
    (t.Id, "2020", "2020"),
    (t.Id, "x" * 80, "x" * 80),
    (t.ThemeId, "Smart Living", "Smart Living"),
    (t.Url, "https://www.example.nl/a?b=c#d", "https://www.example.nl/a?b=c#d"),
    (t.Url, " http://example.nl:8080 ", "http://example.nl:8080"),
    (t.Url, "mailto:a.b@example.nl", "mailto:a.b@example.nl"),
    (t.Url, "https://xn--mnchen-3ya.example/é", "https://xn--mnchen-3ya.example/é"),
    (t.Url, "https://www.zwolle.nl/@naam?a=@", "https://www.zwolle.nl/@naam?a=@"),
    (t.Url, "mailto:a@zwolle.nl?subject=Vraag", "mailto:a@zwolle.nl?subject=Vraag"),
    (t.Online, "https://video.example.nl/x", "https://video.example.nl/x"),
    (t.Online, "True", ""),
    (t.Online, "false", None),
    (t.SiteUrl, "https://example.nl", "https://example.nl/"),
    (t.SiteUrl, "https://example.nl/g40", "https://example.nl/g40/"),
    (t.Email, "a.b+c@mail.example.nl", "a.b+c@mail.example.nl"),
    (t.Phone, "14 038", "14 038"),
    (t.Phone, "+31 (0)38-498 99 11", "+31 (0)38-498 99 11"),
    (t.Phone, "(038) 498 99 11", "(038) 498 99 11"),
    (t.Phone, "112", "112"),
    (t.Code, "GM0193", "GM0193"),
    (t.Province, "Overijssel", "Overijssel"),
    (t.Province, "Friesland", "Fryslân"),
    (t.Province, "Frysla\u0302n", "Fryslân"),
    (t.Day, "2026-05-01", DAY),
    (t.Day, "2024-02-29", dt.date(2024, 2, 29)),
    (t.PartialDate, "2026", "2026"),
    (t.PartialDate, "2026-05", "2026-05"),
    (t.PartialDate, "2026-05-01", "2026-05-01"),
    (t.MomentField, "2026-05-01", Moment(DAY)),
    (t.MomentField, "2026-05-01 13:30", Moment(DAY, CLOCK)),
    (t.MomentField, "2026-05-01T13:30:00", Moment(DAY, CLOCK)),
    (t.MomentField, "2026-05-01 13:30Z", Moment(DAY, CLOCK, dt.timedelta(0))),
    (t.MomentField, "2026-05-01 13:30 +02:00", Moment(DAY, CLOCK, dt.timedelta(hours=2))),
    (t.MomentField, "2026-05-01 13:30-01:30", Moment(DAY, CLOCK, -dt.timedelta(hours=1, minutes=30))),
    (t.TimeZone, "Europe/Amsterdam", "Europe/Amsterdam"),
    (t.Alias, "/oud/", "/oud/"),
    (t.Alias, "/Oud/adres", "/Oud/adres/"),
    (t.Alias, "/oud/index.html", "/oud/index.html/"),
    (t.MediaPath, "media/a/b.jpg", "media/a/b.jpg"),
    (t.YesNo, "true", True),
    (t.YesNo, "False", False),
    (t.Number, "-3", -3),
    (t.Number, "0", 0),
    (t.NotNegative, "2", 2),
    (t.Latitude, "52.5168", 52.5168),
    (t.Longitude, "-6", -6.0),
    (t.Language, "en", "en"),
    (t.Status, "in-use", "in-use"),
    (t.EventStatus, "postponed", "postponed"),
    (t.AccessibilityStatus, "D", "D"),
    (t.Colour, "mobility", "mobility"),
]

REFUSED: list[tuple[Any, object, str]] = [
    (t.Line, " \n", "leeg"),
    (t.Line, ["een"], "tekst-verwacht"),
    (t.Line, {"een": "twee"}, "tekst-verwacht"),
    (t.Line, "a\x07b", "stuurteken"),
    *((t.Line, f"a{sign}b", "stuurteken") for sign in "\u061c\u200e\u200f\u202a\u202d\u202e\u2066\u2069"),
    *((t.Url, f"https://{name}elders.example/", "adres-met-naam") for name in ("u@", "u:p@", "www.digid.nl%40@")),
    (t.SiteUrl, "https://u@example.nl/", "adres-met-naam"),
    *((t.Url, f"https://{host}/", "adres-met-andere-letters") for host in ("zw\u043elle.nl", "аррӏе.com", "zwollé.nl")),
    *(
        (t.Url, f"mailto:a@zwolle.nl?{more}", "mail-vult-meer-in")
        for more in ("bcc=b@x.nl", "cc=b@x.nl", "subject=x&body=y", "body=y", "subject=x&subject=y", "B%63c=b@x.nl")
    ),
    (t.Line, "x" * 1001, "te-lang"),
    (t.Title, "x" * 301, "te-lang"),
    (t.Summary, "x" * 301, "te-lang"),
    (t.Topic, "x" * 81, "te-lang"),
    (t.Markdown, " \n ", "leeg"),
    (t.Id, "", "leeg"),
    (t.Id, "x" * 81, "id-te-lang"),
    (t.ThemeId, "", "leeg"),
    *((t.Id, text, "id-vorm") for text in ("Zwolle", "a--b", "-a", "a-", "a_b", "é", "a b", "a\n", " a", "٣")),
    (t.Url, "  ", "leeg"),
    *((t.Url, text, "geen-adres") for text in ("www.example.nl", "/pad/", LONG_URL, *REFUSED_ADDRESSES, *IN_FIELDS)),
    (t.Url, "java\rscript:kwaad()", "stuurteken"),
    *(
        (t.SiteUrl, text, "geen-siteadres")
        for text in (
            "https://example.nl/?a",
            "https://example.nl/#a",
            "https://example.nl/a/../b/",
            "https://example.nl//a/",
            "mailto:a@example.nl",
        )
    ),
    *((t.Online, text, "geen-adres") for text in ("ja", "1", "Teams")),
    *((t.Email, text, "geen-mailadres") for text in ("a", "a@b", "a@b.nl, c@d.nl", "A <a@b.nl>", f"{'a' * 250}@b.nl")),
    *((t.Phone, text, "geen-telefoonnummer") for text in ("bel mij", "+", "()", "12a", "0" * 40)),
    # A telephone number that lost its zero, also of a place whose number has a 1 behind it.
    *((t.Phone, text, "geen-telefoonnummer") for text in ("384567890", "101234567", "31384567890", "14", "1" * 7)),
    *((t.Code, text, "geen-gemeentecode") for text in ("0193", "gm0193", "GM193", "GM01930", "GM٠١٩٣")),
    *((t.Province, text, "onbekende-keuze") for text in ("Holland", "overijssel")),
    *((t.Day, text, "geen-dag") for text in ("2026", "2026-05", "1-5-2026", "2026-05-01 13:30", "٢٠٢٦-05-01")),
    *((t.Day, text, "dag-bestaat-niet") for text in ("2026-02-29", "2026-13-01", "2026-00-01", "0000-01-01")),
    *((t.Day, text, "jaar-onwaarschijnlijk") for text in ("0226-05-01", "2201-01-01")),
    *((t.PartialDate, text, "geen-datum") for text in ("26", "mei 2026", "2026-5", "2026-05-01-01", "20266")),
    *((t.PartialDate, text, "dag-bestaat-niet") for text in ("2026-13", "2026-02-30", "0000")),
    *((t.PartialDate, text, "jaar-onwaarschijnlijk") for text in ("1899", "2201-01", "9999", "9999-12-31")),
    *(
        (t.MomentField, text, "geen-moment")
        for text in (
            "13:30",
            "2026-05",
            "2026-05-01 13.30",
            "2026-05-01 9:30",
            "2026-05-01 13:30 CET",
            "2026-05-01 13:30+15:00",
        )
    ),
    *((t.MomentField, text, "dag-bestaat-niet") for text in ("2026-02-30", "2026-05-01 24:00", "2026-05-01 13:60")),
    *((t.MomentField, text, "jaar-onwaarschijnlijk") for text in ("1899-12-31", "2201-01-01 10:00")),
    *(
        (t.TimeZone, text, "onbekende-tijdzone")
        for text in ("Amsterdam", "../etc/passwd", "/etc/localtime", "Europe", "localtime")
    ),
    *(
        (t.Alias, text, "alias-vorm")
        for text in (
            "",
            "oud",
            "//oud/",
            "/",
            "/a//b/",
            "/a/../b/",
            "/a..b/",
            "/.git/",
            "/a\\b/",
            "/a?b",
            "/a#b",
            "/a b/",
            "/a%2e/",
            "/a<b>/",
            f"/{'x' * 201}/",
            "/x" * 151,
        )
    ),
    *(
        (t.MediaPath, text, "geen-mediapad")
        for text in (
            "foto.jpg",
            "media",
            "media/",
            "media//a.jpg",
            "../media/a.jpg",
            "media/../a.jpg",
            "media\\a.jpg",
            "/media/a.jpg",
        )
    ),
    *((t.YesNo, text, "geen-ja-nee") for text in ("ja", "yes", "on", "1")),
    *((t.Number, text, "geen-getal") for text in ("1.5", "1e3", "0x1", "01", "+1", "drie", "1_000", "9" * 20, "٣")),
    *((t.NotNegative, text, "buiten-bereik") for text in ("-1", "1000000")),
    *((t.Latitude, text, "geen-graden") for text in ("52,5", "noord", "1e2", "nan", "inf", "5" * 400)),
    (t.Latitude, "90.1", "buiten-bereik"),
    (t.Longitude, "-181", "buiten-bereik"),
    (t.Language, "Nederlands", "onbekende-keuze"),
    (t.Status, "In-use", "onbekende-keuze"),
    (t.EventStatus, "afgelast", "onbekende-keuze"),
    (t.AccessibilityStatus, "a", "onbekende-keuze"),
    (t.Colour, "groen", "onbekende-keuze"),
]


def test_what_a_field_accepts_becomes_what_it_is() -> None:
    assert [(kind, text) for kind, text, value in ACCEPTED if read(field_for(kind), text) != (value, [])] == []


def test_what_a_field_refuses_has_one_code_with_a_message() -> None:
    codes = [(value, code, [one.code for one in read(field_for(kind), value)[1]]) for kind, value, code in REFUSED]
    assert [one for one in codes if one[2] != [one[1]]] == []
    assert {code for _kind, _value, code in REFUSED} <= messages("nl").keys()


def test_a_number_out_of_range_is_told_as_it_was_written() -> None:
    for kind, value in ((t.NotNegative, "1000000"), (t.NotNegative, "123456789"), (t.Latitude, "90.1234567")):
        [fault] = read(field_for(kind), value)[1]
        assert dict(fault.values)["value"] == value


NEAR = [
    (t.Day, "1-5-2026", "2026-05-01"),
    (t.Day, "01/05/2026", "2026-05-01"),
    (t.Day, "2026-5-1", "2026-05-01"),
    (t.Day, "1 mei 2026", "2026-05-01"),
    (t.Day, "1 maart 2026", "2026-03-01"),
    (t.Day, "31 December 2026", "2026-12-31"),
    (t.Day, "2026-05-01 13:30", "2026-05-01"),
    (t.PartialDate, "1-5-2026", "2026-05-01"),
    (t.MomentField, "2026-05-01 13.30", "2026-05-01 13:30"),
    (t.MomentField, "1 mei 2026, 9u30", "2026-05-01 09:30"),
    (t.MomentField, "2026-05-01 9:30 uur", "2026-05-01 09:30"),
    (t.Day, "13-13-2026", ""),
    (t.Day, "32-1-2026", ""),
    (t.Day, "1 bloei 2026", ""),
    (t.MomentField, "13.30", ""),
    (t.Phone, "384567890", "0384567890"),
    (t.Phone, "6 12345678", "06 12345678"),
    (t.Phone, "31384567890", "+31384567890"),
    (t.Phone, "bel mij", ""),
    (t.Url, "www.example.nl/a", "https://www.example.nl/a"),
    (t.Url, "a@example.nl", "mailto:a@example.nl"),
    (t.Url, "javascript:alert(1)", ""),
    (t.Online, "ja", "true"),
    (t.YesNo, "nee", "false"),
    (t.YesNo, "misschien", ""),
]


def test_a_refusal_says_what_may_be_meant() -> None:
    meant = [(text, near, [one.near for one in read(field_for(kind), text)[1]]) for kind, text, near in NEAR]
    assert [one for one in meant if one[2] != [(one[1],) if one[1] else ()]] == []


def test_a_list_with_a_wrong_item_is_not_empty() -> None:
    """One cause gives one problem: that of the item."""
    field = field_of(model.Project, "themes")
    assert [problem.code for problem in read(field, [])[1]] == ["te-weinig"]
    assert [problem.code for problem in read(field, [["smart-living"]])[1]] == ["tekst-verwacht"]


def test_a_source_may_be_its_address_alone() -> None:
    sources, problems = read(field_for(model.Sources), ["https://a.example.nl", {"url": "https://b.example.nl"}])
    assert problems == []
    assert sources == (model.Source(url="https://a.example.nl"), model.Source(url="https://b.example.nl"))


@pytest.mark.parametrize("given", [{"name": "Anna"}, {"role": "Wethouder"}, {"name": "Anna", "email": "a@b.nl"}])
def test_a_contact_has_a_name_or_a_role(given: dict[str, str]) -> None:
    contact = model_of(model.Contact, given)
    assert {key: value for key, value in asdict(contact).items() if value is not None} == given


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (model.Contact, {"email": "a@b.nl"}, "contact-zonder-naam"),
        (model.Contact, {}, "contact-zonder-naam"),
        (model.SiteContact, {"municipality": "zwolle"}, "contact-zonder-naam"),
    ],
)
def test_an_entry_refuses_what_does_not_fit_together(
    kind: type[model.Contact], given: dict[str, str], code: str
) -> None:
    assert [problem.code for problem in problems_of(kind, given)] == [code]


@pytest.mark.parametrize(
    ("end", "begin", "before"),
    [
        ("2018", "2019", True),
        ("2019", "2019-10", False),
        ("2019-09", "2019", False),
        ("2019-09", "2019-10-01", True),
        ("2019-10-01", "2019-10-02", True),
        ("2019-10-02", "2019-10-02", False),
    ],
)
def test_partial_dates_compare_as_far_as_both_are_known(end: str, begin: str, before: bool) -> None:
    assert ends_before(end, begin) is before


def test_entries_are_frozen_and_know_their_own_keys_only() -> None:
    image = model.Image(file="media/x.jpg", alt="Een foto")
    with pytest.raises(AttributeError):
        image.alt = "Iets anders"  # type: ignore[misc]
    wrong = problems_of(model.Image, {"file": "media/x.jpg", "alt": "x", "caption": "y"})
    assert [problem.code for problem in wrong] == ["onbekende-sleutel"]


def forms(kind: type[Entry]) -> list[type[Entry]]:
    """Every model that editors write, however deep; those that the site adds places to have no help of their own."""
    return [
        form
        for child in kind.__subclasses__()
        for form in (child, *forms(child))
        if form.__module__.startswith(model.__name__)
    ]


def test_every_field_has_a_description() -> None:
    assert len(forms(Entry)) > 15
    assert [one for one in forms(Entry) if descriptions_of(one).keys() != {field.key for field in fields_of(one)}] == []


def test_a_field_without_description_says_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"^Bare\.budget: write `label \| help \| example`"):
        describe(Bare, "budget")


@pytest.mark.parametrize(
    "kind",
    [
        *(
            Annotated[t.Number, Meta(**limit)]
            for limit in ({"ge": 0}, {"le": 9}, {"gt": 0, "lt": 9}, {"multiple_of": 2})
        ),
        Annotated[t.Number, Meta(ge=0, le=9, multiple_of=2)],
        *(Annotated[t.Line, Meta(**limit)] for limit in ({"min_length": 2}, {"pattern": "a"}, {"ge": 0, "le": 9})),
        Annotated[t.Line, Meta(min_length=2, max_length=9)],
        Annotated[t.Day, Meta(ge=0, le=9)],
        Annotated[tuple[t.Line, ...], Meta(max_length=9)],
        Annotated[tuple[t.Line, ...], Meta(min_length=1, max_length=9)],
        Annotated[tuple[t.Number, ...], Meta(ge=0, le=9)],
        tuple[Annotated[t.Line, Meta(min_length=1)], ...],
        Annotated[tuple[t.Line, ...] | None, Meta(pattern="a")],
        tuple[Annotated[model.Source, Meta(min_length=1)], ...],
    ],
)
def test_a_limit_that_nothing_checks_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"^: `Meta` of "):
        field_for(kind)


def test_limits_of_a_list_and_of_its_items_stay_apart() -> None:
    field = field_for(Annotated[tuple[Annotated[str, t.LINE, Meta(max_length=9)], ...], Meta(min_length=2)])
    assert (field.least, field.most) == (2, 9)


class Bare(Entry, frozen=True, kw_only=True):
    budget: t.Number | None = None
    """Het budget."""


def test_help_is_what_stands_below_the_field() -> None:
    assert describe(model.Image, "alt").help == "Wat er op het plaatje staat, voor wie het niet ziet."
    assert describe(model.Project, "with").label == "Samen met"
