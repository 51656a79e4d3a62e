"""Every route that returns report data leaves an entry in the log."""

import re

from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import AuditHead, Role
from sar.security import Access
from tests import attached, desk, drawers, factories, pages, releases
from tests.recorded import recorded_actions

# These show nothing of any report. A route is added here only after reading its view.
NO_REPORT_DATA = {
    "static",
    "healthz",
    "readyz",
    "show_metrics",
    "show_docs",
    "serve_docs_asset",
    "api-docs.openapi_json",
    "accounts.go_home",
    "accounts.sign_in",
    "accounts.choose_password",
    "intake.start_report",
    "intake.write_report",
    "phone.read_session",
    "phone.show_unsent",
    "worker.send_worker",
    "correcting.start_addition",
    "review.find_report",
    "search.show_search",
    "intelligence.list_permissions",
    "redress.ask",
    "redress.show_received",
    "oversight.download_checkpoint",
    "oversight.list_checkpoints",
    "oversight.show_checkpoint",
    "oversight.show_start",
    # Counts of many reports, and numbers of rankers.
    "ranking.list_versions",
    "ranking.show_card",
    "ranking.download_card",
    "oversight.show_verify",
    # The names of reports that can be made.
    "oversight_reports.list_reports",
    "watch.show_pseudonyms",
    "style_guide.show_style_guide",
    "api_intake.list_sets",
    "api_intake.read_current_set",
    "api_intake.read_set",
    "api_intake.read_set_schema",
}
# Their pages are about accounts and definitions, not about reports.
OTHER_BLUEPRINTS = {
    *(
        "own",
        "own_desk",
        "alerting",
        "people",
        "catalog",
        "activations",
        "consultations",
        "comments",
        "adoption",
        "translations",
    ),
    *("drafts", "behaviours", "questions", "rules", "examples", "example_runs", "cases"),
    *("phrases", "role_guidance", "orders", "relations", "successions", "wholes", "files"),
    *("training", "practice"),
}


# Every kind of thing that must leave an entry, with the actions that do.
MUST_BE_LOGGED = {
    "read": {"report.read", "report.followed", "report.listed", "log.viewed", "ledger.viewed"},
    "search": {"queue.listed"},
    "reveal": {
        *("reveal.asked", "reveal.shown", "reveal.ended", "reveal.refused"),
        *("intelligence.revealed", "intelligence.reveal_ended"),
    },
    "export": {"log.exported", "log.proved", "set.comments_exported"},
    "decision": {
        *("decision.behaviour", "decision.nexus", "decision.other", "decision.undone"),
        "report.corrected",
    },
    "sign-in and sign-out": {
        *("account.signed_in", "account.signed_out", "account.sign_in_failed"),
        *("account.temporary_used", "account.sign_ins_ended"),
    },
    "refusal": {"access.refused", "account.password_refused"},
    "account": {
        *("account.added", "account.disabled", "account.enabled", "account.password_changed"),
        *("account.password_reset", "account.second_factor_on", "account.second_factor_off"),
        *("account.second_factor_removed", "agency.added", "token.made", "token.revoked"),
    },
    "set": {"set.drafted", "set.edited", "set.approved", "set.published", "set.reactivated"},
    "configuration": {"settings.changed", "keys.rotated"},
    "import": {"import.started", "import.finished", "set.imported"},
    "the log itself": {"log.checkpoint_signed", "log.cosigned", "log.verified"},
}


def entries(app: Flask) -> int:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(select(AuditHead.size)).scalar_one()


def roles_of(app: Flask, endpoint: str) -> list[Role]:
    access: Access = app.view_functions[endpoint].sar_access  # type: ignore[attr-defined]
    return sorted(access.roles or [])


def test_every_route_that_returns_report_data_is_logged(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    attached.attach(sqlite_app, receipt, b"A note.")
    # The first reveal is one in an emergency, which has a page of its own.
    analyst = factories.sign_in(sqlite_app, Role.ANALYST)
    address = f"/review/{receipt}/emergency"
    assert pages.change(analyst, address, words="Smoke in the hall").status_code == 303
    incident = {"name": "A flood", "area": "substation", "since": "24", "lasts": "4"}
    assert desk.post(analyst, "/incidents", **incident).status_code == 303
    assert releases.give_out(sqlite_app, receipt).status_code == 303
    number = releases.ask(sqlite_app).location.rsplit("/", 1)[1]
    told = "Mr. John Smith cut the fence."
    crossed = factories.file_by_api(sqlite_app, narrative=told)["receipt"]
    drawers.cross(sqlite_app, crossed)
    factories.let_supervisors_look(sqlite_app, hours=4)
    waiting = factories.file_by_api(sqlite_app, narrative="He photographed the lock.")["receipt"]
    clients = {role: factories.sign_in(sqlite_app, role) for role in Role}
    tokens = {role: factories.api_token(sqlite_app, role) for role in Role}
    silent = []
    for rule in sqlite_app.url_map.iter_rules():
        endpoint = rule.endpoint
        is_other = endpoint.partition(".")[0] in OTHER_BLUEPRINTS
        if endpoint in NO_REPORT_DATA or is_other or "GET" not in (rule.methods or set()):
            continue
        path = str(rule).replace("records/<receipt>", f"records/{crossed}")
        path = path.replace("<receipt>/look", f"{waiting}/look")
        path = path.replace("<receipt>", receipt).replace("<field>", "narrative")
        path = path.replace("<name>", "settings").replace("<kind>", "csv")
        path = path.replace("<number>", number)
        path = re.sub(r"<[^>]+>", "1", path)
        answered = False
        for role in roles_of(sqlite_app, endpoint):
            before = entries(sqlite_app)
            headers = factories.api_headers(tokens[role]) if path.startswith("/api") else {}
            answer = clients[role].get(path, headers=headers, buffered=True)
            if answer.status_code != 200:
                continue
            answered = True
            if entries(sqlite_app) == before:
                silent.append(f"{path} as {role}")
        assert answered, f"nobody could open {path}: mend this test"
    assert silent == []


def test_every_kind_of_thing_that_must_be_logged_is_written_by_the_code() -> None:
    written = recorded_actions()
    for kind, actions in MUST_BE_LOGGED.items():
        assert actions <= written, kind


def test_a_refusal_leaves_an_entry_and_a_stranger_leaves_none(sqlite_app: Flask) -> None:
    officer = factories.signed_in(sqlite_app, "officer")
    token = factories.api_token(sqlite_app, "officer")
    before = entries(sqlite_app)
    assert officer.get("/oversight/log").status_code == 403
    headers = factories.api_headers(token)
    assert sqlite_app.test_client().get("/api/v1/queue", headers=headers).status_code == 403
    assert entries(sqlite_app) == before + 2
    for path in ("/oversight/log", "/api/v1/queue"):
        assert sqlite_app.test_client().get(path).status_code in (302, 401)
    assert entries(sqlite_app) == before + 2
