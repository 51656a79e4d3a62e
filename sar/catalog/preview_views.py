"""The page that previews a version: it appears at once, says how far it is, and ends with numbers.

It is one streamed answer: that works without a script, and leaves no half-done work behind.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from indicators.verdict import verdict
from sar import web
from sar.catalog import preview_examples, preview_words, queries, steps
from sar.catalog.days import read_days
from sar.catalog.preview import Preview, Question, in_force, run
from sar.catalog.publication import REVIEWERS
from sar.catalog.queries import VersionPage
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import DefinitionSetVersion, Role
from sar.security import allow
from sar.serving import responses

bp = Blueprint("previews", __name__, url_prefix="/sets/<int:definition_set_id>/preview")

READERS = (Role.PRIVACY_OFFICER,)
"""Who of those that may see a draft may also read reports, redacted as always."""

# Where the result goes into the page around it.
_PLACE = "<!-- the result -->"


@bp.get("")
@allow(*REVIEWERS)
def show_preview(definition_set_id: int) -> ResponseReturnValue:
    """Show what a version would have meant for past reports."""
    days, findings = read_days(request.args, zone=web.viewer_zone(), now=web.now())
    with web.transaction() as session:
        page = queries.version_page(session, definition_set_id, viewer=web.actor(), now=web.now())
        current = in_force(session, page.definition_set, now=web.now())
        row = session.get_one(DefinitionSetVersion, definition_set_id)
        details: dict[str, audit.Detail] = {"against": current.version, "sha256": row.sha256}
        event = audit.Event("set.previewed", steps.subject(row), details=details)
        audit.record(session, event, actor=web.actor(), now=web.now())
    limit = web.wiring().settings.max_preview_reports
    question = Question(page.definition_set, current, days, current.sha256, limit)
    frame = _frame(page, question, findings)
    if findings:
        return frame.replace(_PLACE, ""), 422
    answer = Response(stream_with_context(_stream(frame, question)), mimetype="text/html")
    # A proxy that collects an answer before it passes it on would hide how far it is.
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _frame(page: VersionPage, question: Question, findings: Sequence[FieldFinding]) -> str:
    zone = ZoneInfo(web.viewer_zone())
    last_moment = question.days.until - timedelta(microseconds=1)
    return render_template(
        "catalog/preview.html",
        page=page,
        against=question.against,
        backward=verdict(question.against, question.draft).backward if question.against else None,
        since=request.args.get("since") or question.days.since.astimezone(zone).date(),
        until=request.args.get("until") or last_moment.astimezone(zone).date(),
        findings=findings,
        errors={each.path: each for each in findings},
        place=_PLACE,
    )


def _stream(frame: str, question: Question) -> Iterator[str]:
    """Yield the page: what stands before the result, how far it is, the result, and the rest."""
    before, _, after = frame.partition(_PLACE)
    yield before
    try:
        for step in run(web.wiring().engine, question, clock=web.wiring().clock):
            if isinstance(step, Preview):
                yield _result(step)
            else:
                count = step.counted.impact.reports
                yield render_template("catalog/preview_step.html", count=count, share=step.share)
    except Exception as error:
        # The page has begun, so no error page can follow: this part says what happened instead.
        responses.answer_defect(error)
        yield render_template("catalog/preview_failed.html")
    yield after


def _result(found: Preview) -> str:
    excerpts, may_read = {}, web.actor().is_one_of(*READERS)
    if may_read:
        receipts = preview_examples.receipts_of(found)
        with web.transaction() as session:
            excerpts = preview_examples.excerpts(session, receipts)
            for receipt in excerpts:
                # Who sees a part of a report has read it, as far as the log is concerned.
                event = audit.Event("report.read", f"report:{receipt}", details={"excerpt": True})
                audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "catalog/preview_result.html",
        found=found,
        impact=found.impact,
        question=found.question,
        words=preview_words,
        may_read=may_read,
        excerpts=excerpts,
    )
