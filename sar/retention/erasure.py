"""What of a report is erased, in every table that knows of it, and what stays.

Deletion is the rule: a table that refers to a report, by whatever way, loses its rows unless it
stands in `STAYS`; and a row that stays loses every column that is not listed there. So a table
or a column that somebody adds later is erased too, without anybody having thought of it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, ColumnElement, Table, delete, false, or_, select, update
from sqlalchemy.orm import Session

from sar.db import Base

# Ids and codes, counts and times: who did what when, and how it ended, never what was written.
# Primary and foreign keys always stay.
STAYS: Mapping[str, frozenset[str]] = {
    "reports": frozenset(
        {
            *("receipt", "idempotency_sha256", "content_sha256", "set_id", "set_version"),
            *("set_sha256", "received_at", "sector", "source", "state", "updated_at", "revision"),
        }
    ),
    "report_behaviours": frozenset({"rank", "sector", "state"}),
    "supervisor_checks": frozenset({"due_at", "outcome", "decided_at"}),
    "report_versions": frozenset({"number", "content_sha256", "filed_at"}),
    "ledger_entries": frozenset({"received_at", "closed_at", "purged_at"}),
    "decisions": frozenset(
        {"action", "from_state", "to_state", "return_reason", "reason", "decided_at"}
    ),
    "undone_decisions": frozenset(
        {
            *("action", "from_state", "to_state", "return_reason", "reason", "decided_at"),
            "undone_at",
        }
    ),
    "corrections": frozenset({"before", "after", "corrected_at"}),
    "reveals": frozenset(
        {"purpose", "field", "span_number", "granted_at", "expires_at", "is_emergency"}
    ),
    "reveal_requests": frozenset({"purpose", "state", "asked_at", "expires_at", "decided_at"}),
    "emergency_reviews": frozenset({"outcome", "reviewed_at"}),
    "alerts": frozenset({"key", "pattern", "raised_at", "acknowledged_at"}),
    "tuning_marks": frozenset({"indicator_id", "set_version", "reason", "marked_at"}),
    "snoozes": frozenset({"until_at", "set_at"}),
    "takes": frozenset(
        {
            *("taken_at", "route", "chance", "low_ranked", "sector", "behaviour", "state"),
            "nonce",
        }
    ),
    "date_draws": frozenset({"drawn_at", "chance", "is_drawn"}),
    "second_readings": frozenset(
        {"first_answer", "given_at", "expires_at", "answer", "answered_at", "corrected_at"}
    ),
    "rank_marks": frozenset({"reason", "score", "score_version", "marked_at"}),
    "attribute_answers": frozenset({"party", "answer", "counts", "answered_at"}),
    "retention_holds": frozenset({"reason", "placed_at", "until_at", "lifted_at"}),
    "validations": frozenset({"drawer", "validated_at"}),
    "disclosures": frozenset(
        {
            *("tier", "recipient", "agency", "purpose", "authority", "revision"),
            *("content_sha256", "released_at"),
        }
    ),
    "recipient_notices": frozenset(
        {"cause", "caused_at", "told_at", "acknowledged_at", "acknowledged_by"}
    ),
    "amendments": frozenset({"reason", "places", "before_sha256", "after_sha256", "amended_at"}),
    "crossings": frozenset({"predicate", "asked_at", "decided_at", "is_approved", "purged_at"}),
    "purges": frozenset({"rule", "reason", "outcome", "contents", "purged_at"}),
}

_ROOT = "reports"


# A report whose own time is over goes; its record in the other drawer has another clock.
OTHER_DRAWER = frozenset({"crossings", "intelligence_contents"})


def erase(session: Session, report_id: int, *, spared: frozenset[str] = frozenset()) -> int:
    """Erase a report in all tables that are not `spared`; return how many contents were destroyed.

    The caller holds the report's row locked, and has written down what must be known afterwards.
    """
    destroyed = 0
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in spared or (table.name != _ROOT and not _is_about_reports(table)):
            continue
        about = _about(table, report_id)
        if table.name in STAYS:
            blanks = blanks_of(table)
            if blanks:
                session.execute(update(table).where(about).values(blanks))
        else:
            result: Any = session.execute(delete(table).where(about))
            destroyed += result.rowcount if "ciphertext" in table.c else 0
    session.expire_all()
    return destroyed


@cache
def blanks_of(table: Table) -> Mapping[str, Any]:
    """Return what stands in the columns of a table that do not stay.

    Raises TypeError for a column that can be neither emptied nor kept by default: it needs a
    decision, which is a line in `STAYS`.
    """
    kept = STAYS[table.name]
    return {
        column.name: _blank_of(column)
        for column in table.columns
        if column.name not in kept and not column.primary_key and not column.foreign_keys
    }


def _blank_of(column: Any) -> Any:
    if (column.table.name, column.name) in _SPECIAL:
        return _SPECIAL[column.table.name, column.name]
    if column.nullable:
        return None
    if isinstance(column.type, JSON):
        return column.default.arg(None)
    if column.type.python_type is str:
        return ""
    raise TypeError(f"{column.table.name}.{column.name}: say in STAYS whether it stays")


# A report that is not held has redacted text: none of it. It happened when it was received.
_SPECIAL: Mapping[tuple[str, str], Any] = {
    ("reports", "redacted"): {},
    ("reports", "occurred_zone"): "UTC",
    ("reports", "occurred_at"): Base.metadata.tables[_ROOT].c.received_at,
}


@cache
def _is_about_reports(table: Table) -> bool:
    referred = [key.column.table for key in table.foreign_keys if key.column.table is not table]
    return any(each.name == _ROOT or _is_about_reports(each) for each in referred)


def _about(table: Table, report_id: int) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to the report, by any of its keys."""
    if table.name == _ROOT:
        return table.c.report_id == report_id
    conditions: list[ColumnElement[bool]] = [false()]
    for key in table.foreign_keys:
        referred = key.column.table
        if referred.name == _ROOT:
            conditions.append(key.parent == report_id)
        elif referred is not table and _is_about_reports(referred):
            inside = select(key.column).where(_about(referred, report_id))
            conditions.append(key.parent.in_(inside))
    return or_(*conditions)
