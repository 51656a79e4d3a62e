"""The API's door to the desk: read the queue, take reports, decide, undo, set aside."""

from collections.abc import Mapping, Sequence
from typing import Any

import marshmallow as ma
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint

from sar import web
from sar.errors import (
    ConflictError,
    FieldFinding,
    InvalidInputError,
    NotCurrentError,
    SarError,
)
from sar.log import audit
from sar.models import Role
from sar.reports.filters import Filters
from sar.review import (
    api_schemas,
    claims,
    desk,
    queries,
    schemas,
    service,
    snoozes,
    undoing,
)
from sar.review.desk import DeskReport
from sar.review.sampler import sampler_for
from sar.review.waiting import read_cursor
from sar.security import allow
from sar.serving.api_documents import problems
from sar.serving.preconditions import ETAG, IF_MATCH, etag, stated_revision
from triage.decisions import Record

bp = Blueprint("api_review", __name__, url_prefix="/api/v1", description="Reviewing reports")


@bp.route("/queue", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.arguments(schemas.PageSchema, location="query", unknown=ma.RAISE)
@bp.response(200, api_schemas.QueueSchema)
@problems(bp, 401, 403, 422)
def list_queue(given: dict[str, Any]) -> ResponseReturnValue:
    """List the reports that wait, the most urgent first, fifty at a time."""
    filters = _filters(given)
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
@bp.response(200, api_schemas.ReportSchema, headers=ETAG)
@bp.alt_response(204, description="No free report is left.", success=True)
@problems(bp, 401, 403, 422)
def take_next(given: dict[str, Any]) -> ResponseReturnValue:
    """Take the most urgent report that nobody works on; your own open one comes first."""
    with web.transaction() as session:
        taken = claims.take_next(
            session,
            _filters(given),
            actor=web.actor(),
            now=web.now(),
            minutes=_claim_minutes(),
            sampler=sampler_for(web.wiring().settings, web.nonce()),
        )
    if taken is None:
        return "", 204
    return _answer(_read(taken.receipt))


@bp.route("/queue/<receipt>", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.response(200, api_schemas.ReportSchema, headers=ETAG)
@problems(bp, 401, 403, 404)
def read_report(receipt: str) -> ResponseReturnValue:
    """Read one report, redacted."""
    return _answer(_read(receipt))


@bp.route("/queue/<receipt>/decisions", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.DecisionSchema)
@bp.response(201, api_schemas.OutcomeSchema, headers=ETAG)
@bp.doc(**IF_MATCH)
@problems(bp, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428)
def record_decision(given: dict[str, str], receipt: str) -> ResponseReturnValue:
    """Record a decision about a report that you have taken."""
    action, return_reason, reason = (
        given.pop(name) for name in ("action", "return_reason", "reason")
    )
    intent = service.Intent(action, Record(**given), stated_revision(), return_reason, reason)
    with web.transaction() as session:
        outcome = service.record_decision(
            session,
            receipt,
            intent,
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    if isinstance(outcome, service.Decided):
        return outcome, 201, etag(outcome.revision)  # type: ignore[return-value]
    raise _refusal(outcome.findings)


@bp.route("/queue/<receipt>/decisions/undo", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.response(200, api_schemas.ReportSchema, headers=ETAG)
@bp.doc(**IF_MATCH)
@problems(bp, 401, 403, 404, 409, 412, 428)
def undo_decision(receipt: str) -> ResponseReturnValue:
    """Undo your own decision within seconds, unless somebody acted on it; the log keeps both."""
    step = undoing.Step(receipt.upper(), stated_revision())
    with web.transaction() as session:
        (outcome,) = undoing.undo(
            session, [step], actor=web.actor(), now=web.now(), minutes=_claim_minutes()
        )
    if not outcome.is_done and outcome.revision != step.revision:
        raise NotCurrentError()
    if not outcome.is_done:
        raise ConflictError(outcome.message, remedy=outcome.remedy)
    return _answer(_read(receipt))


@bp.route("/queue/<receipt>/claim", methods=["PUT"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.TakeoverSchema, location="query", unknown=ma.RAISE)
@bp.response(200, api_schemas.ReportSchema, headers=ETAG)
@problems(bp, 401, 403, 404, 409, 422)
def take_report(given: dict[str, bool], receipt: str) -> ResponseReturnValue:
    """Take a certain report, or take it again for longer."""
    with web.transaction() as session:
        taken = claims.take(
            session,
            receipt,
            is_takeover=given["takeover"],
            actor=web.actor(),
            now=web.now(),
            minutes=_claim_minutes(),
        )
    if isinstance(taken, claims.TakenBy):
        raise ConflictError(
            f"Somebody else works on it until {taken.expires_at.isoformat()}.",
            remedy="Wait, or send takeover=true to take it over; the log has it.",
        )
    return _answer(_read(receipt))


@bp.route("/queue/<receipt>/claim", methods=["DELETE"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.response(204)
@problems(bp, 401, 403, 404, 409)
def put_back(receipt: str) -> ResponseReturnValue:
    """Put a report back that you work on."""
    with web.transaction() as session:
        claims.put_back(session, receipt, actor=web.actor(), now=web.now())
    return "", 204


@bp.route("/queue/<receipt>/snooze", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.SnoozeSchema)
@bp.response(204)
@bp.doc(**IF_MATCH)
@problems(bp, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428)
def set_aside(given: dict[str, str], receipt: str) -> ResponseReturnValue:
    """Set a report aside that you work on; the queue leaves it out, and it comes back by itself."""
    wish = snoozes.Wish(given["until"], given["day"], given["why"], stated_revision())
    with web.transaction() as session:
        findings = snoozes.set_aside(
            session,
            receipt,
            wish,
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    if findings:
        raise _refusal(findings)
    return "", 204


def _refusal(findings: Sequence[FieldFinding]) -> SarError:
    """Return the error that says why nothing was recorded."""
    if service.STALE in findings:
        return NotCurrentError()
    if service.NOT_CLAIMED in findings:
        return ConflictError(service.NOT_CLAIMED.message, remedy=service.NOT_CLAIMED.remedy)
    return InvalidInputError(findings)


def _filters(given: Mapping[str, Any]) -> Filters:
    return Filters(
        given["sector"], given["behaviour"], given["state"], given["aside"], given["incident"]
    )


def _claim_minutes() -> int:
    return web.wiring().settings.claim_minutes


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
        for name in api_schemas.ReportSchema._declared_fields
        if hasattr(report, name)
    } | {
        "score": None if report.is_blind else report.score,
        "reasons": [
            {
                "rule": each.rule,
                "text": each.text,
                "points": None if report.is_blind else each.points,
            }
            for each in report.reasons
        ],
        "set_id": report.pinned.set_id,
        "set_version": report.pinned.version,
        "set_sha256": report.pinned.sha256,
        "behaviours": [each.indicator_id for each in report.behaviours],
        "texts": [
            {"path": path, "text": stored["text"], "hidden": stored["spans"]}
            for path, stored in _stored_texts(report)
        ],
    }
    return plain, 200, etag(report.revision)


def _stored_texts(report: DeskReport) -> list[tuple[str, Any]]:
    later = [
        (f"addition:{each.addition_id}", each.stored) for each in report.additions if each.stored
    ]
    return [*report.redacted.items(), *later]
