"""Properties that redaction keeps on any text."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from privacy.redaction import redact, redact_fields
from privacy.repeats import canonical
from privacy.spans import Kind

# Pieces are made up: no real person's data.
IDENTIFIERS = [
    "John Smith", "Okonkwo, Adaeze", "MARIA LOPEZ", "Sgt. Nguyen", "J. D. Park", "named Zyqar",
    "312-555-0142", "(312) 555 0199", "+44 7700 900123", "536-22-8714", "SSN 219099999",
    "j.smith@example.com", "https://example.org/a?b=c", "203.0.113.45", "2001:db8::1",
    "4111 1111 1111 1111", "VIN 1HGCM82633A004352", "plate ABC 1234", "1427 N Oak St, Apt 3B",
    "PO Box 221", "DOB 03/14/1987", "passport C01234567", "DL D1234567", "@red_lantern",
    "account no. 00123456789", "W 63rd St/S Halsted St",
]  # fmt: skip
GLUE = [" ", " ", ", ", ". ", "\n", "\t", "/", "; ", " and ", " the gate ", "\u200b", "é", "(", "]"]

stories = st.lists(
    st.one_of(st.sampled_from(IDENTIFIERS), st.sampled_from(GLUE), st.text(max_size=6)), max_size=14
).map("".join)


@settings(deadline=None)
@given(st.one_of(st.text(), stories))
@example("\ud800John Smith\udfff")
@example("ﬁ312-555-0142ﬁ")
@example("&#45;&#x10FFFF;</b><b>")
def test_outside_the_hidden_spans_the_text_is_kept_exactly(text):
    redacted = redact(text)
    rebuilt, position, source = [], 0, 0
    for span in redacted.spans:
        assert position <= span.start < span.end <= len(redacted.text)
        assert source <= span.source_start < span.source_end <= len(text)
        assert redacted.text[span.start : span.end] == span.placeholder
        assert redacted.text[position : span.start] == text[source : span.source_start]
        rebuilt += [text[source : span.source_start], text[span.source_start : span.source_end]]
        position, source = span.end, span.source_end
    assert redacted.text[position:] == text[source:]
    assert "".join(rebuilt) + text[source:] == text


def words(text):
    return re.findall(r"[^\W_]+", text.casefold())


def holds(inner, outer):
    size = len(inner)
    return any(outer[at : at + size] == inner for at in range(len(outer) - size + 1))


@settings(deadline=None)
@given(stories)
def test_no_value_that_was_found_remains_in_the_redacted_text(text):
    redacted = redact(text)
    left = [w for part in re.split(r"\[[A-Z ]+ \d+\]", redacted.text) for w in [*words(part), "|"]]
    for span in redacted.spans:
        value = words(text[span.source_start : span.source_end])
        is_distinct = sum(map(len, value)) >= 8 and len(value) <= 12
        has_digit = any(c.isdigit() for word in value for c in word)
        if is_distinct and (has_digit or span.kind is Kind.PERSON) and len(value) > 1:
            assert not holds(value, left)


@settings(deadline=None)
@given(stories)
def test_one_placeholder_stands_for_one_value_only(text):
    values = {}
    for span in redact(text).spans:
        value = canonical(span.kind, text[span.source_start : span.source_end])
        values.setdefault(span.placeholder, set()).add(value)
    if text.isascii():
        assert all(len(each) == 1 for each in values.values())


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), stories, max_size=4), st.data())
def test_a_whole_field_never_shows_a_letter_of_its_text(fields, data):
    whole = data.draw(st.lists(st.sampled_from(sorted(fields)), unique=True)) if fields else []
    redacted = redact_fields(fields, whole=whole)
    assert list(redacted) == list(fields)
    for name in whole:
        assert redacted[name].text == "".join(span.placeholder for span in redacted[name].spans)
