"""Mail that says only that something is new, to who asked for it, by a real mail server."""

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import update

from privacy.keyring import Keyring
from sar import db
from sar.alerting import sending
from sar.commands.checks import Level, check_settings
from sar.models import Account, MailAlert, Role
from tests import desk, factories, pages
from tests.command_line import run_here
from tests.conftest import MakeApp
from tests.factories import Clock

LINK = "https://sar.example.org/"
OFFICER, ANALYST = "o.reyes@example.org", "desk@example.org"


@dataclass
class Mailbox:
    """What a mail server took; it refuses everything while `refusal` says so."""

    mails: list[Message] = field(default_factory=list)
    refusal: str = ""
    address: str = ""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(email.message_from_bytes(content))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on this machine, at a port that the system chose."""
    loop, box = asyncio.new_event_loop(), Mailbox()
    listening = loop.create_server(lambda: SMTP(box, hostname="localhost"), "127.0.0.1", 0)
    server = loop.run_until_complete(listening)
    box.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield box
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    server.close()
    loop.run_until_complete(server.wait_closed())
    loop.close()


@pytest.fixture
def telling(make_app: MakeApp, seeded_url: str, mailbox: Mailbox) -> Flask:
    """An application whose people may ask for mail."""
    return make_app(
        seeded_url, alert_link=LINK, mail_server=mailbox.address, mail_from="sar@example.org"
    )


def ask(app: Flask, username: str, address: str) -> None:
    client = factories.signed_in(app, username)
    answer = pages.change(client, "/account/mail", "/account/mail", address=address)
    assert answer.status_code == 303, answer.text


def decide(app: Flask, clock: Clock, receipt: str, action: str = "meets_criteria") -> None:
    clock.advance(minutes=70)
    words = {"rationale": "The fence was cut on purpose.", "question": "Which gate was it?"}
    assert factories.decide(app, receipt, action, **words).status_code == 303
    clock.advance(minutes=5)


def send(app: Flask) -> list[str]:
    parts = app.extensions["sar"]
    attempts = sending.send_due(parts.engine, parts.settings, clock=parts.clock)
    return [each.answer for each in attempts]


def test_a_mail_says_only_that_something_is_new_and_at_most_once_an_hour(
    telling: Flask, mailbox: Mailbox, clock: Clock
) -> None:
    receipt = factories.file_by_api(telling)["receipt"]
    other = factories.file_by_api(telling, narrative="A man looked over the fence.")["receipt"]
    ask(telling, "officer", OFFICER)
    assert send(telling) == []
    decide(telling, clock, receipt)
    assert send(telling) == [""]
    assert send(telling) == []
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == (OFFICER, "Something is new")
    assert mail.get_payload(decode=True).decode().split("\r\n\r\n")[:2] == [
        "Something is new for you. Sign in to see it:",
        LINK,
    ]
    for known in (receipt, "Reyes", "substation", "behavior", "report", "2026-0"):
        assert known not in mail.as_string().replace(OFFICER, ""), known
    decide(telling, clock, other, "return_to_officer")
    clock.advance(minutes=-30)
    assert send(telling) == []
    clock.advance(minutes=30)
    assert send(telling) == [""]
    texts = [each.get_payload() for each in mailbox.mails]
    assert texts[0] == texts[1]


def test_nobody_is_told_who_did_not_ask_or_has_seen_it_or_has_another_role(
    telling: Flask, mailbox: Mailbox, clock: Clock
) -> None:
    ask(telling, "analyst", ANALYST)
    clock.advance(minutes=70)
    receipt = factories.file_by_api(telling)["receipt"]
    clock.advance(minutes=5)
    assert send(telling) == [""]
    decide(telling, clock, receipt)
    assert send(telling) == []
    assert [each["To"] for each in mailbox.mails] == [ANALYST]
    clock.advance(minutes=70)
    factories.file_by_api(telling, narrative="A man looked over the fence.")
    clock.advance(minutes=1)
    factories.signed_in(telling, "analyst").get("/review")
    clock.advance(minutes=5)
    assert send(telling) == []
    with db.transaction(telling.extensions["sar"].engine) as session:
        account = session.get_one(Account, factories.account_id(telling, "analyst"))
        account.role = Role.OFFICER
    factories.file_by_api(telling, narrative="A man looked over the gate.")
    clock.advance(minutes=70)
    assert send(telling) == []


def test_a_mail_that_was_not_taken_is_sent_later_and_the_account_page_says_so(
    telling: Flask, mailbox: Mailbox, clock: Clock
) -> None:
    receipt = factories.file_by_api(telling)["receipt"]
    ask(telling, "officer", OFFICER)
    decide(telling, clock, receipt)
    mailbox.refusal = "550 No such person here"
    assert send(telling) == ["550"]
    clock.advance(minutes=59)
    assert send(telling) == []
    clock.advance(minutes=1)
    assert send(telling) == ["550"]
    clock.advance(minutes=119)
    assert send(telling) == []
    officer = factories.signed_in(telling, "officer")
    assert "could not be sent" in officer.get("/account/mail").text
    mailbox.refusal = ""
    clock.advance(minutes=1)
    assert send(telling) == []
    decide(telling, clock, factories.file_by_api(telling, narrative="He came back.")["receipt"])
    assert send(telling) == [""]
    assert "could not be sent" not in officer.get("/account/mail").text


@pytest.mark.parametrize(
    "address", ["", "reyes", "a@b", "a@example.org\nBcc: b@example.org", "a b@example.org"]
)
def test_what_is_no_address_is_refused_and_still_there(
    telling: Flask, mailbox: Mailbox, address: str
) -> None:
    officer = factories.signed_in(telling, "officer")
    answer = pages.change(officer, "/account/mail", "/account/mail", address=address)
    assert answer.status_code == 422
    assert "not a mail address" in pages.finding(answer)
    assert send(telling) == []
    assert mailbox.mails == []


def test_who_stops_it_is_forgotten_and_without_a_link_nobody_is_asked(
    telling: Flask, mailbox: Mailbox, clock: Clock, make_app: MakeApp, seeded_url: str
) -> None:
    ask(telling, "officer", OFFICER)
    officer = factories.signed_in(telling, "officer")
    assert "Says when something is new" in officer.get("/account").text
    token = factories.csrf_token(officer.get("/account/mail").text)
    sent = {"csrf_token": token, "stop": "yes"}
    assert officer.post("/account/mail", data=sent).status_code == 303
    decide(telling, clock, factories.file_by_api(telling)["receipt"])
    assert send(telling) == []
    assert mailbox.mails == []
    assert {each.action for each in desk.log_of(telling)} >= {
        "account.alerts_on",
        "account.alerts_off",
    }
    silent = factories.signed_in(make_app(seeded_url), "officer")
    assert "/account/mail" not in silent.get("/account").text
    assert silent.get("/account/mail").status_code == 404


def test_the_command_sends_once_and_says_when_the_server_is_away(
    telling: Flask, mailbox: Mailbox, clock: Clock
) -> None:
    parts = telling.extensions["sar"]
    to = {
        "SAR_DATABASE_URL": parts.settings.database_url,
        "SAR_ALERT_LINK": LINK,
        "SAR_MAIL_FROM": "sar@example.org",
    }
    receipt = factories.file_by_api(telling)["receipt"]
    ask(telling, "officer", OFFICER)
    decide(telling, clock, receipt)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nowhere = f"127.0.0.1:{closed.getsockname()[1]}"
    away = run_here("alerts", "send", env=to | {"SAR_MAIL_SERVER": nowhere})
    assert away.returncode == 1
    assert "0 sent, 1 not taken; 1 asked for it." in away.stdout
    with db.transaction(parts.engine) as session:
        session.execute(update(MailAlert).values(due_at=clock()))
    done = run_here("alerts", "send", env=to | {"SAR_MAIL_SERVER": mailbox.address})
    assert (done.returncode, done.stdout) == (0, "1 sent, 0 not taken; 1 asked for it.\n")
    off = run_here("alerts", "send", env={"SAR_DATABASE_URL": to["SAR_DATABASE_URL"]})
    assert off.returncode == 2
    assert "SAR_ALERT_LINK" in off.stderr


@pytest.mark.parametrize(
    ("changes", "level", "said"),
    [
        ({}, Level.OK, "off"),
        ({"alert_link": LINK}, Level.PROBLEM, "SAR_MAIL_SERVER"),
        ({"alert_link": LINK, "mail_server": "m:25"}, Level.PROBLEM, "SAR_MAIL_FROM"),
        ({"alert_link": f"{LINK}?report=1"}, Level.PROBLEM, "more than where to sign in"),
        ({"alert_link": "sar.example.org"}, Level.PROBLEM, "not an address"),
        (
            {"alert_link": "http://sar/", "mail_server": "m:25", "mail_from": "s@example.org"},
            Level.WARNING,
            "without TLS",
        ),
    ],
)
def test_the_doctor_says_when_mail_is_half_configured(
    keyring: Keyring, changes: dict[str, str], level: Level, said: str
) -> None:
    settings = factories.settings("sqlite://", keyring, **changes)
    (found,) = (each for each in check_settings(settings, {}) if each.subject == "mail alerts")
    assert found.level is level
    assert said in found.text
