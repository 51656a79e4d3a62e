"""A published set file is never edited afterwards: its hash is repeated here."""

from indicators.loading import shipped_sets

PUBLISHED = {
    "1.0.0": "63db97bbe14f608d16664c4584cd7510083056926b47fdcc908de6631c7f30f3",
    "1.1.0": "ebe191899827a358331c05f71f745952541818cbcd0cd4e5cb0ffe64b19e8613",
    "2.0.0": "ed469cbe481a88a9344cf240183aa81352c681c46062f4c468f4e7f300108953",
    "2.1.0": "3a2a08e437bcaf57b4c131ca3cdb29815c19d9daefdc1b6b24b9501d660c464d",
}


def test_every_published_set_still_has_its_recorded_hash() -> None:
    assert {each.version: each.sha256 for each in shipped_sets()} == PUBLISHED
