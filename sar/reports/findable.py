"""What a report can be found by, written whenever what it says changes.

Readable words are stored as redacted, without protected attributes. Hidden plates, vehicle numbers,
phone numbers and addresses are stored as keyed tokens: they can be matched and not read.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from privacy.attributes import mask_mentions
from privacy.keyring import Keyring
from privacy.lookup import token_of
from privacy.spans import Kind
from sar import db
from sar.models import Addition, LookupToken, Report, SearchText, WordingMark

Hidden: TypeAlias = tuple[Kind, str]

MAX_WORDS_CHARS = 100_000
N_MARKS = 24
"""Marks of one report: two tellings of one event with a sixth of the words changed share about
ten of them, reports of other events one or none."""


def lookup_key(keyring: Keyring) -> bytes:
    """Return the key of the tokens, 32 bytes; it is derived and stored nowhere."""
    return hmac.digest(keyring.lookup_secret, b"lookup of identifiers, version 1", "sha256")


def write_words(session: Session, report_id: int) -> None:
    """Write anew the readable words of a report and what was added to it, and their marks."""
    session.flush()
    row = session.execute(
        select(Report.redacted, Report.place_shown).where(Report.report_id == report_id)
    ).one()
    added = session.execute(
        select(Addition.redacted)
        .where(Addition.report_id == report_id, Addition.redacted.is_not(None))
        .order_by(Addition.addition_id)
    ).scalars()
    for model in (SearchText, WordingMark):
        session.execute(delete(model).where(model.report_id == report_id))
    if not row.redacted:
        return
    narrative = mask_mentions(row.redacted.get("narrative", {}).get("text", ""))
    others = [
        row.place_shown,
        *_texts(row.redacted),
        *(text for each in added for text in _texts(each)),
    ]
    _add_words(session, report_id, narrative, others)


def write_first_words(
    session: Session,
    report_id: int,
    redacted: Mapping[str, Mapping[str, Any]],
    *,
    place_shown: str,
    masked_narrative: str,
) -> None:
    """Write the same of a report that just came, and for which nothing is written yet."""
    _add_words(session, report_id, masked_narrative, [place_shown, *_texts(redacted)])


def _add_words(
    session: Session, report_id: int, masked_narrative: str, others: Sequence[str]
) -> None:
    words = f"{masked_narrative}\n{mask_mentions(chr(10).join(others))}"[:MAX_WORDS_CHARS]
    db.insert(session, SearchText, {"report_id": report_id, "words": words.replace("\0", " ")})
    marks = [{"number": each, "report_id": report_id} for each in marks_of(masked_narrative)]
    if marks:
        db.insert(session, WordingMark, *marks)


def marks_of(masked_text: str) -> list[int]:
    """Return the numbers by which reports told alike are found, at most `N_MARKS`.

    Only pairs of neighbouring words count: single words stand in far too many reports.
    """
    # Imported here because NumPy is slow to import, and no start needs it (`sar.serving.warming`).
    from triage.linking.features import features_of

    numbers = features_of([masked_text]).numbers
    return [int(each) for each in numbers[numbers % 2 == 1][:N_MARKS]]


def write_tokens(
    session: Session,
    report_id: int,
    values: Iterable[Hidden],
    *,
    keyring: Keyring,
    part: int = 0,
) -> None:
    """Write the tokens of hidden values in the place of those of the same part."""
    session.execute(
        delete(LookupToken).where(LookupToken.report_id == report_id, LookupToken.part == part)
    )
    write_first_tokens(session, report_id, values, keyring=keyring, part=part)


def write_first_tokens(
    session: Session,
    report_id: int,
    values: Iterable[Hidden],
    *,
    keyring: Keyring,
    part: int = 0,
) -> None:
    """Write the tokens of a part for which none are written yet."""
    key = lookup_key(keyring)
    tokens = {token_of(key, kind, value): kind.value for kind, value in values}
    rows = [
        {"report_id": report_id, "part": part, "token": token, "kind": kind}
        for token, kind in tokens.items()
        if token is not None
    ]
    if rows:
        db.insert(session, LookupToken, *rows)


def hidden_values(texts: Mapping[str, str], stored: Mapping[str, Any] | None) -> Iterator[Hidden]:
    """Return each hidden value of stored redacted texts, cut out of the originals, and its kind."""
    for path, each in (stored or {}).items():
        for span in each["spans"]:
            value = texts.get(path, "")[span["source_start"] : span["source_end"]]
            yield Kind(span["kind"]), value


def _texts(redacted: Mapping[str, Mapping[str, Any]]) -> Sequence[str]:
    return [stored["text"] for path, stored in redacted.items() if path != "narrative"]
