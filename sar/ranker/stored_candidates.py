"""What a ranker may see of stored reports, as it was when nobody had read them.

Whoever reads a report adds to it: links, another behaviour. Of a decided report none of that is
given to a ranker: it would learn from the answer, and miss it in every report that waits.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.validation import asked_elements
from privacy.attributes import mask_mentions
from sar import db
from sar.models import Correction, Decision, Report, ReportBehaviour, ReportLink, Take
from sar.ranker.scoring import rule_score
from sar.reports.stored_answers import stored_answers
from sar.sets.facts import behaviour_fact
from sar.sets.published import published_sets
from triage.candidates import BehaviourFact, Candidate, PlacePrecision
from triage.rules import similar_of

COLUMNS = (
    Report.report_id,
    Report.set_sha256,
    Report.sector,
    Report.source,
    Report.occurred_at,
    Report.occurred_zone,
    Report.received_at,
    Report.coded_answers,
    Report.redacted,
    Report.place_shown,
    Report.score,
    Report.score_version,
    Report.reasons,
    Report.rule_reasons,
)

_NUMBERS: Any = bindparam("numbers", expanding=True)
_PICKS, _CORRECTIONS, _LINKED, _TAKES, _DECISIONS = (
    db.table_of(each).c for each in (ReportBehaviour, Correction, ReportLink, Take, Decision)
)
_PICKED = (
    select(_PICKS.report_id, _PICKS.indicator_id)
    .where(_PICKS.report_id.in_(_NUMBERS))
    .order_by(_PICKS.report_id, _PICKS.rank)
)
_CORRECTED = (
    select(_CORRECTIONS.report_id, _CORRECTIONS.before)
    .where(_CORRECTIONS.report_id.in_(_NUMBERS))
    .order_by(_CORRECTIONS.correction_id.desc())
)
_LINKS = select(_LINKED.report_id, _LINKED.other_id, _LINKED.linked_at).where(
    or_(_LINKED.report_id.in_(_NUMBERS), _LINKED.other_id.in_(_NUMBERS))
)
_FIRST_READ = tuple(
    select(table.report_id, func.min(moment))
    .where(table.report_id.in_(_NUMBERS))
    .group_by(table.report_id)
    for table, moment in ((_TAKES, _TAKES.taken_at), (_DECISIONS, _DECISIONS.decided_at))
)


def stored_candidates(
    session: Session, rows: Sequence[Row[Any]], *, masked: Mapping[str, str] | None = None
) -> list[Candidate]:
    """Return the candidate of each row, which holds `COLUMNS` at least.

    One that was purged has no text, and one whose set is gone no behaviours. `occurred_at` is in
    the zone of the report. Accounts that are `masked` already are not masked anew.
    """
    numbers = [row.report_id for row in rows]
    sets = {each.sha256: each.definition_set for each in published_sets(session)}
    behaviours = _behaviours(session, numbers)
    linked = _linked(session, numbers)
    return [
        _candidate(
            row,
            (masked or {}).get(account_of(row)) or mask_mentions(account_of(row)),
            sets.get(row.set_sha256),
            behaviours.get(row.report_id, ()),
            linked[row.report_id],
        )
        for row in rows
    ]


def account_of(row: Row[Any]) -> str:
    """Return the redacted account of a row; "" if it was purged."""
    return str(((row.redacted or {}).get("narrative") or {}).get("text", ""))


def _candidate(
    row: Row[Any],
    narrative: str,
    definition_set: DefinitionSet | None,
    behaviours: Sequence[str],
    linked: int,
) -> Candidate:
    redacted = row.redacted or {}
    answers = stored_answers(row.coded_answers, redacted)
    rules = rule_score(row)
    return Candidate(
        narrative=narrative,
        behaviours=tuple(
            _fact(definition_set, each, answers)
            for each in behaviours
            if definition_set is not None
        ),
        sector=row.sector or None,
        source=row.source,
        occurred_at=row.occurred_at.astimezone(ZoneInfo(row.occurred_zone)),
        received_at=row.received_at,
        place_precision=_precision(redacted, row.place_shown),
        has_people=any(path.startswith("people.") for path in redacted),
        has_vehicles=any(path.startswith("vehicles.") for path in redacted),
        similar_recent=similar_of(rules) if rules else 0,
        linked=linked,
    )


def _fact(
    definition_set: DefinitionSet, indicator_id: str, answers: Mapping[str, Mapping[str, Any]]
) -> BehaviourFact:
    indicator, given = definition_set.indicator(indicator_id), answers.get(indicator_id, {})
    asked = asked_elements(indicator, given)
    # An answer that the report's questions do not ask for was carried along by a correction.
    return behaviour_fact(indicator, answered=min(len(given), len(asked)), asked=len(asked))


def _precision(redacted: Mapping[str, Any], place_shown: str) -> PlacePrecision:
    if "place.street" in redacted:
        return PlacePrecision.ADDRESS
    if "place.facility" in redacted:
        return PlacePrecision.FACILITY
    return PlacePrecision.COORDINATES if place_shown else PlacePrecision.NONE


def _behaviours(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return what the officer picked, in the order of choice, whatever was corrected later."""
    picked: Any = db.ask(session, _PICKED, numbers=numbers)
    found = {
        report_id: tuple(indicator_id for _, indicator_id in group)
        for report_id, group in groupby(picked, key=itemgetter(0))
    }
    # The first correction comes last and says what there was before all of them.
    corrections: Any = db.ask(session, _CORRECTED, numbers=numbers)
    return found | {report_id: tuple(before) for report_id, before in corrections}


def _linked(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """Count for each report the links that were made before anybody read it."""
    found = dict.fromkeys(numbers, 0)
    links: Any = db.ask(session, _LINKS, numbers=numbers).all()
    read = _first_read(session, numbers) if links else {}
    for *pair, linked_at in links:
        for each in pair:
            if each in found and (each not in read or linked_at < read[each]):
                found[each] += 1
    return found


def _first_read(session: Session, numbers: Sequence[int]) -> dict[int, datetime]:
    """Return when each report was taken or decided on for the first time; none of the others."""
    found: dict[int, datetime] = {}
    for query in _FIRST_READ:
        rows: Any = db.ask(session, query, numbers=numbers)
        for number, first in rows:
            found[number] = min(first, found.get(number, first))
    return found
