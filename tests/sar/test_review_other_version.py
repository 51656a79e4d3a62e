"""A stored report in another version: what carries over, what is asked again and why."""

import html
import re

from flask import Flask

from tests import factories, revisions

ANSWERS = {
    "ind-0004": {
        "el-0017": "The pump that feeds the whole reservoir",
        "el-0018": True,
        "el-0019": 3,
    }
}


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def filed(app: Flask) -> str:
    pinned = factories.newest_set()
    answers = {"ind-0004": factories.answers(pinned, "ind-0004") | ANSWERS["ind-0004"]}
    receipt: str = factories.file_by_api(app, behaviours=["ind-0004"], answers=answers)["receipt"]
    return receipt


def test_what_carries_over_and_what_must_be_asked_again_is_said_with_the_reason(
    app: Flask,
) -> None:
    receipt = filed(app)
    new = revisions.publish(app, revisions.change_sabotage)
    analyst = factories.signed_in(app, "analyst")
    page = analyst.get(f"/review/{receipt}")
    url = f"/review/{receipt}/version"
    assert f'href="{url}"' in page.text
    seen = text_of(analyst.get(f"{url}?version={new.version}").text)
    again, kept = seen.split("Carry over (")[0], seen.split("Carry over (")[1]
    assert "Ask again (" in again
    assert "Who was told?" in again
    assert "must be answered" in again
    assert "It counts in days now, not in hours." in seen
    assert "As it is" in kept
    # A text is known by its length alone, and is never shown.
    assert "reservoir" not in seen
    assert "xxxx" not in seen
    before = analyst.get(f"/review/{receipt}").text
    assert f"Filed under nsi-behaviours {factories.newest_set().version}" in before


def test_only_who_may_read_the_report_sees_it_and_only_in_a_version_that_is_there(
    sqlite_app: Flask,
) -> None:
    receipt = filed(sqlite_app)
    url = f"/review/{receipt}/version"
    for name, status in (("privacy_officer", 200), ("trainer", 403), ("officer", 403)):
        assert factories.signed_in(sqlite_app, name).get(url).status_code == status, name
    analyst = factories.signed_in(sqlite_app, "analyst")
    assert analyst.get(f"{url}?version=9.9.9").status_code == 404
    same = factories.newest_set().version
    assert analyst.get(f"{url}?version={same}").status_code == 404
