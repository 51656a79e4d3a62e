"""The API's door to the photos and files of one's own reports."""

from dataclasses import asdict
from typing import Any

import marshmallow as ma
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint
from flask_smorest.fields import Upload
from werkzeug.datastructures import FileStorage

from sar import web
from sar.actors import FILERS
from sar.attachments import doors, service
from sar.attachments.receiving import Sent
from sar.attachments.service import Added
from sar.errors import InvalidInputError
from sar.log import audit
from sar.reports import attached, following
from sar.reports.attached import Attached
from sar.security import allow
from sar.serving import uploads
from sar.serving.api_documents import problems
from sar.serving.limits import limit_reports

bp = Blueprint(
    "api_attachments", __name__, url_prefix="/api/v1", description="Photos and files of reports"
)


class FileKeySchema(ma.Schema):
    """The header by which a file is known when it is sent again."""

    class Meta:
        """Other headers are none of our business."""

        unknown = ma.EXCLUDE

    idempotency_key = ma.fields.String(
        data_key="Idempotency-Key",
        validate=ma.validate.Length(
            min=8, max=200, error="The key must have 8 to 200 characters. | Send a fresh UUID."
        ),
        metadata={"description": "Fresh per file (a UUID); the same when it is sent again."},
    )


class FileSchema(ma.Schema):
    """One file, sent as multipart/form-data."""

    class Meta:
        """Other parts are none of our business."""

        unknown = ma.EXCLUDE

    file = Upload(
        required=True,
        error_messages={"required": "The part named file is missing. | Send one file."},
        metadata={
            "description": "A photo (JPEG, PNG, HEIC, WebP, GIF), a PDF document or a plain text. "
            "Sending the same file again to the same report is harmless."
        },
    )


class AttachmentSchema(ma.Schema):
    """A photo or file as it is kept; its name and content are sealed."""

    attachment_id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    original_sha256 = ma.fields.String(required=True)
    removed = ma.fields.List(ma.fields.String(), required=True)
    state = ma.fields.String(required=True)
    added_at = ma.fields.AwareDateTime(required=True)


class AddedSchema(AttachmentSchema):
    """A file that was sent just now; `is_repeat` if it was there already."""

    is_repeat = ma.fields.Boolean(required=True)


@bp.route("/reports/<receipt>/files", methods=["POST"])
@allow(*FILERS, scope="reports:write")
@limit_reports
@uploads.takes_files
@bp.arguments(FileKeySchema(), location="headers")
@bp.arguments(FileSchema, location="files")
@bp.response(201, AddedSchema)
@problems(bp, 400, 401, 403, 404, 409, 413, 422, 429, 503)
def add_file(
    headers: dict[str, str], files: dict[str, FileStorage], receipt: str
) -> dict[str, Any]:
    """Add a photo or file to a report that you filed; what it tells beside its content is removed.

    Sent again with the same key it is not added again, not even if you removed it meanwhile.
    A file for which the virus scanner gave no answer is `held` until it does.
    """
    sent = files["file"]
    most = web.wiring().settings.max_file_bytes
    content, key = sent.stream.read(most + 1), headers.get("idempotency_key", "")
    (taken,) = doors.take_files(receipt, [Sent(content, sent.filename or "", key)])
    if not isinstance(taken, Added):
        raise InvalidInputError([taken])
    return {**_plain(taken.attachment), "is_repeat": taken.is_repeat}


@bp.route("/reports/<receipt>/files", methods=["GET"])
@allow(*FILERS, scope="reports:write")
@bp.response(200, AttachmentSchema(many=True))
@problems(bp, 401, 403, 404)
def list_files(receipt: str) -> list[dict[str, Any]]:
    """List the photos and files of a report that you filed, those that were removed too."""
    with web.transaction() as session:
        report = following.own_report(session, receipt, actor=web.actor())
        found = attached.attached_to(session, report.report_id)
        event = audit.Event("attachment.listed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return [_plain(each) for each in found]


@bp.route("/reports/<receipt>/files/<int:attachment_id>", methods=["DELETE"])
@allow(*FILERS, scope="reports:write")
@bp.response(204)
@problems(bp, 401, 403, 404, 409)
def remove_file(receipt: str, attachment_id: int) -> ResponseReturnValue:
    """Remove a file before the review of its report begins."""
    with web.transaction() as session:
        service.remove(session, receipt, attachment_id, actor=web.actor(), now=web.now())
    return "", 204


def _plain(each: Attached) -> dict[str, Any]:
    return asdict(each)
