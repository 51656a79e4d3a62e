"""The API's door to intake: file a report, read the sets."""

import json
from dataclasses import asdict
from typing import Any

import marshmallow as ma
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint

from indicators.definitions import to_plain
from indicators.schema import MEDIA_TYPE, schema_of
from sar import web
from sar.actors import FILERS
from sar.errors import InvalidInputError, NotFoundError
from sar.intake import checking, schemas, service
from sar.intake.api_example import EXAMPLE_REPORT
from sar.models import Role
from sar.reports import pseudonym_switch
from sar.security import allow
from sar.serving.api_documents import problems
from sar.serving.limits import limit_reports
from sar.sets import published

bp = Blueprint("api_intake", __name__, url_prefix="/api/v1", description="Filing reports")

EVERYBODY = tuple(Role)


class FiledSchema(ma.Schema):
    """What stays true of a filed report, whatever becomes of it."""

    receipt = ma.fields.String(required=True)
    ledger_label = ma.fields.String(required=True)
    received_at = ma.fields.AwareDateTime(required=True)
    set_id = ma.fields.String(required=True)
    set_version = ma.fields.String(required=True)
    set_sha256 = ma.fields.String(required=True)
    content_sha256 = ma.fields.String(required=True)


class ReceiptSchema(FiledSchema):
    """The receipt of a filed report."""

    is_repeat = ma.fields.Boolean(required=True)
    status_url = ma.fields.String(required=True)


class SetSummarySchema(ma.Schema):
    """A published set version."""

    set_id = ma.fields.String(required=True)
    version = ma.fields.String(required=True)
    edition = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    # None for a version that was withdrawn before its date.
    effective_from = ma.fields.AwareDateTime(required=True, allow_none=True)
    accept_until = ma.fields.AwareDateTime(required=True, allow_none=True)
    is_in_force = ma.fields.Boolean(required=True)


class SetSchema(SetSummarySchema):
    """A published set version with its content."""

    content = ma.fields.Dict(required=True)


class KeySchema(ma.Schema):
    """The header that makes sending twice harmless."""

    class Meta:
        """Other headers are none of our business."""

        unknown = ma.EXCLUDE

    idempotency_key = ma.fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=ma.validate.Length(
            min=8, max=200, error="The key must have 8 to 200 characters. | Send a fresh UUID."
        ),
        error_messages={
            "required": "The header Idempotency-Key is missing. | Send a fresh UUID per report, "
            "and the same one when you send the report again."
        },
        metadata={"description": "Fresh per report (a UUID); the same when it is sent again."},
    )


@bp.route("/reports", methods=["POST"])
@allow(*FILERS, scope="reports:write")
@limit_reports
@bp.arguments(KeySchema(), location="headers")
@bp.arguments(schemas.NEW_REPORT, example=EXAMPLE_REPORT)
@bp.response(201, ReceiptSchema())
@problems(bp, 400, 401, 403, 409, 413, 415, 422, 429, 503)
def create_report(headers: dict[str, Any], loaded: dict[str, Any]) -> ResponseReturnValue:
    """File a report; sending it again with the same key returns the first receipt."""
    report = schemas.new_report(request.get_json(), loaded)
    settings = web.wiring().settings
    with web.reading() as session:
        accepted, findings = published.accepted_set(session, report.set_reference, now=web.now())
        pseudonyms = pseudonym_switch.key(session, web.wiring().keyring)
    if accepted is None:
        raise InvalidInputError(findings)
    checked = checking.check(
        report,
        accepted,
        now=web.now(),
        max_narrative_chars=settings.max_narrative_chars,
        recognizers=web.wiring().recognizers,
        door=checking.Door(has_gate=True, pseudonym_key=pseudonyms),
    )
    if isinstance(checked, checking.Refused):
        raise InvalidInputError(checked.findings)
    terms = service.Terms(headers["idempotency_key"], web.wiring().keyring, settings.retention_days)
    with web.transaction() as session:
        receipt = service.file_report(session, checked, terms, actor=web.actor(), now=web.now())
    url = url_for("api_following.read_report", receipt=receipt.receipt)
    return {**asdict(receipt), "status_url": url}


@bp.route("/sets", methods=["GET"])
@allow(*EVERYBODY, scope="sets:read")
@bp.response(200, SetSummarySchema(many=True))
@problems(bp, 401, 403)
def list_sets() -> ResponseReturnValue:
    """List the published versions, the latest first."""
    with web.reading() as session:
        return [_summary(each) for each in published.published_sets(session)]


@bp.route("/sets/current", methods=["GET"])
@allow(*EVERYBODY, scope="sets:read")
@bp.response(200, SetSchema)
@problems(bp, 401, 403, 503)
def read_current_set() -> ResponseReturnValue:
    """Return the version in force, whole."""
    with web.reading() as session:
        return _whole(published.current_set(session, now=web.now()))


@bp.route("/sets/<set_id>/<version>", methods=["GET"])
@allow(*EVERYBODY, scope="sets:read")
@bp.response(200, SetSchema)
@problems(bp, 401, 403, 404)
def read_set(set_id: str, version: str) -> ResponseReturnValue:
    """Return one published version, whole; old ones stay readable for ever."""
    with web.reading() as session:
        found = published.find_set(session, set_id=set_id, version=version)
    if found is None:
        raise NotFoundError("There is no such published version.")
    return _whole(found)


@bp.route("/sets/<set_id>/<version>/schema", methods=["GET"])
@allow(*EVERYBODY, scope="sets:read")
@bp.response(200, {"type": "object"}, content_type=MEDIA_TYPE)
@problems(bp, 401, 403, 404)
def read_set_schema(set_id: str, version: str) -> ResponseReturnValue:
    """Return JSON Schema 2020-12 of the behaviours and answers of a report under a version."""
    with web.reading() as session:
        found = published.find_content(session, set_id=set_id, version=version)
    if found is None:
        raise NotFoundError("There is no such published version.")
    return Response(json.dumps(schema_of(found)), mimetype=MEDIA_TYPE)


def _summary(each: published.PublishedSet) -> dict[str, Any]:
    return {
        "set_id": each.definition_set.set_id,
        "version": each.definition_set.version,
        "edition": each.definition_set.edition,
        "title": each.definition_set.title,
        "sha256": each.sha256,
        "effective_from": each.effective_from,
        "accept_until": each.accept_until,
        "is_in_force": each.is_in_force(web.now()),
    }


def _whole(each: published.PublishedSet) -> dict[str, Any]:
    return {**_summary(each), "content": to_plain(each.definition_set)}
