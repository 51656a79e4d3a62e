"""Publicly reported cases in our own paraphrase, as reports that can be filed."""

import json
from dataclasses import field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from indicators.definitions import DefinitionSet, Indicator
from indicators.selection import offered
from sar.demo.answers import Material, invent_answers
from sar.demo.events import Truth
from sar.demo.generator import DemoReport, set_reference
from sar.values import frozen


@frozen
class PublicCase:
    """A case from a public source.

    Attributes
    ----------
    source, origin : str
        Address of the source, and which release or book it belongs to.
    outcome : str
        What the source says of the outcome; ``"n/k"`` when it says nothing.
    what_it_tests : str
        What a reviewer should notice.
    truth : Truth or None
        None when the source leaves it open.
    is_wrongly_ticked : bool
        True when the case has no behaviour at all and the ticked one is an officer's mistake.
    """

    case_id: str
    source: str
    origin: str
    outcome: str
    what_it_tests: str
    truth: Truth | None
    is_wrongly_ticked: bool
    filed: dict[str, Any] = field(repr=False)


@cache
def load_cases() -> tuple[PublicCase, ...]:
    """Read the cases that ship with the toolkit."""
    path = Path(__file__).with_name("cases.json")
    return tuple(_case(each) for each in json.loads(path.read_text(encoding="utf-8"))["cases"])


def case_report(case: PublicCase, *, definition_set: DefinitionSet, now: datetime) -> DemoReport:
    """Turn a case into a report under ``definition_set``, as if it had happened lately.

    ``now`` is aware. The real dates, 2009 to 2012, would only make every case look stale.
    """
    filed, indicators = case.filed, _indicators(case, definition_set)
    zone = ZoneInfo(filed["zone"])
    day = now.astimezone(zone).date() - timedelta(days=filed["days_before"])
    material = Material((filed["answer"],), {}, now, prefers=tuple(filed["prefers"]))
    rng = Random(case.case_id)  # noqa: S311  Demo data, not a secret.
    submission = {
        "set": set_reference(definition_set),
        "behaviours": [each.indicator_id for each in indicators],
        "answers": {
            each.indicator_id: invent_answers(each, material, rng=rng, share=0.0)
            for each in indicators
        },
        "narrative": filed["narrative"],
        "occurred": {
            "kind": "at",
            "date": day.isoformat(),
            "time": filed["time"],
            "zone": filed["zone"],
        },
        "place": dict(filed["place"]),
        "sector": filed["sector"],
        "people": [dict(each) for each in filed["people"]],
        "vehicles": [dict(each) for each in filed["vehicles"]],
        "source": filed["obtained"],
    }
    return DemoReport(submission, case.truth)


def _case(plain: dict[str, Any]) -> PublicCase:
    return PublicCase(
        case_id=plain["id"],
        source=plain["source"],
        origin=plain["origin"],
        outcome=plain["outcome"],
        what_it_tests=plain["what_it_tests"],
        truth=None if plain["truth"] is None else Truth(plain["truth"]),
        is_wrongly_ticked=plain["is_wrongly_ticked"],
        filed=plain,
    )


def _indicators(case: PublicCase, definition_set: DefinitionSet) -> tuple[Indicator, ...]:
    """Find the ticked behaviours; a set that knows none of them lends its first one."""
    codes = case.filed["behaviours"]
    choices = offered(definition_set)
    found = tuple(each for each in choices if each.niem_code in codes)
    return found or choices[:1]
