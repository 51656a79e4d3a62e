"""A stated reason: long enough to say something, storable, and without names."""

import pytest

from sar.wording import reasons


@pytest.mark.parametrize(
    "written", ["", "   ok   ", "x" * 1001, "long enough\x00, and yet", "\ud800" * 20]
)
def test_what_is_no_reason_is_explained_at_its_field_and_kept_nowhere(written: str) -> None:
    stated = reasons.state(written, path="why")
    (finding,) = stated.findings
    assert (finding.path, finding.rule, stated.words) == ("why", "reason", "")
    assert finding.remedy


def test_a_reason_is_stored_without_names_and_shown_in_no_repr() -> None:
    stated = reasons.state("  Told Mary Quarterbrook, 312-555-0143, what we found.  ", path="words")
    assert stated.findings == ()
    assert stated.words.startswith("Told [PERSON 1]")
    assert "555" not in stated.words
    assert "Told" not in repr(stated)


def test_a_longer_reason_is_taken_where_more_is_allowed() -> None:
    written = "Because of what is said in the report. " * 60
    assert reasons.state(written, path="why").findings
    assert reasons.state(written, path="why", most=4000).findings == ()
