"""The administrator's pages: people and agencies, and nothing of any report."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from sar import db
from sar.models import Account, Agency, AuditEntry, Role
from sar.security import Access
from tests import factories

NEW = "five small words in a row"


def send(
    client: FlaskClient, path: str, *, page: str = "/people/new", **fields: object
) -> TestResponse:
    token = factories.csrf_token(client.get(page).text)
    return client.post(path, data={"csrf_token": token} | fields)


def last_entry(app: Flask) -> AuditEntry:
    with db.reading(app.extensions["sar"].engine) as session:
        query = select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)
        return session.execute(query).scalar_one()


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def is_token_good(app: Flask, secret: str) -> bool:
    headers = factories.api_headers(secret)
    return app.test_client().get("/api/v1/sets", headers=headers).status_code == 200


def person_path(app: Flask, username: str) -> str:
    return f"/people/{factories.account_id(app, username)}"


def temporary_in(answer: TestResponse) -> str:
    assert answer.status_code == 200
    found = re.search(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){3}", answer.text)
    assert found
    return found[0]


def agency_id(app: Flask, name: str) -> int:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(select(Agency.agency_id).where(Agency.name == name)).scalar_one()


def add(app: Flask, client: FlaskClient, **fields: object) -> TestResponse:
    wanted = {
        "username": "new.person",
        "display_name": "New Person",
        "role": "analyst",
        "agency": agency_id(app, "Hill County Sheriff"),
    }
    return send(client, "/people/new", **(wanted | fields))


def test_nobody_else_sees_these_pages(sqlite_app: Flask) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = factories.signed_in(sqlite_app, role)
        for path in ("/people", "/people/new", "/people/1", "/agencies"):
            assert client.get(path).status_code == 403
        token = factories.csrf_token(client.get("/account").text)
        for path in ("/people/1/disable", "/people/1/reset-password", "/people/new", "/agencies"):
            assert client.post(path, data={"csrf_token": token}).status_code == 403


def test_a_new_person_signs_in_with_the_temporary_password(app: Flask) -> None:
    admin = factories.signed_in(app, "administrator")
    answer = add(app, admin, username=" New.Person ")
    temporary = temporary_in(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    entry = last_entry(app)
    assert (entry.action, entry.details) == ("account.added", {"role": "analyst"})
    assert entry.actor_id == factories.account_id(app, "administrator")
    client = app.test_client()
    token = factories.csrf_token(client.get("/sign-in").text)
    fields = {"username": "new.person", "password": temporary, "csrf_token": token}
    assert client.post("/sign-in", data=fields).location == "/sign-in/new-password"
    assert "Temporary password" in admin.get("/people?find=new.p").text
    assert temporary not in admin.get(person_path(app, "new.person")).text


BAD_PEOPLE: tuple[tuple[dict[str, object], str], ...] = (
    ({"username": ""}, "username"),
    ({"username": "x"}, "username"),
    ({"username": "with space"}, "username"),
    ({"username": "-dash"}, "username"),
    ({"username": "umläut"}, "username"),
    ({"username": "x" * 65}, "username"),
    ({"username": "OFFICER"}, "username"),
    ({"display_name": " \u200b "}, "display_name"),
    ({"display_name": "x" * 121}, "display_name"),
    ({"role": "king"}, "role"),
    ({"role": ""}, "role"),
    ({"agency": ""}, "agency"),
    ({"agency": "999"}, "agency"),
    ({"agency": "9" * 30}, "agency"),
    ({"agency": "1 OR 1=1"}, "agency"),
)


def test_a_person_who_cannot_be_added_is_explained_at_the_field(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    for fields, field in BAD_PEOPLE:
        answer = add(sqlite_app, admin, **fields)
        assert answer.status_code == 422, fields
        assert f'href="#{field}"' in answer.text
        assert 'value="New Person"' in answer.text or field == "display_name"


def test_disabling_shuts_sign_ins_and_tokens_at_once(app: Flask) -> None:
    admin, person = factories.signed_in(app, "administrator"), factories.signed_in(app, "officer")
    secret = factories.api_token(app, "officer")
    assert is_signed_in(person)
    assert is_token_good(app, secret)
    path = person_path(app, "officer")
    assert send(admin, f"{path}/disable").location == path
    assert not is_signed_in(person)
    assert not is_token_good(app, secret)
    assert last_entry(app).details == {"sign_ins": 1, "tokens": 1}
    assert "Switched off" in admin.get("/people?find=officer").text


def test_an_account_that_is_switched_on_again_has_no_old_sign_ins_or_tokens(app: Flask) -> None:
    admin, person = factories.signed_in(app, "administrator"), factories.signed_in(app, "officer")
    secret = factories.api_token(app, "officer")
    path = person_path(app, "officer")
    send(admin, f"{path}/disable")
    assert send(admin, f"{path}/enable").status_code == 303
    assert last_entry(app).action == "account.enabled"
    assert not is_signed_in(person)
    assert not is_token_good(app, secret)
    assert is_signed_in(factories.sign_in(app, "officer"))


def test_resetting_a_password_ends_sign_ins_tokens_and_the_old_password(app: Flask) -> None:
    admin, person = factories.signed_in(app, "administrator"), factories.signed_in(app, "officer")
    secret = factories.api_token(app, "officer")
    temporary = temporary_in(send(admin, f"{person_path(app, 'officer')}/reset-password"))
    assert not is_signed_in(person)
    entry = last_entry(app)
    assert (entry.action, entry.details) == (
        "account.password_reset",
        {"ended": 1, "tokens": 1},
    )
    assert not is_token_good(app, secret)
    assert temporary not in f"{entry.subject}{entry.details}"
    client = app.test_client()
    token = factories.csrf_token(client.get("/sign-in").text)
    fields = {"username": "officer", "csrf_token": token}
    assert (
        client.post("/sign-in", data=fields | {"password": factories.PASSWORD}).status_code == 422
    )
    assert client.post("/sign-in", data=fields | {"password": temporary}).status_code == 303


def test_a_second_factor_whose_device_is_lost_is_removed(sqlite_app: Flask) -> None:
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        account = session.execute(select(Account).where(Account.username == "officer")).scalar_one()
        account.totp_series = 3
    admin = factories.signed_in(sqlite_app, "administrator")
    path = person_path(sqlite_app, "officer")
    assert "remove-second-factor" in admin.get(path).text
    send(admin, f"{path}/remove-second-factor")
    assert last_entry(sqlite_app).action == "account.second_factor_removed"
    assert is_signed_in(factories.sign_in(sqlite_app, "officer"))


def test_somebody_is_signed_out_everywhere(sqlite_app: Flask) -> None:
    admin, person = (factories.signed_in(sqlite_app, name) for name in ("administrator", "officer"))
    path = person_path(sqlite_app, "officer")
    assert "At one place" in admin.get(path).text
    send(admin, f"{path}/end-sign-ins")
    assert not is_signed_in(person)
    assert is_signed_in(admin)
    assert "Nowhere" in admin.get(path).text


def test_an_administrator_sees_and_revokes_tokens_but_not_their_secrets(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    secret = factories.api_token(sqlite_app, "officer", "sets:read")
    path = person_path(sqlite_app, "officer")
    page = admin.get(path).text
    assert "Read the published indicator sets" in page
    assert secret not in page
    (revoke,) = re.findall(rf'action="({path}/tokens/\d+/revoke)"', page)
    assert send(admin, revoke.replace(path, person_path(sqlite_app, "analyst"))).status_code == 404
    assert is_token_good(sqlite_app, secret)
    send(admin, revoke)
    assert not is_token_good(sqlite_app, secret)


def test_an_administrator_cannot_do_this_to_the_own_account(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    path = person_path(sqlite_app, "administrator")
    for action in ("disable", "reset-password", "remove-second-factor"):
        assert send(admin, f"{path}/{action}").status_code == 409
        assert is_signed_in(admin)
        page = admin.get(path).text
        assert "This is you" in page
        assert action not in page
    other = person_path(sqlite_app, "administrator2")
    assert send(admin, f"{other}/disable").status_code == 303


def test_people_who_are_not_there_are_not_found(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    for number in (0, 999, 2147483647, 2147483648, 10**30):
        assert admin.get(f"/people/{number}").status_code == 404
        assert send(admin, f"/people/{number}/disable").status_code == 404


def test_people_are_listed_page_by_page_each_once(app: Flask) -> None:
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(
            insert(Account),
            [
                {
                    "username": f"person{number:03d}", "display_name": f"Person 100%_{number}",
                    "role": "officer", "agency_id": 1, "password_hash": "", "is_active": True,
                    "totp_last_step": 0, "created_at": app.extensions["sar"].clock(),
                }
                for number in range(120)
            ],
        )  # fmt: skip
    admin = factories.signed_in(app, "administrator")
    seen: list[str] = []
    href: str | None = "/people"
    while href:
        page = admin.get(href).text
        seen += re.findall(r'href="/people/\d+">([^<]+)</a>', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        href = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 120 + 2 * len(Role)
    assert seen == sorted(seen)
    assert "person007" in admin.get("/people?find=100%25_7").text
    assert "Nobody found" in admin.get("/people?find=100xx7").text
    assert "Nobody found" in admin.get("/people?find=%25%25").text


def test_odd_searches_are_harmless(app: Flask) -> None:
    admin = factories.signed_in(app, "administrator")
    for query in ("find=%00", "after=%00x", "find=" + "x" * 3000, "find=%ff", "find=ÄÖ"):
        assert admin.get(f"/people?{query}").status_code == 200, query


def test_agencies_are_listed_and_added(app: Flask) -> None:
    admin = factories.signed_in(app, "administrator")
    fields = {"name": "  Harbor   District ", "zone": "America/Los_Angeles"}
    assert send(admin, "/agencies", page="/agencies", **fields).status_code == 303
    page = admin.get("/agencies").text
    assert "Harbor District" in page
    entry = last_entry(app)
    assert entry.action == "agency.added"
    assert "Harbor" not in f"{entry.subject}{entry.details}"


BAD_AGENCIES: tuple[tuple[dict[str, object], str], ...] = (
    ({"name": ""}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "lakeside POLICE department"}, "name"),
    ({"zone": ""}, "zone"),
    ({"zone": "Mars/Olympus"}, "zone"),
    ({"zone": "../../etc/passwd"}, "zone"),
    ({"zone": "America"}, "zone"),
    ({"zone": "x" * 5000}, "zone"),
)


def test_an_agency_that_will_not_do_is_explained(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    for fields, field in BAD_AGENCIES:
        wanted = {"name": "Harbor District", "zone": "UTC"} | fields
        answer = send(admin, "/agencies", page="/agencies", **wanted)
        assert answer.status_code == 422, fields
        assert f'href="#{field}"' in answer.text


# What an administrator may open: people, agencies, the own account, and indicator sets.
ACCOUNTS = {"accounts", "own", "people"}
SETS = {
    *("activations", "adoption", "board", "catalog", "comments", "consultations"),
    *("drafts", "files", "translations"),
}
TRAINING = {"practice", "training"}
# Of a preview they see counts and causes (tests/sar/test_preview_page.py).
# A ranker's page has numbers of many reports, and words that the gate swaps; no report.
OPEN_TO_ADMINISTRATORS = ACCOUNTS | SETS | TRAINING | {"previews", "ranking", "style_guide"}
# Who may open the intelligence drawer: names of accounts, and nothing that is in it.
PERMISSIONS = {"intelligence.list_permissions", "intelligence.give", "intelligence.take"}
SETS_BY_API = {
    "api_intake.list_sets",
    "api_intake.read_current_set",
    "api_intake.read_set",
    "api_intake.read_set_schema",
}


def test_no_page_of_an_administrator_shows_a_report(sqlite_app: Flask) -> None:
    for endpoint, view in sqlite_app.view_functions.items():
        access: Access | None = getattr(view, "sar_access", None)
        if access and access.roles and Role.ADMINISTRATOR in access.roles:
            blueprint = endpoint.partition(".")[0]
            is_open = blueprint in OPEN_TO_ADMINISTRATORS or endpoint in SETS_BY_API | PERMISSIONS
            assert is_open, endpoint


def test_nothing_is_changed_when_it_cannot_be_written_down(app: Flask) -> None:
    admin, person = factories.signed_in(app, "administrator"), factories.signed_in(app, "officer")
    token = factories.csrf_token(admin.get("/people/new").text)
    with db.transaction(app.extensions["sar"].engine) as session:
        last = select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)
        position = session.execute(last).scalar_one().position
        session.execute(
            insert(AuditEntry).values(
                position=position + 1, recorded_at=app.extensions["sar"].clock(), role="",
                action="", subject="", purpose="", details={}, tree_hashes=b"",
            )
        )  # fmt: skip
    path = person_path(app, "officer")
    answer = admin.post(f"{path}/disable", data={"csrf_token": token})
    assert answer.status_code == 500
    assert is_signed_in(person)


def test_the_zone_of_somebody_is_called_as_people_call_it(sqlite_app: Flask) -> None:
    admin = factories.signed_in(sqlite_app, "administrator")
    page = admin.get(person_path(sqlite_app, "officer")).text
    assert "time zone Central" in page
    assert "America/" not in page
