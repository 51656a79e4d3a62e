"""The linear model that decides: plain numbers per readable feature.

`weights.json` holds, for each feature, one weight per role in thousandths; `training` makes it.
"""

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from privacy.attributes.mentions import Role

BASIS_HANDICAP = 300
"""Thousandths by which basis must lead: to stop a description costs more than to miss a basis."""

RULE_LEAD = 1000
"""Thousandths that what a rule says has beyond its weights; chosen by fourfold cross-validation."""


@cache
def _weights() -> tuple[tuple[Role, ...], dict[str, list[int]]]:
    content = json.loads(files("privacy.attributes").joinpath("weights.json").read_text("utf-8"))
    return tuple(map(Role, content["roles"])), content["weights"]


def choose(features: Collection[str], told: Role | None, *, among: Collection[Role]) -> Role:
    """Return the role with the greatest sum of weights; unknown features count for nothing.

    `told` is what a rule says, which leads by `RULE_LEAD`.
    """
    roles, weights = _weights()
    known = [weights[feature] for feature in ("bias", *features) if feature in weights]
    sums = dict(zip(roles, map(sum, zip(*known, strict=True)), strict=True))
    sums[Role.BASIS] -= BASIS_HANDICAP
    if told is not None:
        sums[told] += RULE_LEAD
    return max(among, key=lambda role: sums[role])
