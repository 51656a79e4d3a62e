from itertools import pairwise

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
        ("&#0;&#1114112;&#55296;", "\x00??"),
    ],
)
def test_a_disguise_is_undone(disguised, plain):
    assert read(disguised).text == plain


@pytest.mark.parametrize("text", ["Иванов", "Αθήνα", "José Núñez", "ﬁ & <unknown>", "İstanbul"])
def test_what_is_no_disguise_stays(text):
    assert read(text).text.replace("fi", "ﬁ") == text


@given(st.text())
def test_every_letter_of_the_reading_maps_into_the_original_in_order(text):
    reading = read(text)
    ranges = [reading.original_range(place, place + 1) for place in range(len(reading.text))]
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    starts = [start for start, _ in ranges]
    assert starts == sorted(starts)
    assert all(one == two or one[1] <= two[0] for one, two in pairwise(ranges))


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_plain_text_without_markup_is_its_own_reading(text):
    if "&" not in text and "<" not in text:
        assert read(text).text == text


def test_a_range_covers_the_invisible_characters_inside_but_not_around():
    reading = read("\u200bJo\u200bhn\u200b!")
    assert reading.original_range(0, 4) == (1, 6)


def test_a_reading_never_shows_the_text_in_its_repr():
    assert "Quillfeather" not in repr(read("é Quillfeather"))
