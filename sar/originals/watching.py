"""Holding each reveal against the patterns of `privacy.patterns`; what is met becomes an alert."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, distinct, exists, func, select
from sqlalchemy.orm import Session

from privacy.patterns import Look, Pattern, met_patterns
from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.models import Alert, Crossing, Decision, Report, Reveal, Role


def watch(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Note every pattern that the actor's newest reveal of `report` meets; call after adding it."""
    _note(session, report, _look(session, report, actor=actor, now=now), actor=actor, now=now)


def watch_refusal(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Note that the actor asked for more reports than the agency allows."""
    look = Look(_local(actor, now), is_over_limit=True)
    _note(session, report, look, actor=actor, now=now)


def _note(session: Session, report: Report, look: Look, *, actor: Actor, now: datetime) -> None:
    for pattern in met_patterns(look):
        row = {
            "key": _key(pattern, report, actor, look.local),
            "pattern": pattern.code,
            "account_id": actor.account_id,
            "report_id": report.report_id,
            "raised_at": now,
        }
        alert_id = db.insert_if_absent(session, Alert, row)
        if alert_id is not None:
            event = audit.Event("alert.raised", f"alert:{alert_id}", details={"rule": pattern.code})
            audit.record(session, event, actor=actor, now=now)


def _key(pattern: Pattern, report: Report, actor: Actor, local: datetime) -> str:
    """Return what makes two alerts the same: once a day of the person, or of person and report."""
    of = f"{actor.account_id}:{report.report_id if pattern.is_of_report else ''}"
    return f"{pattern.code}:{of}:{local:%Y-%m-%d}"


def _look(session: Session, report: Report, *, actor: Actor, now: datetime) -> Look:
    own, here = Reveal.account_id == actor.account_id, Reveal.report_id == report.report_id
    today, this_week = (Reveal.granted_at > now - timedelta(days=days) for days in (1, 7))
    part = Reveal.field + ":" + cast(Reveal.span_number, String)
    reports, parts, people = (
        session.execute(select(query).where(*conditions)).scalar_one()
        for query, conditions in (
            (func.count(distinct(Reveal.report_id)), (own, today)),
            (
                func.count(distinct(part)),
                (own, here, today),
            ),
            (func.count(distinct(Reveal.account_id)), (here, this_week)),
        )
    )
    return Look(
        local=_local(actor, now),
        reports_today=reports,
        parts_today=parts,
        people_this_week=people,
        is_own_work=_is_own_work(session, report, actor=actor, now=now),
        is_own_filing=report.account_id == actor.account_id,
    )


def _is_own_work(session: Session, report: Report, *, actor: Actor, now: datetime) -> bool:
    if actor.role != Role.ANALYST:
        return True
    is_held = report.claim_expires_at is not None and report.claim_expires_at > now
    if is_held and report.claimed_by_id == actor.account_id:
        return True
    decided = exists().where(
        Decision.report_id == report.report_id, Decision.account_id == actor.account_id
    )
    crossed = exists().where(
        Crossing.report_id == report.report_id,
        (Crossing.asked_by_id == actor.account_id) | (Crossing.decided_by_id == actor.account_id),
    )
    return session.execute(select(decided | crossed)).scalar_one()


def _local(actor: Actor, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(actor.zone))
