"""Links between reports: near-duplicates and related accounts, found by what rarely occurs.

Give masked text only: redacted, without protected attributes. Nothing here reads a name.
"""

from triage.linking.features import Features, features_of
from triage.linking.index import Found, Index, add, nearest, new_index, remove
from triage.linking.pairs import Pairs, duplicate_pairs, like_pairs

__all__ = [
    "Features",
    "Found",
    "Index",
    "Pairs",
    "add",
    "duplicate_pairs",
    "features_of",
    "like_pairs",
    "nearest",
    "new_index",
    "remove",
]
