"""Filing a report: check it, redact it, seal it, score it, store it, and answer questions."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.retention import retention_month
from sar import db
from sar.actors import Actor
from sar.errors import ConflictError
from sar.intake import fields, gate
from sar.intake.checking import Checked, candidate_of
from sar.log import audit, ledger
from sar.models import LedgerEntry, Report, ReportBehaviour
from sar.models.reports import REPEATED
from sar.originals import vault
from sar.ranker import scoring
from sar.reports import findable, receipts, supervision
from sar.values import frozen
from triage import rules
from triage.decisions import Action, Record, State, decide

# How far back "earlier reports of the same place" look.
RECENT = timedelta(days=14)
_REPORTS = db.table_of(Report).c
_COUNT_RECENT = select(func.count(_REPORTS.report_id)).where(
    _REPORTS.place_shown == bindparam("place"),
    _REPORTS.received_at.between(bindparam("since"), bindparam("until")),
    _REPORTS.report_id != bindparam("besides"),
)


@frozen
class Receipt:
    """What the officer gets; `ledger_label` is the number in the ledger of everything received."""

    receipt: str
    ledger_label: str
    received_at: datetime
    set_id: str
    set_version: str
    set_sha256: str
    content_sha256: str
    state: str
    is_repeat: bool


@frozen
class Origin:
    """Where a report that is brought in later was before: its id there, and since when.

    The queue and the retention count from `received_at`; ledger and log get the present moment.
    """

    reference: str
    received_at: datetime


@frozen
class Terms:
    """On what terms a report is stored; `idempotency_key` makes sending it twice harmless.

    `language` is that of the form: nobody knows in which one the officer wrote.
    `receipt` is its number, "" for a fresh one.
    """

    idempotency_key: str = field(repr=False)
    keyring: Keyring = field(repr=False)
    retention_days: int
    origin: Origin | None = None
    language: str = "en"
    receipt: str = ""


def file_report(
    session: Session, checked: Checked, terms: Terms, *, actor: Actor, now: datetime
) -> Receipt:
    """Store a checked report once and return its receipt; a repeated key returns the first one.

    Raises ConflictError if the key was used for another content.
    """
    received_at = terms.origin.received_at if terms.origin else now
    row = _row(session, checked, actor=actor, now=received_at)
    row["receipt"] = terms.receipt or receipts.new_receipt()
    row["idempotency_sha256"] = key_digest(terms.idempotency_key)
    row["content_sha256"] = hashlib.sha256(sealed_content(checked, terms)).hexdigest()
    row["updated_at"] = now
    row["form_language"] = terms.language
    due = None
    if terms.origin is None and checked.redacted is not None:
        due = supervision.due_at(session, actor=actor, now=now)
    row["snoozed_until"] = due
    report_id = db.insert_if_absent(session, Report, row)
    if report_id is None:
        return _earlier(session, row)
    db.insert(session, ReportBehaviour, *_behaviours(checked, report_id, row))
    supervision.enter(session, report_id, due)
    label = vault.Label(
        context=f"report:{row['receipt']}",
        report_id=report_id,
        month=retention_month(received_at, retention_days=terms.retention_days),
    )
    vault.put(session, original_content(checked, terms), label, keyring=terms.keyring, now=now)
    gate.record(
        session,
        gate.Given(checked.attributes, checked.report.reply, is_past=terms.origin is not None),
        report_id=report_id,
        account_id=row["account_id"],
        now=now,
    )
    if checked.redacted is not None:
        _make_findable(session, report_id, checked, row["place_shown"], keyring=terms.keyring)
    entry = ledger.enter(session, report_id=report_id, received_at=now)
    event = audit.Event(
        action="report.held" if checked.redacted is None else "report.filed",
        subject=f"report:{row['receipt']}",
        details={
            "ledger": entry.label,
            "set": row["set_version"],
            "content": row["content_sha256"],
        },
    )
    audit.record(session, event, actor=actor, now=now)
    return _receipt(row, entry, is_repeat=False)


def _make_findable(
    session: Session, report_id: int, checked: Checked, place_shown: str, *, keyring: Keyring
) -> None:
    stored = fields.stored(checked.redacted) or {}
    findable.write_first_words(
        session,
        report_id,
        stored,
        place_shown=place_shown,
        masked_narrative=checked.masked_narrative,
    )
    values = findable.hidden_values(texts_of(checked), stored)
    findable.write_first_tokens(session, report_id, values, keyring=keyring)


def key_digest(idempotency_key: str) -> str:
    """Return what a report's key is found by: its SHA-256, hex."""
    return hashlib.sha256(idempotency_key.encode()).hexdigest()


def sealed_content(checked: Checked, terms: Terms) -> bytes:
    """Return the bytes whose SHA-256 is the content hash of the receipt; they are sealed.

    The key is random, or derived from a secret: without it the hash of a guessed text tells
    nothing.
    """
    return canonical(_content(checked, terms))


def original_content(checked: Checked, terms: Terms) -> bytes:
    """Return what is sealed: the content, and the texts that the redacted spans point into.

    A reveal cuts its span out of these texts, never out of the submission, which may differ from
    them in white space. They are no part of the hash: it must not change with our normalisation.
    """
    return canonical(_content(checked, terms) | {"texts": texts_of(checked)})


