"""The page on which somebody settles how they work at the desk: single keys, after a decision."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.accounts import desk
from sar.errors import FieldFinding
from sar.models import AfterDecision
from sar.security import allow
from sar.serving.keys import KEY_ROLES, SHORTCUTS

bp = Blueprint("own_desk", __name__, url_prefix="/account/desk")


@bp.get("")
@allow(*KEY_ROLES)
def show_desk() -> ResponseReturnValue:
    """Show every single key, and what can be settled."""
    with web.reading() as session:
        own = desk.own_settings(session, web.actor())
    return _page(own, [])


@bp.post("")
@allow(*KEY_ROLES)
def change_desk() -> ResponseReturnValue:
    """Store what was settled, or show what does not fit with everything typed."""
    chosen = desk.read_settings(request.form)
    with web.transaction() as session:
        findings = desk.settle(session, chosen, actor=web.actor(), now=web.now())
    if findings:
        return _page(chosen, findings), 422
    flash("Stored. It holds wherever you sign in.", "success")
    return redirect(url_for("own_desk.show_desk"), 303)


def _page(chosen: desk.Chosen, findings: list[FieldFinding]) -> str:
    groups: dict[str, list[object]] = {}
    for each in SHORTCUTS:
        groups.setdefault(each.group, []).append(each)
    return render_template(
        "accounts/desk.html",
        chosen=chosen,
        groups=groups,
        after=[(each.value, each.label) for each in AfterDecision],
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )
