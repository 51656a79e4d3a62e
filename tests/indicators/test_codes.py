"""Tests of the NIEM code tables."""

import pytest

from indicators.codes import SUSPICIOUS_ACTIVITY, TARGET_SECTOR, TIP_CLASS, TIP_DOMAIN
from indicators.loading import shipped_sets


def test_the_tables_have_as_many_codes_as_niem_6() -> None:
    counts = [len(each) for each in (SUSPICIOUS_ACTIVITY, TARGET_SECTOR, TIP_CLASS, TIP_DOMAIN)]
    assert counts == [16, 34, 18, 8]


@pytest.mark.parametrize(
    ("published", "normalised"),
    [
        ("BREACH/ATTEMPTED INSTRUSION", "Breach/Attempted Intrusion"),
        ("Counterfitting", "Counterfeiting"),
        ("Contaimination", "Contamination"),
        ("RECRUITING", "Recruiting"),
    ],
)
def test_published_labels_keep_their_typing_errors(published: str, normalised: str) -> None:
    labels = {**SUSPICIOUS_ACTIVITY, **TIP_CLASS}.values()
    assert (published, normalised) in labels


def test_each_shipped_set_uses_every_suspicious_activity_code_once() -> None:
    for definition_set in shipped_sets():
        used = sorted(each.niem_code for each in definition_set.indicators)
        assert used == sorted(SUSPICIOUS_ACTIVITY)


def test_edition_1_5_has_the_names_that_niem_still_uses() -> None:
    for each in shipped_sets()[0].indicators:
        assert SUSPICIOUS_ACTIVITY[each.niem_code].normalised == each.name
