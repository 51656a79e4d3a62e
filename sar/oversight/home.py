"""What a privacy officer starts the day with: what waits for them, and reveals week by week."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import AuditCheckpoint, Report, RequestState, Reveal, RevealRequest
from sar.oversight import alerts, drift, emergencies, words
from sar.values import frozen
from triage.decisions import State

WEEKS = 12
# The guide asks for a checkpoint every week.
CHECKPOINT_DAYS = 7
# So many purposes have a colour of their own; the others share the last.
COLOURS = 4


@frozen
class Need:
    """One thing that waits: in words, how many, and where to go."""

    label: str
    note: str
    endpoint: str
    count: int = 0


@frozen
class Week:
    """The reveals of one week, which begins on a Monday in the viewer's zone, by purpose."""

    begins: datetime
    counts: Sequence[int]


@frozen
class Weekly:
    """Reveals per week; `purposes` are the words for the counts, `highest` is the largest sum."""

    purposes: Sequence[str]
    weeks: Sequence[Week]
    highest: int


def needs(session: Session, *, viewer: Actor, now: datetime) -> list[Need]:
    """List what waits for the viewer, the most pressing first."""
    found = [
        _emergencies(session, now),
        _alerts(session),
        _requests(session, viewer=viewer, now=now),
        _held(session),
        _checkpoint(session, now),
        _moved(session, now),
    ]
    return [need for need in found if need is not None]


def weekly_reveals(session: Session, *, zone: str, now: datetime) -> Weekly:
    """Count the reveals of the last `WEEKS` weeks, this one included."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    begins = [datetime.combine(day, time(), tzinfo=place) for day in days]
    counts: Counter[tuple[int, str]] = Counter()
    rows = session.execute(
        select(Reveal.granted_at, Reveal.purpose).where(Reveal.granted_at >= begins[0])
    )
    for granted_at, purpose in rows:
        day = granted_at.astimezone(place).date()
        counts[(day - days[0]).days // 7, purpose] += 1
    by_purpose: Counter[str] = Counter()
    for (_, purpose), count in counts.items():
        by_purpose[purpose] += count
    named = sorted(by_purpose, key=lambda purpose: (-by_purpose[purpose], purpose))
    shown, rest = (named, []) if len(named) <= COLOURS else (named[:3], named[3:])
    weeks = [
        Week(begin, (*(counts[at, each] for each in shown), *_rest(counts, at, rest)))
        for at, begin in enumerate(begins)
    ]
    labels = [words.purpose(each) for each in shown] + (["Other purposes"] if rest else [])
    return Weekly(labels, weeks, max(sum(week.counts) for week in weeks))


def _rest(counts: Counter[tuple[int, str]], at: int, rest: Sequence[str]) -> tuple[int, ...]:
    return (sum(counts[at, each] for each in rest),) if rest else ()


def _emergencies(session: Session, now: datetime) -> Need | None:
    count, oldest = emergencies.count_open(session)
    if oldest is None:
        return None
    days = (now - oldest).days
    note = "opened today" if days < 1 else f"the oldest {days} day{'' if days == 1 else 's'} ago"
    label = "emergency to review" if count == 1 else "emergencies to review"
    return Need(label, note, "watch.list_emergencies", count)


def _alerts(session: Session) -> Need | None:
    count = alerts.count_waiting(session)
    label = "alert to look into" if count == 1 else "alerts to look into"
    return Need(label, "unusual patterns of looking", "watch.list_alerts", count) if count else None


def _requests(session: Session, *, viewer: Actor, now: datetime) -> Need | None:
    query = select(func.count(RevealRequest.reveal_request_id)).where(
        RevealRequest.state == RequestState.ASKED,
        RevealRequest.expires_at > now,
        RevealRequest.account_id != viewer.account_id,
    )
    count = session.execute(query).scalar_one()
    label = f"request{'' if count == 1 else 's'} for a whole report"
    note = "a second person agrees or declines"
    return Need(label, note, "reveal_requests.list_requests", count) if count else None


def _held(session: Session) -> Need | None:
    query = select(func.count(Report.report_id)).where(Report.state == State.HELD)
    count = session.execute(query).scalar_one()
    label = f"held report{'' if count == 1 else 's'}"
    return Need(label, "nobody can read them", "oversight.list_held", count) if count else None


def _checkpoint(session: Session, now: datetime) -> Need | None:
    signed = session.execute(select(func.max(AuditCheckpoint.signed_at))).scalar_one()
    if signed is not None and now - signed < timedelta(days=CHECKPOINT_DAYS):
        return None
    note = "none yet" if signed is None else f"the last one is {(now - signed).days} days old"
    return Need("Sign a checkpoint, and keep it elsewhere", note, "oversight.list_checkpoints")


def _moved(session: Session, now: datetime) -> Need | None:
    """Say what moved; shares of what comes in, how it is scored and how it ends."""
    moved = [each.name.lower() for each in drift.moves(session, now=now) if each.is_alert]
    if not moved:
        return None
    return Need(
        "Something moved: " + ", ".join(moved),
        "look before you trust the order",
        "selection.show_selection",
    )
