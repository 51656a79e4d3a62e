"""Held reports: which there are, and another try at their redaction."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.recognizers import DEFAULT, Recognizer
from sar.actors import Actor
from sar.intake import checking, schemas, service
from sar.log import audit
from sar.models import Report
from sar.originals import vault
from sar.reports import pseudonym_switch
from sar.sets.published import find_set
from triage.decisions import State


def held_receipts(session: Session) -> list[str]:
    """List the receipts of the reports that are held, the oldest first."""
    query = select(Report.receipt).where(Report.state == State.HELD).order_by(Report.report_id)
    return list(session.execute(query).scalars())


def retry(
    session: Session,
    receipt: str,
    *,
    keyring: Keyring,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> bool:
    """Redact a held report again; true if it is in the queue now, false if it stays held.

    The original is opened for this, which the log says first; nobody sees it.
    """
    report = session.execute(
        select(Report).where(Report.receipt == receipt).with_for_update()
    ).scalar_one()
    event = audit.Event("report.retried", f"report:{receipt}", purpose="redaction")
    audit.record(session, event, actor=actor, now=now)
    content = json.loads(vault.take(session, keyring=keyring, context=f"report:{receipt}"))
    loaded, _messages = schemas.load_report(content["submission"])
    published = find_set(session, set_id=report.set_id, version=report.set_version)
    if loaded is None or published is None:
        return False
    checked = checking.check(
        loaded,
        published,
        now=report.received_at,
        max_narrative_chars=len(loaded.narrative),
        recognizers=recognizers,
        door=checking.Door(pseudonym_key=pseudonym_switch.key(session, keyring)),
    )
    if isinstance(checked, checking.Refused) or checked.redacted is None:
        return False
    service.release(session, report, checked, keyring=keyring, actor=actor, now=now)
    return True
