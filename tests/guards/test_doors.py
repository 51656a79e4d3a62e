"""Default deny: every endpoint refuses strangers unless it is listed here, and asks for a token."""

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from sar.models import Role
from sar.security import Access
from tests import factories

# A page is added here only after asking: what can a stranger do with it?
OPEN = {
    "static",
    "accounts.sign_in",
    "accounts.submit_sign_in",
    "accounts.sign_out",
    "accounts.choose_language",
    "accounts.choose_password",
    "accounts.submit_password",
    "api-docs.openapi_json",
    "show_docs",
    "serve_docs_asset",
    "show_metrics",
    "redress.ask",
    "redress.submit",
    "redress.show_received",
    "worker.send_worker",
    "healthz",
    "readyz",
}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def path_of(rule: object) -> str:
    """Fill a rule's placeholders with something that may or may not be there."""
    return re.sub(r"<[^>]+>", "1", str(rule))


def test_every_endpoint_refuses_anonymous_visitors_unless_it_is_listed(sqlite_app: Flask) -> None:
    for rule in sqlite_app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = sqlite_app.test_client().open(path_of(rule), method=method)
            is_refused = answer.status_code in {401, 403} or (
                answer.status_code == 302 and "/sign-in" in answer.location
            )
            # A form without a CSRF token is refused before anybody asks who sent it.
            assert is_refused or (answer.status_code == 400 and method in UNSAFE), rule


ODD_PARTS = ("%00", "%0d%0aa", "9" * 20, "-1", "%ff")


def odd_requests(app: Flask, *, have_view: bool) -> Iterator[tuple[Rule, str, str]]:
    """Yield each rule with an address that has one odd part, and a method.

    Those that `have_view` reach a view; those that have none are not found, whoever asks.
    """
    found = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for part, odd in product(rule.arguments, ODD_PARTS):
            path = path_of(re.sub(rf"<(?:\w+:)?{part}>", odd, str(rule)))
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                if found.test(unquote(path), method) == have_view:
                    yield rule, path, method


def test_no_part_of_an_address_makes_a_server_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    failed = []
    for role in Role:
        client, headers = factories.signed_in(app, role), token_headers(app, role)
        fields = {"csrf_token": factories.csrf_token(client.get("/account").text)}
        for rule, path, method in odd_requests(app, have_view=True):
            access: Access | None = getattr(app.view_functions[rule.endpoint], "sar_access", None)
            if access is not None and access.roles is not None and role not in access.roles:
                continue  # refused before anybody reads the address
            sent = {"headers": headers} if path.startswith("/api/") else {"data": fields}
            answer = client.open(path, method=method, **sent)
            if answer.status_code >= 500:
                failed.append(f"{method} {rule} {path} as {role}")
    assert failed == []


def test_an_address_with_a_part_that_no_view_takes_is_not_found(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite_app.config, "PROPAGATE_EXCEPTIONS", False)
    client = factories.signed_in(sqlite_app, "officer")
    fields = {"csrf_token": factories.csrf_token(client.get("/account").text)}
    answers = {
        (method, path): client.open(path, method=method, data=fields).status_code
        for _, path, method in odd_requests(sqlite_app, have_view=False)
    }
    assert len(answers) > 100
    assert {
        request: status for request, status in answers.items() if status not in {404, 405}
    } == {}


def token_headers(app: Flask, role: Role) -> dict[str, str]:
    return factories.api_headers(factories.api_token(app, role))


def test_the_open_endpoints_are_exactly_the_listed_ones(sqlite_app: Flask) -> None:
    found = {"static"}
    for endpoint, view in sqlite_app.view_functions.items():
        access: Access | None = getattr(view, "sar_access", None)
        if access is not None and access.roles is None:
            found.add(endpoint)
    assert found == OPEN


def test_every_view_says_who_may_call_it(sqlite_app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in sqlite_app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "sar_access")
    ]
    assert not silent


def test_every_form_asks_for_a_csrf_token(sqlite_app: Flask) -> None:
    clients = [factories.sign_in(sqlite_app, role) for role in Role]
    for rule in sqlite_app.url_map.iter_rules():
        for method in (rule.methods or set()) & UNSAFE:
            if str(rule).startswith("/api/"):
                continue
            answers = {
                client.open(path_of(rule), method=method, data={"x": "y"}).status_code
                for client in clients
            }
            assert 400 in answers, rule
            assert answers <= {400, 403}, rule


def test_the_api_takes_no_cookie(sqlite_app: Flask) -> None:
    for role in ("officer", "analyst"):
        client = factories.sign_in(sqlite_app, role)
        for rule in sqlite_app.url_map.iter_rules():
            if not str(rule).startswith("/api/v1"):
                continue
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert client.open(path_of(rule), method=method).status_code == 401, rule


def test_a_token_without_the_scope_is_refused(sqlite_app: Flask) -> None:
    token = factories.api_token(sqlite_app, "analyst", "sets:read")
    answer = sqlite_app.test_client().post(
        "/api/v1/reports",
        json=factories.submission(),
        headers=factories.api_headers(token, key="some-key-1"),
    )
    assert answer.status_code == 403
    assert "reports:write" in answer.get_json()["detail"]
