"""What arrives of the form without an account: whatever a mail program does to it, nothing comes out wrong."""

import contextlib
import email.message
import email.policy
import textwrap
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from g40site.content.entries import Content
from g40site.content.load import load_alone
from g40site.editing import entries, mailed_forms
from tests.editing.test_ways_in import FILES
from tests.examples import examples
from tests.running import call, tree
from tests.sites import Sites, SmallSite

LINES = [
    ("Soort", "Project"),
    ("Gemeente", "Zwolle"),
    ("Titel", "Lantaarns & “sensoren”"),
    ("Samenvatting", "Licht dat alleen brandt als er iemand langskomt, en dat meet hoe druk het er is; ook ’s nachts."),
    ("Thema's", "Smart Living"),
    ("Thema's", "Wonen, zorg"),
    ("Fase", "in gebruik"),
    ("Beschrijving", "Eerste alinea.\n\n## Een kop\n\n- één\n- twee=2"),
    ("Begin", "oktober 2019"),
    ("Samen met", "Almere"),
    ("Partners", "Jansen, de Vries & Zn."),
    (
        "Partners",
        "Het rijksinstituut voor volksgezondheid en milieu en alles wat daar nog bij hoort",
    ),
    ("Contact: rol", "Projectleider"),
    ("Bronnen", "https://a.nl/?x=1&y=2"),
    ("Einde", "van het formulier"),
]
MAIL = "".join(f"{label}={text}\r\n".replace("\n", "\r\n").replace("\r\r", "\r") for label, text in LINES)
ADDRESS = urlencode([(label, text.replace("\n", "\r\n")) for label, text in [*LINES[:4], ("Website", ""), *LINES[4:]]])
EXPECTED = {
    "title": "Lantaarns & “sensoren”",
    "summary": LINES[3][1],
    "themes": ["smart-living", "zorg"],
    "status": "in-use",
    "description": LINES[7][1],
    "start": "2019-10",
    "with": ["almere"],
    "partners": [LINES[10][1], LINES[11][1]],
    "contact": {"role": "Projectleider"},
    "sources": ["https://a.nl/?x=1&y=2"],
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return load_alone(SmallSite(tmp_path_factory.mktemp("mailed") / "site", FILES).root)


def read(data: bytes, content: Content) -> entries.Answers:
    mail = mailed_forms.text_of(data)
    assert mail is not None
    kind, answers = mailed_forms.read(mail[0], content)
    assert kind == "project"
    return answers


def refusals(data: bytes, content: Content) -> list[str]:
    with pytest.raises(entries.Refused) as refused:
        read(data, content)
    return [*(dutch for dutch, _english in refused.value.before), refused.value.texts[0]]


# What a mail program does with a text.


def wrapped(text: str, width: int) -> str:
    wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
    return "\n".join("\n".join(wrapper.wrap(line)) for line in text.split("\n"))


def saved(text: str, coding: str) -> bytes:
    """As .eml, with the text in a coding of its own and perhaps folded."""
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "jo@example.nl", "redactie@example.nl", "Voor de site: één project"
    mail.set_content(text.replace("\r\n", "\n"), cte=coding)
    return mail.as_bytes()


WAYS = st.fixed_dictionaries(
    {
        "width": st.sampled_from([0, 65, 72, 76, 78, 998]),
        "quotes": st.integers(0, 2),
        "space": st.sampled_from([" ", "\u00a0"]),
        "curly": st.booleans(),
        "above": st.sampled_from(
            ["", "Beste redactie,\n\nZie onder.\n\n", "Van: Jo <jo@x.nl>\nOnderwerp: Voor de site\n\n"]
        ),
        "below": st.sampled_from(["", "\n\n-- \nJo Jansen\nGemeente Zwolle\n", "\n\nDisclaimer: x=y & z.\n"]),
        "ends": st.sampled_from(["\n", "\r\n", "\r"]),
        "blank": st.booleans(),
        "coding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "base64", "quoted-printable"]),
    }
)


def sent(text: str, way: dict[str, object]) -> bytes:
    text = text.replace("\r\n", "\n")
    if way["curly"]:
        text = text.replace("'", "’")
    if way["width"]:
        text = wrapped(text, int(str(way["width"])))
    if way["blank"]:
        text = text.replace("\nFase=", "\n\nFase=").replace("\nContact", "\n\n\nContact")
    text = text.replace(" brandt ", f"{way['space']}brandt{way['space']}")
    text = f"{way['above']}{text}{way['below']}"
    text = "\n".join("> " * int(str(way["quotes"])) + line for line in text.split("\n"))
    if way["coding"] in ("base64", "quoted-printable"):
        return saved(text, str(way["coding"]))
    return text.replace("\n", str(way["ends"])).encode(str(way["coding"]))


@examples(60, suppress_health_check=list(HealthCheck))
@given(way=WAYS, in_one_line=st.booleans())
def test_whatever_a_mail_program_does_the_entry_is_what_was_filled_in(
    way: dict[str, object], in_one_line: bool, content: Content
) -> None:
    if in_one_line:
        way = {**way, "curly": False, "space": " ", "blank": False}
    answers = read(sent(ADDRESS if in_one_line else MAIL, way), content)
    assert answers.owner == "zwolle"
    read_keys = {key: value.strip() if isinstance(value, str) else value for key, value in answers.keys.items()}
    assert read_keys == EXPECTED


@examples(100, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(20, len(MAIL) - 3), in_one_line=st.booleans())
def test_a_mail_that_is_cut_off_is_never_half_an_entry(cut: int, in_one_line: bool, content: Content) -> None:
    """Windows hands on no more than some 2,000 signs."""
    text = ADDRESS[: min(cut, len(ADDRESS) - 1)] if in_one_line else MAIL[: min(cut, len(MAIL) - 3)]
    told = refusals(text.encode(), content)
    assert all(line.startswith("Regel ") for line in told)
    assert any("ontbreekt" in line for line in told)


@examples(100, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, len(MAIL.encode()) - 1), byte=st.integers(0, 255))
def test_a_byte_that_changed_is_no_traceback(at: int, byte: int, content: Content) -> None:
    data = bytearray(MAIL.encode())
    data[at] = byte
    mail = mailed_forms.text_of(bytes(data))
    if mail is not None:
        with contextlib.suppress(entries.Refused):
            mailed_forms.read(mail[0], content)


