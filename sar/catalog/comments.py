"""Comments on a draft, and what its editors answer; before it is approved, each has an answer."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from privacy.redaction import redact
from privacy.spans import Kind
from sar.actors import Actor
from sar.catalog import consultation, steps
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Account, DefinitionSetVersion, Disposition, SetComment, SetState
from sar.sets.published import definition_set_of
from sar.values import frozen

# The rule of the warning that words seem to identify somebody.
IDENTIFIER = "identifier"

# While a draft has one of these states, the answers to its comments may still change.
ANSWERABLE = (SetState.DRAFT, SetState.IN_REVIEW)

# Every kind that redaction hides.
KIND_WORDS = {
    Kind.CARD: "a card number",
    Kind.VIN: "a vehicle's number",
    Kind.SSN: "a Social Security number",
    Kind.IBAN: "a bank account number",
    Kind.EMAIL: "an e-mail address",
    Kind.URL: "a link",
    Kind.MAC: "a device's network address",
    Kind.IP: "an internet address",
    Kind.DEVICE: "a device's number",
    Kind.PASSPORT: "a passport number",
    Kind.DRIVER_LICENCE: "a driver's license number",
    Kind.AIRCRAFT: "an aircraft's number",
    Kind.VESSEL: "a vessel's number",
    Kind.CARRIER: "a motor carrier's number",
    Kind.AGENCY_NUMBER: "a number under which an agency keeps a person",
    Kind.BADGE: "a badge number",
    Kind.BIRTH_DATE: "a date of birth",
    Kind.ACCOUNT: "an account number",
    Kind.PHONE: "a phone number",
    Kind.PLATE: "a license plate",
    Kind.ADDRESS: "an address",
    Kind.HANDLE: "an account name",
    Kind.PERSON: "a person's name",
    Kind.AGE: "an age",
    Kind.BIOMETRIC: "what is unique to a body",
    Kind.DESCRIPTION: "what describes a person by a trait",
    Kind.WHOLE_FIELD: "an identifier",
}


@frozen
class Remark:
    """What somebody says; `indicator_id` is "" for the whole set.

    `is_overridden` tells that they were warned of identifiers and said that there are none.
    """

    indicator_id: str
    words: str = field(repr=False)
    is_overridden: bool = False


@frozen
class Answer:
    """What becomes of a comment, and why, in words; `is_overridden` as in `Remark`."""

    disposition: Disposition
    words: str = field(repr=False)
    is_overridden: bool = False


def comment(
    session: Session, consultation_id: int, remark: Remark, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Add the actor's comment while the consultation is open; see `consultation.open_to`."""
    asked, row = consultation.open_to(session, consultation_id, actor=actor, now=now)
    draft = definition_set_of(row)
    found = about_behaviour(draft, remark.indicator_id)
    if found:
        return found
    account = session.get_one(Account, actor.account_id)
    added = SetComment(
        definition_set_id=row.definition_set_id,
        consultation_id=asked.consultation_id,
        indicator_id=remark.indicator_id or None,
        indicator_name=name_of(draft, remark.indicator_id),
        revision=row.revision,
        author_id=account.account_id,
        author_name=account.display_name,
        agency_name=account.agency.name,
        words=remark.words,
        made_at=now,
        recorded_by_id=account.account_id,
    )
    session.add(added)
    session.flush()
    event = _event(row, added, "set.commented", is_overridden=remark.is_overridden)
    audit.record(session, event, actor=actor, now=now)
    return []


def answer(
    session: Session, set_comment_id: int, given: Answer, *, actor: Actor, now: datetime
) -> None:
    """Answer a comment on the actor's draft; an answer may change until the draft is approved.

    Raises NotFoundError, DeniedError for others than the editors, and ConflictError.
    """
    found = session.get(SetComment, set_comment_id)
    if found is None:
        raise NotFoundError("There is no such comment.")
    row = answerable(session, found.definition_set_id, actor=actor)
    session.refresh(found)
    set_answer(found, given, actor=actor, now=now)
    session.flush()
    event = _event(row, found, "set.comment_answered", is_overridden=given.is_overridden)
    audit.record(session, event, actor=actor, now=now)


def answerable(session: Session, definition_set_id: int, *, actor: Actor) -> DefinitionSetVersion:
    """Return the actor's draft, locked, if its comments may be answered; else raise."""
    row = steps.locked(session, definition_set_id)
    steps.refuse_others(row, actor)
    if row.state not in ANSWERABLE:
        raise ConflictError(
            "The answers stay as they are once the draft is approved.",
            remedy="Take the draft back first.",
        )
    return row


def set_answer(found: SetComment, given: Answer, *, actor: Actor, now: datetime) -> None:
    """Put an answer into a comment's row."""
    found.disposition = given.disposition
    found.answer = given.words
    found.answered_by_id = actor.account_id
    found.answered_at = now


def unanswered(session: Session, definition_set_id: int) -> int:
    """Count the comments on a draft that have no answer."""
    return session.execute(
        select(func.count()).where(
            SetComment.definition_set_id == definition_set_id, SetComment.disposition.is_(None)
        )
    ).scalar_one()


def obstacles(session: Session, definition_set_id: int) -> list[FieldFinding]:
    """Say how many comments wait for an answer, which keeps the draft from being approved."""
    count = unanswered(session, definition_set_id)
    if not count:
        return []
    message = "1 comment has no answer." if count == 1 else f"{count} comments have no answer."
    remedy = "Answer every comment on the page of the consultation."
    return [FieldFinding("", message, remedy, "unanswered")]


def about_behaviour(draft: DefinitionSet, indicator_id: str) -> list[FieldFinding]:
    """Say that a behaviour is not part of the draft; "" stands for the whole set."""
    if not indicator_id or indicator_id in {each.indicator_id for each in draft.indicators}:
        return []
    return [
        FieldFinding(
            "indicator_id",
            "This behavior is not part of the draft.",
            "Choose one of the list, or comment on the whole set.",
        )
    ]


def about_identifiers(
    words: str, *, path: str, recognizers: Sequence[Recognizer] = DEFAULT
) -> list[FieldFinding]:
    """Warn that words seem to identify somebody; the finding names the kinds, never the words."""
    try:
        kinds = {each.kind for each in redact(words, recognizers=recognizers).spans}
    except RedactionError:
        message, kinds = "This could not be checked for names and numbers.", set()
    else:
        shown = [KIND_WORDS[kind] for kind in Kind if kind in kinds]
        if not shown:
            return []
        listed = " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
        message = f"This seems to hold {listed}."
    return [
        FieldFinding(
            path,
            message,
            "A comment is about a definition, never about a case: take it out. If it identifies "
            "nobody, tick the box that says so, and send again.",
            IDENTIFIER,
        )
    ]


def name_of(draft: DefinitionSet, indicator_id: str) -> str:
    """Return what a behaviour is called in the draft, "" for the whole set."""
    names = {each.indicator_id: each.name for each in draft.indicators}
    return names.get(indicator_id, "")


def _event(
    row: DefinitionSetVersion, about: SetComment, action: str, *, is_overridden: bool
) -> audit.Event:
    """Make the log's entry of what was done with a comment: number and behaviour, never words."""
    details: dict[str, audit.Detail] = {
        "comment": about.set_comment_id,
        "behaviour": about.indicator_id,
        "disposition": about.disposition,
        "identifier_warning_overridden": is_overridden,
    }
    return audit.Event(action, steps.subject(row), details=details)
