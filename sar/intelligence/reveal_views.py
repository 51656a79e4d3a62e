"""The pages on which somebody says why they need to see a hidden part of a record."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from privacy.purposes import allowed_purposes
from privacy.retention_policies import Drawer
from sar import web
from sar.intelligence import permissions, revealing, service
from sar.intelligence.keyrings import keyrings
from sar.intelligence.revealing import Part
from sar.log import audit
from sar.models import Role
from sar.originals.wishes import Refused, Terms, Wish
from sar.security import allow

bp = Blueprint("intelligence_reveal", __name__, url_prefix="/intelligence/records")

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)


@bp.get("/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def ask(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Ask for the purpose, and for the reason in one's own words."""
    return _page(receipt, Wish(field, number, drawer=Drawer.INTELLIGENCE), Refused([]))


@bp.post("/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def reveal(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Record the reveal and lead back to the record, where this one part is shown for a while."""
    words = request.form.get("words", "").replace("\r\n", "\n").strip()
    wish = Wish(field, number, request.form.get("purpose", ""), words, Drawer.INTELLIGENCE)
    with web.transaction() as session:
        part = _part(session, receipt, wish)
        outcome = revealing.grant(
            session, part, wish, actor=web.actor(), now=web.now(), terms=_terms()
        )
    if isinstance(outcome, Refused):
        return _page(receipt, wish, outcome), outcome.status
    anchor = f"span-{outcome.anchor}"
    return redirect(
        url_for("intelligence.show_record", receipt=outcome.receipt, _anchor=anchor), 303
    )


@bp.post("/<receipt>/hide")
@allow(*READERS)
def hide(receipt: str) -> ResponseReturnValue:
    """Hide what was revealed before its time is up."""
    with web.transaction() as session:
        permissions.check(session, web.actor())
        number = revealing.hide(session, receipt, actor=web.actor(), now=web.now())
    flash("Hidden again.", "success")
    return redirect(url_for("intelligence.show_record", receipt=number), 303)


def _terms() -> Terms:
    return Terms.of(web.wiring().settings)


def _part(session: Session, receipt: str, wish: Wish) -> Part:
    """Find the part that is asked for; the log has it before the record is opened."""
    permissions.check(session, web.actor())
    report, _ = service.record_of(session, receipt)
    event = audit.Event("intelligence.reveal_asked", f"report:{report.receipt}")
    audit.record(session, event, actor=web.actor(), now=web.now())
    return revealing.revealable(session, report, wish, keyring=keyrings().intelligence)


def _page(receipt: str, wish: Wish, refused: Refused) -> str:
    with web.transaction() as session:
        part = _part(session, receipt, wish)
    purposes = allowed_purposes(web.actor().role, drawer=Drawer.INTELLIGENCE)
    return render_template(
        "intelligence/reveal.html",
        receipt=part.report.receipt,
        span=part.span,
        purposes=[(purpose.code, purpose.label) for purpose in purposes],
        minutes=min(_terms().minutes, max(purpose.minutes for purpose in purposes)),
        wish=wish,
        findings=refused.findings,
        errors={finding.path: finding for finding in refused.findings},
    )
