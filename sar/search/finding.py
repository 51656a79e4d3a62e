"""Searching: the readable words of all reports, and keyed tokens of what is hidden in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.lookup import kinds_of, token_of
from privacy.spans import Kind
from sar.models import LookupToken, Report, SearchText
from sar.reports.findable import lookup_key
from sar.search.query import Query
from sar.values import frozen

PAGE_SIZE = 25
MAX_MATCHED = 50
MAX_RANKED = 5_000
"""So many matches are put in order, the latest; to weigh every one of a common word takes longer
than anybody waits."""
_EXCERPT_CHARS = 90
_CURSOR = re.compile(r"(-?\d{1,4}(?:\.\d{1,20})?(?:e-\d{1,3})?):(\d{1,9})")

_KIND_WORDS = {
    Kind.PLATE: "the same plate",
    Kind.VIN: "the same vehicle number",
    Kind.PHONE: "the same phone number",
    Kind.ADDRESS: "the same address",
}

_SQLITE = text(
    "SELECT report_id, place FROM (SELECT rowid AS report_id, rank AS place FROM search_index"
    " WHERE search_index MATCH :query ORDER BY rowid DESC LIMIT :most)"
    " WHERE :at IS NULL OR place > :at OR (place = :at AND report_id < :behind)"
    " ORDER BY place, report_id DESC LIMIT :size"
)
# An index of words has no order, and to fetch every report of a common word takes longest. So where
# a tenth of the newest reports have the words, the matches are looked for from the newest on, and
# only if few come of that, among all. Joins would lose the order that lets the search stop.
_POSTGRESQL = text(
    "WITH asked AS (SELECT websearch_to_tsquery('english', :query) AS words),"
    " sampled AS (SELECT vector FROM search_index ORDER BY report_id DESC LIMIT :most / 5),"
    " recent AS (SELECT report_id, vector FROM search_index ORDER BY report_id DESC"
    " LIMIT :most * 20), newest AS MATERIALIZED (SELECT report_id FROM recent"
    " WHERE vector @@ (SELECT words FROM asked) AND (SELECT count(*) FROM sampled"
    " WHERE vector @@ (SELECT words FROM asked)) >= :most / 50"
    " ORDER BY report_id DESC LIMIT :most), every AS (SELECT report_id FROM search_index"
    " WHERE vector @@ (SELECT words FROM asked) AND (SELECT count(*) FROM newest) < :most"
    " ORDER BY report_id DESC LIMIT :most), ranked AS MATERIALIZED (SELECT report_id,"
    " (SELECT round(-ts_rank(vector, (SELECT words FROM asked))::numeric, 9)::float8"
    " FROM search_index WHERE search_index.report_id = found.report_id) AS place"
    " FROM (SELECT report_id FROM newest UNION SELECT report_id FROM every) AS found)"
    " SELECT report_id, place FROM ranked"
    " WHERE CAST(:at AS float8) IS NULL OR place > :at OR (place = :at AND report_id < :behind)"
    " ORDER BY place, report_id DESC LIMIT :size"
)


@frozen
class Hit:
    """A report that was found; `excerpt` is redacted, `why` says what matched if it is hidden."""

    receipt: str
    state: str
    received_at: datetime
    place_shown: str
    excerpt: str = field(repr=False)
    why: str = ""


@frozen
class Page:
    """Up to 25 reports, the most fitting first; `next_cursor` is "" on the last page."""

    hits: Sequence[Hit]
    next_cursor: str


def find_by_words(session: Session, query: Query, *, after: str, most: int = MAX_RANKED) -> Page:
    """Return the reports in whose readable words the query stands, behind the cursor `after`.

    Of more than `most` the latest are put in order, and no others are shown.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    at, behind = _read_cursor(after)
    asked: dict[str, Any] = {
        "query": query.fts5 if is_sqlite else query.websearch,
        **{"at": at, "behind": behind, "size": PAGE_SIZE + 1, "most": most},
    }
    found = session.execute(_SQLITE if is_sqlite else _POSTGRESQL, asked).all()
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    cursor = f"{shown[-1].place!r}:{shown[-1].report_id}" if is_more else ""
    return Page(_hits(session, {row.report_id: "" for row in shown}, query), cursor)


def find_by_token(session: Session, typed: str, query: Query, *, keyring: Keyring) -> Sequence[Hit]:
    """Return the latest reports that hold what was typed, hidden; it is matched and never read."""
    key = lookup_key(keyring)
    tokens = {token_of(key, kind, typed): kind for kind in kinds_of(typed)}
    rows = session.execute(
        select(LookupToken.report_id, LookupToken.token)
        .where(LookupToken.token.in_([token for token in tokens if token]))
        .order_by(LookupToken.report_id.desc())
        .limit(MAX_MATCHED)
    )
    why = {report_id: _KIND_WORDS[tokens[token]] for report_id, token in rows}
    return _hits(session, why, query)


def _read_cursor(after: str) -> tuple[float | None, int]:
    found = _CURSOR.fullmatch(after)
    return (float(found[1]), int(found[2])) if found else (None, 0)


def _hits(session: Session, why: Mapping[int, str], query: Query) -> list[Hit]:
    """Return the reports in the order of `why`, with an excerpt of their redacted words."""
    rows = {
        row.report_id: row
        for row in session.execute(
            select(
                Report.report_id,
                Report.receipt,
                Report.state,
                Report.received_at,
                Report.place_shown,
                SearchText.words,
            )
            .outerjoin(SearchText, SearchText.report_id == Report.report_id)
            .where(Report.report_id.in_(why))
        )
    }
    return [
        Hit(
            receipt=row.receipt,
            state=row.state,
            received_at=row.received_at,
            place_shown=row.place_shown,
            excerpt=_excerpt(row.words or "", query),
            why=why[report_id],
        )
        for report_id in why
        if (row := rows.get(report_id)) is not None
    ]


def _excerpt(words: str, query: Query) -> str:
    """Return the words around the first place where the query stands, or else the beginning."""
    lower = words.casefold()
    places = [lower.find(term.casefold()) for term in query.wanted]
    at = min((place for place in places if place >= 0), default=0)
    begin, end = max(0, at - _EXCERPT_CHARS), at + _EXCERPT_CHARS
    begin = words.rfind(" ", 0, begin) + 1 if begin else 0
    cut = words[begin:end].rpartition(" ")[0] if end < len(words) else words[begin:]
    return f"{'… ' if begin else ''}{' '.join(cut.split())}{' …' if end < len(words) else ''}"
