"""Plain functions that work at the analyst's desk as a person does, and read the log."""

from dataclasses import replace
from datetime import timedelta
from random import Random, random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from sar import db
from sar.actors import actor_of
from sar.intake import checking, schemas
from sar.intake import service as intake
from sar.log import ledger
from sar.models import Account, AuditEntry, Report, ReportBehaviour, SignIn
from sar.models.reports import REPEATED, queue_place
from sar.security import digest
from sar.sets import published
from tests import factories, pages


def sign_in(app: Flask, username: str) -> FlaskClient:
    """Return a signed-in client without the slow password check; the sign-in page has own tests."""
    parts, token = app.extensions["sar"], f"token-{random()}"
    with db.transaction(parts.engine) as session:
        session.add(
            SignIn(
                token_sha256=digest(token),
                account_id=factories.account_id(app, username),
                created_at=parts.clock(),
                last_seen_at=parts.clock(),
                expires_at=parts.clock() + timedelta(hours=12),
            )
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    return client


def work_on(app: Flask, receipt: str, username: str = "analyst") -> FlaskClient:
    """Sign an analyst in and let them take a certain report."""
    client = sign_in(app, username)
    assert post(client, f"/review/{receipt}/claim").status_code == 303
    return client


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a small form; its token comes from the page that is made fastest."""
    token = factories.csrf_token(client.get("/review").text)
    return client.post(address, data={"csrf_token": token, **fields})


def decide(client: FlaskClient, receipt: str, action: str, **words: object) -> TestResponse:
    """Send the decision form of the report's page as a browser would, with these words."""
    page = client.get(f"/review/{receipt}").text
    form = pages.fields_of(page, f"/review/{receipt}/decide")
    for name, value in {"action": action, **words}.items():
        form.setlist(name, value if isinstance(value, list) else [str(value)])
    return client.post(f"/review/{receipt}/decide", data=form)


def log_of(app: Flask, subject: str = "") -> list[AuditEntry]:
    """Return the entries of the log about `subject`, oldest first; about everything without one."""
    query = select(AuditEntry).order_by(AuditEntry.position)
    with db.reading(app.extensions["sar"].engine) as session:
        entries = session.execute(query).scalars().all()
        session.expunge_all()
    return [entry for entry in entries if not subject or entry.subject == subject]


def file_held(app: Flask, username: str = "officer") -> str:
    """File a report as if a recognizer had failed on it and return its receipt number."""
    parts = app.extensions["sar"]
    report, _ = schemas.load_report(factories.submission())
    assert report is not None
    with db.transaction(parts.engine) as session:
        current = published.current_set(session, now=parts.clock())
        checked = checking.check(report, current, now=parts.clock(), max_narrative_chars=20_000)
        assert isinstance(checked, checking.Checked)
        account = session.get_one(Account, factories.account_id(app, username))
        receipt = intake.file_report(
            session,
            replace(checked, redacted=None),
            intake.Terms("held-key-1", parts.keyring, 365),
            actor=actor_of(account),
            now=parts.clock(),
        )
    return receipt.receipt


def multiply(app: Flask, receipt: str, count: int, *, seed: int = 5) -> list[str]:
    """Store `count` further reports like the one with `receipt`, with random scores and times."""
    rng = Random(seed)
    with db.transaction(app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        plain = {
            column.name: getattr(row, column.name)
            for column in Report.__table__.columns
            if column.name != "report_id"
        }
        ids = [each.indicator_id for each in row.behaviours]
        clones: list[dict[str, Any]] = []
        picked: list[dict[str, Any]] = []
        for number in range(count):
            score = rng.randint(0, 1000)
            at = row.received_at - timedelta(seconds=rng.randint(0, 10**6))
            place = queue_place(score, at)
            clones.append(
                plain
                | {
                    "receipt": f"CL{seed}-{number:04d}",
                    "idempotency_sha256": f"{seed}-{number}",
                    "score": score,
                    "received_at": at,
                    "queue_place": place,
                }
            )
        fresh = insert(Report).returning(Report.report_id, sort_by_parameter_order=True)
        numbers = session.execute(fresh, clones).scalars().all()
        for report_id, clone in zip(numbers, clones, strict=True):
            ledger.enter(session, report_id=report_id, received_at=clone["received_at"])
            picked += [
                {
                    "report_id": report_id,
                    "indicator_id": each,
                    "rank": rank,
                    **{name: clone[name] for name in REPEATED},
                }
                for rank, each in enumerate(ids)
            ]
        session.execute(insert(ReportBehaviour), picked)
    return [clone["receipt"] for clone in sorted(clones, key=lambda one: one["queue_place"])]
