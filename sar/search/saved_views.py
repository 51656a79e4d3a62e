"""Keeping filters of the queue, opening and forgetting them; they hold codes only."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sar import web
from sar.log import audit
from sar.models import Role
from sar.reports import saved_searches
from sar.reports.filters import read_filters
from sar.security import allow

bp = Blueprint("saved_searches", __name__)


@bp.post("/search/saved")
@allow(Role.ANALYST)
def keep_search() -> ResponseReturnValue:
    """Keep the filters that the queue is narrowed by."""
    filters = _read(request.form)
    with web.transaction() as session:
        is_kept = saved_searches.keep(session, filters, viewer=web.actor(), now=web.now())
        if is_kept:
            _record(session, "search.kept")
    if is_kept:
        flash("Kept. The queue tells you how many new reports fit.", "success")
    else:
        flash("Nothing new to keep: choose filters first, twenty at most.", "info")
    return redirect(url_for("review.show_queue", _external=False, **filters), 303)


@bp.post("/search/saved/<int:saved_search_id>")
@allow(Role.ANALYST)
def open_search(saved_search_id: int) -> ResponseReturnValue:
    """Show the queue by kept filters and count new reports from now on, or forget them."""
    with web.transaction() as session:
        if request.form.get("forget"):
            saved_searches.forget(session, saved_search_id, viewer=web.actor())
            _record(session, "search.forgotten")
            return redirect(url_for("review.show_queue"), 303)
        filters = saved_searches.open_saved(session, saved_search_id, viewer=web.actor())
    return redirect(url_for("review.show_queue", _external=False, **filters), 303)


def _read(given: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that are codes of the queue; whatever else was sent is not kept."""
    chosen = read_filters(given).chosen
    return {name: code for name, code in chosen.items() if name in saved_searches.NAMES}


def _record(session: Session, action: str) -> None:
    audit.record(session, audit.Event(action, "search"), actor=web.actor(), now=web.now())
