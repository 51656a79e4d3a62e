"""Where a phone sends the reports that it kept: the fields of the form, answered for a program."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from sar.actors import FILERS
from sar.errors import InvalidInputError
from sar.intake import doors
from sar.intake.service import Receipt
from sar.security import allow
from sar.serving.limits import limit_reports
from sar.serving.responses import problem

bp = Blueprint("intake_queue", __name__)


@bp.post("/reports/queued")
@allow(*FILERS)
@limit_reports
def send_queued() -> ResponseReturnValue:
    """File a report that a phone kept, once; what is wrong comes back in the words of the form.

    It is checked against the version that it names and no other. 201 with the receipt, 422 with
    findings, 409 if something else was filed with its key.
    """
    filed = doors.file_form(request.form)
    if not isinstance(filed, Receipt):
        found = () if isinstance(filed, doors.ToCheck) else tuple(filed.findings)
        words = InvalidInputError(found)
        return problem(422, title=words.title, remedy=words.remedy, findings=found)
    href = url_for("intake.show_report", receipt=filed.receipt, filed="1")
    return {"receipt": filed.receipt, "href": href, "is_repeat": filed.is_repeat}, 201
