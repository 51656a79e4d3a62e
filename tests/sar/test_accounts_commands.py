"""`sar users`: adding people, shutting them out, and what is said when that cannot be done."""

import re

import pytest
from click.testing import Result
from sqlalchemy import Engine, select

from sar import db
from sar.models import (
    Account,
    AuditEntry,
)
from tests import factories
from tests.command_line import Sar


def temporary_in(done: Result) -> str:
    found = re.search(r"Temporary password: (\S+)", done.output)
    assert found
    return found[1]


def test_a_person_is_added_listed_shut_out_and_let_in_again(engine: Engine, sar: Sar) -> None:
    added = sar(
        "users", "add", "Rivera", "--name", "Sgt. Rivera", "--role", "analyst",
        "--agency", "Prairie State Fusion Center", "--zone", "America/Chicago",
    )  # fmt: skip
    assert added.exit_code == 0, added.output
    assert "Temporary password: " in added.output
    listed = sar("users", "list").output
    assert listed.split("\t") == [
        "rivera", "Analyst", "Prairie State Fusion Center", "active, temporary password\n",
    ]  # fmt: skip
    assert sar("users", "disable", "rivera").exit_code == 0
    assert "disabled" in sar("users", "list").output
    assert sar("users", "enable", "rivera").exit_code == 0
    reset = sar("users", "reset-password", "RIVERA")
    assert "Temporary password: " in reset.output
    assert temporary_in(reset) != temporary_in(added)
    with db.reading(engine) as session:
        query = select(AuditEntry.action).order_by(AuditEntry.position)
        actions = list(session.execute(query).scalars())
    assert actions == [
        "agency.added", "account.added", "account.disabled", "account.enabled",
        "account.password_reset",
    ]  # fmt: skip


def test_the_first_administrator_chooses_a_password_at_the_keyboard(
    engine: Engine, sar: Sar
) -> None:
    add = ("users", "add", "admin", "--name", "A", "--role", "administrator", "--agency", "HQ",
           "--ask-password")  # fmt: skip
    short = sar(*add, stdin="short\nshort\n")
    assert short.exit_code == 2
    assert "shorter than 15" in short.output
    done = sar(*add, stdin=f"{factories.PASSWORD}\n{factories.PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert "Temporary" not in done.output
    assert factories.PASSWORD not in done.output
    with db.reading(engine) as session:
        account = session.execute(select(Account)).scalar_one()
    assert account.password_expires_at is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("disable", "nobody"), "no such account"),
        (("reset-password", "nobody"), "no such account"),
        (("add", "x", "--name", "X", "--role", "officer", "--agency", "A"), "will not do"),
        (("add", "abc", "--name", "X", "--role", "king", "--agency", "A"), "king"),
        (("add", "abc", "--name", "X", "--role", "officer", "--agency", "A", "--zone", "Mars"),
         "no such time zone"),
        (("add", "abc", "--name", "", "--role", "officer", "--agency", "A"), "1 to 120"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_exit_code_2(
    sar: Sar, arguments: tuple[str, ...], words: str
) -> None:
    done = sar("users", *arguments)
    assert done.exit_code == 2
    assert words in done.output
    assert sar("users", "list").output == ""
