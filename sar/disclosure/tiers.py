"""The two tiers: a summary made of allow-listed facts, and the redacted report.

A summary is built, never cut down: its type has no field for anything that somebody wrote, and
each of its values comes from a closed list, from the definition set, or from a date.
"""

import csv
import hashlib
import io
import json
import re
from dataclasses import asdict, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.codes import TARGET_SECTOR
from privacy.recognizers.states import ABBREVIATION
from sar.errors import ConflictError, NotFoundError
from sar.models import LedgerEntry, Report, ReportBehaviour
from sar.sets import published
from sar.spreadsheets import neutral
from sar.values import frozen
from triage.decisions import State

_OUTCOMES = {
    State.POTENTIAL_NEXUS: "Potential nexus to terrorism",
    State.NO_NEXUS: "No nexus found",
    State.REFERRED: "Passed on to another team",
    State.UNFOUNDED: "Unfounded",
    State.PROTECTED: "Protected conduct",
    State.WITHDRAWN: "Withdrawn",
}


@frozen
class Summary:
    """What may be said of a report without saying anything of a person.

    `week` is an ISO 8601 week, "2026-W10"; `region` two letters of a state or "".
    """

    behaviours: tuple[str, ...]
    sector: str
    region: str
    week: str
    set_version: str
    outcome: str


@frozen
class Detailed:
    """The redacted report; `texts` maps a field path to its redacted text."""

    summary: Summary
    place: str = field(repr=False)
    texts: dict[str, str] = field(repr=False)


def summary_of(session: Session, report_id: int) -> Summary:
    """Build the summary of a report from columns that hold codes and dates only."""
    row = session.execute(
        select(
            Report.set_id,
            Report.set_version,
            Report.sector,
            Report.occurred_at,
            Report.occurred_zone,
            Report.state,
            Report.place_shown,
        ).where(Report.report_id == report_id)
    ).one()
    sector = TARGET_SECTOR.get(row.sector)
    return Summary(
        behaviours=_labels(session, report_id, row.set_id, row.set_version),
        sector=sector.normalised if sector else "",
        region=_region(row.place_shown),
        week=_week(row.occurred_at, row.occurred_zone),
        set_version=row.set_version,
        outcome=_OUTCOMES.get(State(row.state), "Under review"),
    )


def detailed_of(session: Session, report_id: int) -> Detailed:
    """Return the redacted report."""
    report = session.get_one(Report, report_id)
    texts = {path: stored["text"] for path, stored in (report.redacted or {}).items()}
    return Detailed(summary_of(session, report_id), report.place_shown, texts)


def releasable(session: Session, receipt: str) -> Report:
    """Return a report that may be given out, its row locked.

    Raises NotFoundError if there is none or it is held, ConflictError if it was purged.
    """
    found = session.execute(
        select(Report, LedgerEntry.purged_at)
        .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
        .where(Report.receipt == receipt.strip().upper())
        .with_for_update(of=Report)
    ).one_or_none()
    if found is None or found.Report.state == State.HELD:
        raise NotFoundError("There is no report with this receipt number that can be given out.")
    if found.purged_at is not None:
        raise ConflictError(
            "This report was purged, so there is nothing to give out.",
            remedy="The register still says who received it before.",
        )
    report: Report = found.Report
    return report


def to_json(content: Summary | Detailed) -> str:
    """Write what is given out as JSON; the same content is always the same text."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def to_csv(summary: Summary) -> str:
    """Write a summary as a table of one row."""
    plain: dict[str, str] = asdict(summary) | {"behaviours": "; ".join(summary.behaviours)}
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(plain)
    writer.writerow(map(neutral, plain.values()))
    return stream.getvalue()


def digest(content: Summary | Detailed) -> str:
    """Return the SHA-256 of what is given out, hex."""
    return hashlib.sha256(to_json(content).encode()).hexdigest()


def _labels(session: Session, report_id: int, set_id: str, version: str) -> tuple[str, ...]:
    names = published.names_in(session, set_id=set_id, version=version)
    picked = session.execute(
        select(ReportBehaviour.indicator_id)
        .where(ReportBehaviour.report_id == report_id)
        .order_by(ReportBehaviour.rank)
    ).scalars()
    return tuple(names[each] for each in picked if each in names)


def _region(place_shown: str) -> str:
    found = re.fullmatch(rf"(?s:.*, )?({ABBREVIATION})", place_shown)
    return found[1] if found else ""


def _week(moment: datetime, zone: str) -> str:
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        local = moment
    year, week, _day = local.isocalendar()
    return f"{year}-W{week:02}"
