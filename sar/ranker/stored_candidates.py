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

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.validation import asked_elements
from privacy.attributes import mask_mentions
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


def stored_candidates(session: Session, rows: Sequence[Row[Any]]) -> list[Candidate]:
    """Return the candidate of each row, which holds `COLUMNS` at least.

    One that was purged has no text, and one whose set is gone no behaviours. `occurred_at` is in
    the zone of the report.
    """
    numbers = [row.report_id for row in rows]
    sets = {each.sha256: each.definition_set for each in published_sets(session)}
    behaviours = _behaviours(session, numbers)
    linked = _linked(session, numbers)
    return [
        _candidate(
            row, sets.get(row.set_sha256), behaviours.get(row.report_id, ()), linked[row.report_id]
        )
        for row in rows
    ]


def _candidate(
    row: Row[Any], definition_set: DefinitionSet | None, behaviours: Sequence[str], linked: int
) -> Candidate:
    redacted = row.redacted or {}
    answers = stored_answers(row.coded_answers, redacted)
    rules = rule_score(row)
    return Candidate(
        narrative=mask_mentions(redacted.get("narrative", {}).get("text", "")),
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
    rows = session.execute(
        select(ReportBehaviour.report_id, ReportBehaviour.indicator_id)
        .where(ReportBehaviour.report_id.in_(numbers))
        .order_by(ReportBehaviour.report_id, ReportBehaviour.rank)
    )
    found = {
        report_id: tuple(indicator_id for _, indicator_id in group)
        for report_id, group in groupby(rows, key=itemgetter(0))
    }
    corrections = session.execute(
        select(Correction.report_id, Correction.before)
        .where(Correction.report_id.in_(numbers))
        .order_by(Correction.correction_id.desc())
    )
    # The first correction comes last and says what there was before all of them.
    return found | {report_id: tuple(before) for report_id, before in corrections}


def _linked(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """Count for each report the links that were made before anybody read it."""
    read = _first_read(session, numbers)
    found = dict.fromkeys(numbers, 0)
    links = session.execute(
        select(ReportLink.report_id, ReportLink.other_id, ReportLink.linked_at).where(
            or_(ReportLink.report_id.in_(numbers), ReportLink.other_id.in_(numbers))
        )
    )
    for *pair, linked_at in links:
        for each in pair:
            if each in found and (each not in read or linked_at < read[each]):
                found[each] += 1
    return found


def _first_read(session: Session, numbers: Sequence[int]) -> dict[int, datetime]:
    """Return when each report was taken or decided on for the first time; none of the others."""
    found: dict[int, datetime] = {}
    for report_id, moment in (
        (Take.report_id, func.min(Take.taken_at)),
        (Decision.report_id, func.min(Decision.decided_at)),
    ):
        query = select(report_id, moment).where(report_id.in_(numbers)).group_by(report_id)
        for number, first in session.execute(query):
            found[number] = min(first, found.get(number, first))
    return found
