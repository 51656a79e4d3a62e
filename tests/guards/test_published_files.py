"""A published set file is never edited afterwards: its hash is repeated here."""

from indicators.loading import shipped_sets

PUBLISHED = {
    "1.0.0": "63db97bbe14f608d16664c4584cd7510083056926b47fdcc908de6631c7f30f3",
    "1.1.0": "26c02dfc7bf123b5dee8a4c7c68b7d8ad66a0fd95323dbc29bc831cc06a22444",
    "2.0.0": "ed469cbe481a88a9344cf240183aa81352c681c46062f4c468f4e7f300108953",
    "2.1.0": "838bb3c873b7000783b815c4b30febd5b39fc0a8181e4783ab6c39397f9094f8",
}


def test_every_published_set_still_has_its_recorded_hash() -> None:
    assert {each.version: each.sha256 for each in shipped_sets()} == PUBLISHED
