"""Past reports to measure with: made up, filed as intake files them, and copied."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, text

from indicators.definitions import DefinitionSet, ElementKind
from indicators.validation import asked_elements
from sar import db
from sar.models import Account, Report, ReportBehaviour
from sar.models.reports import queue_place
from sar.sets.facts import behaviour_fact
from sar.sets.published import PublishedSet, current_set
from tests.past_reports import Filed, make_reports
from triage.candidates import Candidate, PlacePrecision
from triage.rules import RULES_VERSION, score

MADE = 5_000
"""So many reports are made up; the others are copies of them. Nothing is kept between reports."""

NOW = datetime.now(UTC)
ACCOUNT = "The person walked along the fence, stopped twice and wrote something down. " * 9


def revised(current: DefinitionSet) -> DefinitionSet:
    """Return a draft that changes a little of everything."""
    first, second, third, *rest = current.indicators
    return replace(
        current,
        version="90.0.0",
        indicators=(
            replace(first, weight=400 - first.weight),
            replace(
                second, elements=tuple(replace(each, required=True) for each in second.elements)
            ),
            replace(third, niem_code="SABOT"),
            *rest,
        ),
    )


def prepare(url: str, size: int) -> DefinitionSet:
    """Fill the database up to so many reports and return the version in force."""
    engine = db.open_engine(url)
    with db.reading(engine) as session:
        pinned = current_set(session, now=NOW)
        account = session.execute(select(Account)).scalars().first()
        assert account is not None
        owner = {"account_id": account.account_id, "agency_id": account.agency_id}
        present = session.execute(text("SELECT count(*) FROM reports")).scalar_one()
    if present == 0:
        made = make_reports(pinned.definition_set, MADE)
        rows = [_row(number, each, pinned) | owner for number, each in enumerate(made, start=1)]
        picked = [
            each for row, filed in zip(rows, made, strict=True) for each in _picked(row, filed)
        ]
        with engine.begin() as connection:
            connection.execute(insert(Report), rows)
            connection.execute(insert(ReportBehaviour), picked)
        present = MADE
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Made-up rows may be lost; to write them as carefully as reports takes much longer.
            raw: Any = connection.connection
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("PRAGMA cache_size=-1000000")
        for offset in range(present, size, MADE):
            _copy(connection, offset)
            connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return pinned.definition_set


def _copy(connection: Any, offset: int) -> None:
    """Copy the reports that were made up, `offset` further on."""
    number = Report.report_id + literal(offset)
    changed = {
        "report_id": number,
        "receipt": literal("C") + cast(number, String),
        "idempotency_sha256": cast(number, String),
    }
    columns = Report.__table__.columns
    values = [changed.get(each.name, each).label(each.name) for each in columns]
    source = select(*values).where(Report.report_id <= MADE)
    connection.execute(insert(Report).from_select([each.name for each in columns], source))
    columns = ReportBehaviour.__table__.columns
    shifted = {"report_id": ReportBehaviour.report_id + literal(offset)}
    values = [shifted.get(each.name, each).label(each.name) for each in columns]
    source = select(*values).where(ReportBehaviour.report_id <= MADE)
    connection.execute(insert(ReportBehaviour).from_select([each.name for each in columns], source))


def _row(number: int, filed: Filed, pinned: PublishedSet) -> dict[str, Any]:
    rng = random.Random(number)
    received = NOW - timedelta(days=1, seconds=rng.randrange(300 * 86_400))
    points, reasons = _scored(filed, received)
    coded, redacted = _split(filed)
    return {
        "report_id": number,
        "receipt": f"B{number}",
        "idempotency_sha256": f"B{number}",
        "content_sha256": f"{number:064x}",
        "definition_set_id": pinned.definition_set_id,
        "set_id": pinned.definition_set.set_id,
        "set_version": pinned.definition_set.version,
        "set_sha256": pinned.sha256,
        "received_at": received,
        "occurred_at": received,
        "occurred_zone": "UTC",
        "sector": "ENRG",
        "source": "officer_observed",
        "redacted": redacted,
        "coded_answers": coded,
        "place_shown": f"Place {number}",
        "score": points,
        "score_version": f"rules {RULES_VERSION}",
        "reasons": reasons,
        "state": "received",
        "queue_place": queue_place(points, received),
        "updated_at": received,
    }


def _split(filed: Filed) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a report's answers apart as intake does: codes here, redacted texts there."""
    coded: dict[str, Any] = {}
    redacted: dict[str, Any] = {"narrative": {"text": ACCOUNT, "spans": []}}
    for indicator_id, given in filed.answers.items():
        coded[indicator_id] = {}
        for element in filed.pinned.indicator(indicator_id).elements:
            if element.element_id not in given:
                continue
            answer = given[element.element_id]
            if element.kind is ElementKind.TEXT:
                path = f"answers.{indicator_id}.{element.element_id}"
                redacted[path] = {"text": answer, "spans": []}
            else:
                coded[indicator_id][element.element_id] = answer
    return coded, redacted


def _scored(filed: Filed, received: datetime) -> tuple[int, list[dict[str, Any]]]:
    facts = []
    for indicator_id, given in filed.answers.items():
        indicator = filed.pinned.indicator(indicator_id)
        asked = len(asked_elements(indicator, given))
        facts.append(behaviour_fact(indicator, answered=len(given), asked=asked))
    candidate = Candidate(
        narrative=ACCOUNT,
        behaviours=tuple(facts),
        sector="ENRG",
        source="officer_observed",
        occurred_at=received,
        received_at=received,
        place_precision=PlacePrecision.FACILITY,
        has_people=True,
        has_vehicles=False,
        similar_recent=0,
    )
    found = score(candidate)
    reasons = [
        {"rule": each.rule, "text": each.text, "points": each.points} for each in found.reasons
    ]
    return found.points, reasons


def _picked(row: dict[str, Any], filed: Filed) -> Iterator[dict[str, Any]]:
    for rank, indicator_id in enumerate(filed.answers):
        yield {
            "report_id": row["report_id"],
            "indicator_id": indicator_id,
            "rank": rank,
            "sector": row["sector"],
            "state": row["state"],
            "queue_place": row["queue_place"],
        }
