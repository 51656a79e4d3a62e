import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.reading import read


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("Jo\u200bhn", "John"),
        ("Sm\u00adith", "Smith"),
        ("\ufeff\u202eJohn\u202c", "John"),
        ("٣١٢", "312"),
        ("３１２−５５５", "312-555"),
        ("312\u2013555\u20110142", "312-555-0142"),
        ("312\u00a0555\u2009x", "312 555 x"),
        ("Ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "John@example.org"),
        ("O\u2019Brien", "O'Brien"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("J\u043ehn Sm\u0456th", "John Smith"),
        ("312&#45;555&#x2d;0142", "312-555-0142"),
        ("<b>John</b><br/>Smith", "John Smith"),
        ("\U0001d409\U0001d428\U0001d421\U0001d427", "John"),
        ("&#0;&#1114112;&#55296;", "??"),
        ("&amp;amp;#45;&lpar;&period;", "-(."),
        ("jane%40example.com", "jane@example.com"),
        ('<b class="x">Jo</b>hn<!-- x --><wbr>', "John"),
        ("John <john@example.com>", "John <john@example.com>"),
        ('<a title="John Smith">x</a>', '<a title="John Smith">x'),
        ("three one two, five five five, zero one four two", "312-555-0142"),
        ("oh double seven three triple nine", "0773999"),
        ("plate seven Sam Adam Mary one two three", "plate 7sam123"),
        ("jane [ at ] example (dot) com", "jane@example.com"),
        ("jane_doe AT mail DOT example DOT org", "jane_doe@mail.example.org"),
        ("hxxp[:]//bad[.]example", "http://bad.example"),
        ("www . shop . example . com", "www.shop.example.com"),
        ("6 3 0 . 5 5 5 . 0 1 7 7", "630.555.0177"),
        ("3I2-555-OI42", "312-555-0142"),
        ("312-55\n5-0142", "312-555-0142"),
        ("3\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e3", "312"),
        ("\u2476\u2474\u2475 \xb3\xb9\xb2", "312 312"),
        ("3\u03361\u03362\u0336", "312"),
        ("tag \u0410\u0412\u0421 1234", "tag ABC 1234"),
    ],
)
def test_a_disguise_is_undone(disguised, plain):
    assert read(disguised).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "Иванов",
        "Αθήνα",
        "José Núñez",
        "ﬁ & <unknown>",
        "İstanbul",
        "AT&T",
        "10 % 20",
        "one two punch",
        "at a dot",
        "He came at 5. The gate (at 6) was shut.",
        "SOS-BIZ-ISLO",
        "12\n34 rooms",
        "В ОТЕЛЕ",
    ],
)
def test_what_is_no_disguise_stays(text):
    assert read(text).text.replace("fi", "ﬁ") == text


@given(st.text())
def test_every_letter_of_the_reading_maps_into_the_original_in_order(text):
    reading = read(text)
    ranges = [reading.original_range(place, place + 1) for place in range(len(reading.text))]
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    starts = [start for start, _ in ranges]
    ends = [end for _, end in ranges]
    assert starts == sorted(starts)
    assert ends == sorted(ends)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_plain_text_without_signs_of_disguise_is_its_own_reading(text):
    if not set(text) & set("&<>%\\+()[]{}_*~`"):
        assert read(text).text == text


def test_a_range_covers_the_invisible_characters_inside_but_not_around():
    reading = read("\u200bJo\u200bhn\u200b!")
    assert reading.original_range(0, 4) == (1, 6)


def test_a_reading_never_shows_the_text_in_its_repr():
    assert "Quillfeather" not in repr(read("é Quillfeather"))
