"""Putting the shipped indicator sets into the database, as they are, with their dates."""

from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, canonical_bytes
from indicators.loading import shipped_sets
from sar import audit
from sar.actors import Actor
from sar.models import DefinitionSetVersion, SetState


def publish_shipped_sets(session: Session, *, actor: Actor, now: datetime) -> list[DefinitionSet]:
    """Publish every shipped set that is not there yet; return those that were.

    A set is in force from the day its edition was issued until the next one's day.
    """
    shipped = shipped_sets()
    fresh = [each for each in shipped if not _is_known(session, each)]
    for each in fresh:
        later = [other.issued for other in shipped if other.issued > each.issued]
        session.add(
            DefinitionSetVersion(
                set_id=each.set_id,
                version=each.version,
                edition=each.edition,
                state=SetState.PUBLISHED,
                content=canonical_bytes(each).decode(),
                sha256=each.sha256,
                note="Shipped with the toolkit.",
                created_at=now,
                published_at=now,
                effective_from=datetime.combine(each.issued, time.min, tzinfo=UTC),
                accept_until=(
                    datetime.combine(min(later), time.min, tzinfo=UTC) if later else None
                ),
            )
        )
        event = audit.Event(
            "set.published", f"set:{each.set_id}:{each.version}", details={"sha256": each.sha256}
        )
        audit.record(session, event, actor=actor, now=now)
    return fresh


def _is_known(session: Session, definition_set: DefinitionSet) -> bool:
    query = select(DefinitionSetVersion.definition_set_id).where(
        DefinitionSetVersion.set_id == definition_set.set_id,
        DefinitionSetVersion.version == definition_set.version,
        DefinitionSetVersion.state == SetState.PUBLISHED,
    )
    return session.execute(query).first() is not None
