"""Taking a request or complaint from outside, and answering it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.retention import retention_month
from sar import db
from sar.actors import NOBODY, Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import RedressRequest, RequestKind, RequestOutcome
from sar.originals import vault
from sar.reports import receipts
from sar.values import frozen
from sar.wording import reasons

MAX_NAME_CHARS = 120
MAX_CONTACT_CHARS = 300
MIN_WORDS_CHARS = 10
MAX_WORDS_CHARS = 5000


@frozen
class Asked:
    """What somebody wrote in the form; `key`, which is random, makes sending it twice harmless."""

    kind: str
    name: str = field(repr=False)
    contact: str = field(repr=False)
    words: str = field(repr=False)
    appeals: str = field(repr=False)
    key: str = field(repr=False)


@frozen
class Days:
    """How many days there are to answer a request, and how long what was written is kept."""

    to_answer: int
    kept: int


@frozen
class Written:
    """What stands in a request, opened for the privacy officer."""

    name: str = field(repr=False)
    contact: str = field(repr=False)
    words: str = field(repr=False)


def missing(asked: Asked) -> list[FieldFinding]:
    """Return what is missing in a request, or does not fit."""
    found = []
    if asked.kind not in {each.value for each in RequestKind}:
        found.append(_finding("kind", "Nothing was chosen.", "Choose what you want."))
    for path, text, most in (
        ("name", asked.name, MAX_NAME_CHARS),
        ("contact", asked.contact, MAX_CONTACT_CHARS),
    ):
        if not 2 <= len(text.strip()) <= most or "\x00" in text:
            message = f"This needs 2 to {most} characters."
            found.append(_finding(path, message, "We need it to answer you."))
    if not MIN_WORDS_CHARS <= len(asked.words.strip()) <= MAX_WORDS_CHARS or "\x00" in asked.words:
        message = f"This needs {MIN_WORDS_CHARS} to {MAX_WORDS_CHARS} characters."
        found.append(_finding("words", message, "Say in a few sentences what it is about."))
    is_appeal = asked.kind == RequestKind.APPEAL
    if is_appeal and not receipts.is_receipt(asked.appeals.strip().upper()):
        remedy = "It looks like 7K3M-9QXD-V and stands in the answer you got."
        found.append(_finding("appeals", "This is not a request number.", remedy))
    return found


def take(session: Session, asked: Asked, days: Days, *, keyring: Keyring, now: datetime) -> str:
    """Seal and store a request that is complete; return its number, the same if it is sent twice.

    Whoever goes back in the browser and writes something else sends another request: it counts.
    """
    row = {
        "number": receipts.new_receipt(),
        "key_sha256": hashlib.sha256(json.dumps(asdict(asked)).encode()).hexdigest(),
        "kind": asked.kind,
        "appeals": asked.appeals.strip().upper() if asked.kind == RequestKind.APPEAL else "",
        "received_at": now,
        "due_at": now + timedelta(days=days.to_answer),
        "outcome": "",
        "words": "",
    }
    request_id = db.insert_if_absent(session, RedressRequest, row)
    if request_id is None:
        known = select(RedressRequest.number).where(RedressRequest.key_sha256 == row["key_sha256"])
        return session.execute(known).scalar_one()
    written = Written(asked.name.strip(), asked.contact.strip(), asked.words.strip())
    number = str(row["number"])
    label = vault.Label(
        context=_context(number),
        report_id=request_id,
        month=retention_month(now, retention_days=days.kept),
    )
    content = json.dumps(asdict(written), ensure_ascii=False).encode()
    vault.put(session, content, label, keyring=keyring, now=now, shelf=vault.REQUESTS)
    event = audit.Event("redress.received", f"request:{number}", purpose=asked.kind)
    audit.record(session, event, actor=NOBODY, now=now)
    return number


def find(session: Session, number: str) -> RedressRequest:
    """Return a request by its number, its row locked; raises NotFoundError."""
    row = session.execute(
        select(RedressRequest).where(RedressRequest.number == number.upper()).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise NotFoundError("There is no request with this number.")
    return row


def written_in(session: Session, number: str, *, keyring: Keyring) -> Written | None:
    """Open what stands in a request; None if its time is over. Log the showing before."""
    context = _context(number.upper())
    content = vault.find(session, keyring=keyring, context=context, shelf=vault.REQUESTS)
    return None if content is None else Written(**json.loads(content))


def answer(
    session: Session, number: str, outcome: str, written: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Record how a request was answered.

    Raises ConflictError if it was answered already, or is an appeal from the actor's own answer.
    """
    row = find(session, number)
    if row.answered_at is not None:
        raise ConflictError(
            "This request was answered already.",
            remedy="An appeal is a request of its own, with its own number and clock.",
        )
    if _answered_before(session, row.appeals) == actor.account_id:
        raise ConflictError(
            "This appeals from your own answer.",
            remedy="Another privacy officer has to answer it.",
        )
    if outcome not in {each.value for each in RequestOutcome}:
        return [_finding("outcome", "Nothing was chosen.", "Choose how it was answered.")]
    stated = reasons.state(written, path="words", most=MAX_WORDS_CHARS)
    if stated.findings:
        return stated.findings
    row.words = stated.words
    row.outcome, row.answered_at, row.answered_by_id = outcome, now, actor.account_id
    details: dict[str, audit.Detail] = {"outcome": outcome, "late": now > row.due_at}
    event = audit.Event("redress.answered", f"request:{row.number}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return ()


def _answered_before(session: Session, number: str) -> int | None:
    """Return whose answer a request with this number got; None if there is none."""
    query = select(RedressRequest.answered_by_id).where(RedressRequest.number == number)
    return session.execute(query).scalar_one_or_none()


def _context(number: str) -> str:
    return f"request:{number}"


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="redress")