def texts_of(checked: Checked) -> dict[str, str]:
    """Return the texts that the redacted spans of a checked report point into."""
    definition_set = checked.published.definition_set
    texts, _whole = fields.texts_of(checked.report, definition_set, checked.answers)
    return texts


def _content(checked: Checked, terms: Terms) -> dict[str, object]:
    content: dict[str, object] = {
        "key": terms.idempotency_key,
        "submission": checked.report.original,
    }
    if terms.origin is not None:
        content["origin"] = {
            "reference": terms.origin.reference,
            "received": terms.origin.received_at.isoformat(),
        }
    return content


def release(
    session: Session,
    report: Report,
    checked: Checked,
    *,
    keyring: Keyring,
    actor: Actor,
    now: datetime,
) -> None:
    """Put a held report, redacted at last, into the queue; raises ConflictError if it cannot be."""
    if checked.redacted is None or report.state != State.HELD:
        raise ConflictError("This report cannot be released.", remedy="See `sar held list`.")
    report.redacted = fields.stored(checked.redacted)
    report.place_shown = fields.place_shown(checked.report.place, checked.redacted)
    for name, value in scored(session, report.place_shown, checked, now=report.received_at).items():
        setattr(report, name, value)
    report.state = decide(State.HELD, Action.RELEASE, Record(), needs_innocent_explanation=False)
    report.updated_at, report.revision = now, report.revision + 1
    _make_findable(session, report.report_id, checked, report.place_shown, keyring=keyring)
    event = audit.Event("report.released", f"report:{report.receipt}")
    audit.record(session, event, actor=actor, now=now)


def _row(session: Session, checked: Checked, *, actor: Actor, now: datetime) -> dict[str, Any]:
    report, published = checked.report, checked.published
    is_held = checked.redacted is None
    place_shown = fields.place_shown(report.place, checked.redacted)
    row = {
        "account_id": actor.account_id,
        "agency_id": actor.agency_id,
        "definition_set_id": published.definition_set_id,
        "set_id": published.definition_set.set_id,
        "set_version": published.definition_set.version,
        "set_sha256": published.sha256,
        "received_at": now,
        "occurred_at": checked.occurred_at,
        "occurred_zone": report.occurred.zone,
        "sector": report.sector,
        "source": report.source,
        "redacted": fields.stored(checked.redacted),
        "coded_answers": fields.coded_answers(published.definition_set, checked.answers),
        "place_shown": place_shown,
        "state": State.HELD if is_held else State.RECEIVED,
        "queue_place": None,
    }
    return row if is_held else row | scored(session, place_shown, checked, now=now)


def _behaviours(
    checked: Checked, report_id: int, row: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    repeated = {name: row[name] for name in REPEATED}
    for rank, indicator_id in enumerate(checked.report.behaviours):
        yield repeated | {"report_id": report_id, "indicator_id": indicator_id, "rank": rank}


def scored(
    session: Session, place_shown: str, checked: Checked, *, now: datetime, besides: int = 0
) -> dict[str, Any]:
    """Return the columns of a report that hold its score, its reasons and its place.

    `besides` is the id of a report that is scored anew: it is no earlier report of its place.
    """
    candidate = candidate_of(
        checked,
        received_at=now,
        similar_recent=_recent_at(session, place_shown, now=now, besides=besides),
    )
    (found,) = scoring.columns(scoring.in_force(session), [candidate], [rules.score(candidate)])
    return scoring.placed(found, now)


def _recent_at(session: Session, place_shown: str, *, now: datetime, besides: int) -> int:
    if not place_shown:
        return 0
    period = {"since": now - RECENT, "until": now}
    found = db.ask(session, _COUNT_RECENT, place=place_shown, besides=besides, **period)
    count: int = found.scalar_one()
    return count


def _earlier(session: Session, row: Mapping[str, Any]) -> Receipt:
    """Return the receipt of the report that has this one's key already."""
    first, entry = session.execute(
        select(Report, LedgerEntry)
        .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
        .where(
            Report.account_id == row["account_id"],
            Report.idempotency_sha256 == row["idempotency_sha256"],
        )
    ).one()
    if first.content_sha256 != row["content_sha256"]:
        raise ConflictError(
            "This key was already used for another report.",
            remedy=f"The first one is safe under receipt {first.receipt}. "
            "Open a new form, or send a fresh Idempotency-Key.",
        )
    return _receipt(vars(first), entry, is_repeat=True)


def _receipt(row: Mapping[str, Any], entry: LedgerEntry, *, is_repeat: bool) -> Receipt:
    return Receipt(
        receipt=row["receipt"],
        ledger_label=entry.label,
        received_at=row["received_at"],
        set_id=row["set_id"],
        set_version=row["set_version"],
        set_sha256=row["set_sha256"],
        content_sha256=row["content_sha256"],
        state=row["state"],
        is_repeat=is_repeat,
    )


def canonical(value: object) -> bytes:
    """Return JSON as it is sealed and hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
