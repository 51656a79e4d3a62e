"""What the checks of the gate, attributes and groups are called on the pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Agency

_CHECKS = {
    "decisions": "Enough decisions to judge by",
    "better": "Better than what orders the queue now",
    "calibration": "Says how likely it is, truly",
    "weights": "Learned everything that it weighs",
}
_KINDS = {
    "parity by": "Even-handed, by",
    "swap": "Other words for",
    "probe": "Cannot be read from what it is given:",
}


def words_of(check: str) -> str:
    """Return what a check is called: ``"swap race"`` is "Other words for: race"."""
    if check in _CHECKS:
        return _CHECKS[check]
    for begin, words in _KINDS.items():
        if check.startswith(begin):
            rest = check.removeprefix(begin).strip().replace("_", " ")
            return f"{words} {rest.replace(', unhidden', ', nothing hidden')}"
    return check


def unit_names(session: Session) -> dict[str, str]:
    """Return the names of units by number."""
    found = session.execute(select(Agency.agency_id, Agency.name))
    return {str(agency_id): name for agency_id, name in found}
