"""Tables of redress: what the public asks for, its clock and outcome, and corrected reports."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class RequestKind(StrEnum):
    """What somebody asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    APPEAL = "appeal"

    @property
    def label(self) -> str:
        """Return the kind in words."""
        return _KINDS[self]


_KINDS = {
    RequestKind.ACCESS: "See what is kept about me",
    RequestKind.CORRECTION: "Have something corrected or deleted",
    RequestKind.COMPLAINT: "Complain about how I was treated",
    RequestKind.APPEAL: "Disagree with an answer I got",
}


class RequestOutcome(StrEnum):
    """How a request was answered; none of them tells whether a report exists."""

    GRANTED = "granted"
    PARTLY = "partly"
    DENIED = "denied"
    NOTHING_TO_SAY = "nothing_to_say"
    NOT_OURS = "not_ours"

    @property
    def label(self) -> str:
        """Return the outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES = {
    RequestOutcome.GRANTED: "Granted",
    RequestOutcome.PARTLY: "Granted in part",
    RequestOutcome.DENIED: "Denied, with the reason and how to appeal",
    RequestOutcome.NOTHING_TO_SAY: "Neither confirmed nor denied that anything is kept",
    RequestOutcome.NOT_OURS: "Not ours: told whom to ask",
}


class RedressRequest(Base):
    """A request or complaint of somebody outside; what they wrote is sealed.

    `outcome` is "" until it was answered; `words` are the answer in short, redacted. An appeal is
    a request of its own: `appeals` is the number that it names, as it was typed and checked for
    its form only, so nobody learns from it which numbers there are.
    """

    __tablename__ = "redress_requests"
    __table_args__ = (Index("ix_redress_requests_open", "answered_at", "due_at"),)

    redress_request_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    appeals: Mapped[str] = mapped_column(String(16), default="")
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    outcome: Mapped[str] = mapped_column(String(24), default="")
    words: Mapped[str] = mapped_column(Text, default="")


class RedressContent(Base):
    """What somebody wrote in a request, sealed under the key of its retention month."""

    __tablename__ = "redress_contents"

    context: Mapped[str] = mapped_column(String(64), primary_key=True)
    redress_request_id: Mapped[int] = mapped_column(
        ForeignKey("redress_requests.redress_request_id"), index=True
    )
    month: Mapped[str] = mapped_column(ForeignKey("month_keys.month"), index=True)
    wrapped_key: Mapped[bytes]
    nonce: Mapped[bytes]
    ciphertext: Mapped[bytes]


class AmendReason(StrEnum):
    """Why what a report says was changed."""

    WRONG_PERSON = "wrong_person"
    WRONG_FACT = "wrong_fact"
    GRANTED_REQUEST = "granted_request"
    NOT_ALLOWED = "not_allowed"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return _AMENDS[self]


_AMENDS = {
    AmendReason.WRONG_PERSON: "It names the wrong person",
    AmendReason.WRONG_FACT: "It says something that is not so",
    AmendReason.GRANTED_REQUEST: "Somebody asked for it and was found right",
    AmendReason.NOT_ALLOWED: "It holds something that may not be kept",
}


class Amendment(Base):
    """That the text of a report was corrected; the version before stays sealed beside the new one.

    `places` counts where; the hashes are of the sealed contents, whose random key makes them tell
    nothing. `words` are redacted.
    """

    __tablename__ = "amendments"

    amendment_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    reason: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    places: Mapped[int]
    before_sha256: Mapped[str] = mapped_column(String(64))
    after_sha256: Mapped[str] = mapped_column(String(64))
    amended_at: Mapped[datetime]
