"""The analyst's pages: the queue, taking and putting back, one report, and deciding about it."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from indicators.codes import TARGET_SECTOR
from privacy.purposes import allowed_purposes
from sar import web
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import AfterDecision, RankReason, ReturnReason, Role, TuningReason
from sar.originals import revealed
from sar.originals.passages import Shown, passage
from sar.reports import attached, linked, report_versions, saved_searches
from sar.reports.filters import Filters, read_filters
from sar.review import (
    actions,
    attributes,
    claims,
    corrections,
    desk,
    forms,
    incidents,
    passages,
    queries,
    ranks,
    service,
    similar,
    since_filing,
    snoozes,
    tuning,
    undoing,
)
from sar.review.desk import DeskReport
from sar.review.reasons import REASONS
from sar.review.sampler import sampler_for
from sar.review.waiting import STATE_LABELS, read_cursor
from sar.security import allow
from triage.decisions import OPEN_STATES, State

bp = Blueprint("review", __name__)

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)

# What can be chosen on the page of a report, and what its codes mean.
_SECTORS = {code: labels.normalised for code, labels in TARGET_SECTOR.items()}
_CHOICES = {
    "return_reasons": [(each.value, each.label.capitalize()) for each in ReturnReason],
    "tuning_reasons": [(each.value, each.label) for each in TuningReason],
    "presets": list(snoozes.PRESETS.items()),
    "rank_reasons": [(each.value, each.label) for each in RankReason],
    "reasons": REASONS,
    "trait_replies": [(each.value, text) for each, text in attributes.ANALYST_REPLIES.items()],
    "sectors": _SECTORS,
    "sources": report_versions.SOURCES,
    "label_of": actions.label_of,
    "done": actions.CHOICES,
    "undo_seconds": undoing.SECONDS,
}


@bp.get("/queue")
@allow(Role.ANALYST)
def show_queue() -> ResponseReturnValue:
    """Show the reports that wait, the most urgent first."""
    filters = read_filters(request.args)
    after = read_cursor(request.args.get("after", ""))
    with web.transaction() as session:
        options = queries.behaviour_options(session)
        lanes = incidents.lanes(session, now=web.now())
        page = queries.queue_page(
            session,
            filters,
            after=after,
            viewer=web.actor(),
            now=web.now(),
            size=queries.ROWS_READ,
        )
        event = audit.Event(
            "queue.listed", "queue", details={"count": len(page.rows), **filters.chosen}
        )
        saved = saved_searches.saved_searches(session, viewer=web.actor())
        undoable = undoing.latest(session, viewer=web.actor(), now=web.now())
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "review/queue.html",
        saved=saved,
        undoable=undoable,
        undo_seconds=undoing.SECONDS,
        page=page,
        lanes=lanes,
        filters=filters,
        is_first=after is None,
        sectors=list(_SECTORS.items()),
        behaviours=options,
        states=list(STATE_LABELS.items()),
        label_of=actions.label_of,
        waited=_waited,
    )


@bp.post("/queue/next")
@allow(Role.ANALYST)
def take_next() -> ResponseReturnValue:
    """Take the most urgent report that nobody works on."""
    filters = read_filters(request.form)
    with web.transaction() as session:
        taken = _next(session, filters)
    if taken is None:
        flash("Nobody's turn: no free report is left here. Well done.", "success")
        return redirect(queue_href(filters), 303)
    if taken.was_held:
        flash("You were still working on this report. Finish it or put it back first.", "info")
    return redirect(report_href(taken.receipt, filters), 303)


@bp.post("/review/<receipt>/claim")
@allow(Role.ANALYST)
def take_report(receipt: str) -> ResponseReturnValue:
    """Take a certain report; ask before it is taken from somebody else."""
    filters = read_filters(request.form)
    with web.transaction() as session:
        outcome = claims.take(
            session,
            receipt,
            is_takeover=request.form.get("takeover") == "yes",
            actor=web.actor(),
            now=web.now(),
            minutes=_claim_minutes(),
        )
    if isinstance(outcome, claims.TakenBy):
        return render_template("review/takeover.html", taken=outcome, filters=filters), 409
    return redirect(report_href(outcome.receipt, filters), 303)


@bp.post("/review/<receipt>/release")
@allow(Role.ANALYST)
def put_back(receipt: str) -> ResponseReturnValue:
    """Put a report back into the queue."""
    filters = read_filters(request.form)
    with web.transaction() as session:
        released = claims.put_back(session, receipt, actor=web.actor(), now=web.now())
    flash(f"{released} is back in the queue.", "success")
    return redirect(queue_href(filters), 303)


@bp.get("/review")
@allow(*READERS)
def find_report() -> ResponseReturnValue:
    """Ask for a receipt number, and lead to the report that has it."""
    receipt = request.args.get("receipt", "").strip().upper()
    if not receipt:
        return render_template("review/find.html")
    return redirect(url_for("review.show_report", receipt=receipt))


@bp.get("/review/<receipt>")
@allow(*READERS)
def show_report(receipt: str) -> ResponseReturnValue:
    """Show one report, redacted, with what was revealed to the viewer for now."""
    return _report_page(receipt, MultiDict(), [])


@bp.post("/review/<receipt>/decide")
@allow(Role.ANALYST)
def decide(receipt: str) -> ResponseReturnValue:
    """Record a decision, or show the report again with what is missing; nothing typed is lost."""
    with web.reading() as session:
        row = desk.find_report(session, receipt)
        report = desk.desk_report(session, row, viewer=web.actor(), now=web.now())
    filled = forms.read_decision(request.form, dict(passages.open_questions(report)))
    if filled.intent is None:
        return _report_page(receipt, request.form, filled.findings), 422
    with web.transaction() as session:
        outcome = service.record_decision(
            session,
            receipt,
            filled.intent,
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
        onward = _onward(session, outcome, read_filters(request.form))
    if isinstance(outcome, service.Refused):
        is_conflict = outcome.obstacle is not service.Obstacle.INCOMPLETE
        return _report_page(receipt, request.form, outcome.findings), 409 if is_conflict else 422
    flash(_said(outcome), "success")
    return redirect(onward, 303)


def _next(session: Session, filters: Filters) -> claims.Taken | None:
    return claims.take_next(
        session,
        filters,
        actor=web.actor(),
        now=web.now(),
        minutes=_claim_minutes(),
        sampler=sampler_for(web.wiring().settings, web.nonce()),
    )


def _onward(session: Session, outcome: service.Decided | service.Refused, filters: Filters) -> str:
    """Return where the analyst is after a decision, as they have settled it."""
    if isinstance(outcome, service.Refused):
        return ""
    settled = queries.after_decision(session, web.actor())
    if outcome.state in OPEN_STATES or settled == AfterDecision.STAY:
        return report_href(outcome.receipt, filters)
    taken = None
    if settled == AfterDecision.NEXT:
        taken = _next(session, filters)
    return report_href(taken.receipt, filters) if taken else queue_href(filters)


def report_again(receipt: str, said: str, findings: Sequence[FieldFinding]) -> ResponseReturnValue:
    """Lead back to the report, or show it again with what is wrong and everything typed."""
    if findings:
        is_conflict = findings[0] in (service.STALE, service.NOT_CLAIMED)
        return _report_page(receipt, request.form, findings), 409 if is_conflict else 422
    flash(said, "success")
    return redirect(report_href(receipt, read_filters(request.form)), 303)


def _report_page(receipt: str, form: forms.Form, findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        alike = similar.similar_reports(session, receipt)
    with web.transaction() as session:
        row = desk.find_report(session, receipt)
        claims.renew(row, actor=web.actor(), now=web.now(), minutes=_claim_minutes())
        report = desk.desk_report(session, row, viewer=web.actor(), now=web.now())
        reveals = revealed.open_reveals(
            session, row, account_id=web.actor().account_id, now=web.now()
        )
        offered = corrections.offered_behaviours(session, row)
        marks = tuning.own_marks(session, row, actor=web.actor())
        rank_mark = ranks.own_rank_mark(session, row, actor=web.actor())
        told_too = linked.linked_reports(session, row.report_id)
        events = incidents.of_report(session, row, now=web.now())
        undoable = undoing.latest(session, viewer=web.actor(), now=web.now())
        since_filed = since_filing.told(session, row, now=web.now(), local_time=web.local_time)
        _record_reading(session, report, reveals, alike=len(alike))
    shown = _shown(report, reveals)
    is_analyst = web.actor().is_one_of(Role.ANALYST)
    return render_template(
        "review/report.html",
        **_texts(report, shown),
        report=report,
        alike=alike,
        linked=told_too,
        file_expiries=_file_expiries(reveals),
        hides_at=min([*shown.expiries.values(), *_file_expiries(reveals).values()], default=None),
        **since_filed,
        is_emergency=any(each.is_emergency for each in reveals),
        **_next_steps(State(report.state), is_analyst=is_analyst),
        questions=passages.open_questions(report),
        offered=offered if corrections.may_correct(report.state) else (),
        rank_mark=rank_mark,
        undoable=undoable,
        events=events,
        own_behaviours=[(each.indicator_id, each.name) for each in report.behaviours],
        marks=marks,
        traits=report.traits,
        form=form,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        filters=read_filters(request.values),
        is_analyst=is_analyst,
        waited=_waited,
        **_CHOICES,
    )


def _file_expiries(reveals: Sequence[revealed.OpenReveal]) -> dict[str, datetime]:
    """Return until when files are shown to the viewer, by the path of each."""
    return {
        each.span.field: each.expires_at
        for each in reveals
        if each.span.field.startswith(attached.FILE)
    }


def _next_steps(state: State, *, is_analyst: bool) -> dict[str, object]:
    """Return what can be decided now, for the form."""
    return {
        "question": actions.question_of(state),
        "choices": actions.choices_of(state) if is_analyst else (),
        "closing": actions.closing_actions(state),
        "needed_by": actions.actions_that_need,
    }


def _record_reading(
    session: Session,
    report: DeskReport,
    reveals: Sequence[revealed.OpenReveal],
    *,
    alike: int,
) -> None:
    """Log the reading, and the showing of revealed text before any of it is opened."""
    subject = f"report:{report.receipt}"
    events = [audit.Event("report.read", subject, details={"similar": alike})]
    shown = dict.fromkeys(each.reveal_id for each in reveals)
    events.extend(audit.Event("reveal.shown", subject, details={"reveal": each}) for each in shown)
    for event in events:
        audit.record(session, event, actor=web.actor(), now=web.now())


def _shown(report: DeskReport, reveals: Sequence[revealed.OpenReveal]) -> Shown:
    """Open what was revealed to the viewer; the showing is in the log by now."""
    texts: dict[tuple[str, int], str] = {}
    if reveals:
        spans = [each.span for each in reveals]
        with web.reading() as session:
            texts = revealed.texts(session, report.receipt, spans, keyring=web.wiring().keyring)
    may_ask = bool(allowed_purposes(web.actor().role))

    def link(field: str, number: int) -> str | None:
        if not may_ask:
            return None
        return url_for("reveal.ask", receipt=report.receipt, field=field, number=number)

    expiries = {(each.span.field, each.span.number): each.expires_at for each in reveals}
    return Shown(texts, {key: expiries[key] for key in texts}, link)


def _texts(report: DeskReport, shown: Shown) -> dict[str, object]:
    """Return every text of the report, cut at what is hidden, under the names of the template."""
    # A purged report has no text left at all.
    narrative, reason, facts = (
        passage(path, said, shown) if (said := report.redacted.get(path)) else None
        for path in ("narrative", "attributes.reason", "attributes.facts")
    )
    place = passages.place_passages(report, shown)
    things = passages.thing_passages(report, shown)
    additions = passages.addition_passages(report, shown)
    answers = [
        (each, passages.answer_rows(report, each, shown, local_time=web.local_time))
        for each in report.behaviours
    ]
    written = [row.passage for _, rows in answers for row in rows if row.passage]
    later = [each for _, each in additions if each]
    return {
        "narrative": narrative,
        "trait_reason": reason,
        "trait_facts": facts,
        "place": place,
        "things": things,
        "additions": additions,
        "answers": answers,
        "hidden": passages.hidden_once(
            [*filter(None, [narrative, reason, facts]), *place, *things, *written, *later]
        ),
    }


def queue_href(filters: Filters) -> str:
    """Return the address of the queue, narrowed as it was."""
    return url_for("review.show_queue", _external=False, **filters.chosen)


def report_href(receipt: str, filters: Filters) -> str:
    """Return the address of a report's page; the filters travel along."""
    return url_for("review.show_report", receipt=receipt, _external=False, **filters.chosen)


def _said(outcome: service.Decided) -> str:
    """Say what was recorded, and that something in the analyst's own words was hidden."""
    said = f"Recorded: {actions.CHOICES[outcome.action].done}."
    if outcome.hidden:
        parts = "1 part" if outcome.hidden == 1 else f"{outcome.hidden} parts"
        said += f" Hidden in your words (names, numbers, traits): {parts}."
    return said


def _waited(since: datetime) -> str:
    """Say in the largest fitting unit how long ago `since` is."""
    minutes = max(0, int((web.now() - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} days"


def _claim_minutes() -> int:
    return web.wiring().settings.claim_minutes
