"""An excerpt holds what is near its places, and every span of it maps back to the same words."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.recognizers.excerpts import AFTER_CHARS, BEFORE_CHARS, excerpt_near
from privacy.spans import Kind, Span, is_inside

FAR = "word " * 200


def spans_of(pattern, text):
    return [Span(*match.span(), Kind.PLACE, "rule") for match in re.finditer(pattern, text)]


@settings(deadline=None)
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
