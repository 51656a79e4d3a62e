"""Plain functions that make what tests need: a keyring, settings, accounts, submissions."""

import random
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from indicators.definitions import DefinitionSet, Element, ElementKind, canonical_bytes
from indicators.loading import shipped_sets
from privacy import keyring as keyrings
from privacy.keyring import Keyring
from sar import db
from sar.accounts import people
from sar.actors import COMMAND_LINE
from sar.log import audit
from sar.models import (
    Account,
    Activation,
    ActivationState,
    Agency,
    ApiToken,
    DefinitionSetVersion,
    Role,
    SetState,
    SignIn,
)
from sar.security import SCOPES, digest, hash_password, new_api_secret
from sar.sets import publishing
from sar.settings import Settings

PASSWORD = "correct horse battery staple"
ZONE = "America/Chicago"
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that a test sets."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self.moment

    def advance(self, **by: float) -> None:
        """Move the clock by a timedelta's arguments."""
        self.moment += timedelta(**by)


def keyring(seed: int = 7) -> Keyring:
    """Make a keyring from a seed."""
    return keyrings.new_keyring(random.Random(seed).randbytes)


def settings(url: str, ring: Keyring, **changes: object) -> Settings:
    """Make settings for a test."""
    values: dict[str, Any] = {
        "database_url": url,
        "keyring_text": keyrings.dump_keyring(ring),
        "intelligence_keyring_text": keyrings.dump_keyring(keyring(seed=8)),
        "zone": ZONE,
        "has_secure_cookies": False,
        "sign_ins_per_minute": 10_000,
        "reports_per_minute": 10_000,
        "requests_per_hour": 10_000,
        # Where order is what is tested, no lot interferes; tests of the lot ask for theirs.
        "sample_share": 0.0,
        "second_reading_share": 0.0,
        "metrics_token": "metrics-token-for-tests",
    }
    return Settings(**(values | changes))


def copy_sqlite(template: Path, folder: Path) -> str:
    """Copy a migrated database into `folder` and return the copy's address."""
    path = folder / "test.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def seed(app: Flask) -> None:
    """Publish the shipped sets and make two accounts per role ("officer", "officer2", ...)."""
    parts = app.extensions["sar"]
    _seed(parts.engine, now=parts.clock())


def seed_database(url: str) -> None:
    """Do the same in a database that no application has opened yet."""
    engine = db.open_engine(url)
    _seed(engine, now=datetime(2026, 1, 5, tzinfo=UTC))
    engine.dispose()


def _seed(engine: Engine, *, now: datetime) -> None:
    with db.transaction(engine) as session:
        if session.execute(select(Account)).first() is not None:
            return
        publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=now)
        police = people.add_agency(session, name="Lakeside Police Department", zone=ZONE)
        center = people.add_agency(session, name="Prairie State Fusion Center", zone=ZONE)
        other = people.add_agency(session, name="Hill County Sheriff", zone="America/Denver")
        for role in Role:
            is_field = role in {Role.OFFICER, Role.SUPERVISOR}
            for suffix, agency in (("", police if is_field else center), ("2", other)):
                _add_account(
                    session,
                    Account(
                        username=f"{role}{suffix}",
                        display_name=f"Test {role.label}{suffix}",
                        role=role,
                        agency_id=agency.agency_id,
                        created_at=now,
                    ),
                )


def _add_account(session: Session, account: Account) -> None:
    """Store an account as `people.add_account` does, without the time that its hash takes.

    Signing in happens thousands of times here; the real cost is tested elsewhere.
    """
    account.password_hash = _CHEAP.hash(PASSWORD)
    session.add(account)
    session.flush()
    subject = f"account:{account.account_id}"
    event = audit.Event("account.added", subject, details={"role": account.role})
    audit.record(session, event, actor=COMMAND_LINE, now=account.created_at)


