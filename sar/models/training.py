"""Tables of the training: practice rounds and answers, completions, and statements to send.

Nothing here is a report: practice has no receipt, no number in the ledger, no entry in the log.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class PracticeRound(Base):
    """A round of practice under one version of a set; `items` are the ids of its reports."""

    __tablename__ = "practice_rounds"

    practice_round_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    set_id: Mapped[str] = mapped_column(String(64))
    set_version: Mapped[str] = mapped_column(String(32))
    mode: Mapped[str] = mapped_column(String(16))
    items: Mapped[list[str]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PracticeAnswer(Base):
    """An answer to one part of a practice report; for the person alone, others see counts.

    `indicator_id` is the behaviour that the report is about. `is_first` marks the first answer
    that this person ever gave to this part of this report: repeating is learning, not missing.
    """

    __tablename__ = "practice_answers"
    __table_args__ = (
        UniqueConstraint("practice_round_id", "item_id", "part"),
        Index("ix_practice_answers_own", "account_id", "item_id", "part"),
        Index("ix_practice_answers_indicator", "set_id", "set_version", "indicator_id"),
    )

    practice_answer_id: Mapped[int] = mapped_column(primary_key=True)
    practice_round_id: Mapped[int] = mapped_column(ForeignKey("practice_rounds.practice_round_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    set_id: Mapped[str] = mapped_column(String(64))
    set_version: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[str] = mapped_column(String(80))
    part: Mapped[str] = mapped_column(String(16))
    indicator_id: Mapped[str] = mapped_column(String(32))
    chosen: Mapped[str] = mapped_column(String(32))
    is_right: Mapped[bool]
    is_first: Mapped[bool]
    answered_at: Mapped[datetime]


class Completion(Base):
    """That somebody completed something: a round of practice here, or a course elsewhere.

    `score` is in percent; NULL when none was given.
    """

    __tablename__ = "completions"
    __table_args__ = (
        UniqueConstraint("account_id", "course", "set_version", "completed_at"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_is_percent"),
    )

    completion_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    course: Mapped[str] = mapped_column(String(120))
    set_version: Mapped[str] = mapped_column(String(32))
    score: Mapped[int | None]
    completed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class Learner(Base):
    """What a record store knows somebody by: a random id that says nothing about the account."""

    __tablename__ = "learners"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    learner_id: Mapped[str] = mapped_column(String(36), unique=True)


class OutgoingStatement(Base):
    """An xAPI statement that waits to be sent; it is removed once the record store has it.

    `is_given_up` marks one that the store refused for good, or that was tried too often;
    `last_answer` is the status of the last attempt, or the kind of error.
    """

    __tablename__ = "outgoing_statements"

    statement_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str] = mapped_column(String(40), default="")
    is_given_up: Mapped[bool] = mapped_column(default=False)
