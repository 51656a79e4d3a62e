"""The officer's pages to correct a report of their own, to add to it, and to see its versions."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.actors import FILERS
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import (
    checking,
    correcting,
    doors,
    form_reading,
    pages,
    prefilling,
    queries,
    schemas,
)
from sar.intake.correcting import Own
from sar.intake.forms import Form
from sar.intake.submission import NewReport
from sar.log import audit
from sar.security import allow
from sar.serving import speaking
from sar.serving.limits import limit_reports
from sar.sets.published import PublishedSet

bp = Blueprint("correcting", __name__)


@bp.get("/reports/<receipt>/correct")
@allow(*FILERS)
def start_correction(receipt: str) -> ResponseReturnValue:
    """Open the form with what the officer wrote; the log knows of it before it is unsealed."""
    own, pinned = doors.find_own(receipt)
    with web.transaction() as session:
        correcting.note_opening(session, own, actor=web.actor(), now=web.now())
    with web.reading() as session:
        words = correcting.own_words(session, own, keyring=web.wiring().keyring)
    form = prefilling.form_of(words, occurred_at=own.occurred_at, zone=own.occurred_zone)
    form["key"], form["version"] = secrets.token_urlsafe(24), str(own.version)
    return _form_page(own, pinned, form, [])


@bp.post("/reports/<receipt>/correct")
@allow(*FILERS)
@limit_reports
def correct(receipt: str) -> ResponseReturnValue:
    """File the correction as the next version, or show the form again with what is wrong."""
    own, pinned = doors.find_own(receipt)
    form = request.form
    if "withdraw" in form:
        flash("Nothing was changed.", "info")
        return redirect(url_for("intake.show_report", receipt=own.receipt), 303)
    if speaking.CHOICE in form:
        speaking.keep(form[speaking.CHOICE])
    if {"add", "change", speaking.CHOICE} & form.keys():
        return _form_page(own, pinned, form, [])
    written = form_reading.read_form(form, pinned, now=web.now())
    if written.report is None:
        return _form_page(own, pinned, form, written.findings), 422
    if "check" in form or not written.is_read_back:
        judged = checking.judge(
            written.report,
            pinned,
            now=own.received_at,
            max_narrative_chars=web.wiring().settings.max_narrative_chars,
            has_gate=True,
        )
        if judged.findings:
            return _form_page(own, pinned, form, judged.findings), 422
        page = pages.check_page(pinned, form, written.when, correction=own)
        return page, 200 if "check" in form else 422
    return _send(own, pinned, written.report)


@bp.get("/reports/<receipt>/versions")
@allow(*FILERS)
def show_versions(receipt: str) -> ResponseReturnValue:
    """Show the versions of a report, each with what differs from the one before."""
    with web.transaction() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor(), now=web.now())
        versions = queries.versions(session, receipt, viewer=web.actor(), local_time=web.local_time)
        event = audit.Event("report.versions_viewed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("intake/versions.html", report=report, versions=versions)


@bp.get("/reports/<receipt>/add")
@allow(*FILERS)
def start_addition(receipt: str) -> ResponseReturnValue:
    """Ask what the officer wants to add."""
    own, _pinned = doors.find_own(receipt)
    return render_template("intake/add.html", receipt=own.receipt, text="", findings=[])


@bp.post("/reports/<receipt>/add")
@allow(*FILERS)
@limit_reports
def add(receipt: str) -> ResponseReturnValue:
    """Add to a report what its officer has learned since."""
    text = request.form.get("text", "")
    findings = flatten(schemas.QuestionAnswerSchema().validate({"text": text}), "")
    if findings:
        own, _pinned = doors.find_own(receipt)
        page = render_template("intake/add.html", receipt=own.receipt, text=text, findings=findings)
        return page, 422
    doors.add_information(receipt, text)
    flash("Added to your report.", "success")
    return redirect(url_for("intake.show_report", receipt=receipt), 303)


def _form_page(own: Own, pinned: PublishedSet, form: Form, findings: Sequence[FieldFinding]) -> str:
    return pages.form_page(pinned, form, findings, around={"correction": own})


def _send(own: Own, pinned: PublishedSet, report: NewReport) -> ResponseReturnValue:
    form, begun = request.form, request.form.get("version", "")
    version = int(begun) if begun.isdecimal() and len(begun) < 5 else 0
    found = doors.correct(own, pinned, report, key=doors.key_of(form), version=version)
    if found:
        return _form_page(own, pinned, form, found), 422
    flash("Corrected. What you wrote before is kept beside it.", "success")
    return redirect(url_for("intake.show_report", receipt=own.receipt), 303)