def publish(engine: Engine, definition_set: DefinitionSet, *, now: datetime) -> None:
    """Put a set into force at `now`, as if it came with the toolkit."""
    row = DefinitionSetVersion(
        set_id=definition_set.set_id,
        version=definition_set.version,
        edition=definition_set.edition,
        state=SetState.PUBLISHED,
        content=canonical_bytes(definition_set).decode(),
        sha256=definition_set.sha256,
        created_at=now,
        published_at=now,
        effective_from=now,
    )
    with db.transaction(engine) as session:
        session.add(row)
        session.flush()
        session.add(
            Activation(
                set_id=row.set_id,
                definition_set_id=row.definition_set_id,
                state=ActivationState.CONFIRMED,
                effective_from=now,
                accept_previous_until=now + timedelta(days=14),
                asked_at=now,
                confirmed_at=now,
            )
        )


def account_id(app: Flask, username: str) -> int:
    """Return the id of a seeded account."""
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(
            select(Account.account_id).where(Account.username == username)
        ).scalar_one()


def give_password_of_real_cost(app: Flask, username: str) -> None:
    """Hash the password of a seeded account as the application would."""
    with db.transaction(app.extensions["sar"].engine) as session:
        account = session.execute(select(Account).where(Account.username == username)).scalar_one()
        account.password_hash = hash_password(PASSWORD)


def sign_in(app: Flask, username: str) -> FlaskClient:
    """Return a browser-like client that is signed in through the sign-in page."""
    client = app.test_client()
    answer = client.post(
        "/sign-in",
        data={
            "username": username,
            "password": PASSWORD,
            "csrf_token": csrf_token(client.get("/sign-in").text),
        },
    )
    assert answer.status_code == 303, answer.text
    return client


def signed_in(app: Flask, username: str) -> FlaskClient:
    """Return what `sign_in` returns, without the time that hashing a password takes."""
    parts, client, token = app.extensions["sar"], app.test_client(), secrets.token_urlsafe(32)
    now = parts.clock()
    with db.transaction(parts.engine) as session:
        session.add(
            SignIn(
                token_sha256=digest(token),
                account_id=account_id(app, username),
                created_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(hours=parts.settings.sign_in_hours),
            )
        )
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    return client


def csrf_token(page: str) -> str:
    """Return the CSRF token of a page with a form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has no CSRF token"
    return found[1]


def let_supervisors_look(app: Flask, *, hours: int) -> None:
    """Have every agency's supervisors look at new reports for so many hours at most."""
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(update(Agency).values(supervisor_hours=hours))


def api_token(app: Flask, username: str, *scopes: str) -> str:
    """Make an API token for a seeded account; without `scopes` it has all of them."""
    secret = new_api_secret()
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        session.add(
            ApiToken(
                account_id=account_id(app, username),
                label="test",
                secret_sha256=digest(secret),
                scopes=list(scopes or SCOPES),
                created_at=parts.clock(),
                expires_at=parts.clock() + timedelta(days=30),
            )
        )
    return secret


def api_headers(secret: str, *, key: str | None = None) -> dict[str, str]:
    """Return the headers of an API request."""
    headers = {"Authorization": f"Bearer {secret}"}
    return headers if key is None else headers | {"Idempotency-Key": key}


def newest_set(edition: str = "1.5.5") -> DefinitionSet:
    """Return the newest shipped set of an edition."""
    return [each for each in shipped_sets() if each.edition == edition][-1]


def submission(*behaviours: str, **changes: Any) -> dict[str, Any]:
    """Make a submission that is accepted; `changes` replace its top-level fields."""
    definition_set = newest_set()
    picked = behaviours or (definition_set.indicators[0].indicator_id,)
    made: dict[str, Any] = {
        "set": {
            "set_id": definition_set.set_id,
            "version": definition_set.version,
            "sha256": definition_set.sha256,
        },
        "behaviours": list(picked),
        "answers": {each: answers(definition_set, each) for each in picked},
        "narrative": "A man who gave his name as John Smith, phone 312-555-0142, cut the fence "
        "of the substation with bolt cutters and left when the guard called out to him.",
        "occurred": {"kind": "now"},
        "place": {
            "kind": "facility",
            "facility": "North substation",
            "city": "Springfield",
            "state": "IL",
        },
        "sector": "ENRG",
        "people": [{"name": "John Smith", "description": "Tall, grey jacket"}],
        "vehicles": [{"plate": "ABC1234", "state": "IL", "description": "White van"}],
        "source": "officer_observed",
    }
    return made | changes


