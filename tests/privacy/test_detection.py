import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.detection import HIDDEN, READABLE, detect
from privacy.errors import RedactionError
from privacy.redaction import redact
from privacy.repeats import Repeats
from privacy.spans import Kind, Span


def test_a_text_gives_sorted_spans_with_kind_and_reason_in_its_own_offsets():
    text = "\u202eCall 312\u20135\u00ad55\u20130142, plate: KLM 4821. The KLM 4821 left."
    found = [(text[span.start : span.end], span.kind) for span in detect(text)]
    assert found == [
        ("312\u20135\u00ad55\u20130142", Kind.PHONE),
        ("KLM 4821", Kind.PLATE),
        ("KLM 4821", Kind.PLATE),
    ]
    assert all(span.reason.endswith(".") for span in detect(text))


def where(word, kind):
    def recognize(text):
        start = text.find(word)
        return [Span(start, start + len(word), kind, "Stands there.")] if start >= 0 else []

    return recognize


def test_a_readable_kind_never_takes_anything_from_a_hidden_one():
    long_place = where("Okonjo of Springfield", Kind.PLACE)
    name = where("Okonjo", Kind.PERSON)
    text = "Met Okonjo of Springfield."
    spans = detect(text, recognizers=[long_place, name])
    assert [(text[span.start : span.end], span.kind) for span in spans] == [
        ("Okonjo", Kind.PERSON),
        (" of Springfield", Kind.PLACE),
    ]
    assert redact(text, recognizers=[long_place, name]).text == "Met [PERSON 1] of Springfield."


def test_signs_that_are_left_of_a_readable_span_are_none():
    text = "They met at Fulton St & Nostrand Ave."
    assert [span.kind for span in detect(text)] == [Kind.ADDRESS]


def test_what_is_hidden_can_be_chosen():
    place = where("Springfield", Kind.PLACE)
    text = "Met in Springfield."
    assert redact(text, recognizers=[place]).text == text
    assert redact(text, recognizers=[place], hide=HIDDEN | {Kind.PLACE}).text == "Met in [PLACE 1]."
    assert {*HIDDEN, *READABLE} == set(Kind)


def test_a_broken_recognizer_stops_the_detection():
    with pytest.raises(RedactionError, match="outside the text"):
        detect("x", recognizers=[lambda text: [Span(0, 2, Kind.PERSON, "rule")]])


@given(st.text())
def test_what_is_hidden_is_what_is_detected(text):
    hidden = {(span.source_start, span.source_end, span.kind) for span in redact(text).spans}
    found = {(span.start, span.end, span.kind) for span in detect(text) if span.kind in HIDDEN}
    assert hidden == found


def test_a_part_of_a_name_is_found_again_in_small_letters_if_it_has_four():
    long, short = (Repeats([(Span(0, 10, Kind.PERSON, "r"), n)]) for n in ("Omar Ruiz", "Ana Ruiz"))
    assert [(span.start, span.end) for span in long.find("Later omar came")] == [(6, 10)]
    assert short.find("Later ana came") == []


def test_initials_are_found_again_only_where_capitals_tell_something():
    repeats = Repeats([(Span(0, 10, Kind.PERSON, "r"), "John Smith")])
    assert [(span.start, span.end) for span in repeats.find("Then JS left.")] == [(5, 7)]
    assert repeats.find("THEN JS LEFT.") == repeats.find("then js left.") == []
