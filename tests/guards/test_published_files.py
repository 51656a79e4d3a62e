"""A published set file is never edited afterwards: its hash is repeated here."""

from indicators.loading import shipped_sets

PUBLISHED = {
    "1.0.0": "63db97bbe14f608d16664c4584cd7510083056926b47fdcc908de6631c7f30f3",
    "2.0.0": "ed469cbe481a88a9344cf240183aa81352c681c46062f4c468f4e7f300108953",
}


def test_every_published_set_still_has_its_recorded_hash() -> None:
    assert {each.version: each.sha256 for each in shipped_sets()} == PUBLISHED
