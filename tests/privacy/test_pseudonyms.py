import pytest

from privacy.pseudonyms import code_of
from privacy.redaction import redact, redact_fields
from privacy.spans import Kind

KEY, OTHER = b"k" * 32, b"o" * 32


def texts(*narratives, key=KEY):
    return [
        redact_fields({"text": narrative}, pseudonym_key=key)["text"].text
        for narrative in narratives
    ]


def test_a_value_has_one_placeholder_in_every_report_under_one_key():
    first, second = texts("Call 312-555-0142 or 312-555-0199.", "It was 312.555.0142 again.")
    code = code_of(KEY, Kind.PHONE, "3125550142")
    assert first.startswith(f"Call [PHONE {code}] or [PHONE ~")
    assert first.count(code) == 1
    assert second == f"It was [PHONE {code}] again."


def test_another_key_or_kind_gives_another_code_and_without_a_key_numbers_are_given():
    codes = {
        code_of(KEY, Kind.PHONE, "3125550142"),
        code_of(OTHER, Kind.PHONE, "3125550142"),
        code_of(KEY, Kind.ACCOUNT, "3125550142"),
    }
    assert len(codes) == 3
    assert redact("Call 312-555-0142.").text == "Call [PHONE 1]."


def test_a_pseudonym_is_no_identifier_and_stays():
    (once,) = texts("Plate ABC 1234, born 03/14/1987.")
    assert redact(once).text == once
    assert texts(once) == [once]


def test_a_short_key_is_refused_without_quoting_anything():
    with pytest.raises(ValueError, match="at least 32 bytes") as caught:
        texts("Met John Quillfeather.", key=b"short")
    assert "Quillfeather" not in str(caught.value)
