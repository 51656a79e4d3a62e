"""The page of the board: which indicators are misunderstood most, and what analysts say of one."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sar import web
from sar.catalog import board
from sar.log import audit
from sar.models import Role, TuningReason
from sar.security import allow

bp = Blueprint("board", __name__)

READERS = (Role.TRAINER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


@bp.get("/sets/board")
@allow(*READERS)
def show_board() -> ResponseReturnValue:
    """Show the board."""
    with web.reading() as session:
        found = board.board(session)
    _log("board", len(found.rows))
    return render_template("catalog/board.html", board=found, smallest=board.SMALLEST)


@bp.get("/sets/board/<indicator_id>")
@allow(*READERS)
def show_marks(indicator_id: str) -> ResponseReturnValue:
    """Show what analysts wrote when they marked an indicator."""
    with web.reading() as session:
        found = board.words_about(session, indicator_id)
        rows = [row for row in board.board(session).rows if row.indicator_id == indicator_id]
    _log("board", len(found))
    return render_template(
        "catalog/marks.html",
        words=[each for each in found if each.words],
        marks=found,
        most=board.MOST_WORDS,
        rows=rows,
        reason_of=lambda reason: TuningReason(reason).label,
    )


def _log(subject: str, count: int) -> None:
    with web.transaction() as session:
        event = audit.Event("board.viewed", subject, details={"count": count})
        audit.record(session, event, actor=web.actor(), now=web.now())
