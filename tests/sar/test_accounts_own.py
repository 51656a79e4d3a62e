"""One's own account: password, second factor, sign-ins and API tokens."""

import re
import time

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.accounts import passwords
from sar.models import AuditEntry
from sar.security import SCOPES
from tests import factories
from tests.factories import Clock
from tests.statements import statements

NEW = "five small words in a row"


def send(client: FlaskClient, path: str, *, page: str = "", **fields: object) -> TestResponse:
    token = factories.csrf_token(client.get(page or path).text)
    return client.post(path, data={"csrf_token": token} | fields)


def entries(app: Flask) -> list[AuditEntry]:
    with db.reading(app.extensions["sar"].engine) as session:
        return list(session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars())


def change_password(client: FlaskClient, old: str, new: str, again: str = "") -> TestResponse:
    return send(client, "/account/password", old_password=old, new_password=new, again=again or new)


def is_token_good(app: Flask, secret: str) -> bool:
    headers = factories.api_headers(secret)
    return app.test_client().get("/api/v1/sets", headers=headers).status_code == 200


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_account_page_shows_who_one_is(sqlite_app: Flask) -> None:
    page = factories.signed_in(sqlite_app, "officer").get("/account").text
    for words in ("Test Officer", "Lakeside Police Department", "This browser", "API tokens"):
        assert words in page


def test_changing_the_password_ends_the_other_sign_ins_and_keeps_this_one(app: Flask) -> None:
    here, elsewhere = factories.signed_in(app, "officer"), factories.signed_in(app, "officer")
    somebody = factories.signed_in(app, "officer2")
    assert change_password(here, factories.PASSWORD, NEW).location == "/account"
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(somebody)
    last = entries(app)[-1]
    assert (last.action, last.details) == ("account.password_changed", {"ended": 1})


def test_changing_the_password_revokes_tokens_only_if_asked_to(app: Flask) -> None:
    client, page = factories.signed_in(app, "officer"), "/account/password"
    assert "Revoke my API tokens" not in client.get(page).text
    secret = factories.api_token(app, "officer", "sets:read")
    assert "Revoke my API tokens" in client.get(page).text
    change_password(client, factories.PASSWORD, NEW)
    assert is_token_good(app, secret)
    typed = {"old_password": NEW, "new_password": "short", "again": "short"}
    refused = send(client, page, **typed, revoke_tokens="yes")
    assert " checked" in refused.text
    assert is_token_good(app, secret)
    again = factories.PASSWORD
    send(client, page, old_password=NEW, new_password=again, again=again, revoke_tokens="yes")
    assert not is_token_good(app, secret)
    assert entries(app)[-1].details == {"ended": 0, "tokens": 1}


@pytest.mark.parametrize(
    "guessed",
    [
        "password12345678", "qwertyuiopasdfgh", "123456789012345678", "aaaaaaaaaaaaaaaaaaaa",
        "iloveyouforever", "trustno1trustno1", "Spring2026Spring2026",
        # The names of the account and of its agency, and of the product.
        "officerofficer1", "lakesidepolicedepartment", "suspiciousactivityreport",
    ],
)  # fmt: skip
def test_a_password_that_guessers_try_early_is_refused(guessed: str) -> None:
    words = ("officer", "Test Officer", "Lakeside Police Department")
    (finding,) = passwords.about_password(guessed, words=words)
    assert "easy to guess" in finding.message
    assert guessed not in f"{finding.message}{finding.remedy}"


def test_a_sentence_and_a_temporary_password_will_do_and_no_password_takes_long() -> None:
    odd = ("4@8({[<369&#!1/|0$5+7%2" * 11, "\x00" * 100, "ñandú 🚓 " * 20, "1/1/1" * 50)
    for password in (factories.PASSWORD, NEW, passwords.temporary_password()):
        assert passwords.about_password(password) == []
    started = time.process_time()
    for password in odd:
        passwords.guesses_before(password)
    # The first took 13 seconds of processor time when all of it was estimated.
    assert time.process_time() - started < 6


