"""Pages of the training for every role, and the trainer's export."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Role
from sar.security import allow
from sar.spreadsheets import neutral
from sar.training import queries, service
from sar.training.audiences import ROLES, Audience
from sar.training.export import Export, Format, Order, course_of, export, job_aid_page
from sar.training.packages import course_page, read_schemas
from sar.training.queries import Version
from sar.training.rendering import Parts
from sar.training.voice import Voice
from sar.training.words import minutes, of_course
from sar.wording.languages import BY_CODE, ENGLISH, LANGUAGES

bp = Blueprint("training", __name__, url_prefix="/training")

EVERYBODY = tuple(Role)
EXPORTERS = (Role.TRAINER, Role.ADMINISTRATOR)
DRAFT_READERS = (Role.TRAINER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


@bp.get("")
@allow(*EVERYBODY)
def show_start() -> ResponseReturnValue:
    """Show what there is to train with, for one's own work first, and what one has completed."""
    return _start_page(())


@bp.post("/work")
@allow(*EVERYBODY)
def choose_work() -> ResponseReturnValue:
    """Keep for which kind of work the viewer trains."""
    with web.transaction() as session:
        finding = service.choose_work(session, request.form.get("audience", ""), actor=web.actor())
    if finding:
        return _start_page((finding,)), 422
    return redirect(url_for("training.show_start"), 303)


@bp.get("/completions.csv")
@allow(*EVERYBODY)
def download_completions() -> ResponseReturnValue:
    """Send the viewer's own completions as a table, to show to whom they like."""
    with web.reading() as session:
        finished = queries.own_completions(session, actor=web.actor(), most=None)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("course", "version", "score", "completed_at"))
    for each in finished:
        when = each.completed_at.isoformat(timespec="seconds")
        writer.writerow((neutral(each.course), each.set_version, each.score, when))
    response = Response(table.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="completions.csv"'
    return response


@bp.get("/job-aids/<audience>")
@allow(*EVERYBODY)
def show_job_aid(audience: str) -> ResponseReturnValue:
    """Show the job aid of an audience, ready to print."""
    with web.reading() as session:
        definition_set = queries.find_version(session, "", now=web.now())
    back = url_for("training.show_start")
    return job_aid_page(
        definition_set,
        _audience(audience),
        parts=_parts("job_aid.css"),
        back=back,
        language=web.language(),
    )


@bp.get("/drafts/<int:definition_set_id>/job-aids/<audience>")
@allow(*DRAFT_READERS)
def show_draft_job_aid(definition_set_id: int, audience: str) -> ResponseReturnValue:
    """Show a job aid as it would be under a draft; it says on itself that it is one."""
    with web.reading() as session:
        definition_set = queries.open_draft(session, definition_set_id)
    back = url_for("catalog.show_changes", definition_set_id=definition_set_id)
    parts = _parts("job_aid.css")
    return job_aid_page(definition_set, _audience(audience), parts=parts, back=back, is_draft=True)


@bp.get("/courses/<audience>")
@allow(*EVERYBODY)
def read_course(audience: str) -> ResponseReturnValue:
    """Show the short course to read here; nothing of it is stored.

    With ``?full=1`` it is the full course, with ``?since=`` a refresher.
    """
    order = _order(audience, Format.HTML)
    course = course_of(order)
    if course is None:
        return render_template("training/nothing_new.html", order=order)
    parts = _parts("course.css", "course.js")
    back = url_for("training.show_start")
    return course_page(course, parts, back=back, language=web.language())


@bp.get("/export")
@allow(*EXPORTERS)
def show_export() -> ResponseReturnValue:
    """Offer every file: a row per role, a column per format."""
    order = _order(Audience.LAW_ENFORCEMENT, Format.HTML)
    with web.reading() as session:
        versions = queries.versions(session, now=web.now())
    return render_template(
        "training/export.html",
        roles=ROLES,
        formats=list(Format),
        versions=versions,
        earlier=queries.earlier_than(versions, order.definition_set.version),
        chosen=order.definition_set,
        since=order.since.version if order.since else "",
        is_full=order.is_full,
        length=_minutes(order),
        languages=LANGUAGES,
        language=order.language,
        lang=None if order.language is ENGLISH else order.language.code,
    )


@bp.get("/export/<audience>/<name>")
@allow(*EXPORTERS)
def download(audience: str, name: str) -> ResponseReturnValue:
    """Send one file; the log says which, and by whom."""
    if name not in set(Format):
        raise NotFoundError("There is no such format.")
    order = _order(audience, Format(name))
    schemas = web.wiring().settings.scorm_schemas
    made = export(order, schemas=read_schemas(schemas) if schemas else None)
    if made is None:
        return render_template("training/nothing_new.html", order=order)
    _log(order, made)
    response = Response(made.content, mimetype=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@bp.get("/results")
@allow(*EXPORTERS)
def show_results() -> ResponseReturnValue:
    """Show which behaviours are missed most in practice: counts over five people or more."""
    with web.reading() as session:
        rows, suppressed = queries.named_misses(session)
    return render_template("training/results.html", rows=rows, suppressed=suppressed)


def _start_page(findings: Sequence[FieldFinding]) -> str:
    with web.reading() as session:
        versions = queries.versions(session, now=web.now())
        current = queries.find_version(session, "", now=web.now())
        finished = queries.own_completions(session, actor=web.actor())
        own = queries.own_audience(session, actor=web.actor())
    order = Order(current, own or Audience.LAW_ENFORCEMENT, Format.HTML)
    return render_template(
        "training/start.html",
        roles=ROLES,
        kinds_of_work=[(audience.value, role.label) for audience, role in ROLES.items()],
        own=own,
        short_minutes=_minutes(order),
        full_minutes=_minutes(replace(order, is_full=True)),
        earlier=queries.earlier_than(versions, _in_force(versions)),
        finished=finished,
        most_finished=queries.MOST_FINISHED,
        findings=findings,
        may_export=web.actor().is_one_of(*EXPORTERS),
    )


def _order(audience: str, format_: Format) -> Order:
    """Read which version is asked for, and since which: both are published versions of one set."""
    since, version = request.args.get("since", ""), request.args.get("set", "")
    is_full = request.args.get("full") == "1" and not since
    with web.reading() as session:
        definition_set = queries.find_version(session, version, now=web.now())
        earlier = queries.find_version(session, since, now=web.now()) if since else None
    language = BY_CODE.get(request.args.get("lang", ""), ENGLISH)
    return Order(definition_set, _audience(audience), format_, earlier, is_full, language)


def _minutes(order: Order) -> int:
    """Return how long the course is read; 0 when there is nothing to refresh."""
    course = course_of(order)
    return minutes(of_course(course, say=Voice(web.language()).say)) if course else 0


def _in_force(versions: list[Version]) -> str:
    return next(each.version for each in versions if each.is_in_force)


def _audience(name: str) -> Audience:
    if name not in set(Audience):
        raise NotFoundError("There is no such role.")
    return Audience(name)


def _parts(style: str, *scripts: str) -> Parts:
    return Parts(style, scripts, prefix=url_for("static", filename="training/"))


def _log(order: Order, made: Export) -> None:
    details = {
        "audience": order.audience.value,
        "format": order.format.value,
        "scope": order.scope,
        "language": order.language.code,
        "since": order.since.version if order.since else None,
        "bytes": len(made.content),
    }
    subject = f"set:{order.definition_set.set_id}:{order.definition_set.version}"
    with web.transaction() as session:
        event = audit.Event("training.exported", subject, details=details)
        audit.record(session, event, actor=web.actor(), now=web.now())
