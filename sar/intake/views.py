"""The officer's pages: file a report, read the receipt, follow it, answer a question."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.selection import select
from sar import web
from sar.actors import FILERS
from sar.errors import FieldFinding, NotFoundError
from sar.findings import flatten
from sar.intake import checking, doors, forms, gate, occurring, pages, qr, queries, rating, schemas
from sar.intake.forms import Form
from sar.intake.kept_form import kept_form
from sar.intake.suggesting import suggest_behaviours
from sar.log import audit
from sar.models import Usefulness
from sar.reports import attached, following
from sar.security import allow
from sar.serving import speaking
from sar.serving.compression import compressed
from sar.serving.limits import limit_reports
from sar.sets import published

bp = Blueprint("intake", __name__)

_UNSAID = FieldFinding("useful", "Nothing was chosen.", "Choose one of the three answers.")


@bp.get("/reports/new")
@allow(*FILERS)
@compressed
def start_report() -> ResponseReturnValue:
    """Show the behaviours to pick from; once some are picked, the form that they ask for."""
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    known = pages.ids_of(current)
    picked = [each for each in request.args.getlist("behaviours") if each in known]
    selection = select(picked, current.definition_set)
    if selection.findings:
        findings = [checking.field_finding(each) for each in selection.findings]
        was_sent = "chosen" in request.args or picked
        page = pages.behaviours_page(current, picked, findings if was_sent else [])
        return page, 422 if was_sent else 200
    return pages.form_page(current, pages.new_form(current, picked), [])


@bp.post("/reports/new/behaviours")
@allow(*FILERS)
def choose_behaviours() -> ResponseReturnValue:
    """Suggest behaviours for what was typed, or go on to the form with it; nothing is stored.

    What was typed goes into the narrative of the form, and never into an address.
    """
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    told, picked = request.form.get("narrative", ""), request.form.getlist("behaviours")
    if speaking.CHOICE in request.form:
        speaking.keep(request.form[speaking.CHOICE])
        return pages.behaviours_page(current, picked, [], told=told)
    if "suggest" in request.form:
        return pages.behaviours_page(current, picked, [], told=told, is_asked=True)
    if not told.strip():
        return redirect(url_for("intake.start_report", behaviours=picked, chosen=1), 303)
    selection = select(picked, current.definition_set)
    if selection.findings:
        findings = [checking.field_finding(each) for each in selection.findings]
        return pages.behaviours_page(current, picked, findings, told=told), 422
    return pages.form_page(current, pages.new_form(current, picked, told), [])


@bp.post("/reports/new/suggestions")
@allow(*FILERS)
def suggest() -> ResponseReturnValue:
    """Suggest behaviours to the script of the page, while a sentence is written."""
    told = request.form.get("narrative", "")[: web.wiring().settings.max_narrative_chars]
    with web.reading() as session:
        current = published.current_set(session, now=web.now())
    hints = suggest_behaviours(told, current.definition_set, web.wiring().recognizers)
    return jsonify([{"behaviour": each.indicator_id, "words": each.phrases} for each in hints])


@bp.post("/reports/new/time")
@allow(*FILERS)
def read_time() -> ResponseReturnValue:
    """Say back to the script of the form what a time in words means."""
    when = occurring.told(request.form, now=web.now())
    said = [words for code, words in pages.times_in_words(when) if code in (when.chosen or code)]
    wrong = [f"{speaking.say(each.message)} {speaking.say(each.remedy)}" for each in when.findings]
    return jsonify(said or wrong)


@bp.post("/reports/new")
@allow(*FILERS)
@limit_reports
def submit_report() -> ResponseReturnValue:
    """File the report that the form describes, or show the form again with what is wrong."""
    form = request.form
    if "withdraw" in form:
        return _withdrawn(form)
    if speaking.CHOICE in form:
        speaking.keep(form[speaking.CHOICE])
    if form.keys() & {"carry", "choose", "add", "change", speaking.CHOICE}:
        return _reopened_page(form)
    filed = doors.file_form(form, is_read_back_first=True)
    if isinstance(filed, doors.ToCheck):
        page = pages.check_page(filed.accepted, form, filed.when)
        return page, 200 if "check" in form else 422
    if not isinstance(filed, doors.NotFiled):
        return redirect(url_for("intake.show_report", receipt=filed.receipt, filed="1"), 303)
    if filed.accepted is None:
        return pages.carried_page(form, doors.set_reference(form), filed.findings)
    return pages.begun_page(filed.accepted, form, filed.findings), 422


@bp.get("/reports/write")
@bp.get("/reports/write/<set_id>/<version>")
@allow(*FILERS)
@compressed
def write_report(set_id: str = "", version: str = "") -> ResponseReturnValue:
    """Show the form with the questions of every behaviour, for a phone to keep and fill offline.

    It is the same for everybody: no name, no token, no key is in it. Without a version it is that
    of the version in force. Raises NotFoundError for a version that is not published.
    """
    with web.reading() as session:
        shown = (
            published.find_set(session, set_id=set_id, version=version)
            if version
            else published.current_set(session, now=web.now())
        )
    if shown is None:
        raise NotFoundError("There is no such published version.")
    return kept_form(shown)


@bp.get("/reports")
@allow(*FILERS)
def list_reports() -> ResponseReturnValue:
    """List what the viewer filed; for a supervisor, what the agency filed."""
    before = request.args.get("before", "")
    with web.transaction() as session:
        page = queries.filed_reports(
            session, viewer=web.actor(), now=web.now(), before=_number(before)
        )
        event = audit.Event("report.listed", "reports:own", details={"count": len(page.rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("intake/reports.html", page=page, is_first=not before)


@bp.get("/reports/<receipt>")
@allow(*FILERS)
def show_report(receipt: str) -> ResponseReturnValue:
    """Show the receipt and what became of the report."""
    return _report_page(receipt, [], "")


@bp.post("/reports/<receipt>/answer")
@allow(*FILERS)
@limit_reports
def answer_question(receipt: str) -> ResponseReturnValue:
    """Take the officer's answer to the analyst's question and put the report back in the queue."""
    text = request.form.get("text", "")
    findings = flatten(schemas.QuestionAnswerSchema().validate({"text": text}), "")
    if findings:
        return _report_page(receipt, findings, text), 422
    doors.answer_question(receipt, text)
    return redirect(url_for("intake.show_report", receipt=receipt), 303)


@bp.post("/reports/<receipt>/useful")
@allow(*FILERS)
def rate_answer(receipt: str) -> ResponseReturnValue:
    """Keep what the officer says of the answer to a finished report."""
    said = request.form.get("useful", "")
    if said not in list(Usefulness):
        return _report_page(receipt, [_UNSAID], ""), 422
    with web.transaction() as session:
        rating.rate_answer(session, receipt, Usefulness(said), actor=web.actor(), now=web.now())
    flash("Thank you. It is counted, without your name.", "success")
    return redirect(url_for("intake.show_report", receipt=receipt), 303)


def _reopened_page(form: Form) -> ResponseReturnValue:
    """Show the form with what was typed: a block more, in another language, or newer questions."""
    reference = doors.set_reference(form)
    with web.reading() as session:
        accepted, findings = published.accepted_set(session, reference, now=web.now())
    if accepted is None or "carry" in form or "choose" in form:
        return pages.carried_page(form, reference, findings)
    return pages.begun_page(accepted, form, [])


def _withdrawn(form: Form) -> ResponseReturnValue:
    """Throw the unsent report away; the log learns codes and counts, and nothing that it said."""
    with web.transaction() as session:
        gate.withdraw(session, forms.typed_texts(form), actor=web.actor(), now=web.now())
    flash("Withdrawn. Nothing was sent, and nothing that you typed is kept.", "success")
    return redirect(url_for("intake.list_reports"), 303)


def _number(text: str) -> int | None:
    """Return the number that an address names; None for anything that no report has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _report_page(receipt: str, findings: list[FieldFinding], text: str) -> str:
    with web.transaction() as session:
        report = queries.filed_report(session, receipt, viewer=web.actor(), now=web.now())
        event = audit.Event("report.followed", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
        files = attached.attached_to(session, report.report_id) if report.is_own else []
        if report.is_own:
            following.note_look(session, report.report_id, now=web.now())
    return render_template(
        "intake/report.html",
        report=report,
        files=[each for each in files if not each.ended_at],
        findings=findings,
        text=text,
        usefulness=[{"code": each, "label": each.label} for each in Usefulness],
        was_just_filed=request.args.get("filed") == "1",
        qr=qr.drawn(
            url_for("intake.show_report", receipt=report.receipt, _external=True),
            report.versions[-1][1] if report.versions else report.content_sha256,
        ),
    )
