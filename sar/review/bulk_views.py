"""The pages on which several reports are looked at and decided for one reason."""

import re

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.models import Role
from sar.reports.filters import read_filters
from sar.review import bulk, queries, undoing
from sar.review.actions import label_of
from sar.review.reasons import REASONS
from sar.review.schemas import load_record
from sar.review.views import queue_href
from sar.security import allow

bp = Blueprint("review_bulk", __name__, url_prefix="/queue/bulk")

# Enough to tell a look-alike from something else.
EXCERPT_CHARS = 240

_TOO_MANY = (
    f"More than {bulk.MAX_REPORTS} reports fit. Narrow the queue further: none of them is left out "
    "by its rank."
)
_NONE_FITS = "Narrow the queue first, to reports that wait."

_RECEIPT = re.compile(r"[0-9A-Z-]{1,16}")
_TICKED = re.compile(rf"({_RECEIPT.pattern}):([0-9]{{1,9}})")


@bp.post("")
@allow(Role.ANALYST)
def look() -> ResponseReturnValue:
    """Show the ticked reports, or all that fit the filters, before anything is decided."""
    filters = read_filters(request.form)
    if request.form.get("all") == "yes":
        with web.reading() as session:
            receipts = bulk.fitting(session, filters, viewer=web.actor(), now=web.now())
        lacking = _TOO_MANY if len(receipts) > bulk.MAX_REPORTS else _NONE_FITS
        is_right = 1 <= len(receipts) <= bulk.MAX_REPORTS
    else:
        named = filter(_RECEIPT.fullmatch, dict.fromkeys(request.form.getlist("receipt")))
        receipts = list(named)[: bulk.MAX_REPORTS + 1]
        lacking, is_right = "Tick the reports first.", bool(receipts)
    if not is_right:
        flash(lacking, "warning")
        return redirect(queue_href(filters), 303)
    return _page(receipts, [])


@bp.post("/decide")
@allow(Role.ANALYST)
def decide() -> ResponseReturnValue:
    """Decide about each of them, and say what became of each."""
    found = [_TICKED.fullmatch(each) for each in dict.fromkeys(request.form.getlist("report"))]
    # One more than allowed is enough to say that there are too many.
    ticked = [bulk.Ticked(each[1], int(each[2])) for each in found if each][: bulk.MAX_REPORTS + 1]
    way = request.form.get("way", "")
    words = {name: request.form.get(name, "") for name in ("rationale", "officer_text")}
    record, messages = load_record(words)
    if record is None:
        return _page([each.receipt for each in ticked], flatten(messages, "")), 422
    reasons_of = bulk.WAYS[way].reasons_of if way in bulk.WAYS else ""
    reason = request.form.get(f"because.{reasons_of}", "")
    with web.transaction() as session:
        results = bulk.decide_all(
            session,
            ticked,
            bulk.Verdict(way, reason, record),
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
        undoable = undoing.latest(session, viewer=web.actor(), now=web.now())
    findings = [each for each in results if isinstance(each, FieldFinding)]
    if findings:
        return _page([each.receipt for each in ticked], findings), 422
    return render_template(
        "review/bulk_done.html",
        results=results,
        undoable=undoable,
        undo_seconds=undoing.SECONDS,
        filters=read_filters(request.form),
    )


def _page(receipts: list[str], findings: list[FieldFinding]) -> str:
    with web.transaction() as session:
        looked = bulk.look(session, receipts, actor=web.actor(), now=web.now())
        names = queries.behaviour_names(session, [each.report for each in looked])
    fit = [each for each in looked if not each.obstacle][: bulk.MAX_REPORTS]
    return render_template(
        "review/bulk.html",
        looked=looked,
        fit=fit,
        names=names,
        ways=list(bulk.WAYS.values()),
        likely=_likely(fit),
        reasons=REASONS,
        label_of=label_of,
        excerpt=_excerpt,
        form=request.form,
        findings=findings,
        errors={finding.path: finding for finding in findings},
        filters=read_filters(request.form),
    )


def _likely(fit: list[bulk.Looked]) -> str:
    """Return the way that most of the reports can go."""
    counts = {
        each.code: sum(one.report.state in each.steps for one in fit) for each in bulk.WAYS.values()
    }
    return max(counts, key=lambda code: counts[code])


def _excerpt(looked: bulk.Looked) -> str:
    """Return how the redacted narrative begins."""
    told = (looked.report.redacted or {}).get("narrative") or {"text": ""}
    text: str = told["text"]
    return text if len(text) <= EXCERPT_CHARS else text[:EXCERPT_CHARS].rsplit(" ", 1)[0] + " …"
