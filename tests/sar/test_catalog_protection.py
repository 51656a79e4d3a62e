"""Published sets are immutable: the database refuses, and the reader notices what got past it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import IntegrityError

from sar import db
from sar.models import DefinitionSetVersion, SetState
from tests import drafts, factories

CHANGES = {
    "content": "{}",
    "sha256": "0" * 64,
    "version": "9.9.9",
    "set_id": "another-set",
    "edition": "9",
    "state": "discarded",
    "note": "another reason",
    "effective_from": datetime(2030, 1, 1, tzinfo=UTC),
    "approver_id": 1,
    "revision": 7,
    "approved_at": datetime(2030, 1, 1, tzinfo=UTC),
}


def published_id(app: Flask) -> int:
    return drafts.set_id_of(app)


def test_no_column_of_a_published_version_can_be_changed(app: Flask) -> None:
    engine: Engine = app.extensions["sar"].engine
    only_this = DefinitionSetVersion.definition_set_id == published_id(app)
    for column, value in CHANGES.items():
        change = update(DefinitionSetVersion).where(only_this).values({column: value})
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.execute(change)


def test_a_published_version_cannot_be_deleted(app: Flask) -> None:
    engine: Engine = app.extensions["sar"].engine
    with pytest.raises(IntegrityError, match="never changed or deleted"), engine.begin() as link:
        link.execute(
            delete(DefinitionSetVersion).where(
                DefinitionSetVersion.definition_set_id == published_id(app)
            )
        )


def test_a_draft_may_still_be_changed_and_deleted(app: Flask) -> None:
    engine: Engine = app.extensions["sar"].engine
    with db.transaction(engine) as session:
        row = DefinitionSetVersion(
            set_id="another-set",
            version="1.0.0",
            edition="1",
            state=SetState.DRAFT,
            content="{}",
            sha256="",
            created_at=app.extensions["sar"].clock(),
        )
        session.add(row)
        session.flush()
        row.content = "[]"
        session.flush()
        session.delete(row)


def test_content_that_does_not_fit_its_hash_is_not_served_whoever_put_it_there(
    sqlite_app: Flask,
) -> None:
    with sqlite_app.extensions["sar"].engine.begin() as connection:
        connection.execute(text("DROP TRIGGER definition_sets_no_update"))
        connection.execute(text("UPDATE definition_sets SET sha256 = replace(sha256, 'a', 'b')"))
    client = factories.sign_in(sqlite_app, "trainer")
    answer = client.get(f"/sets/{published_id(sqlite_app)}")
    assert answer.status_code == 503
    assert "altered in the database" in answer.text
    assert client.get("/sets").status_code == 200
