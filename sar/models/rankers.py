"""Tables of learned rankers: each version with its card, and which of them ordered the queue."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class RankerVersion(Base):
    """A ranker that learned from decisions; rows are only ever added, and judged once.

    `artefact` is the ranker itself as plain arrays, `sha256` its hash; `data_sha256` is that of
    what it learned from, `seed` what its chance began with. `reports` it learned from, of which
    `relevant` mattered. `card` is NULL until the gate judged it, `is_passed` what the gate said.
    """

    __tablename__ = "ranker_versions"

    ranker_version_id: Mapped[int] = mapped_column(primary_key=True)
    artefact: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    data_sha256: Mapped[str] = mapped_column(String(64))
    set_id: Mapped[str] = mapped_column(String(64))
    set_version: Mapped[str] = mapped_column(String(32))
    set_sha256: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(32))
    seed: Mapped[int]
    reports: Mapped[int]
    relevant: Mapped[int]
    trained_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    trained_at: Mapped[datetime]
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    is_passed: Mapped[bool | None]
    judged_at: Mapped[datetime | None]


class RankerContinuation(Base):
    """What a version became that learned on while it was in force; the last one counts.

    It belongs to the change that put the version in force, and is over with it. `artefact` is empty
    for all but the last. `reports` and `relevant` are what it learned from, `share` how much of the
    way it was taken to what these would give, `drift` by how much a score's margin can differ from
    what was judged, at most (see `triage.learning.continuing`).
    """

    __tablename__ = "ranker_continuations"

    ranker_continuation_id: Mapped[int] = mapped_column(primary_key=True)
    ranker_switch_id: Mapped[int] = mapped_column(
        ForeignKey("ranker_switches.ranker_switch_id"), index=True
    )
    ranker_version_id: Mapped[int] = mapped_column(ForeignKey("ranker_versions.ranker_version_id"))
    artefact: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    data_sha256: Mapped[str] = mapped_column(String(64))
    reports: Mapped[int]
    relevant: Mapped[int]
    share: Mapped[float]
    drift: Mapped[float]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    made_at: Mapped[datetime]


class SwitchState(StrEnum):
    """How far a change of the ranker has come; only a made one counts."""

    ASKED = "asked"
    MADE = "made"
    DECLINED = "declined"


class SwitchKind(StrEnum):
    """What a change of the ranker does.

    `HOLD` keeps the version in force exactly as it was judged, `LEARN` lets it learn on again.
    """

    ACTIVATE = "activate"
    ROLL_BACK = "roll_back"
    OFF = "off"
    ON = "on"
    HOLD = "hold"
    LEARN = "learn"


class RankerSwitch(Base):
    """That another ranker orders the queue from a moment on; NULL for the rules alone.

    The one made last is in force. An `is_override` puts a ranker in force that the gate refused:
    it is asked for with a reason and made by a second person. `asked_by_id` is NULL for the command
    line. Rows are only added, and decided once.
    """

    __tablename__ = "ranker_switches"
    __table_args__ = (
        CheckConstraint("decided_by_id <> asked_by_id OR state <> 'made'", name="four_eyes"),
        CheckConstraint(
            "state <> 'made' OR NOT is_override OR decided_by_id IS NOT NULL",
            name="override_by_a_second_person",
        ),
        Index("ix_ranker_switches_made", "state", "decided_at"),
        Index(
            "uq_ranker_switches_asked",
            "state",
            unique=True,
            info={"where": "state = 'asked'"},
        ),
    )

    ranker_switch_id: Mapped[int] = mapped_column(primary_key=True)
    ranker_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("ranker_versions.ranker_version_id")
    )
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    is_override: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    decided_at: Mapped[datetime | None]
