"""Statements that wait to be sent: written with the result, in the same transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.models import Learner, OutgoingStatement

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 20
"""With these pauses a store may be away for three days before a statement is given up."""


def put(session: Session, statement: dict[str, Any], *, now: datetime) -> None:
    """Let a statement wait; `sar training send` takes it from here once this is committed."""
    session.add(
        OutgoingStatement(statement_id=statement["id"], body=statement, created_at=now, due_at=now)
    )


def learner_id(session: Session, account_id: int, *, new_id: Callable[[], UUID]) -> str:
    """Return the random id of an account for record stores; it gets one when it first needs it."""
    known = session.get(Learner, account_id)
    if known is None:
        known = Learner(account_id=account_id, learner_id=str(new_id()))
        session.add(known)
    return known.learner_id


def due(session: Session, *, now: datetime, most: int) -> list[dict[str, Any]]:
    """List statements whose time has come, oldest first."""
    query = (
        select(OutgoingStatement.body)
        .where(OutgoingStatement.due_at <= now, OutgoingStatement.is_given_up.is_(False))
        .order_by(OutgoingStatement.created_at, OutgoingStatement.statement_id)
        .limit(most)
    )
    return list(session.execute(query).scalars())


def note_sent(session: Session, statement_id: str) -> None:
    """Forget a statement that the store has."""
    row = session.get(OutgoingStatement, statement_id)
    if row is not None:
        session.delete(row)


def note_failed(
    session: Session, statement_id: str, answer: str, *, is_final: bool, now: datetime
) -> None:
    """Let a statement wait longer after each attempt: 1, 2, 4 minutes, up to six hours."""
    row = session.get(OutgoingStatement, statement_id)
    if row is None:
        return
    row.attempts += 1
    row.last_answer = answer
    row.is_given_up = is_final or row.attempts >= MOST_ATTEMPTS
    row.due_at = now + min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 16), LONGEST_PAUSE)


def backlog(session: Session) -> tuple[int, int]:
    """Count the statements that wait, and those that were given up."""
    counts = select(OutgoingStatement.is_given_up, func.count()).group_by(
        OutgoingStatement.is_given_up
    )
    found = {row.is_given_up: int(row[1]) for row in session.execute(counts)}
    return found.get(False, 0), found.get(True, 0)
