"""The page on which an analyst searches; what is typed is posted and stands in no address."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from privacy.lookup import kinds_of
from sar import web
from sar.log import audit
from sar.models import Role
from sar.reports import receipts
from sar.search import finding, query, watching
from sar.security import allow

bp = Blueprint("search", __name__)


@bp.get("/search")
@allow(Role.ANALYST)
def show_search() -> ResponseReturnValue:
    """Ask for words, a plate, a phone number, an address or a receipt number."""
    return render_template("search/search.html", typed="", page=None, matched=())


@bp.post("/search")
@allow(Role.ANALYST)
def search() -> ResponseReturnValue:
    """Show the reports that were found; the log gets counts, and none of the words."""
    typed = request.form.get("q", "").strip()[: query.MAX_CHARS]
    after = request.form.get("after", "")
    if receipts.is_receipt(typed.upper()):
        return redirect(url_for("review.show_report", receipt=typed.upper()), 303)
    asked = query.read_query(typed)
    kinds = kinds_of(typed) if not after else ()
    matched: Sequence[finding.Hit] = ()
    page = finding.Page((), "")
    with web.transaction() as session:
        if kinds:
            matched = finding.find_by_token(session, typed, asked, keyring=web.wiring().keyring)
            details: dict[str, audit.Detail] = {"kinds": len(kinds), "found": len(matched)}
            event = audit.Event(watching.LOOKED_UP, "search", details=details)
            audit.record(session, event, actor=web.actor(), now=web.now())
            watching.watch(session, actor=web.actor(), now=web.now())
        if not asked.is_empty:
            page = finding.find_by_words(session, asked, after=after)
        event = audit.Event("search.made", "search", details={"found": len(page.hits)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "search/search.html",
        typed=typed,
        page=page,
        matched=matched,
        is_first=not after,
        is_empty=asked.is_empty and not kinds,
    )
