"""Tables by which a report is found: its readable words, keyed tokens, marks of its wording."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class SearchText(Base):
    """The redacted words of a report without its protected attributes, for the full-text search.

    The database itself keeps the search's own table, `search_index`, in step with this one.
    """

    __tablename__ = "search_texts"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class LookupToken(Base):
    """That a report holds a hidden value with this token; see `privacy.lookup`.

    `part` is 0 for the report itself and else the number of the addition that holds the value.
    """

    __tablename__ = "lookup_tokens"
    __table_args__ = (Index("ix_lookup_tokens_token", "token", "report_id"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))


class WordingMark(Base):
    """One of the smallest numbers of a report's wording: reports told alike share several."""

    __tablename__ = "wording_marks"
    __table_args__ = (Index("ix_wording_marks_report_id", "report_id"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)


class SavedSearch(Base):
    """Filters that an analyst wants to be told about: codes only, never a word of a narrative.

    `seen_report_id` is the newest report when its owner last looked; later ones are new.
    """

    __tablename__ = "saved_searches"

    saved_search_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen_report_id: Mapped[int]
    saved_at: Mapped[datetime]
