"""Tables of how reports came to be read: takes and their chances, draws, second readings.

They hold ids, codes, numbers and times. No page for analysts reads them but for what is theirs.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class SampleFrame(Base):
    """What a sample is drawn from for an hour: what waits behind the place `line_place`.

    `low_ranked` is how many reports that were, when it was counted; `line_place` is NULL when so
    few wait that all of them are read soon.
    """

    __tablename__ = "sample_frames"

    sample_frame_id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    line_place: Mapped[int | None] = mapped_column(BigInteger)
    low_ranked: Mapped[int]


class Take(Base):
    """That somebody was given the next report, by which route, and with which chances.

    `route` is one of `triage.sampling.Route`. `chance` is that of this take to be a draw, and
    `low_ranked` from how many reports it would have been made, so that every report among them
    had `chance / low_ranked`; both are logged for every take, drawn or not. The filters of the
    take say which reports those were. `nonce` is what the lot followed from, hex.
    """

    __tablename__ = "takes"
    __table_args__ = (Index("ix_takes_taken_at", "taken_at", "route"),)

    take_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    taken_at: Mapped[datetime]
    route: Mapped[str] = mapped_column(String(8))
    chance: Mapped[float]
    low_ranked: Mapped[int]
    sector: Mapped[str] = mapped_column(String(16))
    behaviour: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(24))
    nonce: Mapped[str] = mapped_column(String(64))


class DateDraw(Base):
    """That a report came to its date unread, with which chance it was drawn, and whether it was.

    What is drawn is read soon; what is not stays in the queue until it is read or its time to be
    kept is over.
    """

    __tablename__ = "date_draws"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    drawn_at: Mapped[datetime]
    chance: Mapped[float]
    is_drawn: Mapped[bool] = mapped_column(index=True)


class SecondReading(Base):
    """That somebody was given a report which a colleague had decided, without being told.

    `first_answer` is the colleague's action in part one, `answer` theirs, "" until they decide;
    `rationale` is redacted. `behaviours` are those that they saw in it, NULL for the same as are
    there, and `why` says in redacted words which fact shows it. The report stays as it is.
    """

    __tablename__ = "second_readings"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    first_answer: Mapped[str] = mapped_column(String(24))
    given_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(24), default="")
    answered_at: Mapped[datetime | None]
    rationale: Mapped[str] = mapped_column(Text, default="")
    behaviours: Mapped[list[str] | None] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(Text, default="", server_default="")
    corrected_at: Mapped[datetime | None]
