"""The API's door to the desk: read the queue, take the next report, record decisions."""

from typing import Any

import marshmallow as ma
from flask import request
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint

from sar import audit, web
from sar.api_documents import problems
from sar.errors import ConflictError, InvalidInputError, NotCurrentError, NotStatedError
from sar.filters import Filters
from sar.models import Role
from sar.review import claims, desk, queries, schemas, service
from sar.review.desk import DeskReport
from sar.review.sampler import sampler_for
from sar.review.waiting import read_cursor
from sar.security import allow
from triage.decisions import Record

bp = Blueprint("api_review", __name__, url_prefix="/api/v1", description="Reviewing reports")


class ReasonSchema(ma.Schema):
    """One rule's share of a score, in thousandths; negative when it holds the report down."""

    rule = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    points = ma.fields.Integer(required=True)


class ClaimSchema(ma.Schema):
    """Who works on a report until when."""

    name = ma.fields.String(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    is_own = ma.fields.Boolean(required=True)


class QueueRowSchema(ma.Schema):
    """One line of the queue; nothing of what was written."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    sector = ma.fields.String(required=True)
    place_shown = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)
    score = ma.fields.Integer(required=True, metadata={"minimum": 0, "maximum": 1000})
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema), required=True)
    claim = ma.fields.Nested(ClaimSchema, required=True, allow_none=True)


class QueueSchema(ma.Schema):
    """A page of the queue, the most urgent first."""

    reports = ma.fields.List(ma.fields.Nested(QueueRowSchema), required=True)
    next = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Send it as `after` for the next page; null on the last one."},
    )


class HiddenSchema(ma.Schema):
    """What is hidden in a text, at half-open offsets of the redacted text in code points."""

    start = ma.fields.Integer(required=True)
    end = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    placeholder = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)


class TextSchema(ma.Schema):
    """A redacted text of the report; `path` names its field."""

    path = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
    hidden = ma.fields.List(ma.fields.Nested(HiddenSchema), required=True)


class DecisionTakenSchema(ma.Schema):
    """One step of the review."""

    decided_at = ma.fields.AwareDateTime(required=True)
    action = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    to_state = ma.fields.String(required=True)
    rationale = ma.fields.String(required=True)
    innocent_explanation = ma.fields.String(required=True)
    question = ma.fields.String(required=True)
    referred_to = ma.fields.String(required=True)
    officer_text = ma.fields.String(required=True)


class ReportSchema(ma.Schema):
    """A report as an analyst may read it; the ETag is its revision."""

    receipt = ma.fields.String(required=True)
    ledger_label = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    occurred_at = ma.fields.AwareDateTime(required=True)
    sector = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    place_shown = ma.fields.String(required=True)
    score = ma.fields.Integer(required=True, metadata={"minimum": 0, "maximum": 1000})
    score_version = ma.fields.String(required=True)
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema), required=True)
    set_id = ma.fields.String(required=True)
    set_version = ma.fields.String(required=True)
    set_sha256 = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)
    needs_explanation = ma.fields.Boolean(required=True)
    coded_answers = ma.fields.Dict(required=True)
    texts = ma.fields.List(ma.fields.Nested(TextSchema), required=True)
    decisions = ma.fields.List(ma.fields.Nested(DecisionTakenSchema), required=True)
    claim = ma.fields.Nested(ClaimSchema, required=True, allow_none=True)


class OutcomeSchema(ma.Schema):
    """What was recorded; `hidden` counts names and numbers hidden in the analyst's own words."""

    receipt = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    revision = ma.fields.Integer(required=True)
    hidden = ma.fields.Integer(required=True)


_ETAG: dict[str, Any] = {
    "ETag": {"description": "The revision of the report.", "schema": {"type": "string"}}
}
_IF_MATCH: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": True,
            "schema": {"type": "string"},
            "description": "The ETag of the report as you have read it.",
        }
    ]
}


