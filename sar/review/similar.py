"""Earlier reports that resemble one: by wording, place and behaviour, on redacted text only.

Protected attributes that redaction leaves readable (the target of an act) never make two reports
alike: what is shown was compared without them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from privacy.attributes import mask_mentions
from sar.models import Report, ReportBehaviour
from sar.review.queries import behaviour_names
from triage import similarity
from triage.decisions import State

# How many earlier reports that share a behaviour are compared. A fingerprint takes about a
# millisecond the first time and is kept, so that the first page after a start is not slow.
MAX_COMPARED = 1000
MAX_SHOWN = 5
# Finding attributes takes some milliseconds per text, so that only the most alike of a first
# comparison are compared again without them. A shared attribute can put a report on this list,
# and never on the page.
MAX_COMPARED_AGAIN = 25

# By the hash of the text: a text that was purged must not live on in the memory of a server.
MAX_FINGERPRINTS = 4096
_FINGERPRINTS: dict[bytes, tuple[int, ...]] = {}


@dataclass(frozen=True, slots=True)
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
    """Return the most alike of the earlier reports that share a behaviour with this one."""
    one = _rows(session, Report.receipt == receipt.upper())
    if not one:
        return []
    picked = _indicator_ids(session, [one[0].report_id])[one[0].report_id]
    earlier = _earlier_ids(session, one[0].report_id, picked)
    others = {row.receipt: row for row in _rows(session, Report.report_id.in_(earlier))}
    shared = _indicator_ids(session, [row.report_id for row in others.values()])
    first = similarity.similar(
        _trace(one[0], picked),
        [_trace(row, shared[row.report_id]) for row in others.values()],
        limit=MAX_COMPARED_AGAIN,
    )
    again = [others[each.key] for each in first]
    matches = similarity.similar(
        _trace(one[0], picked, is_masked=True),
        [_trace(row, shared[row.report_id], is_masked=True) for row in again],
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
            Report.redacted["narrative"]["text"].as_string().label("narrative"),
            Report.redacted["place.facility"]["text"].as_string().label("facility"),
        ).where(condition, Report.state != State.HELD, Report.redacted.is_not(None))
    ).all()


def _earlier_ids(session: Session, report_id: int, indicator_ids: Sequence[str]) -> list[int]:
    """Return the numbers of the latest earlier reports; one walk along the index per behaviour."""
    found: set[int] = set()
    for indicator_id in indicator_ids:
        found.update(
            session.execute(
                select(ReportBehaviour.report_id)
                .where(
                    ReportBehaviour.indicator_id == indicator_id,
                    ReportBehaviour.report_id < report_id,
                )
                .order_by(ReportBehaviour.report_id.desc())
                .limit(MAX_COMPARED)
            ).scalars()
        )
    return sorted(found, reverse=True)[:MAX_COMPARED]


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
    row: Row[Any], indicator_ids: Sequence[str], *, is_masked: bool = False
) -> similarity.Trace:
    return similarity.Trace(
        key=row.receipt,
        fingerprint=_fingerprint(row.narrative or "", is_masked=is_masked),
        indicator_ids=frozenset(indicator_ids),
        places=_places(row),
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
