"""The linear model that decides where no rule does: plain numbers per readable feature.

`weights.json` holds, for each feature, one weight per role in thousandths; `training` makes it.
"""

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from privacy.attributes.mentions import Role

BASIS_HANDICAP = 350
"""Thousandths by which basis must lead: to stop a description costs more than to miss a basis."""


@cache
def _weights() -> tuple[tuple[Role, ...], dict[str, list[int]]]:
    content = json.loads(files("privacy.attributes").joinpath("weights.json").read_text("utf-8"))
    return tuple(map(Role, content["roles"])), content["weights"]


def choose(features: Collection[str], *, among: Collection[Role]) -> Role:
    """Return the role with the greatest sum of weights; unknown features count for nothing."""
    roles, weights = _weights()
    sums = dict.fromkeys(roles, 0)
    sums[Role.BASIS] -= BASIS_HANDICAP
    for feature in ("bias", *features):
        for role, weight in zip(roles, weights.get(feature, ()), strict=False):
            sums[role] += weight
    return max(among, key=lambda role: sums[role])