@bp.route("/queue", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.arguments(schemas.PageSchema, location="query", unknown=ma.RAISE)
@bp.response(200, QueueSchema)
@problems(bp, 401, 403, 422)
def list_queue(given: dict[str, str]) -> ResponseReturnValue:
    """List the reports that wait, the most urgent first, fifty at a time."""
    filters = Filters(given["sector"], given["behaviour"], given["state"])
    with web.transaction() as session:
        page = queries.queue_page(
            session,
            filters,
            after=read_cursor(given["after"]),
            viewer=web.actor(),
            now=web.now(),
        )
        event = audit.Event(
            "queue.listed", "queue", details={"count": len(page.rows), **filters.chosen}
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    cursor = str(page.next_cursor) if page.next_cursor else None
    return {"reports": page.rows, "next": cursor}


@bp.route("/queue/next", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.FilterSchema, location="query", unknown=ma.RAISE)
@bp.response(200, ReportSchema, headers=_ETAG)
@bp.alt_response(204, description="No free report is left.", success=True)
@problems(bp, 401, 403, 422)
def take_next(given: dict[str, str]) -> ResponseReturnValue:
    """Take the most urgent report that nobody works on; your own open one comes first."""
    with web.transaction() as session:
        taken = claims.take_next(
            session,
            Filters(given["sector"], given["behaviour"], given["state"]),
            actor=web.actor(),
            now=web.now(),
            minutes=web.wiring().settings.claim_minutes,
            sampler=sampler_for(web.wiring().settings, web.nonce()),
        )
    if taken is None:
        return "", 204
    return _answer(_read(taken.receipt))


@bp.route("/queue/<receipt>", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.response(200, ReportSchema, headers=_ETAG)
@problems(bp, 401, 403, 404)
def read_report(receipt: str) -> ResponseReturnValue:
    """Read one report, redacted."""
    return _answer(_read(receipt))


@bp.route("/queue/<receipt>/decisions", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.DecisionSchema)
@bp.response(201, OutcomeSchema, headers=_ETAG)
@bp.doc(**_IF_MATCH)
@problems(bp, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428)
def record_decision(given: dict[str, str], receipt: str) -> ResponseReturnValue:
    """Record a decision about a report that you have taken."""
    action, return_reason, reason = (
        given.pop(name) for name in ("action", "return_reason", "reason")
    )
    intent = service.Intent(action, Record(**given), _stated_revision(), return_reason, reason)
    with web.transaction() as session:
        outcome = service.record_decision(
            session, receipt, intent, actor=web.actor(), now=web.now()
        )
    if isinstance(outcome, service.Decided):
        return outcome, 201, {"ETag": f'"{outcome.revision}"'}  # type: ignore[return-value]
    if outcome.obstacle is service.Obstacle.STALE:
        raise NotCurrentError()
    if outcome.obstacle is service.Obstacle.NOT_CLAIMED:
        raise ConflictError(outcome.findings[0].message, remedy=outcome.findings[0].remedy)
    raise InvalidInputError(outcome.findings)


def _stated_revision() -> int:
    """Return the revision that If-Match names; 0, which no report has, if it names no revision.

    Raises NotStatedError without the header. "*" would match any revision; here it matches none,
    because the point is which one was read.
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise NotStatedError()
    tag = given.strip().removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) <= 9 else 0


def _read(receipt: str) -> DeskReport:
    with web.transaction() as session:
        row = desk.find_report(session, receipt)
        report = desk.desk_report(session, row, viewer=web.actor(), now=web.now())
        event = audit.Event("report.read", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return report


def _answer(report: DeskReport) -> ResponseReturnValue:
    plain = {
        name: getattr(report, name)
        for name in ReportSchema._declared_fields
        if hasattr(report, name)
    } | {
        "set_id": report.pinned.set_id,
        "set_version": report.pinned.version,
        "set_sha256": report.pinned.sha256,
        "behaviours": [each.indicator_id for each in report.behaviours],
        "texts": [
            {"path": path, "text": stored["text"], "hidden": stored["spans"]}
            for path, stored in _stored_texts(report)
        ],
    }
    return plain, 200, {"ETag": f'"{report.revision}"'}


def _stored_texts(report: DeskReport) -> list[tuple[str, Any]]:
    later = [
        (f"addition:{each.addition_id}", each.stored) for each in report.additions if each.stored
    ]
    return [*report.redacted.items(), *later]