def answers(definition_set: DefinitionSet, indicator_id: str) -> dict[str, Any]:
    """Answer every question of a behaviour that is required and always asked."""
    return {
        element.element_id: answer(element)
        for element in definition_set.indicator(indicator_id).elements
        if element.is_required and element.when is None
    }


def answer(element: Element) -> Any:
    """Give one accepted answer to a question."""
    return {
        ElementKind.TEXT: "It went on for ten minutes and was repeated the next day.",
        ElementKind.CHOICE: element.options[0].code if element.options else "",
        ElementKind.MULTI_CHOICE: [
            option.code for option in element.options[: element.min_choices or 1]
        ],
        ElementKind.YES_NO: True,
        ElementKind.NUMBER: element.minimum if element.minimum is not None else 1,
        ElementKind.DATE_TIME: "2026-03-01T10:00:00-06:00",
    }[element.kind]


def form_of(plain: Mapping[str, Any], *, key: str = "form-key-1") -> list[tuple[str, str]]:
    """Return a submission as the fields that the HTML form sends."""
    fields = [
        ("key", key),
        ("narrative", plain["narrative"]),
        ("source", plain["source"]),
        ("sector", plain["sector"]),
    ]
    fields += [(f"set.{name}", value) for name, value in plain["set"].items()]
    fields += [("behaviours", each) for each in plain["behaviours"]]
    for group in ("occurred", "place"):
        fields += [(f"{group}.{name}", str(value)) for name, value in plain[group].items()]
    for group in ("people", "vehicles"):
        for number, item in enumerate(plain[group]):
            fields += [(f"{group}.{number}.{name}", value) for name, value in item.items()]
    for indicator_id, given in plain["answers"].items():
        for element_id, value in given.items():
            fields += _answer_fields(f"answers.{indicator_id}.{element_id}", value)
    return fields


def _answer_fields(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    if isinstance(value, list):
        return [(name, str(each)) for each in value]
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*", str(value))
    if found:
        return [(f"{name}-date", found[1]), (f"{name}-time", found[2]), (f"{name}-zone", ZONE)]
    return [(name, str(value))]


def file_by_api(app: Flask, username: str = "officer", **changes: Any) -> dict[str, Any]:
    """File a report through the API and return its receipt."""
    key = f"key-{random.Random(repr(changes)).random()}-{account_id(app, username)}"
    answer = app.test_client().post(
        "/api/v1/reports",
        json=submission(**changes),
        headers=api_headers(api_token(app, username), key=changes.pop("key", key)),
    )
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.get_json()
    return receipt


def decide(
    app: Flask, receipt: str, action: str, *, username: str = "analyst", **record: str
) -> TestResponse:
    """Take a certain report and record a decision on it through the analyst's pages."""
    client = signed_in(app, username)
    page = client.get(f"/review/{receipt}")
    token = {"csrf_token": csrf_token(page.text)}
    client.post(f"/review/{receipt}/claim", data=token)
    page = client.get(f"/review/{receipt}")
    revision = re.search(r'name="revision" value="([^"]+)"', page.text)
    assert revision, "the page has no decision form"
    return client.post(
        f"/review/{receipt}/decide",
        data=token | {"action": action, "revision": revision[1]} | record,
    )


def return_to_officer(app: Flask, receipt: str, *, question: str) -> None:
    """Send a report back to its officer with a question."""
    answer = decide(app, receipt, "return_to_officer", question=question)
    assert answer.status_code in {200, 302, 303}, answer.text
