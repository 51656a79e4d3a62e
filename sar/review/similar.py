"""Earlier reports that resemble one: by wording, vehicle, number, place and behaviour.

All of it is redacted text and keyed tokens; among how many reports is no matter.

Protected attributes that redaction leaves readable (the target of an act) never make two reports
alike: what is shown was compared without them.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Row, bindparam, select, union_all
from sqlalchemy.orm import Session

from privacy.attributes import mask_mentions
from privacy.spans import Kind
from sar import db
from sar.models import LookupToken, Report, ReportBehaviour, WordingMark
from sar.reports.findable import N_MARKS
from sar.review.queries import behaviour_names
from sar.values import frozen
from triage import similarity
from triage.decisions import State

# How many earlier reports are compared, and how many are asked for by one mark, place or token: the
# latest. A mark that stands in more reports than that tells nothing.
MAX_COMPARED = 60
MAX_PER_CLUE = 200
# How many clues are asked for at once, below what SQLite takes (sqlite.org, "Limits": 500).
MAX_ASKED = 100
MAX_SHOWN = 5
# Finding attributes takes some milliseconds per text, so that only the most alike of a first
# comparison are compared again without them. A shared attribute can put a report on this list,
# and never on the page.
MAX_COMPARED_AGAIN = 25

# By the hash of the text: a text that was purged must not live on in the memory of a server.
MAX_FINGERPRINTS = 4096
_FINGERPRINTS: dict[bytes, tuple[int, ...]] = {}


@frozen
class SimilarReport:
    """An earlier report that resembles the one on the desk; `likeness` is in [0, 1]."""

    receipt: str
    state: str
    received_at: datetime
    place_shown: str
    behaviours: tuple[str, ...]
    likeness: float
    reasons: tuple[str, ...]


def similar_reports(session: Session, receipt: str) -> list[SimilarReport]:
    """Return the most alike of the earlier reports, with the reasons, the most telling first."""
    one = _rows(session, Report.receipt == receipt.upper())
    if not one:
        return []
    earlier = _earlier_ids(session, one[0])
    others = {row.receipt: row for row in _rows(session, Report.report_id.in_(earlier))}
    facts = _facts(session, [one[0].report_id, *(row.report_id for row in others.values())])
    first = similarity.similar(
        _trace(one[0], facts),
        [_trace(row, facts) for row in others.values()],
        limit=MAX_COMPARED_AGAIN,
    )
    again = [others[each.key] for each in first]
    matches = similarity.similar(
        _trace(one[0], facts, is_masked=True),
        [_trace(row, facts, is_masked=True) for row in again],
        limit=MAX_SHOWN,
    )
    names = behaviour_names(session, [others[match.key] for match in matches])
    return [
        _similar(others[match.key], names[others[match.key].report_id], match) for match in matches
    ]


def _rows(session: Session, condition: Any) -> Sequence[Row[Any]]:
    return session.execute(
        select(
            Report.report_id,
            Report.receipt,
            Report.state,
            Report.received_at,
            Report.place_shown,
            Report.set_id,
            Report.set_version,
            Report.set_sha256,
            Report.redacted["narrative"]["text"].as_string().label("narrative"),
            Report.redacted["place.facility"]["text"].as_string().label("facility"),
        ).where(condition, Report.state != State.HELD, Report.redacted.is_not(None))
    ).all()


def _earlier_ids(session: Session, one: Row[Any]) -> list[int]:
    """Return the earlier reports that share most clues: marks, hidden values, the place."""
    own_marks = select(WordingMark.number).where(WordingMark.report_id == one.report_id)
    own_tokens = select(LookupToken.token).where(LookupToken.report_id == one.report_id)
    marks = session.execute(own_marks).scalars().all()
    tokens = session.execute(own_tokens.distinct()).scalars().all()
    clues: Counter[int] = Counter()
    for model, column, values, weight in (
        (WordingMark, "number", marks, 1),
        (LookupToken, "token", tokens, N_MARKS),
        (Report, "place_shown", list(_places(one)), 1),
    ):
        for _, report_id in _latest_with(session, model, column, values, before=one.report_id):
            clues[report_id] += weight
    ordered = sorted(clues, key=lambda each: (-clues[each], -each))
    return ordered[:MAX_COMPARED]


def _latest_with(
    session: Session,
    model: type[db.Base],
    column: str,
    clues: Sequence[int | str | bytes],
    *,
    before: int,
) -> set[tuple[int | str | bytes, int]]:
    """Return which of `clues` stands in which reports before one, the latest with each clue."""
    found: set[tuple[int | str | bytes, int]] = set()
    for start in range(0, len(clues), MAX_ASKED):
        asked = clues[start : start + MAX_ASKED]
        named = {_name_of(number): clue for number, clue in enumerate(asked)}
        query = _latest_of_each(model, column, len(asked))
        found.update(map(tuple, db.ask(session, query, before=before, **named)))
    return found


@cache
def _latest_of_each(model: type[db.Base], column: str, count: int) -> CompoundSelect[Any]:
    """Build one question about so many clues; each is answered from its own part of an index."""
    table = db.table_of(model).c
    parts = [
        select(table[column], table.report_id)
        .where(table[column] == bindparam(_name_of(number)))
        .where(table.report_id < bindparam("before"))
        .order_by(table.report_id.desc())
        .limit(MAX_PER_CLUE)
        .subquery()
        for number in range(count)
    ]
    return union_all(*(select(part) for part in parts))


def _name_of(number: int) -> str:
    return f"clue_{number}"


@frozen
class _Facts:
    """What two reports may share besides their wording; tokens are opaque."""

    indicator_ids: frozenset[str]
    tokens: Mapping[str, frozenset[str]]


def _facts(session: Session, report_ids: Sequence[int]) -> dict[int, _Facts]:
    picked = _indicator_ids(session, report_ids)
    tokens: dict[int, dict[str, set[str]]] = {each: {} for each in report_ids}
    rows = session.execute(
        select(LookupToken.report_id, LookupToken.kind, LookupToken.token).where(
            LookupToken.report_id.in_(report_ids)
        )
    )
    for report_id, kind, token in rows:
        tokens[report_id].setdefault(kind, set()).add(token.hex())
    return {
        each: _Facts(
            frozenset(picked[each]),
            {kind: frozenset(found) for kind, found in tokens[each].items()},
        )
        for each in report_ids
    }


def _indicator_ids(session: Session, report_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {report_id: [] for report_id in report_ids}
    picked = session.execute(
        select(ReportBehaviour.report_id, ReportBehaviour.indicator_id).where(
            ReportBehaviour.report_id.in_(report_ids)
        )
    )
    for report_id, indicator_id in picked:
        found[report_id].append(indicator_id)
    return found


def _trace(
    row: Row[Any], facts: Mapping[int, _Facts], *, is_masked: bool = False
) -> similarity.Trace:
    own, none = facts[row.report_id], frozenset[str]()
    tokens = own.tokens
    return similarity.Trace(
        key=row.receipt,
        fingerprint=_fingerprint(row.narrative or "", is_masked=is_masked),
        indicator_ids=own.indicator_ids,
        places=_places(row) | tokens.get(Kind.ADDRESS, none),
        vehicles=tokens.get(Kind.PLATE, none) | tokens.get(Kind.VIN, none),
        phones=tokens.get(Kind.PHONE, none),
    )


def _places(row: Row[Any]) -> frozenset[str]:
    """Return the place if it is one place: a facility without hidden parts, or a neighbourhood.

    A city alone is too wide, and the placeholders of two reports that look alike are not.
    """
    is_facility = bool(row.facility) and "[" not in row.place_shown
    is_neighbourhood = row.place_shown.startswith("near ") and not row.facility
    return frozenset({row.place_shown}) if is_facility or is_neighbourhood else frozenset()


def _similar(row: Row[Any], behaviours: tuple[str, ...], match: similarity.Match) -> SimilarReport:
    return SimilarReport(
        receipt=row.receipt,
        state=row.state,
        received_at=row.received_at,
        place_shown=row.place_shown,
        behaviours=behaviours,
        likeness=match.likeness,
        reasons=match.reasons,
    )


def _fingerprint(redacted_text: str, *, is_masked: bool) -> tuple[int, ...]:
    key = hashlib.sha256(bytes([is_masked]) + redacted_text.encode()).digest()
    found = _FINGERPRINTS.get(key)
    if found is None:
        if len(_FINGERPRINTS) >= MAX_FINGERPRINTS:
            _FINGERPRINTS.clear()
        text = mask_mentions(redacted_text) if is_masked else redacted_text
        found = _FINGERPRINTS[key] = similarity.fingerprint(text)
    return found
