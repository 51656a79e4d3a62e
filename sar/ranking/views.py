"""Pages of the rankers: versions, a card, what the gate says, activation, off and on, rescoring."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding, NotFoundError
from sar.models import Role
from sar.ranker import scoring
from sar.ranking import history, lessons, rescoring, switching, training
from sar.ranking.words import unit_names, words_of
from sar.security import allow

bp = Blueprint("ranking", __name__, url_prefix="/ranking")

WORKERS = (Role.TRAINER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
READERS = (*WORKERS, Role.ANALYST)

MAX_LESSONS = 2000
"""Decided reports from which a page trains; more take too long, and the command does it."""


@bp.get("")
@allow(*READERS)
def list_versions() -> ResponseReturnValue:
    """Show what orders the queue, every version, and what waits for a second person."""
    who = web.actor()
    with web.reading() as session:
        found = history.standing(session)
        ever = history.ever_active(session)
        in_force = scoring.in_force(session)
        return render_template(
            "ranking/versions.html",
            standing=found,
            in_force=in_force,
            versions=[
                (each, history.state_of(each, found, ever)) for each in history.versions(session)
            ],
            changes=history.changes(session, viewer_id=who.account_id),
            most_versions=history.MOST_VERSIONS,
            most_changes=history.MOST_CHANGES,
            course=history.course(session),
            waiting=rescoring.waiting(session, in_force),
            may_work=who.is_one_of(*WORKERS),
            chunk=rescoring.CHUNK_REPORTS,
        )


@bp.get("/<int:version_id>")
@allow(*READERS)
def show_card(version_id: int) -> ResponseReturnValue:
    """Show the card of a version and what the gate says of it."""
    return _card_page(version_id, "", [])


@bp.get("/<int:version_id>/card.json")
@allow(*READERS)
def download_card(version_id: int) -> ResponseReturnValue:
    """Give the card as JSON."""
    with web.reading() as session:
        version = switching.find_version(session, version_id)
        if version.card is None:
            raise NotFoundError(
                "This ranker has no card yet.", remedy="It gets one when the gate judges it."
            )
        return dict(version.card)


@bp.post("/train")
@allow(*WORKERS)
def train() -> ResponseReturnValue:
    """Train a ranker from the decisions so far and have the gate judge it."""
    secret = web.wiring().keyring.lookup_secret
    with web.transaction() as session:
        found = lessons.first_lessons(session, limit=MAX_LESSONS)
        version = training.train(session, found, seed=0, actor=web.actor(), now=web.now())
        training.judge(session, version, found, secret=secret, actor=web.actor(), now=web.now())
        number, is_passed = version.ranker_version_id, version.is_passed
    if is_passed:
        flash(f"Ranker {number} is trained, and the gate lets it pass.", "success")
    else:
        flash(f"Ranker {number} is trained, and the gate refuses it.", "warning")
    return redirect(url_for("ranking.show_card", version_id=number), 303)


@bp.post("/<int:version_id>/activate")
@allow(*WORKERS)
def activate(version_id: int) -> ResponseReturnValue:
    """Put a version in force, or ask a second person where the gate refused it."""
    reason = request.form.get("reason", "").replace("\r\n", "\n")
    wish = switching.Wish(version_id, reason)
    with web.transaction() as session:
        findings = switching.activate(session, wish, actor=web.actor(), now=web.now())
        is_passed = switching.find_version(session, version_id).is_passed
    if findings:
        return _card_page(version_id, reason, findings), 422
    flash(
        f"Ranker {version_id} orders the queue now. Reports that wait keep their place until "
        "they are scored anew."
        if is_passed
        else "Noted. It orders the queue when a second person agrees.",
        "success",
    )
    return redirect(url_for("ranking.list_versions"), 303)


@bp.post("/switches/<int:ranker_switch_id>/decide")
@allow(*WORKERS)
def decide(ranker_switch_id: int) -> ResponseReturnValue:
    """Agree to an override, or decline it or take it back."""
    is_agreed = request.form.get("answer") == "agree"
    with web.transaction() as session:
        switching.decide(
            session, ranker_switch_id, is_agreed=is_agreed, actor=web.actor(), now=web.now()
        )
    flash("Agreed: it orders the queue now." if is_agreed else "Declined.", "success")
    return redirect(url_for("ranking.list_versions"), 303)


@bp.post("/roll-back")
@allow(*WORKERS)
def roll_back() -> ResponseReturnValue:
    """Go back to what ordered the queue before."""
    with web.transaction() as session:
        switching.roll_back(session, actor=web.actor(), now=web.now())
    flash("Rolled back. Score the waiting reports anew to see it in the queue.", "success")
    return redirect(url_for("ranking.list_versions"), 303)


@bp.post("/switch")
@allow(*WORKERS)
def switch() -> ResponseReturnValue:
    """Switch learned rankers off or on."""
    to_on = request.form.get("to") == "on"
    with web.transaction() as session:
        switching.switch(session, to_on=to_on, actor=web.actor(), now=web.now())
    flash(
        "Learned rankers are on again." if to_on else "The rules alone order the queue.", "success"
    )
    return redirect(url_for("ranking.list_versions"), 303)


@bp.post("/learning")
@allow(*WORKERS)
def hold() -> ResponseReturnValue:
    """Keep the ranker in force as it was judged, or let it learn on after each decision."""
    is_held = request.form.get("to") != "learn"
    with web.transaction() as session:
        switching.hold(session, is_held=is_held, actor=web.actor(), now=web.now())
    flash(
        "It stays as it was judged. Score the waiting reports anew to see it in the queue."
        if is_held
        else "It learns on after each decision.",
        "success",
    )
    return redirect(url_for("ranking.list_versions"), 303)


@bp.post("/rescore")
@allow(*WORKERS)
def rescore() -> ResponseReturnValue:
    """Score the next waiting reports by what orders the queue now."""
    with web.transaction() as session:
        chunk = rescoring.rescore_next(session, actor=web.actor(), now=web.now())
    flash(f"{chunk.scored if chunk else 0} reports scored anew.", "success")
    return redirect(url_for("ranking.list_versions"), 303)


def _card_page(version_id: int, reason: str, findings: Sequence[FieldFinding]) -> str:
    who = web.actor()
    with web.reading() as session:
        version = switching.find_version(session, version_id)
        found = history.standing(session)
        state = history.state_of(version, found, history.ever_active(session))
        return render_template(
            "ranking/card.html",
            ranker=version,
            state=state,
            card=version.card,
            units=unit_names(session),
            words_of=words_of,
            may_work=who.is_one_of(*WORKERS),
            may_activate=version.is_passed is not None and found.version_id != version_id,
            reason=reason,
            findings=findings,
            errors={each.path: each for each in findings},
        )
