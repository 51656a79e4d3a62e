"""Completions from a learning system, as a CSV file: each row gets a verdict, then all go in.

Columns: username, course, version, completed_at (ISO 8601 with an offset, or a date), and perhaps
score (percent). Other columns are ignored.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import COMMAND_LINE
from sar.errors import FieldFinding, InvalidInputError
from sar.log import audit
from sar.models import Account, Completion, DefinitionSetVersion, SetState
from sar.values import frozen

REQUIRED = ("username", "course", "version", "completed_at")
MAX_BYTES = 5_000_000
MAX_COURSE_CHARS = 120


class Verdict(StrEnum):
    """What is to become of a row."""

    NEW = "new"
    KNOWN = "already there"
    REFUSED = "refused"


@frozen
class Row:
    """A row's verdict; `reason` says why it is refused, "" otherwise. It repeats no value."""

    line: int
    verdict: Verdict
    reason: str = ""
    completion: Completion | None = field(default=None, repr=False, compare=False)


class _RefusedError(Exception):
    """A row cannot be taken; the message says why."""


def read(session: Session, content: bytes, *, now: datetime) -> list[Row]:
    """Judge every row of a CSV file and change nothing.

    Raises InvalidInputError if the file cannot be read as a table with the required columns.
    """
    reader = _table(content)
    accounts = _ids(session)
    versions = set(
        session.execute(
            select(DefinitionSetVersion.version).where(
                DefinitionSetVersion.state == SetState.PUBLISHED
            )
        ).scalars()
    )
    taken: set[tuple[object, ...]] = set()
    found = []
    for line, fields in _lines(reader):
        try:
            made = _completion(fields, accounts, versions, now=now)
        except _RefusedError as error:
            found.append(Row(line, Verdict.REFUSED, str(error)))
            continue
        is_known = _key(made) in taken or _is_stored(session, made)
        taken.add(_key(made))
        found.append(Row(line, Verdict.KNOWN if is_known else Verdict.NEW, completion=made))
    return found


def take(session: Session, rows: list[Row], *, now: datetime) -> int:
    """Store the new completions and return how many there were; the log says how many."""
    fresh = [each.completion for each in rows if each.verdict is Verdict.NEW and each.completion]
    session.add_all(fresh)
    session.flush()
    if fresh:
        event = audit.Event(
            "training.completions_imported", "training", details={"count": len(fresh)}
        )
        audit.record(session, event, actor=COMMAND_LINE, now=now)
    return len(fresh)


def _table(content: bytes) -> "csv.DictReader[str]":
    if len(content) > MAX_BYTES:
        raise _unreadable("The file is larger than 5 MB.", "Split it into smaller files.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable("The file is not UTF-8 text.", "Save it as CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="")
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    except csv.Error:
        raise _unreadable("The first line is no line of a CSV file.", "Export it again.") from None
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise _unreadable(
            f"The first line lacks the column {missing[0]}.",
            f"It must name {', '.join(REQUIRED)}, and may name score.",
        )
    reader.fieldnames = names
    return reader


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Give every row with the number of its last line."""
    try:
        for fields in reader:
            yield reader.line_num, fields
    except csv.Error:
        raise _unreadable(
            f"After line {reader.line_num} the file is no CSV: a quotation mark is out of place.",
            "Mend the line, or export the file again.",
        ) from None


def _completion(
    fields: dict[str, str], accounts: dict[str, int], versions: set[str], *, now: datetime
) -> Completion:
    def text(name: str) -> str:
        return (fields.get(name) or "").strip()

    account_id = accounts.get(text("username").lower())
    if account_id is None:
        raise _RefusedError("no account has this username")
    if not 1 <= len(text("course")) <= MAX_COURSE_CHARS:
        raise _RefusedError(f"the course needs a name of 1 to {MAX_COURSE_CHARS} characters")
    if text("version") not in versions:
        raise _RefusedError("no published set has this version")
    return Completion(
        account_id=account_id,
        course=text("course"),
        set_version=text("version"),
        score=_score(text("score")),
        completed_at=_moment(text("completed_at"), now=now),
        recorded_at=now,
    )


def _score(text: str) -> int | None:
    if not text:
        return None
    try:
        score = float(text.removesuffix("%").strip())
    except ValueError:
        raise _RefusedError("the score is not a number") from None
    if not 0 <= score <= 100:
        raise _RefusedError("the score is not between 0 and 100")
    return int(score)


def _moment(text: str, *, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        is_local = moment.tzinfo is None and len(text) > len("2026-03-01")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _RefusedError("completed_at is not a date or time like 2026-03-01T14:00Z") from None
    if is_local:
        raise _RefusedError("completed_at has a time without an offset from UTC")
    if moment > now:
        raise _RefusedError("completed_at lies in the future")
    return moment


def _ids(session: Session) -> dict[str, int]:
    rows = session.execute(select(Account.username, Account.account_id))
    return {row.username: row.account_id for row in rows}


def _key(made: Completion) -> tuple[object, ...]:
    return made.account_id, made.course, made.set_version, made.completed_at


def _is_stored(session: Session, made: Completion) -> bool:
    query = select(Completion.completion_id).filter_by(
        account_id=made.account_id,
        course=made.course,
        set_version=made.set_version,
        completed_at=made.completed_at,
    )
    return session.execute(query).first() is not None


def _unreadable(message: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([FieldFinding("file", message, remedy)])