NO_QUESTION = "hoort bij geen vraag van het formulier."
LAST = "Einde=van het formulier"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Titel=", "Titell=", f"Regel 3: `Titell` {NO_QUESTION} Bedoelde u `Titel=`?"),
        ("Titel=", "Titel: ", f"Regel 3: `Titel: Lantaarns & “sensoren”` {NO_QUESTION} Zet die achter"),
        ("Begin=", "Titel=", "Regel 14, *Titel*: `Titel=` staat ook in regel 3. Haal er een weg."),
        (
            "Smart Living",
            "Smart Livving",
            "Regel 5, *Thema's*: `Smart Livving` staat niet in de lijst. Bedoelde u `Smart",
        ),
        ("Zwolle", "Zwole", "Regel 2, *Gemeente*: `Zwole` staat niet in de lijst. Bedoelde u `Zwolle`?"),
        ("in gebruik", "Ã©Ã©n", "Regel 7, *Fase*: `Ã©Ã©n` is in een andere codering gelezen. Bedoelde u `één`?"),
        (
            "Projectleider",
            "Co\ufffdrdinator",
            "Regel 18, *Contact: rol*: een letter ging verloren (`\ufffd`). Verbeter",
        ),
        ("Lantaarns &", "Lantaarns &amp;", "Regel 3, *Titel*: `&amp;` is een teken uit een webpagina."),
        ("Soort=Project", "Soort=3DProject", "Regel 1, *Soort*: De mail is bewaard zoals zij over het net ging."),
        ("Soort=Project", "Soort=Gemeente", "Regel 1, *Soort*: `Gemeente` is geen soort (Nieuwsbericht, Bijeenkomst,"),
        (LAST, "", f"Regel 19: De regel `{LAST}` ontbreekt"),
        (LAST, f"{LAST}\r\nWebsite=https://b.nl", "Regel 21: `Website=` staat buiten het formulier."),
        ("Zwolle\r\n", "Zwolle\r\n\r\nzomaar iets\r\n", f"Regel 4: `zomaar iets` {NO_QUESTION}"),
    ],
)
def test_what_arrives_broken_is_told_by_line_and_question(old: str, new: str, told: str, content: Content) -> None:
    assert old in MAIL
    (line,) = refusals(MAIL.replace(old, new, 1).encode(), content)
    assert line.startswith(told)


def test_all_that_is_wrong_is_told_at_once(content: Content) -> None:
    text = MAIL.replace("Zwolle", "Zwole").replace("Smart Living", "Smart").replace("Almere", "Almeer")
    assert [line.partition(":")[0] for line in refusals(text.encode(), content)] == [
        "Regel 2, *Gemeente*",
        "Regel 5, *Thema's*",
        "Regel 15, *Samen met*",
    ]


def test_a_line_that_lost_its_escapes_is_told(content: Content) -> None:
    assert refusals(ADDRESS.replace("%26", "%2", 1).encode(), content) == [
        "Regel 1: deze regel is onderweg veranderd. Vraag om het formulier als bestand."
    ]


def test_items_that_were_typed_on_lines_of_their_own_are_items(content: Content) -> None:
    text = MAIL.replace("Jansen, de Vries & Zn.", "RIVM\r\nKNMI")
    assert read(text.encode(), content).keys["partners"][:2] == ["RIVM", "KNMI"]


