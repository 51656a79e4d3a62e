"""What is shown of activations: the request that waits, what is scheduled, and the history."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from sar.actors import Actor
from sar.errors import NotFoundError
from sar.models import Account, Activation, ActivationState, DefinitionSetVersion
from sar.sets.published import last_activation
from sar.values import frozen


@frozen
class ActivationRow:
    """One activation; `starts` is None for at once, names are "" for the command line.

    `accept_days` is how long what it replaces stays accepted, as it was asked; None if it came
    with a publication, which says so by a date. `ended_*` is about a refusal or withdrawal.
    """

    activation_id: int
    definition_set_id: int
    set_id: str
    version: str
    state: ActivationState
    starts: datetime | None
    accept_days: int | None
    accept_previous_until: datetime | None
    asked_by: str
    asked_at: datetime
    is_own: bool
    confirmed_by: str
    confirmed_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    reason: str = field(repr=False)
    end_reason: str = field(repr=False)

    @property
    def at(self) -> datetime:
        """Return when the last thing happened to it."""
        return self.ended_at or self.confirmed_at or self.asked_at

    def is_scheduled(self, now: datetime) -> bool:
        """Tell whether it is confirmed and waits for its date."""
        return (
            self.state == ActivationState.CONFIRMED
            and self.starts is not None
            and self.starts > now
        )


def history(session: Session, *, viewer: Actor) -> Sequence[ActivationRow]:
    """List what was put in force, declined or withdrawn, the last decision first."""
    decided = Activation.state != ActivationState.ASKED
    rows = [_row(each, viewer) for each in session.execute(_query().where(decided))]
    return sorted(rows, key=lambda each: (each.at, each.activation_id), reverse=True)


def waiting(session: Session, *, viewer: Actor) -> Sequence[ActivationRow]:
    """List what waits for a second person: at most one of each set."""
    asked = Activation.state == ActivationState.ASKED
    return [_row(each, viewer) for each in session.execute(_query().where(asked))]


def activation_row(session: Session, activation_id: int, *, viewer: Actor) -> ActivationRow:
    """Return one activation; raises NotFoundError if there is none."""
    found = session.execute(_query().where(Activation.activation_id == activation_id)).first()
    if found is None:
        raise NotFoundError("There is no such activation.")
    return _row(found, viewer)


def follows_id(session: Session, set_id: str) -> int:
    """Return the activation after which the next one comes; raises NotFoundError if none."""
    last = last_activation(session, set_id)
    if last is None:
        raise NotFoundError("No version of this set is published.")
    return last.activation_id


def _query() -> Select[*tuple[Any, ...]]:
    asked, confirmed, ended = aliased(Account), aliased(Account), aliased(Account)
    return (
        select(
            Activation,
            DefinitionSetVersion.version,
            asked.display_name.label("asked_by"),
            confirmed.display_name.label("confirmed_by"),
            ended.display_name.label("ended_by"),
        )
        .join(
            DefinitionSetVersion,
            DefinitionSetVersion.definition_set_id == Activation.definition_set_id,
        )
        .outerjoin(asked, asked.account_id == Activation.asked_by_id)
        .outerjoin(confirmed, confirmed.account_id == Activation.confirmed_by_id)
        .outerjoin(ended, ended.account_id == Activation.ended_by_id)
    )


def _row(found: Row[Any], viewer: Actor) -> ActivationRow:
    each: Activation = found.Activation
    return ActivationRow(
        activation_id=each.activation_id,
        definition_set_id=each.definition_set_id,
        set_id=each.set_id,
        version=found.version,
        state=ActivationState(each.state),
        starts=each.effective_from or each.wanted_from,
        accept_days=each.accept_days,
        accept_previous_until=each.accept_previous_until,
        asked_by=found.asked_by or "",
        asked_at=each.asked_at,
        is_own=each.asked_by_id is not None and each.asked_by_id == viewer.account_id,
        confirmed_by=found.confirmed_by or "",
        confirmed_at=each.confirmed_at,
        ended_by=found.ended_by or "",
        ended_at=each.ended_at,
        reason=each.reason,
        end_reason=each.end_reason,
    )
