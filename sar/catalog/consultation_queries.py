"""What is shown of consultations: to the editors, and to the partners who are asked."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from indicators.definitions import DefinitionSet
from sar.actors import Actor
from sar.catalog import consultation
from sar.catalog.matrix import MatrixRow
from sar.errors import NotFoundError
from sar.models import (
    Account,
    Agency,
    Consultation,
    DefinitionSetVersion,
    Disposition,
    Invitation,
    SetComment,
    SetState,
)
from sar.serving.notices import invited
from sar.values import frozen

WHOLE_SET = "The whole set"


@frozen
class Round:
    """One consultation on a draft; `guests` are the names of agencies and persons."""

    consultation_id: int
    definition_set_id: int
    is_open: bool
    opened_by: str
    opened_at: datetime
    ends_at: datetime
    guests: tuple[str, ...]
    question: str = field(repr=False)


@frozen
class CommentRow:
    """One comment with its answer; `disposition` is None while it has none."""

    set_comment_id: int
    indicator_id: str
    indicator_name: str
    author: str
    agency: str
    made_at: datetime
    revision: int
    is_from_file: bool
    disposition: Disposition | None
    answered_by: str
    answered_at: datetime | None
    words: str = field(repr=False)
    answer: str = field(repr=False)


@frozen
class CommentGroup:
    """The comments on one behaviour, or on the whole set; `is_gone` if the draft lost it since."""

    indicator_id: str
    title: str
    is_gone: bool
    comments: tuple[CommentRow, ...]


def rounds(session: Session, definition_set_id: int, *, now: datetime) -> list[Round]:
    """List the consultations on a draft, the last one first."""
    return _rounds(session, Consultation.definition_set_id == definition_set_id, now=now)


def asked_of(session: Session, *, viewer: Actor, now: datetime) -> list[Round]:
    """List the consultations to which the viewer is invited, open ones first."""
    found = _rounds(session, invited(viewer), now=now)
    return sorted(found, key=lambda each: not each.is_open)


def round_for(session: Session, consultation_id: int, *, viewer: Actor, now: datetime) -> Round:
    """Return a consultation to which the viewer is invited; raises NotFoundError otherwise."""
    is_this = Consultation.consultation_id == consultation_id
    found = _rounds(session, is_this & invited(viewer), now=now)
    if not found:
        raise NotFoundError("You are not asked for comments here.")
    return found[0]


def comment_rows(session: Session, definition_set_id: int) -> list[CommentRow]:
    """List every comment on a draft in the order in which it came."""
    return _comments(session, SetComment.definition_set_id == definition_set_id)


def own_comments(session: Session, definition_set_id: int, *, viewer: Actor) -> list[CommentRow]:
    """List what the viewer and the viewer's agency said on a draft, and what was answered."""
    colleagues = select(Account.account_id).where(Account.agency_id == viewer.agency_id)
    is_own = or_(SetComment.author_id == viewer.account_id, SetComment.author_id.in_(colleagues))
    return _comments(session, (SetComment.definition_set_id == definition_set_id) & is_own)


def grouped(comments: Iterable[CommentRow], draft: DefinitionSet) -> list[CommentGroup]:
    """Group comments by behaviour: the whole set, the draft's order, then what is gone from it."""
    names = {each.indicator_id: each.name for each in draft.indicators}
    place = {"": -1} | {each: number for number, each in enumerate(names)}
    last = len(place)

    def key(row: CommentRow) -> tuple[int, str]:
        return place.get(row.indicator_id, last), row.indicator_id

    groups = []
    for (number, indicator_id), rows in groupby(sorted(comments, key=key), key=key):
        own = tuple(rows)
        title = names.get(indicator_id) or own[0].indicator_name or WHOLE_SET
        groups.append(CommentGroup(indicator_id, title, number == last, own))
    return groups


def matrix_rows(comments: Iterable[CommentRow]) -> list[MatrixRow]:
    """Return comments as the lines of the matrix."""
    return [
        MatrixRow(
            line=0,
            number=each.set_comment_id,
            indicator_id=each.indicator_id,
            indicator_name=each.indicator_name,
            comment=each.words,
            name=each.author,
            agency=each.agency,
            at=each.made_at,
            disposition=each.disposition or "",
            answer=each.answer,
        )
        for each in comments
    ]


def blank_rows(draft: DefinitionSet) -> list[MatrixRow]:
    """Return the lines of the empty form: one per behaviour, and one for the whole set."""
    named = [("", WHOLE_SET), *((each.indicator_id, each.name) for each in draft.indicators)]
    return [
        MatrixRow(line=0, number=None, indicator_id=key, indicator_name=name, comment="", name="")
        for key, name in named
    ]


def people_to_ask(session: Session) -> tuple[Sequence[tuple[int, str]], Sequence[tuple[int, str]]]:
    """List agencies, and active persons with their agency, as choices (id, name)."""
    agencies = session.execute(select(Agency.agency_id, Agency.name).order_by(Agency.name))
    people = session.execute(
        select(Account.account_id, Account.display_name, Agency.name)
        .join(Agency, Agency.agency_id == Account.agency_id)
        .where(Account.is_active)
        .order_by(Agency.name, Account.display_name)
    )
    return (
        [(each.agency_id, each.name) for each in agencies],
        [(each[0], f"{each[1]}, {each[2]}") for each in people],
    )


def _rounds(session: Session, condition: ColumnElement[bool], *, now: datetime) -> list[Round]:
    query = (
        select(Consultation, Account.display_name, DefinitionSetVersion.state)
        .join(Account, Account.account_id == Consultation.opened_by_id)
        .join(
            DefinitionSetVersion,
            DefinitionSetVersion.definition_set_id == Consultation.definition_set_id,
        )
        .where(condition)
        .order_by(Consultation.consultation_id.desc())
    )
    return [
        Round(
            consultation_id=each.consultation_id,
            definition_set_id=each.definition_set_id,
            is_open=consultation.is_open(each, now=now) and state == SetState.DRAFT,
            opened_by=name,
            opened_at=each.opened_at,
            ends_at=each.closed_at or each.closes_at,
            guests=_guests(session, each.consultation_id),
            question=each.question,
        )
        for each, name, state in session.execute(query)
    ]


def _guests(session: Session, consultation_id: int) -> tuple[str, ...]:
    query = (
        select(Agency.name, Account.display_name)
        .select_from(Invitation)
        .outerjoin(Agency, Agency.agency_id == Invitation.agency_id)
        .outerjoin(Account, Account.account_id == Invitation.account_id)
        .where(Invitation.consultation_id == consultation_id)
        .order_by(Invitation.invitation_id)
    )
    return tuple(agency or person for agency, person in session.execute(query))


def _comments(session: Session, condition: ColumnElement[bool]) -> list[CommentRow]:
    answerer = aliased(Account)
    query = (
        select(SetComment, answerer.display_name)
        .outerjoin(answerer, answerer.account_id == SetComment.answered_by_id)
        .where(condition)
        .order_by(SetComment.set_comment_id)
    )
    return [
        CommentRow(
            set_comment_id=each.set_comment_id,
            indicator_id=each.indicator_id or "",
            indicator_name=each.indicator_name or WHOLE_SET,
            author=each.author_name,
            agency=each.agency_name,
            made_at=each.made_at,
            revision=each.revision,
            is_from_file=each.file_key is not None,
            disposition=Disposition(each.disposition) if each.disposition else None,
            answered_by=name or "",
            answered_at=each.answered_at,
            words=each.words,
            answer=each.answer,
        )
        for each, name in session.execute(query)
    ]