def test_an_attached_file_is_read_out_of_the_mail(content: Content) -> None:
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["Subject"] = "jo@example.nl", "Voor de site"
    mail.set_content("Beste collega,\n\nHet formulier gaat als bijlage mee.\n")
    mail.add_attachment(MAIL.encode(), maintype="text", subtype="plain", filename="project.txt")
    assert read(mail.as_bytes(), content).keys["partners"] == EXPECTED["partners"]


# By the commands.


@pytest.mark.parametrize("charset", ["undefined", "punycode", "a\0b", "x-onbekend", "hex", ""])
def test_an_encoding_that_is_none_is_guessed(charset: str) -> None:
    head = f'From: a@b.nl\nDate: x\nContent-Type: text/plain; charset="{charset}"\n\n'
    mail = mailed_forms.text_of(f"{head}Soort=Project\nTitel=Caf".encode() + b"\xe9")
    assert mail == ("Soort=Project\nTitel=Café", "Windows-1252")


@pytest.mark.parametrize("kind", ["message/rfc822\n", "multipart/mixed; boundary={}\n\n--{}"])
def test_a_mail_in_a_mail_without_end_is_refused(kind: str) -> None:
    inside = "".join(f"Content-Type: {kind.format(number, number)}\n" for number in range(2000))
    with pytest.raises(entries.Refused, match="veel groter dan een mail"):
        mailed_forms.text_of(f"From: a@b.nl\nDate: x\n{inside}Hallo.\n".encode())


def test_an_encoding_of_hosts_is_not_decoded() -> None:
    head = "From: a@b.nl\nDate: x\nContent-Type: text/plain; charset=Punycode\n\n"
    mail = mailed_forms.text_of(f"{head}Soort=Project\nTitel=Cafe-dma".encode())
    assert mail == ("Soort=Project\nTitel=Cafe-dma", "")


MAIL_HEAD = "From: a@b.nl\nDate: x\nContent-Type: text/plain"
PART = "--x\nContent-Type: text/plain\n\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{MAIL_HEAD}{''.join(f'; a*{number}=x' for number in range(20_000))}\n\n{MAIL}", "De regel `Content-Type`"),
        (
            f"From: a@b.nl\nContent-Type: image/png\nContent-Disposition: a{';a' * 5000}\n\n{MAIL}",
            "De regel `Content-Disposition`",
        ),
        (f"{MAIL_HEAD}\n\n{MAIL}{'x' * 1_000_000}", "Dit is veel groter dan een mail met een formulier."),
        (f"{MAIL}{'x' * 1_000_000}", "Dit is veel groter dan een mail met een formulier."),
        (f"{MAIL_HEAD}\n\n{MAIL}" + "\n" * 300_000, "Dit is veel groter dan een mail met een formulier."),
        (
            f"From: a@b.nl\nContent-Type: multipart/mixed; boundary=x\n\n{PART}{MAIL}" + f"{PART}y\n" * 30,
            "Dit is veel groter dan een mail met een formulier.",
        ),
    ],
    ids=["parameters", "attachment", "mail", "text", "lines", "parts"],
)
def test_a_mail_that_no_form_makes_is_refused_with_the_way_out(
    text: str, told: str, site: Sites, tmp_path: Path
) -> None:
    small = site(FILES)
    (tmp_path / "mail.eml").write_text(text, newline="")
    for words in ("import", tmp_path / "mail.eml"), ("new", "--from", tmp_path / "mail.eml"):
        done = call(*words, "--root", small.root)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(told)
        assert "Kopieer de tekst van `Soort=` tot en met `Einde=van het formulier`" in done.stderr


def test_a_mail_with_pictures_is_read(content: Content) -> None:
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"] = "jo@example.nl", ", ".join(f"persoon{number}@example.nl" for number in range(1000))
    mail.set_content("Beste collega,\n\nHet formulier gaat als bijlage mee.\n")
    for number in range(3):
        mail.add_attachment(bytes(2_000_000), maintype="image", subtype="png", filename=f"{number}.png")
    mail.add_attachment(MAIL.encode(), maintype="application", subtype="octet-stream", filename="één.txt")
    assert read(mail.as_bytes(), content).keys["title"] == EXPECTED["title"]
    encoded = mail.as_bytes().replace(
        b"filename*=utf-8''%C3%A9%C3%A9n.txt", b'filename="=?utf-8?Q?=C3=A9=C3=A9n.txt?="'
    )
    assert encoded != mail.as_bytes()
    assert read(encoded, content).keys["title"] == EXPECTED["title"]


