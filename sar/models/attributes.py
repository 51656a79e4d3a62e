"""What was said to mentions of protected attributes in a report: codes and counts, never words."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class AttributeParty(StrEnum):
    """Who answered; nobody was asked when a past report was brought in."""

    OFFICER = "officer"
    ANALYST = "analyst"
    IMPORT = "import"


class AttributeReply(StrEnum):
    """What was answered, or why nobody was asked.

    none_needed: attributes are mentioned, none as a reason for suspicion; restated: after being
    asked, the officer wrote the behaviour instead; behaviour: the analyst finds that what was
    done stands without the attribute; disregarded: it does not, and the attribute counts nothing.
    """

    NONE_NEEDED = "none_needed"
    RESTATED = "restated"
    DESCRIPTION = "description"
    UNCHANGED = "unchanged"
    NOT_ASKED = "not_asked"
    BEHAVIOUR = "behaviour"
    DISREGARDED = "disregarded"


class AttributeAnswer(Base):
    """One answer; rows are only ever added.

    `counts` maps "attribute:role" ("religion:basis") to how often it was found in the texts that
    were sent. The reason for sending unchanged is a text of the report, "attributes.reason".
    """

    __tablename__ = "attribute_answers"

    attribute_answer_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    party: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(24))
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answered_at: Mapped[datetime]
