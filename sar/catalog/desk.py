"""Where a draft stands on its way: its steps, what is missing, and what to do next."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from indicators.lifecycle import Standing
from sar.catalog import comments, consultation_queries
from sar.catalog.consultation_queries import Round
from sar.catalog.queries import Changes, VersionRow
from sar.errors import FieldFinding
from sar.values import frozen


class Progress(StrEnum):
    """How far a step is; an open one may be left out."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    OPEN = "open"


class Place(StrEnum):
    """Where something is done; the page knows the address."""

    BEHAVIOURS = "behaviours"
    MISSING = "missing"
    PREVIEW = "preview"
    CONSULTATION = "consultation"
    SEND = "send"
    DECISION = "decision"


@frozen
class DeskStep:
    """One step on the way; `until` is a moment that the words speak of."""

    label: str
    progress: Progress
    words: str
    place: Place
    until: datetime | None = None


@frozen
class Desk:
    """The steps in their order, and the words and place of what comes next."""

    steps: tuple[DeskStep, ...]
    next_words: str
    next_place: Place | None


@frozen
class Facts:
    """What the desk is about, as it was found."""

    row: VersionRow
    change_count: int
    obstacles: Sequence[FieldFinding]
    rounds: Sequence[Round]
    unanswered: int

    @property
    def open_round(self) -> Round | None:
        """Return the consultation that takes comments now."""
        return next((each for each in self.rounds if each.is_open), None)


def facts_of(
    session: Session,
    row: VersionRow,
    *,
    changes: Changes | None,
    obstacles: Sequence[FieldFinding],
    now: datetime,
) -> Facts:
    """Collect what the desk of a draft says."""
    return Facts(
        row=row,
        change_count=changes.comparison.count if changes else 0,
        obstacles=obstacles,
        rounds=consultation_queries.rounds(session, row.definition_set_id, now=now),
        unanswered=comments.unanswered(session, row.definition_set_id),
    )


def desk_of(facts: Facts) -> Desk:
    """Say where a draft stands; pure."""
    words, place = _next(facts)
    return Desk(tuple(_steps(facts)), words, place)


def _steps(facts: Facts) -> Iterator[DeskStep]:
    is_draft = facts.row.standing is Standing.DRAFT
    here = Progress.NOW if is_draft else Progress.DONE
    count = facts.change_count
    yield DeskStep(
        "Edit",
        Progress.DONE if count else here,
        _counted(count, "change") if count else "nothing changed yet",
        Place.BEHAVIOURS,
    )
    missing = len(facts.obstacles)
    yield DeskStep(
        "Examples",
        here if missing else Progress.DONE,
        f"{_counted(missing, 'thing')} missing" if missing else "all there, all pass",
        Place.MISSING,
    )
    yield DeskStep("Preview", Progress.OPEN, "what past reports would have met", Place.PREVIEW)
    yield _consultation(facts)
    yield DeskStep("Review", *_review(facts))
    is_approved = facts.row.standing is Standing.APPROVED
    yield DeskStep(
        "Publish",
        Progress.NOW if is_approved else Progress.AHEAD,
        "choose its date" if is_approved else "after the approval",
        Place.DECISION,
    )


def _consultation(facts: Facts) -> DeskStep:
    place, current = Place.CONSULTATION, facts.open_round
    if current is not None:
        return DeskStep("Consultation", Progress.NOW, "open until", place, current.ends_at)
    if facts.unanswered:
        words = f"{_counted(facts.unanswered, 'comment')} to answer"
        return DeskStep("Consultation", Progress.NOW, words, place)
    if facts.rounds:
        return DeskStep("Consultation", Progress.DONE, "every comment answered", place)
    return DeskStep("Consultation", Progress.OPEN, "nobody asked yet", place)


def _review(facts: Facts) -> tuple[Progress, str, Place]:
    match facts.row.standing:
        case Standing.IN_REVIEW:
            return Progress.NOW, "a second person decides", Place.DECISION
        case Standing.APPROVED:
            return Progress.DONE, f"approved by {facts.row.approver}", Place.DECISION
    return Progress.AHEAD, "not sent yet", Place.SEND


def _next(facts: Facts) -> tuple[str, Place | None]:
    row = facts.row
    if row.standing is Standing.IN_REVIEW:
        if row.is_editor:
            return "A second person reads the changes and decides.", None
        return "Read the changes and decide", Place.DECISION
    if row.standing is Standing.APPROVED:
        return "Publish it with its date", Place.DECISION
    if not row.is_editor:
        return f"{row.author} works on it.", None
    return _next_of_editor(facts)


def _next_of_editor(facts: Facts) -> tuple[str, Place]:
    if not facts.change_count:
        return "Choose a behavior and change it", Place.BEHAVIOURS
    if facts.obstacles:
        return f"Mend what is missing ({len(facts.obstacles)})", Place.MISSING
    if facts.open_round is not None:
        return "Read what partners say", Place.CONSULTATION
    if facts.unanswered:
        return f"Answer {_counted(facts.unanswered, 'comment')}", Place.CONSULTATION
    return "Send it to review", Place.SEND


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
