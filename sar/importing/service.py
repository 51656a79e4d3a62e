"""Filing checked past reports, or rehearsing it; nothing is stored twice.

A row is known by its reference: the same reference of the same agency is the same report,
whichever file or account it came with. What was stored before a run was killed is found again by
its key, so that running the same command once more finishes the work.

Times: a filed report keeps when the old system received it, so that its place in the queue, its
ranking and its retention are right. The ledger and the log get the present moment, since months
that were reported to an overseer must not change afterwards.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.retention import is_due, retention_month
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.importing.checking import Ready
from sar.importing.seen import Seen
from sar.importing.verdicts import Outcome, Verdict
from sar.intake import service
from sar.models import Account, Report
from sar.values import frozen

Known = dict[str, tuple[str, str]]
"""Receipt and content hash of what is already there, by key digest."""


@frozen
class Filing:
    """On whose behalf, under which keys and for how long past reports are stored."""

    actor: Actor
    keyring: Keyring = field(repr=False)
    retention_days: int


def rehearse(
    ready: Iterable[Ready], stored: Known, seen: Seen, filing: Filing, *, now: datetime
) -> list[Verdict]:
    """Say what would become of rows, given what is stored and what the file held before them."""
    verdicts = []
    for each in ready:
        terms = _terms(each, filing)
        digest = service.key_digest(terms.idempotency_key)
        earlier = seen.get(digest)
        known = stored if earlier is None else {digest: ("", earlier)}
        verdict = _judge(each, terms, known, now=now)
        if verdict is None:
            seen.add(digest, _content_sha256(each, terms))
            verdict = _accepted(each, "")
        verdicts.append(verdict)
    return verdicts


def file_rows(
    session: Session, ready: Sequence[Ready], filing: Filing, *, now: datetime
) -> list[Verdict]:
    """Store rows that are not stored yet and return the verdict on each."""
    known = stored_before(session, ready, filing)
    verdicts = []
    for each in ready:
        terms = _terms(each, filing)
        verdict = _judge(each, terms, known, now=now)
        if verdict is None:
            receipt = service.file_report(session, each.checked, terms, actor=filing.actor, now=now)
            digest = service.key_digest(terms.idempotency_key)
            known[digest] = receipt.receipt, receipt.content_sha256
            verdict = _accepted(each, receipt.receipt)
        verdicts.append(verdict)
    return verdicts


def stored_before(session: Session, ready: Iterable[Ready], filing: Filing) -> Known:
    """Find what was imported for the same agency under the references of these rows."""
    digests = [service.key_digest(_terms(each, filing).idempotency_key) for each in ready]
    accounts = select(Account.account_id).where(Account.agency_id == filing.actor.agency_id)
    rows = session.execute(
        select(Report.idempotency_sha256, Report.receipt, Report.content_sha256).where(
            Report.account_id.in_(accounts), Report.idempotency_sha256.in_(digests)
        )
    )
    return {digest: (receipt, content) for digest, receipt, content in rows}


def _judge(each: Ready, terms: service.Terms, known: Known, *, now: datetime) -> Verdict | None:
    """Return the verdict on a row that is not to be stored, None for one that is."""
    if not each.reference:
        return _refused(
            each,
            "reference",
            "The reference is missing, or is not 1 to 64 of A-Z a-z 0-9 . _ : / # -.",
            "Give each row its own id in the old system.",
        )
    if is_due(retention_month(each.received_at, retention_days=terms.retention_days), now):
        return _refused(
            each,
            "received",
            f"The report is older than the retention period of {terms.retention_days} days.",
            "It would be purged at once. Leave it out, or ask who sets the retention policy.",
        )
    found = known.get(service.key_digest(terms.idempotency_key))
    if found is None:
        return None
    receipt, content_sha256 = found
    if content_sha256 == _content_sha256(each, terms):
        return Verdict(each.line, each.reference, Outcome.DUPLICATE, receipt)
    return _refused(
        each,
        "reference",
        "Another report was already imported under this reference.",
        "Give every report its own reference; a stored report is not changed by an import.",
    )


def _terms(each: Ready, filing: Filing) -> service.Terms:
    # The key must be the same in every run, and must not be one that can be guessed: it salts
    # the content hash, which stays in the log when the content is gone.
    label = f"sar import {filing.actor.agency_id} {each.reference}".encode()
    return service.Terms(
        idempotency_key=hmac.digest(filing.keyring.lookup_secret, label, hashlib.sha256).hex(),
        keyring=filing.keyring,
        retention_days=filing.retention_days,
        origin=service.Origin(each.reference, each.received_at),
    )


def _content_sha256(each: Ready, terms: service.Terms) -> str:
    return hashlib.sha256(service.sealed_content(each.checked, terms)).hexdigest()


def _accepted(each: Ready, receipt: str) -> Verdict:
    is_held = each.checked.redacted is None
    return Verdict(each.line, each.reference, Outcome.ACCEPTED, receipt, is_held=is_held)


def _refused(each: Ready, path: str, message: str, remedy: str) -> Verdict:
    finding = FieldFinding(path, message, remedy)
    return Verdict(each.line, each.reference, Outcome.REFUSED, findings=(finding,))
