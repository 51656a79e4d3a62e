"""The pages of practice: rounds of reports with known answers, for the person alone."""

from collections.abc import Sequence
from random import SystemRandom
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding, NotFoundError
from sar.security import allow
from sar.training import queries, service
from sar.training.practice import Mode
from sar.training.service import Given, Recording
from sar.training.views import EVERYBODY

bp = Blueprint("practice", __name__, url_prefix="/training/practice")


@bp.get("")
@allow(*EVERYBODY)
def show_practice() -> ResponseReturnValue:
    """Show the viewer's own score per behaviour, and let them begin a round."""
    with web.reading() as session:
        scores = queries.own_scores(session, actor=web.actor(), now=web.now())
    return render_template("training/practice.html", scores=scores)


@bp.post("")
@allow(*EVERYBODY)
def start_round() -> ResponseReturnValue:
    """Begin a round as an officer or as an analyst, or go on with the open one."""
    mode = request.form.get("mode", "")
    if mode not in set(Mode):
        raise NotFoundError("There is no such way to practice.")
    with web.transaction() as session:
        practice_round_id = service.start_round(
            session, Mode(mode), actor=web.actor(), now=web.now(), rng=SystemRandom()
        )
    return redirect(url_for("practice.show_round", practice_round_id=practice_round_id), 303)


@bp.get("/<int:practice_round_id>")
@allow(*EVERYBODY)
def show_round(practice_round_id: int) -> ResponseReturnValue:
    """Show the report that comes next, or the result of the round."""
    return _round_page(practice_round_id, ())


@bp.post("/<int:practice_round_id>")
@allow(*EVERYBODY)
def answer_part(practice_round_id: int) -> ResponseReturnValue:
    """Take an answer and lead to its verdict; without a choice the report is shown again."""
    given = Given(*(request.form.get(name, "") for name in ("item_id", "part", "chosen")))
    with web.transaction() as session:
        row = service.find_round(session, practice_round_id, actor=web.actor(), is_locked=True)
        made = service.answer(session, row, given, recording=_recording(), now=web.now())
    if isinstance(made, FieldFinding):
        return _round_page(practice_round_id, (made,))
    return redirect(url_for("practice.show_answer", practice_answer_id=made), 303)


@bp.get("/answers/<int:practice_answer_id>")
@allow(*EVERYBODY)
def show_answer(practice_answer_id: int) -> ResponseReturnValue:
    """Show whether an answer was right, and why."""
    with web.reading() as session:
        page = queries.answer_page(session, practice_answer_id, actor=web.actor())
    return render_template("training/answer.html", page=page)


def _round_page(practice_round_id: int, findings: Sequence[FieldFinding]) -> tuple[str, int]:
    with web.reading() as session:
        page = queries.round_page(session, practice_round_id, actor=web.actor())
    name = "training/round_over.html" if page.item is None else "training/round.html"
    return render_template(name, page=page, findings=findings), 422 if findings else 200


def _recording() -> Recording | None:
    """Return how results go to a record store; None while no endpoint is set."""
    settings = web.wiring().settings
    return Recording(settings.xapi_homepage, uuid4) if settings.xapi_endpoint else None
