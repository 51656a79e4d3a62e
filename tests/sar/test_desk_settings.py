"""Single keys are the account's: switched off, put elsewhere, and never two on one key."""

import pytest
from flask import Flask

from sar.serving.keys import SHIPPED, collisions
from tests import desk, factories, pages


def test_no_two_shortcuts_share_a_key_as_shipped() -> None:
    assert collisions(SHIPPED) == {}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"next": "u"}, "is the key of"),
        ({"next": "?"}, "shows the list of keys"),
        ({"next": "g"}, "begins another shortcut"),
        ({"next": "nn"}, "not one key"),
        ({"next": "ñ"}, "not one key"),
    ],
)
def test_keys_that_collide_are_refused_with_what_was_typed(
    sqlite_app: Flask, changed: dict[str, str], said: str
) -> None:
    assert said in collisions({**SHIPPED, **changed})["next"]
    client = desk.sign_in(sqlite_app, "analyst")
    answer = pages.change(client, "/account/desk", key__next=changed["next"])
    assert answer.status_code == 422
    assert said in pages.finding(answer)
    assert f'value="{changed["next"]}"' in answer.text
    assert 'data-key="n"' in client.get("/queue").text


def test_keys_are_switched_off_for_one_person_and_the_log_knows(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    assert 'data-key="g q"' in client.get("/queue").text
    assert pages.change(client, "/account/desk", has_keys="no").status_code == 303
    assert "data-key" not in client.get("/queue").text
    assert "Keyboard shortcuts" in client.get("/queue").text, "the way back"
    assert "data-key" in desk.sign_in(sqlite_app, "analyst2").get("/queue").text
    own = f"account:{factories.account_id(sqlite_app, 'analyst')}"
    assert desk.log_of(sqlite_app, own)[-1].action == "desk.settled"


def test_everything_can_be_made_again_as_it_was_shipped(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    pages.change(client, "/account/desk", key__next="h", after_decision="queue")
    assert 'data-key="h"' in client.get("/queue").text
    pages.change(client, "/account/desk", reset="yes")
    assert 'data-key="n"' in client.get("/queue").text
