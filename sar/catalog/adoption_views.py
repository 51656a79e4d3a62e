"""The pages of a version's roll-out: announce it, read of it, and see how it arrives."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indicators.lifecycle import Standing
from sar import web
from sar.catalog import adoption, announcement_queries, announcing, queries, steps
from sar.catalog.announcing import News
from sar.catalog.board import SMALLEST
from sar.catalog.form_reader import Form, Reader, whole_or_zero
from sar.catalog.publication import REVIEWERS
from sar.catalog.queries import VersionRow
from sar.catalog.sent_form import errors_of, status_of
from sar.catalog.service import AUTHORS
from sar.catalog.views import EVERYBODY
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import DefinitionSetVersion
from sar.security import allow
from sar.serving import navigation

bp = Blueprint("adoption", __name__)

DEFAULT_DAYS = 30
MAX_NEWS_CHARS = 1000


@bp.get("/sets/<int:definition_set_id>/adoption")
@allow(*REVIEWERS)
def show_adoption(definition_set_id: int) -> ResponseReturnValue:
    """Show who is on the version, as counts per agency, and reports per week."""
    viewer, now = web.actor(), web.now()
    with web.transaction() as session:
        page = queries.version_page(session, definition_set_id, viewer=viewer, now=now)
        rows = adoption.agency_rows(session, definition_set_id)
        timeline = adoption.timeline(session, page.row.set_id, midnight=_next_midnight(now))
        told = announcement_queries.announcements(session, definition_set_id, now=now)
        version = session.get_one(DefinitionSetVersion, definition_set_id)
        event = audit.Event("set.adoption_viewed", steps.subject(version))
        audit.record(session, event, actor=viewer, now=now)
    return render_template(
        "catalog/adoption.html",
        row=page.row,
        agencies=rows,
        timeline=timeline,
        announcements=told,
        may_announce=viewer.is_one_of(*AUTHORS) and _is_news(page.row),
        least=SMALLEST,
    )


@bp.get("/sets/<int:definition_set_id>/announce")
@allow(*AUTHORS)
def start_announcement(definition_set_id: int) -> ResponseReturnValue:
    """Show the form by which a version is announced, with a text to begin with."""
    return _announcement_page(definition_set_id, None, ())


@bp.post("/sets/<int:definition_set_id>/announce")
@allow(*AUTHORS)
def announce_set(definition_set_id: int) -> ResponseReturnValue:
    """Announce a version to agencies."""
    news, read = _read_news(request.form)
    findings: Sequence[FieldFinding] = read
    if not findings:
        with web.transaction() as session:
            findings = announcing.announce(
                session, definition_set_id, news, actor=web.actor(), now=web.now()
            )
    if findings:
        return _announcement_page(definition_set_id, request.form, findings)
    flash("Announced. People see it where they start, until they have read it.", "success")
    return redirect(url_for("adoption.show_adoption", definition_set_id=definition_set_id), 303)


@bp.post("/announcements/<int:announcement_id>/end")
@allow(*AUTHORS)
def end_announcement(announcement_id: int) -> ResponseReturnValue:
    """Show an announcement no longer."""
    with web.transaction() as session:
        about = announcing.end(session, announcement_id, actor=web.actor(), now=web.now())
    flash("It is not shown any more.", "success")
    return redirect(url_for("adoption.show_adoption", definition_set_id=about), 303)


@bp.post("/announcements/<int:announcement_id>/acknowledge")
@allow(*EVERYBODY)
def acknowledge_announcement(announcement_id: int) -> ResponseReturnValue:
    """Note that the viewer has read an announcement."""
    with web.transaction() as session:
        announcing.acknowledge(session, announcement_id, actor=web.actor(), now=web.now())
    return redirect(url_for(navigation.home_endpoint(web.actor().role)), 303)


def _announcement_page(
    definition_set_id: int, form: Form | None, findings: Sequence[FieldFinding]
) -> ResponseReturnValue:
    viewer, now = web.actor(), web.now()
    with web.reading() as session:
        page = queries.version_page(session, definition_set_id, viewer=viewer, now=now)
        agencies = announcement_queries.agency_choices(session)
    shown = render_template(
        "catalog/announce.html",
        row=page.row,
        agencies=agencies,
        form=_news_form(page.row, agencies) if form is None else form,
        findings=findings,
        errors=errors_of(findings),
        max_news_chars=MAX_NEWS_CHARS,
    )
    return shown, status_of(findings)


def _news_form(row: VersionRow, agencies: Sequence[tuple[int, str]]) -> Form:
    begins = "is in force since" if row.standing is Standing.ACTIVE else "will be in force from"
    words = f"Version {row.version} {begins} {_began(row)}. {row.note}"
    form: Form = MultiDict({"words": words[:MAX_NEWS_CHARS], "days": str(DEFAULT_DAYS)})
    form.setlist("agencies", [str(key) for key, _name in agencies])
    return form


def _began(row: VersionRow) -> str:
    """Say from when a version is in force; what came with the toolkit begins with a day."""
    begins = row.effective_from
    if begins is not None and not row.author and begins.time() == time.min:
        return f"{begins.day} {begins:%b %Y}"
    return web.local_time(begins)


def _read_news(form: Form) -> tuple[News, list[FieldFinding]]:
    read = Reader(form)
    news = News(
        agency_ids=frozenset(filter(None, map(whole_or_zero, form.getlist("agencies")))),
        days=read.whole("days", minimum=1, maximum=announcing.MAX_DAYS),
        words=read.text("words", limit=MAX_NEWS_CHARS, empty="Say what people should know."),
    )
    return news, read.findings


def _is_news(row: VersionRow) -> bool:
    return row.standing in (Standing.ACTIVE, Standing.SCHEDULED)


def _next_midnight(now: datetime) -> datetime:
    """Return the end of the present day in the viewer's zone."""
    zone = ZoneInfo(web.viewer_zone())
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone).astimezone(UTC)
