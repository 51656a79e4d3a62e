"""Examples of a preview for those who may read reports: the beginning of the redacted account."""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.catalog.preview import Preview
from sar.catalog.preview_words import CAUSED
from sar.models import Report

MAX_EXAMPLES = 30
"""How many reports a page shows the beginning of; each is a reading that goes into the log."""

EXCERPT_CHARS = 160


def receipts_of(found: Preview) -> tuple[str, ...]:
    """Return the receipt numbers of a preview's examples, the most frequent causes first."""
    named = (
        reference
        for effect in CAUSED
        for _, tally in found.impact.causes(effect)
        for reference in tally.examples
    )
    return tuple(islice(dict.fromkeys(named), MAX_EXAMPLES))


def excerpts(session: Session, receipts: Sequence[str]) -> dict[str, str]:
    """Return the beginning of each report's redacted account; none for a held or purged report."""
    rows = session.execute(
        select(Report.receipt, Report.redacted).where(Report.receipt.in_(receipts))
    )
    told = {
        receipt: redacted["narrative"]["text"]
        for receipt, redacted in rows
        if redacted and "narrative" in redacted
    }
    return {each: _beginning(told[each]) for each in receipts if each in told}


def _beginning(text: str) -> str:
    """Cut a text at the end of a word."""
    if len(text) <= EXCERPT_CHARS:
        return text
    return text[:EXCERPT_CHARS].rsplit(None, 1)[0] + " …"
