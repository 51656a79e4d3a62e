"""What a draft would refuse of reports that the version before it accepts, in words."""

from indicators.definitions import DefinitionSet
from indicators.verdict import Direction, verdict

# The answer for two contents never changes; finding it takes tenths of a second.
_FOUND: dict[tuple[str, str], Direction] = {}
_MAX_FOUND = 64


def refusals(old: DefinitionSet, new: DefinitionSet) -> Direction:
    """Return which reports that `old` accepts are refused by `new`, with reasons and examples."""
    key = (old.sha256, new.sha256)
    found = _FOUND.get(key)
    if found is None:
        if len(_FOUND) >= _MAX_FOUND:
            _FOUND.clear()
        found = _FOUND[key] = verdict(old, new).backward
    return found
