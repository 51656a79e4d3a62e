"""What an analyst narrows the queue to: it travels from page to page in forms and addresses."""

import re
from collections.abc import Mapping

from indicators.codes import TARGET_SECTOR
from indicators.definitions import INDICATOR_ID
from sar.values import frozen
from triage.decisions import OPEN_STATES

_NUMBER = re.compile(r"[0-9]{1,9}")


@frozen
class Filters:
    """The part of the queue that is asked for; "" means all.

    `sector` is a NIEM target sector code, `behaviour` an indicator id, `state` an open state.
    `incident` is the number of one that is live, 0 for none.
    `is_aside` asks for what was set aside until later, instead of what waits now.
    """

    sector: str = ""
    behaviour: str = ""
    state: str = ""
    is_aside: bool = False
    incident: int = 0

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the query of an address."""
        pairs = {"sector": self.sector, "behaviour": self.behaviour, "state": self.state}
        pairs["incident"] = str(self.incident) if self.incident else ""
        pairs["aside"] = "yes" if self.is_aside else ""
        return {name: value for name, value in pairs.items() if value}


def read_filters(given: Mapping[str, str]) -> Filters:
    """Return the filters that `given` names; what does not exist counts as not given."""
    number = given.get("incident", "")
    sector, behaviour, state = (given.get(name, "") for name in ("sector", "behaviour", "state"))
    return Filters(
        sector=sector if sector in TARGET_SECTOR else "",
        behaviour=behaviour if INDICATOR_ID.fullmatch(behaviour) else "",
        state=state if state in OPEN_STATES else "",
        is_aside=given.get("aside") == "yes",
        incident=int(number) if _NUMBER.fullmatch(number) else 0,
    )
