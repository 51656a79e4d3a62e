"""What somebody should know before starting: a question to answer, a new version, a draft."""

from dataclasses import field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import (
    Acknowledgement,
    Announcement,
    AnnouncementAgency,
    Consultation,
    DefinitionSetVersion,
    Invitation,
    Report,
    SetState,
)
from sar.reports.following import has_news
from sar.values import frozen
from triage.decisions import State

MOST_QUESTIONS = 5
"""Most questions that are shown where one starts; the list of reports has them all."""


@frozen
class AnnouncementNotice:
    """A version that is announced to the reader's agency, until it is acknowledged."""

    announcement_id: int
    definition_set_id: int
    version: str
    words: str = field(repr=False)


@frozen
class ConsultationNotice:
    """A draft on which the reader is asked for comments."""

    consultation_id: int
    closes_at: datetime


@frozen
class Notices:
    """What is to be shown to one reader; `questions` are receipts of reports that wait for them.

    `has_news` says that something was decided about a report of their own since they looked.
    """

    questions: tuple[str, ...] = ()
    announcements: tuple[AnnouncementNotice, ...] = ()
    consultations: tuple[ConsultationNotice, ...] = ()
    has_news: bool = False


def notices_for(session: Session, *, viewer: Actor, now: datetime) -> Notices:
    """Collect what the viewer has not acknowledged, and what they are asked for."""
    announced = session.execute(
        select(
            Announcement.announcement_id,
            Announcement.definition_set_id,
            DefinitionSetVersion.version,
            Announcement.words,
        )
        .join(
            DefinitionSetVersion,
            DefinitionSetVersion.definition_set_id == Announcement.definition_set_id,
        )
        .where(is_shown(now), announced_to(viewer), ~acknowledged_by(viewer))
        .order_by(Announcement.announcement_id.desc())
    )
    asked = session.execute(
        select(Consultation.consultation_id, Consultation.closes_at)
        .join(
            DefinitionSetVersion,
            DefinitionSetVersion.definition_set_id == Consultation.definition_set_id,
        )
        .where(
            Consultation.closed_at.is_(None),
            Consultation.closes_at > now,
            DefinitionSetVersion.state == SetState.DRAFT,
            invited(viewer),
        )
    )
    waiting = session.execute(
        select(Report.receipt)
        .where(Report.account_id == viewer.account_id, Report.state == State.RETURNED)
        .order_by(Report.report_id)
        .limit(MOST_QUESTIONS)
    )
    return Notices(
        tuple(waiting.scalars()),
        tuple(AnnouncementNotice(*each) for each in announced),
        tuple(ConsultationNotice(*each) for each in asked),
        session.execute(select(exists().where(has_news(viewer, now=now)))).scalar_one(),
    )


def is_shown(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an announcement is shown at `now`."""
    return Announcement.ended_at.is_(None) & (Announcement.show_until > now)


def announced_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an announcement is made to the actor's agency."""
    return exists().where(
        AnnouncementAgency.announcement_id == Announcement.announcement_id,
        AnnouncementAgency.agency_id == actor.agency_id,
    )


def acknowledged_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor has read an announcement."""
    return exists().where(
        Acknowledgement.announcement_id == Announcement.announcement_id,
        Acknowledgement.account_id == actor.account_id,
    )


def invited(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a consultation asks the actor, or the actor's agency."""
    return exists().where(
        and_(
            Invitation.consultation_id == Consultation.consultation_id,
            or_(
                Invitation.agency_id == actor.agency_id,
                Invitation.account_id == actor.account_id,
            ),
        )
    )