def test_a_new_password_is_looked_at_before_anything_is_locked(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    typed = {"old_password": factories.PASSWORD, "new_password": "password12345678"}
    typed["csrf_token"] = factories.csrf_token(client.get("/account/password").text)
    with statements(sqlite_app.extensions["sar"].engine) as asked:
        assert client.post("/account/password", data=typed).status_code == 422
    assert "BEGIN" in asked
    assert "BEGIN IMMEDIATE" not in asked


def test_the_new_password_counts_from_then_on(sqlite_app: Flask) -> None:
    change_password(factories.signed_in(sqlite_app, "officer"), factories.PASSWORD, NEW)
    for password, status in ((factories.PASSWORD, 422), (NEW, 303)):
        fields = {"username": "officer", "password": password}
        assert send(sqlite_app.test_client(), "/sign-in", **fields).status_code == status


def test_the_old_password_is_asked_for_and_a_wrong_one_is_written_down(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    answer = change_password(client, "wrong horse battery staple", NEW)
    assert answer.status_code == 422
    assert "not your present password" in answer.text
    assert entries(app)[-1].action == "account.password_refused"
    assert change_password(client, factories.PASSWORD, factories.PASSWORD).status_code == 422


def test_no_password_is_shown_again(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    answer = change_password(client, factories.PASSWORD, NEW, "another one of five words")
    assert answer.status_code == 422
    assert NEW not in answer.text
    assert factories.PASSWORD not in answer.text


def start_second_factor(client: FlaskClient) -> tuple[str, pyotp.TOTP]:
    page = client.get("/account/second-factor").text
    series = re.search(r'name="series" value="(\d+)"', page)
    address = re.search(r"otpauth://totp/[^<]+", page)
    assert series
    assert address
    totp = pyotp.parse_uri(address[0].replace("&amp;", "&"))
    assert isinstance(totp, pyotp.TOTP)
    shown = re.search(r'receipt-number">([^<]+)<', page)
    assert shown
    assert shown[1].replace(" ", "") == totp.secret
    return series[1], totp


def test_a_second_factor_is_set_up_used_and_switched_off(app: Flask, clock: Clock) -> None:
    client = factories.signed_in(app, "officer")
    series, totp = start_second_factor(client)
    path = "/account/second-factor"
    refused = send(client, path, series=series, code="000000")
    assert refused.status_code == 422
    assert totp.secret[:4] in refused.text  # the same key again, so that the app still fits
    assert send(client, path, series=series, code=totp.at(clock())).status_code == 303
    fields = {"username": "officer", "password": factories.PASSWORD}
    assert send(app.test_client(), "/sign-in", **fields).status_code == 422
    code = totp.at(clock())
    assert send(app.test_client(), "/sign-in", **fields, code=code).status_code == 422
    clock.advance(seconds=30)
    code = totp.at(clock())
    assert send(app.test_client(), "/sign-in", **fields, code=code).status_code == 303
    off = path + "/off"
    assert send(client, off, page=path, password="wrong").status_code == 422
    assert send(client, off, page=path, password=factories.PASSWORD).status_code == 303
    assert send(app.test_client(), "/sign-in", **fields).status_code == 303
    assert [entry.action for entry in entries(app) if "second" in entry.action] == [
        "account.second_factor_on",
        "account.second_factor_off",
    ]


def test_every_set_up_has_a_key_of_its_own(sqlite_app: Flask, clock: Clock) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    first, second = start_second_factor(client), start_second_factor(client)
    assert first[1].secret != second[1].secret
    path = "/account/second-factor"
    code = first[1].at(clock())
    assert send(client, path, series=second[0], code=code).status_code == 422
    assert send(client, path, series=first[0], code=code).status_code == 303


def test_a_second_factor_that_is_on_is_not_replaced_and_its_key_not_shown(
    sqlite_app: Flask, clock: Clock
) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    series, totp = start_second_factor(client)
    other, theirs = start_second_factor(client)
    path = "/account/second-factor"
    send(client, path, series=series, code=totp.at(clock()))
    answer = send(client, path, series=other, code=theirs.at(clock()))
    assert answer.status_code == 409
    page = client.get(path).text
    assert "otpauth" not in page
    assert totp.secret[:8] not in page


def test_a_series_that_was_never_given_switches_nothing_on(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    for series in ("", "0", "-1", "x", "2147483648", "9" * 40):
        answer = send(client, "/account/second-factor", series=series, code="000000")
        assert answer.status_code == 422, series


def test_no_key_or_code_stands_in_the_log(sqlite_app: Flask, clock: Clock) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    series, totp = start_second_factor(client)
    code = totp.at(clock())
    send(client, "/account/second-factor", series=series, code=code)
    leaves = " ".join(f"{each.subject} {each.details}" for each in entries(sqlite_app))
    for secret in (totp.secret, code, series, factories.PASSWORD):
        assert secret not in leaves


def test_own_sign_ins_are_listed_and_ended_one_by_one(app: Flask) -> None:
    here, elsewhere = factories.signed_in(app, "officer"), factories.signed_in(app, "officer")
    page = here.get("/account").text
    (path,) = re.findall(r'action="(/account/sign-ins/\d+/end)"', page)
    assert send(here, path, page="/account").status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert entries(app)[-1].action == "account.sign_ins_ended"
    assert send(here, path, page="/account").status_code == 404


def test_all_other_sign_ins_end_at_once(sqlite_app: Flask) -> None:
    clients = [factories.signed_in(sqlite_app, "officer") for _ in range(3)]
    page = clients[0].get("/account").text
    assert page.count('/end"') == 2
    send(clients[0], "/account/sign-ins/end-others", page="/account")
    assert [is_signed_in(client) for client in clients] == [True, False, False]
    assert "end-others" not in clients[0].get("/account").text


def test_nobody_ends_the_sign_in_of_somebody_else(sqlite_app: Flask) -> None:
    victim, other = (
        factories.signed_in(sqlite_app, "officer"),
        factories.signed_in(sqlite_app, "analyst"),
    )
    for number in (1, 0, 99999999999999999999):
        answer = send(other, f"/account/sign-ins/{number}/end", page="/account")
        assert answer.status_code == 404
    assert is_signed_in(victim)


def make_token(client: FlaskClient, *scopes: str, **fields: object) -> TestResponse:
    wanted = {"label": "nightly export", "scopes": list(scopes), "days": "30"} | fields
    return send(client, "/account/tokens", **wanted)


def secret_in(answer: TestResponse) -> str:
    found = re.search(r"sar_[\w-]{43}", answer.text)
    assert found, answer.text
    return found[0]


def sets_seen_with(app: Flask, secret: str) -> int:
    return app.test_client().get("/api/v1/sets", headers=factories.api_headers(secret)).status_code


def test_a_token_is_shown_once_works_and_is_revoked(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    answer = make_token(client, "sets:read", "reports:write")
    secret = secret_in(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert sets_seen_with(app, secret) == 200
    page = client.get("/account/tokens").text
    assert secret not in page
    assert "nightly export" in page
    (path,) = re.findall(r'action="(/account/tokens/\d+/revoke)"', page)
    assert send(client, path, page="/account/tokens").status_code == 303
    assert sets_seen_with(app, secret) == 401
    assert "Revoked" in client.get("/account/tokens").text
    assert send(client, path, page="/account/tokens").status_code == 404
    made, revoked = [entry for entry in entries(app) if entry.action.startswith("token.")]
    assert made.details["scopes"] == "sets:read reports:write"
    assert "nightly" not in f"{made.subject}{made.details}{revoked.subject}{revoked.details}"
    assert secret not in f"{made.subject}{made.details}"


def test_a_token_expires_after_its_days(sqlite_app: Flask, clock: Clock) -> None:
    secret = secret_in(
        make_token(factories.signed_in(sqlite_app, "officer"), "sets:read", days="2")
    )
    clock.advance(days=2, seconds=-1)
    assert sets_seen_with(sqlite_app, secret) == 200
    clock.advance(seconds=1)
    assert sets_seen_with(sqlite_app, secret) == 401
    assert "Expired" in factories.signed_in(sqlite_app, "officer").get("/account/tokens").text


def test_the_page_says_when_a_token_was_last_used(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    secret = secret_in(make_token(client, "sets:read"))
    assert "never" in client.get("/account/tokens").text
    sets_seen_with(sqlite_app, secret)
    assert "never" not in client.get("/account/tokens").text


BAD_TOKENS: tuple[tuple[dict[str, object], str], ...] = (
    ({"label": ""}, "label"),
    ({"label": " \t "}, "label"),
    ({"label": "x" * 121}, "label"),
    ({"scopes": []}, "scopes"),
    ({"scopes": ["reports:read"]}, "scopes"),
    ({"scopes": ["sets:read", "everything"]}, "scopes"),
    ({"days": "0"}, "days"),
    ({"days": "366"}, "days"),
    ({"days": "-1"}, "days"),
    ({"days": "1.5"}, "days"),
    ({"days": "many"}, "days"),
    ({"days": "²"}, "days"),
    ({"days": "9" * 5000}, "days"),
)


def test_a_token_that_will_not_do_is_explained_at_its_field(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    for fields, field in BAD_TOKENS:
        answer = make_token(client, **({"scopes": ["sets:read"]} | fields))
        assert answer.status_code == 422, fields
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    assert "No tokens" in client.get("/account/tokens").text


OFFERED = {
    "officer": {"reports:write", "sets:read"},
    "trainer": {"sets:read"},
    "privacy_officer": {"sets:read"},
    "administrator": {"sets:read"},
}


def test_a_role_is_offered_the_scopes_that_open_something_to_it(sqlite_app: Flask) -> None:
    for role, wanted in OFFERED.items():
        page = factories.signed_in(sqlite_app, role).get("/account/tokens").text
        offered = set(re.findall(r'name="scopes" value="([a-z:]+)"', page))
        assert wanted <= offered <= set(SCOPES)
        assert offered == wanted or role not in {"trainer", "administrator"}


def test_nobody_revokes_the_token_of_somebody_else(sqlite_app: Flask) -> None:
    secret = secret_in(make_token(factories.signed_in(sqlite_app, "officer"), "sets:read"))
    other = factories.signed_in(sqlite_app, "analyst")
    assert send(other, "/account/tokens/1/revoke", page="/account/tokens").status_code == 404
    assert sets_seen_with(sqlite_app, secret) == 200


def test_markup_in_a_label_is_shown_as_text(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    make_token(client, "sets:read", label="<script>alert(1)</script>")
    page = client.get("/account/tokens").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
