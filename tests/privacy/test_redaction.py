import pytest

from privacy.errors import PrivacyError, RedactionError
from privacy.redaction import LABELS, Redacted, redact, redact_fields
from privacy.spans import Kind, Span

NARRATIVE = (
    "Maria Lopez (312-555-0142) saw plate ABC 1234 at 1427 N Oak St. "
    "Lopez called 312.555.0142 again; the ABC 1234 had left."
)


def test_the_same_value_has_the_same_placeholder_and_others_have_others():
    redacted = redact(NARRATIVE)
    assert redacted.text == (
        "[PERSON 1] ([PHONE 1]) saw plate [PLATE 1] at [ADDRESS 1]. "
        "[PERSON 2] called [PHONE 1] again; the [PLATE 1] had left."
    )


def test_offsets_point_at_the_placeholder_and_at_the_original():
    for span in redact(NARRATIVE).spans:
        assert redact(NARRATIVE).text[span.start : span.end] == span.placeholder
    phone = next(span for span in redact(NARRATIVE).spans if span.kind is Kind.PHONE)
    assert NARRATIVE[phone.source_start : phone.source_end] == "312-555-0142"
    assert phone.reason == "Has the shape of a telephone number."


def test_offsets_in_the_original_are_exact_behind_disguises():
    text = "\u202eX\u200b 312\u20135\u00ad55\u20130142!"
    (span,) = redact(text).spans
    assert text[span.source_start : span.source_end] == "312\u20135\u00ad55\u20130142"
    assert redact(text).text == "\u202eX\u200b [PHONE 1]!"


def test_the_empty_text_gives_the_empty_text():
    assert redact("") == Redacted("", ())


def test_fields_share_one_numbering_and_what_is_found_in_one_is_hidden_in_all():
    redacted = redact_fields(
        {
            "narrative": "The guard, Okonjo Vettriano, ran the plate: KLM 4821.",
            "place": "Behind the shed, where KLM 4821 stood; Vettriano has keys.",
            "note": "call 312-555-0142",
        }
    )
    assert redacted["narrative"].text == "The guard, [PERSON 1], ran the plate: [PLATE 1]."
    assert redacted["place"].text == "Behind the shed, where [PLATE 1] stood; [PERSON 2] has keys."
    assert redacted["note"].text == "call [PHONE 1]"


def test_a_name_given_in_a_whole_field_is_found_in_the_narrative_even_in_small_letters():
    redacted = redact_fields(
        {
            "people.0.name": "Zyqar Vontelli",
            "narrative": "zyqar vontelli left. Vontelli had a key.",
        },
        whole=["people.0.name"],
    )
    assert redacted["people.0.name"].text == "[PERSON 1]"
    assert redacted["narrative"].text == "[PERSON 1] left. [PERSON 2] had a key."


def test_a_name_given_in_a_whole_field_is_found_in_a_narrative_of_capitals():
    redacted = redact_fields(
        {
            "people.0.name": "VONTELLI, ZYQAR",
            "narrative": "LATER VONTELLI FLED; ZYQAR VONTELLI HID.",
        },
        whole=["people.0.name"],
    )
    assert "VONTELLI" not in redacted["narrative"].text
    assert redacted["narrative"].text.endswith("[PERSON 1] HID.")


@pytest.mark.parametrize("text", ["x", " ", "Blue Hat", "\u200b", "[HIDDEN 1]", "two\nlines"])
def test_a_whole_field_is_hidden_entirely(text):
    redacted = redact_fields({"answer": text}, whole=["answer"])["answer"]
    (span,) = redacted.spans
    assert redacted.text == span.placeholder != text
    assert (span.source_start, span.source_end, span.kind) == (0, len(text), Kind.WHOLE_FIELD)


def test_an_empty_whole_field_stays_empty():
    assert redact_fields({"answer": ""}, whole=["answer"])["answer"] == Redacted("", ())


def test_a_whole_field_that_is_one_identifier_takes_its_kind():
    redacted = redact_fields(
        {"phone": "312-555-0142", "text": "He has 312 555 0142"}, whole=["phone"]
    )
    assert redacted["phone"].text == "[PHONE 1]"
    assert redacted["text"].text == "He has [PHONE 1]"


def test_a_whole_name_that_is_no_field_is_ignored():
    assert redact_fields({"a": "b"}, whole=["c"])["a"].text == "b"


@pytest.mark.parametrize("literal", ["[PERSON 1]", "[person 1]", "[ PERSON_1 ]", "［PERSON １］"])
def test_a_placeholder_typed_by_the_author_is_kept_and_its_number_never_given_out(literal):
    redacted = redact(f"{literal} met John Smith.")
    assert redacted.text == f"{literal} met [PERSON 2]."


def test_every_kind_has_a_label_of_its_own():
    assert len(set(LABELS.values())) == len(Kind)


def raising(text):
    raise RuntimeError("Quillfeather " + text)


def outside(text):
    yield Span(0, len(text) + 1, Kind.PERSON, "rule")


def not_a_span(text):
    yield (0, 1)


@pytest.mark.parametrize("recognizer", [raising, outside, not_a_span])
def test_a_broken_recognizer_stops_the_redaction_and_nothing_is_quoted(recognizer):
    with pytest.raises(RedactionError, match=recognizer.__name__) as caught:
        redact("John Quillfeather", recognizers=[recognizer])
    assert isinstance(caught.value, PrivacyError)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert "Quillfeather" not in str(caught.value)


def test_a_recognizer_of_ones_own_can_be_used_alone():
    def vowels(text):
        return (Span(i, i + 1, Kind.HANDLE, "A vowel.") for i, c in enumerate(text) if c in "aeiou")

    assert redact("cab", recognizers=[vowels]).text == "c[HANDLE 1]b"


def test_no_repr_shows_the_text():
    redacted = redact("A gate. Met John Quillfeather.")
    assert "gate" not in repr(redacted)
    assert "Quillfeather" not in repr(redacted)


def test_a_found_value_keeps_the_reason_of_its_rule():
    (span,) = redact("Met John Smith.").spans
    assert span.reason == "A given name with a family name."


def test_redacting_twice_changes_nothing_more():
    once = redact(NARRATIVE).text
    assert redact(once).text == once


def test_the_name_of_a_town_is_no_person_in_its_own_place_and_a_persons_name_is_hidden_elsewhere():
    fields = {
        "narrative": "Robert Jackson, 555-0147, cut the lock. Jackson ran.",
        "place.facility": "Jackson Water Plant, office of Maria Delgado",
        "place.city": "Jackson",
        "people.0.name": "Robert Jackson",
    }
    shown = redact_fields(fields, whole={"people.0.name"})
    assert shown["place.city"].text == "Jackson"
    assert shown["place.facility"].text == "Jackson Water Plant, office of [PERSON 3]"
    assert shown["narrative"].text == "[PERSON 1], [PHONE 1], cut the lock. [PERSON 2] ran."
    assert shown["people.0.name"].text == "[PERSON 1]"
    typed = redact_fields({"place.city": "Jackson, call 312-555-0147"})
    assert typed["place.city"].text == "Jackson, call [PHONE 1]"
