"""The API's incremental export: what changed since a program last asked, without any text."""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import marshmallow as ma
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint
from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy.orm import selectinload

from sar import web
from sar.log import audit
from sar.models import Report, Role
from sar.review.blind import in_hand
from sar.security import allow
from sar.serving.api_documents import problems
from triage.decisions import State

bp = Blueprint("api_changes", __name__, url_prefix="/api/v1", description="Changes for programs")

PAGE_SIZE = 200
# A change gets its time when its request begins and is seen when that ends: what is younger may
# still be overtaken, and is given out at the next call.
SETTLED = timedelta(seconds=30)
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,9})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ChangesQuerySchema(ma.Schema):
    """From where on changes are asked for."""

    since = ma.fields.String(
        load_default="",
        validate=ma.validate.Regexp(rf"^$|^{_CURSOR.pattern}$", error="This is no cursor."),
        metadata={"description": "`next` of the last answer; leave it out to begin."},
    )


class ChangeSchema(ma.Schema):
    """A report as it stands now; `state` "purged" means that its content is gone for good."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    sector = ma.fields.String(required=True)
    place_shown = ma.fields.String(required=True)
    score = ma.fields.Integer(required=True, allow_none=True)
    score_version = ma.fields.String(required=True)
    set_id = ma.fields.String(required=True)
    set_version = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)


class ChangesSchema(ma.Schema):
    """A page of changes, the oldest first; call again with `next` until `reports` is empty."""

    reports = ma.fields.List(ma.fields.Nested(ChangeSchema), required=True)
    next = ma.fields.String(required=True)


@bp.route("/changes", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.arguments(ChangesQuerySchema, location="query", unknown=ma.RAISE)
@bp.response(200, ChangesSchema)
@problems(bp, 401, 403, 422)
def list_changes(given: dict[str, str]) -> ResponseReturnValue:
    """List reports by the time of their last change, the oldest first, two hundred at a time.

    What whoever holds the token reads just now without its score comes when they have decided,
    and what changed after it waits so long.
    """
    with web.transaction() as session:
        query = _changes(given["since"], until=web.now() - SETTLED)
        working = in_hand(session, viewer=web.actor(), now=web.now())
        rows = _before(session.execute(query).scalars(), working.blind)
        event = audit.Event("changes.listed", "queue", details={"count": len(rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
        reports = [_plain(row) for row in rows]
    last = f"{_micros(rows[-1].updated_at)}-{rows[-1].report_id}" if rows else given["since"]
    return {"reports": reports, "next": last}


def _changes(since: str, *, until: datetime) -> Select[Report]:
    query = select(Report).where(Report.updated_at <= until, Report.state != State.HELD)
    if found := _CURSOR.fullmatch(since):
        at = _EPOCH + timedelta(microseconds=int(found[1]))
        behind = tuple_(literal(at, Report.updated_at.type), literal(int(found[2])))
        query = query.where(tuple_(Report.updated_at, Report.report_id) > behind)
    query = query.options(selectinload(Report.behaviours))
    return query.order_by(Report.updated_at, Report.report_id).limit(PAGE_SIZE)


def _before(rows: Iterable[Report], blind: Collection[int]) -> list[Report]:
    """Return the rows before the first that is read blind: leaving it out would lose it."""
    return list(takewhile(lambda row: row.report_id not in blind, rows))


def _plain(row: Report) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ChangeSchema._declared_fields}
    return plain | {"behaviours": [each.indicator_id for each in row.behaviours]}


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