@pytest.mark.parametrize("form", [MAIL, f"{ADDRESS}\n"], ids=["lines", "in-one-line"])
def test_more_forms_than_anybody_looks_at_are_refused(form: str, site: Sites, tmp_path: Path) -> None:
    assert len(mailed_forms.forms_in(form.replace("\r", "") * 100)) == 100
    (tmp_path / "mails.txt").write_text(form.replace("\r", "") * 101)
    done = call("import", tmp_path / "mails.txt", "--root", site(FILES).root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Er staan meer dan 100 formulieren in. Verdeel ze over meer bestanden.\n"


def test_more_faults_than_anybody_reads_are_not_all_told(content: Content) -> None:
    text = "Soort=Project\n" + "onbekend\n" * 2000 + "Einde=van het formulier\n"
    assert len(refusals(text.encode(), content)) == 1000


def test_a_header_that_is_none_is_no_traceback() -> None:
    head = "From: a@b.nl\nDate: x\nContent-Type: text/plain; name*0*=utf-\08''x\n\n"
    mail = mailed_forms.text_of(f"{head}Soort=Project".encode())
    assert mail is not None
    assert mail[0].endswith("Soort=Project")


def test_a_line_of_many_quotes_is_read_at_once() -> None:
    assert mailed_forms.text_of(b"> " * 5000 + b"x") is None


def test_many_begins_without_an_end_are_told_at_once(content: Content) -> None:
    ends = "Soort=Project&Titel=A&Einde=van+het+formulier "
    assert "`Einde=van het formulier` ontbreekt" in refusals(b"Soort=x&" * 100_000, content)[-1]
    assert mailed_forms.forms_in(ends + "Soort=x&" * 100_000)[0].text("Titel") == "A"


def test_new_says_the_line_of_what_the_checks_find_and_what_was_guessed(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    before = tree(small.root)
    (tmp_path / "mail.txt").write_bytes(MAIL.replace("oktober 2019", "eind 2019").encode("cp1252"))
    done = call("new", "--from", tmp_path / "mail.txt", "--root", small.root)
    assert done.returncode == 1
    assert "gelezen als Windows-1252" in done.stdout
    assert done.stderr.startswith("Regel 14, *Begin*: `eind 2019` is geen datum. Bedoelde u `2019`?\n")
    assert tree(small.root) == before
    (tmp_path / "mail.txt").write_text(MAIL.replace("Zwolle", "Zwole").replace("in gebruik", "klaar"))
    done = call("new", "--from", tmp_path / "mail.txt", "--root", small.root)
    assert done.returncode == 2
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["Regel 2, *Gemeente*", "Regel 7, *Fase*"]
    done = call("new", "news", "--from", tmp_path / "mail.txt", "--root", small.root)
    assert done.stderr.startswith("Dit is een formulier voor: project.")


def test_import_reads_the_forms_of_several_mails_and_tells_each_fault_by_line(site: Sites, tmp_path: Path) -> None:
    small = site(FILES)
    two = MAIL + "\n> Groet\n\n" + MAIL.replace("Lantaarns", "Bankjes").replace("=Zwolle", "=Almere")
    (tmp_path / "mails.txt").write_text(two.replace("\r", ""))
    done = call("new", "--from", tmp_path / "mails.txt", "--root", small.root)
    assert done.stderr.startswith("Er staan 2 formulieren in.")
    done = call("import", tmp_path / "mails.txt", "--root", small.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("(nieuw)") == 2
    # Nobody meant the other projects to be in it.
    assert "rekenblad" not in done.stdout
    assert "- Jansen, de Vries & Zn.\n" in (small.root / "content/projects/almere-bankjes-sensoren.yaml").read_text(
        "utf-8"
    )
    assert call("check", "--strict", "--root", small.root).returncode == 0
    wrong = two.replace("\r", "").replace("Bankjes", "Stoelen").replace("in gebruik", "klaar").replace("2019", "ooit")
    (tmp_path / "mails.txt").write_text(wrong)
    done = call("import", tmp_path / "mails.txt", "--root", small.root)
    assert done.returncode == 1
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert [place for place in places if "Fase" in place] == ["formulier, regel 7 (Fase)", "formulier, regel 30 (Fase)"]
    assert "formulier, regel 14 (Begin)" in places
    assert "formulier, regel 3 (Titel)" in places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Zomaar een tekst.", "staat geen formulier dat met `Soort=` begint."),
        (MAIL.replace("Project\r", "Nieuwsbericht\r"), "`Gemeente` hoort bij geen vraag"),
        (
            "Soort=Nieuwsbericht\nTitel=X\nEinde=van het formulier\n",
            "Regel 1: dit is een formulier voor: nieuwsbericht.",
        ),
    ],
)
def test_import_says_what_is_no_project(text: str, told: str, site: Sites, tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text(text)
    done = call("import", tmp_path / "mail.txt", "--root", site(FILES).root)
    assert done.returncode == 2
    assert told in done.stderr
