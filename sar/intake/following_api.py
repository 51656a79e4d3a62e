"""The API's door to one's own reports: follow them, answer, add to them, correct them."""

from datetime import datetime
from typing import Any

import marshmallow as ma
from flask import request
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint

from sar import web
from sar.actors import FILERS
from sar.errors import FieldFinding, InvalidInputError, NotCurrentError
from sar.intake import correcting, doors, queries, schemas
from sar.intake.api import FiledSchema, KeySchema
from sar.intake.correcting import Own
from sar.intake.queries import FiledReport
from sar.intake.submission import NewReport
from sar.log import audit
from sar.reports.report_versions import Version
from sar.security import allow
from sar.serving.api_documents import problems
from sar.serving.limits import limit_reports
from sar.serving.preconditions import ETAG, IF_MATCH, etag, stated_revision

bp = Blueprint(
    "api_following", __name__, url_prefix="/api/v1", description="What became of one's own reports"
)


class StepSchema(ma.Schema):
    """Something that happened to a report, in words for its officer; never who did it."""

    at = ma.fields.AwareDateTime(required=True)
    title = ma.fields.String(required=True)
    text = ma.fields.String(required=True)


class StatusSchema(FiledSchema):
    """What became of a report, in words; the ETag is its revision."""

    status = ma.fields.String(required=True)
    explanation = ma.fields.String(required=True)
    question = ma.fields.String(required=True)
    behaviours = ma.fields.List(ma.fields.String(), required=True)
    steps = ma.fields.List(ma.fields.Nested(StepSchema), required=True)
    may_change = ma.fields.Boolean(
        required=True,
        metadata={"description": "Whether you may correct it and add to it: it is yours and open."},
    )


class PartSchema(ma.Schema):
    """A stretch of a redacted text: the same in both versions, added, or removed."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(("same", "added", "removed")))
    text = ma.fields.String(required=True)


class DifferenceSchema(ma.Schema):
    """What differs in one answer; without parts it differs only where it is hidden."""

    path = ma.fields.String(required=True)
    label = ma.fields.String(required=True)
    parts = ma.fields.List(ma.fields.Nested(PartSchema), required=True)


class VersionSchema(ma.Schema):
    """One wording of a report; the first is what was filed."""

    number = ma.fields.Integer(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)
    content_sha256 = ma.fields.String(required=True)
    differences = ma.fields.List(
        ma.fields.Nested(DifferenceSchema),
        required=True,
        allow_none=True,
        metadata={"description": "From the version before; null where it is not shown any more."},
    )


class VersionsSchema(ma.Schema):
    """The versions of a report, the first one first; the ETag is its revision."""

    receipt = ma.fields.String(required=True)
    versions = ma.fields.List(ma.fields.Nested(VersionSchema), required=True)


@bp.route("/reports/<receipt>", methods=["GET"])
@allow(*FILERS, scope="reports:write")
@bp.response(200, StatusSchema, headers=ETAG)
@problems(bp, 401, 403, 404)
def read_report(receipt: str) -> ResponseReturnValue:
    """Follow a report that you filed."""
    with web.transaction() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor(), now=web.now())
        event = audit.Event("report.followed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return report, 200, etag(report.revision)  # type: ignore[return-value]


@bp.route("/reports/<receipt>/answer", methods=["POST"])
@allow(*FILERS, scope="reports:write")
@limit_reports
@bp.arguments(schemas.QuestionAnswerSchema)
@bp.response(200, StatusSchema, headers=ETAG)
@problems(bp, 400, 401, 403, 404, 409, 413, 415, 422, 429)
def answer_question(given: dict[str, str], receipt: str) -> ResponseReturnValue:
    """Answer the analyst's question about a report that you filed; it is in line again then."""
    doors.answer_question(receipt, given["text"])
    return _status(receipt, 200)


@bp.route("/reports/<receipt>/additions", methods=["POST"])
@allow(*FILERS, scope="reports:write")
@limit_reports
@bp.arguments(schemas.QuestionAnswerSchema)
@bp.response(201, StatusSchema, headers=ETAG)
@bp.doc(**IF_MATCH)
@problems(bp, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429)
def add_information(given: dict[str, str], receipt: str) -> ResponseReturnValue:
    """Add to a report that you filed what you have learned since.

    After an answer that was lost, 412 says that it changed: `steps` tell whether it was by you.
    """
    doors.add_information(receipt, given["text"], revision=stated_revision())
    return _status(receipt, 201)


@bp.route("/reports/<receipt>/versions", methods=["GET"])
@allow(*FILERS, scope="reports:write")
@bp.response(200, VersionsSchema, headers=ETAG)
@problems(bp, 401, 403, 404)
def list_versions(receipt: str) -> ResponseReturnValue:
    """List the versions of a report that you filed, each with what differs, redacted."""
    return _versions(receipt, 200)


@bp.route("/reports/<receipt>/versions", methods=["POST"])
@allow(*FILERS, scope="reports:write")
@limit_reports
@bp.arguments(KeySchema(), location="headers")
@bp.arguments(schemas.NEW_REPORT)
@bp.response(201, VersionsSchema, headers=ETAG)
@bp.doc(**IF_MATCH)
@problems(bp, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429)
def correct_report(
    headers: dict[str, Any], loaded: dict[str, Any], receipt: str
) -> ResponseReturnValue:
    """Put another version in the place of a report that you filed; the one before is kept.

    Send the whole report as it should read, under the set version of the first one; `now` means
    when that was filed. The same key with the same content changes nothing more.
    """
    report = schemas.new_report(request.get_json(), loaded)
    own, pinned = doors.find_own(receipt)
    if _is_under_another_set(report, own):
        raise InvalidInputError([_OTHER_SET])
    # The number of no version is refused, unless it is what was sent before.
    version = own.version if stated_revision() == own.revision else 0
    found = doors.correct(own, pinned, report, key=headers["idempotency_key"], version=version)
    if correcting.STALE in found:
        raise NotCurrentError()
    if found:
        raise InvalidInputError(found)
    return _versions(receipt, 201)


_OTHER_SET = FieldFinding(
    "set",
    "The report was filed under another version of the questions.",
    "Send the set_id and set_version that the report names, without sha256 or with its own.",
    rule="correction",
)


def _is_under_another_set(report: NewReport, own: Own) -> bool:
    named = report.set_reference
    return (named.set_id, named.version) != (own.set_id, own.set_version) or (
        named.sha256 not in ("", own.set_sha256)
    )


def _status(receipt: str, status: int) -> ResponseReturnValue:
    """Return what somebody just changed; the log has the change."""
    with web.reading() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor(), now=web.now())
    return report, status, etag(report.revision)  # type: ignore[return-value]


def _versions(receipt: str, status: int) -> ResponseReturnValue:
    with web.transaction() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor(), now=web.now())
        found = queries.versions(
            session, receipt, viewer=web.actor(), local_time=datetime.isoformat
        )
        event = audit.Event("report.versions_viewed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    plain = {"receipt": report.receipt, "versions": found or [_only(report)]}
    return plain, status, etag(report.revision)


def _only(report: FiledReport) -> Version:
    return Version(1, report.received_at, report.content_sha256)
