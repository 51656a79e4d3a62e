"""An excerpt holds what is near its places, and every span of it maps back to the same words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from privacy.recognizers.excerpts import AFTER_CHARS, BEFORE_CHARS, excerpt_near
from privacy.recognizers.near_letters import near_letters
from privacy.recognizers.recognizer import by_first_letter
from privacy.spans import Kind, Span, is_inside

FAR = "word " * 200


def spans_of(pattern, text):
    return [Span(*match.span(), Kind.PLACE, "rule") for match in re.finditer(pattern, text)]


@given(
    st.lists(st.sampled_from([FAR, "x7", " ", "\n", "Oak 12", "é", "wordword" * 40]), max_size=9)
)
def test_every_word_of_an_excerpt_stands_at_the_same_place_of_the_text(parts):
    text = "".join(parts)
    digits = [match.span() for match in re.finditer(r"\d+", text)]
    excerpt = excerpt_near(text, digits)
    found = spans_of(r"[^\s\ufffc]+", excerpt.text)
    back = [excerpt.in_text(span) for span in found]
    assert [text[span.start : span.end] for span in back] == [
        excerpt.text[span.start : span.end] for span in found
    ]
    assert back == sorted(back, key=lambda span: span.start)
    assert all(is_inside(Span(*each, Kind.PLACE, "rule"), back) for each in digits)


def test_an_excerpt_reaches_to_the_words_around_and_no_further():
    text = f"{FAR}Seen 7 times{FAR}"
    place = text.index("7")
    excerpt = excerpt_near(text, [(place, place + 1)])
    [seen] = spans_of("Seen 7 times", excerpt.text)
    assert text[excerpt.in_text(seen).start :].startswith("Seen 7 times")
    assert BEFORE_CHARS + AFTER_CHARS < len(excerpt.text) < 2 * (BEFORE_CHARS + AFTER_CHARS) + 40


def test_nothing_near_is_nothing_and_nearly_all_is_the_text_itself():
    assert excerpt_near(FAR, []).text == ""
    assert excerpt_near("Seen 7 times", [(5, 6)]).text == "Seen 7 times"


def test_an_excerpt_begins_with_the_text_if_its_first_character_is_near():
    excerpt = excerpt_near(f"7{FAR}{FAR}8", [(0, 1)])
    assert excerpt.text.startswith("7word")
    assert excerpt.in_text(Span(0, 1, Kind.PLACE, "rule")) == Span(0, 1, Kind.PLACE, "rule")


ROW = "12-34 " * 400


def recognize_words(text):
    return spans_of(r"[^\W\d_]+(?: \d+){0,9}", text)


@given(st.lists(st.sampled_from([ROW, "1 " * 299, "acct 12345 678", " ", "Oak", "\n"]), max_size=7))
def test_what_begins_with_a_letter_is_found_beside_rows_of_numbers_as_without_them(parts):
    text = "".join(parts)
    found = list(near_letters([recognize_words])(text))
    assert [text[span.start : span.end] for span in found] == [
        text[span.start : span.end] for span in recognize_words(text)
    ]


def test_the_inside_of_a_row_without_a_letter_is_not_read_for_words():
    read = []
    list(near_letters([lambda text: read.append(text) or []])(f"Oak {ROW}{ROW} elm"))
    assert len(read) == 1
    assert read[0].startswith("Oak 12-34")
    assert read[0].endswith("34  elm")
    assert len(read[0]) < len(ROW) / 2
    assert list(near_letters([lambda text: read.append(text) or []])(ROW)) == []
    assert len(read) == 1


def test_alternatives_by_their_first_letter_match_what_they_matched():
    words = r"ave?|avenue|st|street|mount(?:ains?)?"
    grouped = re.compile(rf"(?:{by_first_letter(words)})\b")
    plain = re.compile(rf"(?:{words})\b")
    for text in ("av", "ave", "aven", "avenue", "st", "str", "street", "mountain", "mountainst"):
        assert bool(grouped.match(text)) == bool(plain.match(text))
