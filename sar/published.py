"""Published indicator sets: which is in force, which is still accepted, and their content."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.loading import from_plain
from sar.errors import FieldFinding, NotReadyError
from sar.models import DefinitionSetVersion, SetState


@dataclass(frozen=True, slots=True)
class SetReference:
    """What pins a report to one version of a set; `sha256` may be "" where a person typed it."""

    set_id: str
    version: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """A published version with its dates; `accept_until` is None while nothing follows it."""

    definition_set_id: int
    definition_set: DefinitionSet
    sha256: str
    effective_from: datetime
    accept_until: datetime | None

    def is_in_force(self, moment: datetime) -> bool:
        """Tell whether a report may be filed under this version at `moment`."""
        return self.effective_from <= moment and (
            self.accept_until is None or moment <= self.accept_until
        )


# Asked for every report, so it is built once.
_VERSION = select(DefinitionSetVersion).where(
    DefinitionSetVersion.state == SetState.PUBLISHED,
    DefinitionSetVersion.set_id == bindparam("named"),
    DefinitionSetVersion.version == bindparam("numbered"),
)


def published_sets(session: Session) -> list[PublishedSet]:
    """List every published version, the latest effective date first."""
    rows = session.execute(
        select(DefinitionSetVersion)
        .where(DefinitionSetVersion.state == SetState.PUBLISHED)
        .order_by(
            DefinitionSetVersion.effective_from.desc(),
            DefinitionSetVersion.definition_set_id.desc(),
        )
    ).scalars()
    return [_published(row) for row in rows]


def current_set(session: Session, *, now: datetime) -> PublishedSet:
    """Return the version in force at `now`; raises NotReadyError if there is none."""
    for published in published_sets(session):
        if published.is_in_force(now):
            return published
    raise NotReadyError("No indicator set is in force.", remedy="Publish one: `sar sets publish`.")


def find_set(session: Session, *, set_id: str, version: str) -> PublishedSet | None:
    """Return one published version, None if there is no such version."""
    named = {"named": set_id, "numbered": version}
    row = session.execute(_VERSION, named).scalar_one_or_none()
    return None if row is None else _published(row)


def accepted_set(
    session: Session, reference: SetReference, *, now: datetime
) -> tuple[PublishedSet | None, Sequence[FieldFinding]]:
    """Return the version that `reference` names, and findings if it cannot be filed under."""
    known = find_set(session, set_id=reference.set_id, version=reference.version)
    if known is None:
        return None, [_finding("unknown_set", "There is no such indicator set or version.")]
    if reference.sha256 and reference.sha256 != known.sha256:
        return None, [_finding("set_changed", "The hash does not belong to this version.")]
    if known.effective_from > now:
        return None, [_finding("set_not_yet", "This version is not in force yet.")]
    if not known.is_in_force(now):
        return None, [_finding("set_no_longer", "This version is no longer accepted.")]
    return known, []


def definition_set_of(row: DefinitionSetVersion) -> DefinitionSet:
    """Return the content of a version; raises NotReadyError if it does not fit its hash."""
    return _PARSED.get(row.sha256) or _parsed(row.content, row.sha256)


def _finding(rule: str, message: str) -> FieldFinding:
    return FieldFinding(
        path="set",
        message=message,
        remedy="Use the version in force. The form shows it now with what you typed: check the "
        "questions and send again. A program finds it at GET /api/v1/sets/current.",
        rule=rule,
    )


def _published(row: DefinitionSetVersion) -> PublishedSet:
    if row.effective_from is None:
        raise NotReadyError(f"Set version {row.definition_set_id} has no effective date.")
    return PublishedSet(
        definition_set_id=row.definition_set_id,
        definition_set=definition_set_of(row),
        sha256=row.sha256,
        effective_from=row.effective_from,
        accept_until=row.accept_until,
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
