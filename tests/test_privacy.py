"""What is a mail address or a telephone number in a text, and what only looks like one."""

from hypothesis import given
from hypothesis import strategies as st

from g40site.privacy import redact
from tests.examples import examples

PHONES = (
    "038-4989111",
    "038-498 91 11",
    "038 498 91 11",
    "038.498.91.11",
    "038/498 91 11",
    "038 / 498 91 11",
    "(038) 498 91 11",
    "038 – 498 91 11",
    "038\u2011498\u201191\u201111",
    "038\u00a0498\u00a091\u00a011",
    "038\u202f498 9111",
    "0384989111",
    "06-12345678",
    "06 12 34 56 78",
    "06–12 34 56 78",
    "0313-123456",
    "0575 - 12 34 56",
    "088 123 45 67",
    "+31 (0)38 498 91 11",
    "+31(0)384989111",
    "+31 38 498 91 11",
    "+31 0 38 4989111",
    "(+31) 6 12345678",
    "+31612345678",
    "0031 38 498 91 11",
    "+32 2 123 45 67",
    "+49 30 1234567",
)
NO_PHONES = (
    "978-90-6868-123-4",
    "978-0198534531",
    "978 0198534531",
    "ISBN 0198534531",
    "ISBN-10: 0198534531",
    "0-19-853453-1",
    "2019-2023",
    "2014-2018 en 2018-2022",
    "GM0193",
    "0193",
    "WK019301",
    "BU01930100",
    "0193100000012345",
    "0193 1000 0001 2345",
    "NL.IMBAG.Pand.0193100000012345",
    "BAG-id 0384100000",
    "KvK 05012345",
    "KvK-nummer 0501234567",
    "000012345678",
    "NL91 ABNA 0417 1643 00",
    "NL91ABNA0417164300",
    "01-02-2020 10:30",
    "01-02-2020 10 uur",
    "06-12-2020 10.30 uur",
    "https://www.example.nl/nieuws/0384989111",
    "https://www.example.nl/?id=0384989111",
    "0,0384989111",
    "10.000.000 inwoners",
    "+10.000.000 inwoners",
    "0800-8051",
    "0900 1234567",
    "14 038",
    "1.2.3.4",
    "52.5168, 6.0830",
)


def test_a_phone_number_is_hidden_wherever_it_stands() -> None:
    around = ("{}", "Bel {}.", "(tel. {})", "tel:{},", "Bel {} of mail.")
    texts = {text.format(phone): text.format("[tel]") for phone in PHONES for text in around}
    assert {text: hidden for text, wanted in texts.items() if (hidden := redact(text)) != wanted} == {}


def test_number_behind_a_phone_stays() -> None:
    assert redact("Bel 038-4989111 24 uur per dag") == "Bel [tel] 24 uur per dag"


def test_another_number_stays_wherever_it_stands() -> None:
    around = ("{}", "Zie {}.", "Er staat {} in de lijst", "Zie {}, uit 2019")
    texts = [text.format(number) for number in NO_PHONES for text in around]
    assert {text: hidden for text in texts if (hidden := redact(text)) != text} == {}


def test_two_numbers_behind_each_other_are_both_hidden() -> None:
    assert redact("Bel 038-4989111/06-12345678 of 0613579246, 038 498 91 12") == "Bel [tel]/[tel] of [tel], [tel]"


def test_a_mail_address_is_hidden() -> None:
    for mail in ("jan@zwolle.nl", "jan.de-vries+site@post.zwolle.nl", "o'brien@example.nl", "j_v~1@example.co.uk"):
        assert redact(f"Mail <{mail}>, of: {mail}.") == "Mail <[mail]>, of: [mail]."


def test_words_that_only_have_the_sign_stay() -> None:
    assert redact("Volg @zwolle of jan@ op plek @ 3") == "Volg @zwolle of jan@ op plek @ 3"


def test_long_text_without_anything_is_left_as_it_is() -> None:
    for text in ("ß" * 100_000, "0" * 100_000, "a." * 50_000, "()" * 50_000, "a'" * 50_000, "+" * 100_000):
        assert redact(text) == text


@examples(50)
@given(st.text(alphabet="0123456789+-() @.aA/\u00a0\u2011"))
def test_what_is_hidden_once_stays_hidden(text: str) -> None:
    assert redact(redact(text)) == redact(text)
