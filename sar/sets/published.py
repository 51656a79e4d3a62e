"""Published indicator sets: which is in force, which is still accepted, and their content."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.lifecycle import Period
from indicators.loading import from_plain
from sar import db
from sar.errors import FieldFinding, NotReadyError
from sar.models import Activation, ActivationState, DefinitionSetVersion, SetState
from sar.values import frozen


@frozen
class SetReference:
    """What pins a report to one version of a set; `sha256` may be "" where a person typed it."""

    set_id: str
    version: str
    sha256: str = ""


@frozen
class PublishedSet:
    """A published version with its periods, the earliest first.

    There are several if it was made live again, and none if it was withdrawn before its date.
    """

    definition_set_id: int
    definition_set: DefinitionSet
    sha256: str
    periods: tuple[Period, ...]

    @property
    def effective_from(self) -> datetime | None:
        """Return when its last period begins."""
        return self.periods[-1].effective_from if self.periods else None

    @property
    def accept_until(self) -> datetime | None:
        """Return when its last period ends; None while nothing follows it."""
        return self.periods[-1].accept_until if self.periods else None

    def is_in_force(self, moment: datetime) -> bool:
        """Tell whether a report may be filed under this version at `moment`."""
        return any(period.holds(moment) for period in self.periods)

    def began(self, moment: datetime) -> datetime | None:
        """Return when the last period that has begun at `moment` did; None if none has."""
        begun = [each.effective_from for each in self.periods if each.effective_from <= moment]
        return max(begun, default=None)


# Asked with every report and every page that needs a set, so they are built once, and past the
# unit of work.
_SETS, _ACTIVATIONS = db.table_of(DefinitionSetVersion).c, db.table_of(Activation).c
_PUBLISHED = (
    select(_SETS.definition_set_id, _SETS.sha256)
    .where(_SETS.state == SetState.PUBLISHED)
    .order_by(_SETS.definition_set_id.desc())
)
_VERSION = _PUBLISHED.where(
    _SETS.set_id == bindparam("named"), _SETS.version == bindparam("numbered")
)
_CONTENT = select(_SETS.content).where(_SETS.definition_set_id == bindparam("of_set"))
_CONFIRMED = (
    select(
        _ACTIVATIONS.set_id,
        _ACTIVATIONS.definition_set_id,
        _ACTIVATIONS.effective_from,
        _ACTIVATIONS.accept_previous_until,
    )
    .where(_ACTIVATIONS.state == ActivationState.CONFIRMED)
    .order_by(
        _ACTIVATIONS.set_id,
        _ACTIVATIONS.effective_from.desc(),
        _ACTIVATIONS.activation_id.desc(),
    )
)


def published_sets(session: Session) -> list[PublishedSet]:
    """List every version that is, was or will be in force, the latest date first."""
    rows = db.ask(session, _PUBLISHED).all()
    periods = periods_of(session)
    found = [_published(session, row, periods) for row in rows if row.definition_set_id in periods]
    return sorted(found, key=lambda each: each.periods[-1].effective_from, reverse=True)


def periods_of(session: Session) -> dict[int, tuple[Period, ...]]:
    """Return the periods of every version that has any, by the version's id.

    A period lasts until the next activation of the set begins, and as much longer as that one
    leaves for what was begun.
    """
    found: dict[int, tuple[Period, ...]] = {}
    set_id, until = "", None
    for each in db.ask(session, _CONFIRMED):
        if each.set_id != set_id:
            set_id, until = each.set_id, None
        period = Period(each.effective_from, until)
        found[each.definition_set_id] = (period, *found.get(each.definition_set_id, ()))
        until = each.accept_previous_until
    return found


def in_force_at(published: Iterable[PublishedSet], moment: datetime) -> PublishedSet | None:
    """Return which of these is in force at `moment`: the one that began last.

    `published` has the latest first, as `published_sets` lists them.
    """
    begun = [(began, each) for each in published if (began := each.began(moment))]
    begun = [pair for pair in begun if pair[1].is_in_force(moment)]
    return max(begun, key=lambda pair: pair[0], default=(moment, None))[1]


def current_set(session: Session, *, now: datetime) -> PublishedSet:
    """Return the version in force at `now`; raises NotReadyError if there is none."""
    current = in_force_at(published_sets(session), now)
    if current is None:
        raise NotReadyError(
            "No indicator set is in force.", remedy="Publish one: `sar sets publish`."
        )
    return current


def find_set(session: Session, *, set_id: str, version: str) -> PublishedSet | None:
    """Return one published version, None if there is no such version."""
    row = _row_of(session, set_id, version)
    return None if row is None else _published(session, row, periods_of(session))


def find_content(
    session: Session, *, set_id: str, version: str, sha256: str = ""
) -> DefinitionSet | None:
    """Return what one published version says, whenever it was in force; None if there is none.

    A report is pinned to the hash too: with it, nothing is asked that this process has read before.
    """
    if sha256 in _PARSED:
        return _PARSED[sha256]
    row = _row_of(session, set_id, version)
    return None if row is None else _content_of(session, row)


def names_in(session: Session, *, set_id: str, version: str, sha256: str = "") -> dict[str, str]:
    """Return the names of the behaviours of one published version by id; none if it is missing."""
    found = find_content(session, set_id=set_id, version=version, sha256=sha256)
    return {each.indicator_id: each.name for each in found.indicators} if found else {}


def last_activation(session: Session, set_id: str) -> Activation | None:
    """Return the confirmed activation of a set that begins last; None if there is none."""
    return (
        session.execute(
            select(Activation)
            .where(Activation.set_id == set_id, Activation.state == ActivationState.CONFIRMED)
            .order_by(Activation.effective_from.desc(), Activation.activation_id.desc())
            .limit(1)
        )
        .scalars()
        .first()
    )


def accepted_set(
    session: Session, reference: SetReference, *, now: datetime
) -> tuple[PublishedSet | None, Sequence[FieldFinding]]:
    """Return the version that `reference` names, and findings if it cannot be filed under."""
    known = find_set(session, set_id=reference.set_id, version=reference.version)
    if known is None:
        return None, [_finding("unknown_set", "There is no such indicator set or version.")]
    if reference.sha256 and reference.sha256 != known.sha256:
        return None, [_finding("set_changed", "The hash does not belong to this version.")]
    if known.began(now) is None:
        return None, [_finding("set_not_yet", "This version is not in force yet.")]
    if not known.is_in_force(now):
        return None, [_finding("set_no_longer", "This version is no longer accepted.")]
    return known, []


def definition_set_of(row: DefinitionSetVersion) -> DefinitionSet:
    """Return the content of a version; raises NotReadyError if it does not fit its hash."""
    return _PARSED.get(row.sha256) or _parsed(row.content, row.sha256)


def _content_of(session: Session, row: Row[Any]) -> DefinitionSet:
    """Return the content of a version, read only if this process has not done so before."""
    if row.sha256 in _PARSED:
        return _PARSED[row.sha256]
    content = db.ask(session, _CONTENT, of_set=row.definition_set_id).scalar_one()
    return _parsed(content, row.sha256)


def _row_of(session: Session, set_id: str, version: str) -> Row[Any] | None:
    if "\0" in set_id + version:
        return None  # PostgreSQL refuses the question
    return db.ask(session, _VERSION, named=set_id, numbered=version).one_or_none()


def _finding(rule: str, message: str) -> FieldFinding:
    return FieldFinding(
        path="set",
        message=message,
        remedy="Use the version in force. The form shows it now with what you typed: check the "
        "questions and send again. A program finds it at GET /api/v1/sets/current.",
        rule=rule,
    )


def _published(
    session: Session, row: Row[Any], periods: Mapping[int, tuple[Period, ...]]
) -> PublishedSet:
    return PublishedSet(
        definition_set_id=row.definition_set_id,
        definition_set=_content_of(session, row),
        sha256=row.sha256,
        periods=periods.get(row.definition_set_id, ()),
    )


# Content is named by its hash, so that what was parsed once never has to be read again.
_PARSED: dict[str, DefinitionSet] = {}
_MAX_PARSED = 64


def _parsed(content: str, sha256: str) -> DefinitionSet:
    definition_set = from_plain(json.loads(content), name=f"published set {sha256[:12]}")
    if definition_set.sha256 != sha256:
        raise NotReadyError(
            f"The published set {sha256[:12]} was altered in the database.",
            remedy="Restore it from a backup; published sets are never edited.",
        )
    if len(_PARSED) >= _MAX_PARSED:
        _PARSED.clear()
    _PARSED[sha256] = definition_set
    return definition_set
