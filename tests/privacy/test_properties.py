"""Properties that redaction keeps on any text."""

import html
import json
import re
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privacy.recognizers import RULES
from privacy.redaction import redact, redact_fields
from privacy.repeats import canonical
from privacy.training.fillers import fill, templates

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


# Of each kind one whose digits are no part of another's; hidden in any case of its letters.
SECRETS = [
    "312-555-0142", "+44 7700 900123", "536-22-8714", "SSN 219 09 9999", "4111 1111 1111 1111",
    "j.smith99@example.com", "https://example.org/a77?b=c", "203.0.113.45", "2001:db8::17",
    "VIN 1HGCM82633A004352", "plate ABC 1234", "1427 N Oak St, Apt 3B", "PO Box 22188",
    "DOB 03/14/1987", "passport C01234567", "DL D1234567", "account no. 00123456789",
    "GB82WEST12345698765432", "00:1A:2B:3C:4D:5E", "IMEI 490154203237518", "FBI# 84392KB1",
    "badge 44712", "38 years old", "three one two five five five zero one nine nine",
]  # fmt: skip
SEPARATORS = [
    " ",
    ", ",
    ". ",
    "\n",
    "\t",
    "; ",
    " | ",
    ") (",
    " \u2013 ",
    "\u200b ",
    "<br>",
    "&nbsp;",
]
RENDERINGS = (str, str.upper, str.lower, str.casefold, html.escape, json.dumps)


def squeezed(text):
    """Return the letters and digits of a text, in small letters, without placeholders."""
    return re.sub(r"[\W_]+", "", re.sub(r"\[[A-Z ]+ \d+\]", "|", text).casefold())


def secret_part(identifier):
    """Return what follows the cue: the part that must not be left."""
    return squeezed(
        re.sub(r"^(?:SSN|VIN|plate|DOB|passport|DL|account no\.|IMEI|FBI#|badge) ", "", identifier)
    )


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(SECRETS),
            st.sampled_from([str, str.upper, str.lower, str.title]),
            st.sampled_from(SEPARATORS),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda part: part[0],
    )
)
def test_no_identifier_survives_in_any_rendering_whatever_its_case_and_neighbours(parts):
    text = "Seen: " + "".join(case(secret) + separator for secret, case, separator in parts)
    redacted = redact(text, recognizers=RULES).text
    for secret, _, _ in parts:
        for rendering in RENDERINGS:
            assert secret_part(secret) not in squeezed(rendering(redacted))


@settings(max_examples=60, derandomize=True)
@given(stories)
@example("SSN 219099999/plate ABC 1234")
def test_redacting_twice_changes_nothing(text):
    once = redact(text).text
    assert redact(once).text == once


GENRES = ("police", "shorthand", "chat", "mail", "form", "soft", "towards", "organisation")


@pytest.mark.parametrize("seed", range(25))
def test_redacting_a_made_up_report_twice_changes_nothing(seed):
    random = Random(seed)
    sentences = [fill(random.choice(templates()[random.choice(GENRES)]), random) for _ in range(8)]
    text = "\n".join("".join(piece.text for piece in pieces) for pieces in sentences)
    for spelled in (str, str.upper, str.lower):
        once = redact(spelled(text)).text
        assert redact(once).text == once


@given(stories)
def test_one_placeholder_stands_for_one_value_only(text):
    values = {}
    for span in redact(text).spans:
        value = canonical(span.kind, text[span.source_start : span.source_end])
        values.setdefault(span.placeholder, set()).add(value)
    if text.isascii():
        assert all(len(each) == 1 for each in values.values())


@given(st.dictionaries(st.text(max_size=5), stories, max_size=4), st.data())
def test_a_whole_field_never_shows_a_letter_of_its_text(fields, data):
    whole = data.draw(st.lists(st.sampled_from(sorted(fields)), unique=True)) if fields else []
    redacted = redact_fields(fields, whole=whole)
    assert list(redacted) == list(fields)
    for name in whole:
        assert redacted[name].text == "".join(span.placeholder for span in redacted[name].spans)
