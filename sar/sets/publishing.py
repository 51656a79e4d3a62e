"""Putting the shipped indicator sets into the database, as they are, with their dates."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, canonical_bytes
from indicators.loading import shipped_sets
from sar.actors import Actor
from sar.log import audit
from sar.models import Activation, ActivationState, DefinitionSetVersion, SetState
from sar.sets.published import last_activation
from sar.values import frozen

# A report that an officer has begun under the version before is finished within days.
ACCEPT_PREVIOUS = timedelta(days=14)


@frozen
class Shipment:
    """What was published now, and what was left out because the agency's own version rules."""

    published: tuple[DefinitionSet, ...]
    left_out: tuple[DefinitionSet, ...]


@frozen
class _Dates:
    """From when a version is in force, and until when the one before it is accepted."""

    effective_from: datetime
    accept_previous_until: datetime | None = None
    previous_version: str = ""


def publish_shipped_sets(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    shipped: Sequence[DefinitionSet] | None = None,
) -> Shipment:
    """Publish every shipped set that is not there yet; `shipped` has them oldest version first.

    In a fresh database each edition rules from the day it was issued, with its newest version; its
    older versions can be read, and take past reports of that time. Later, a new version follows
    the shipped version of its edition that is in force: it takes effect now, and the one before is
    accepted for `ACCEPT_PREVIOUS`. What would replace a version of the agency's own is left out.
    """
    shipped = shipped_sets() if shipped is None else shipped
    fresh = {each.set_id for each in shipped if not _published_rows(session, each.set_id)}
    published, left_out = [], []
    for each in shipped:
        rows = _published_rows(session, each.set_id)
        if any(row.sha256 == each.sha256 for row in rows):
            continue
        if each.set_id in fresh:
            dates: _Dates | None = _first_dates(each, shipped, now=now)
        else:
            dates = _later_dates(session, each, shipped, rows, now=now)
        if dates is None:
            left_out.append(each)
            continue
        _publish(session, each, dates, actor=actor, now=now)
        published.append(each)
    return Shipment(tuple(published), tuple(left_out))


def _first_dates(
    definition_set: DefinitionSet, shipped: Sequence[DefinitionSet], *, now: datetime
) -> _Dates:
    """Return the dates in a fresh database: versions of an edition begin together with it."""
    start, end = _period(definition_set, shipped)
    earlier = [each for each in shipped if each.set_id == definition_set.set_id]
    earlier = earlier[: earlier.index(definition_set)]
    if not earlier:
        return _Dates(start)
    is_same = _is_same_edition(earlier[-1], definition_set)
    return _Dates(start, (end or max(start, now)) if is_same else start)


def _later_dates(
    session: Session,
    definition_set: DefinitionSet,
    shipped: Sequence[DefinitionSet],
    rows: Sequence[DefinitionSetVersion],
    *,
    now: datetime,
) -> _Dates | None:
    """Return the dates beside the published `rows`; None if it must be left out.

    An edition whose time is over keeps its time: reports that are imported from then may name any
    of its versions. A number that the agency gave to a version of its own stays the agency's.
    """
    if any(row.version == definition_set.version for row in rows):
        return None
    last = last_activation(session, definition_set.set_id)
    newest = next(row for row in rows if last and row.definition_set_id == last.definition_set_id)
    start, end = _period(definition_set, shipped)
    if newest.edition != definition_set.edition:
        return _Dates(start, end) if end is not None and end <= now else None
    is_shipped = newest.sha256 in {each.sha256 for each in shipped}
    if not is_shipped or last is None or last.effective_from is None or last.effective_from > now:
        return None
    return _Dates(now, now + ACCEPT_PREVIOUS, newest.version)


def _publish(
    session: Session, definition_set: DefinitionSet, dates: _Dates, *, actor: Actor, now: datetime
) -> None:
    row = DefinitionSetVersion(
        set_id=definition_set.set_id,
        version=definition_set.version,
        edition=definition_set.edition,
        state=SetState.PUBLISHED,
        content=canonical_bytes(definition_set).decode(),
        sha256=definition_set.sha256,
        note="Shipped with the toolkit.",
        created_at=now,
        published_at=now,
        effective_from=dates.effective_from,
    )
    session.add(row)
    session.flush()
    session.add(
        Activation(
            set_id=row.set_id,
            definition_set_id=row.definition_set_id,
            state=ActivationState.CONFIRMED,
            effective_from=dates.effective_from,
            accept_previous_until=dates.accept_previous_until,
            asked_at=now,
            confirmed_at=now,
        )
    )
    details: dict[str, audit.Detail] = {
        "sha256": definition_set.sha256,
        "effective_from": dates.effective_from.isoformat(),
    }
    if dates.previous_version and dates.accept_previous_until:
        details["previous_version"] = dates.previous_version
        details["previous_accept_until"] = dates.accept_previous_until.isoformat()
    subject = f"set:{definition_set.set_id}:{definition_set.version}"
    event = audit.Event("set.published", subject, details=details)
    audit.record(session, event, actor=actor, now=now)


def _published_rows(session: Session, set_id: str) -> Sequence[DefinitionSetVersion]:
    """Lock and list the published versions."""
    query = (
        select(DefinitionSetVersion)
        .where(
            DefinitionSetVersion.set_id == set_id,
            DefinitionSetVersion.state == SetState.PUBLISHED,
        )
        .order_by(DefinitionSetVersion.definition_set_id)
        .with_for_update()
    )
    return session.execute(query).scalars().all()


def _period(
    definition_set: DefinitionSet, shipped: Sequence[DefinitionSet]
) -> tuple[datetime, datetime | None]:
    """Return when the edition was issued, and when the next one was; None if there is no next."""
    days = [each.issued for each in shipped if each.set_id == definition_set.set_id]
    later = [day for day in days if day > definition_set.issued]
    return _midnight(definition_set.issued), _midnight(min(later)) if later else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _is_same_edition(one: DefinitionSet, other: DefinitionSet) -> bool:
    return (one.set_id, one.edition) == (other.set_id, other.edition)
