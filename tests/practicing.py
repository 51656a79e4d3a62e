"""Plain functions that practice as a person does, through the pages."""

import html
import re
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sar import db
from sar.models import PracticeAnswer, PracticeRound
from sar.training.practice import Item, Mode, items_of
from tests import factories
from tests.pages import fields_of


def begin(client: FlaskClient, mode: str = "officer") -> str:
    """Begin a round, or go on with the open one, and return its address."""
    token = factories.csrf_token(client.get("/training/practice").text)
    answer = client.post("/training/practice", data={"csrf_token": token, "mode": mode})
    assert answer.status_code == 303, answer.text
    return answer.location


def shown(client: FlaskClient, address: str) -> dict[str, str]:
    """Return the fields of the report that comes next."""
    return fields_of(client.get(address).text, address).to_dict()


def choose(client: FlaskClient, address: str, code: str) -> str:
    """Answer the part that comes next and return the page with the verdict."""
    answer = client.post(address, data=shown(client, address) | {"chosen": code})
    assert answer.status_code == 303, answer.text
    return html.unescape(client.get(answer.location).text)


def items(mode: str = "officer") -> dict[str, Item]:
    """Return the practice reports under the version in force."""
    return items_of(factories.newest_set(), Mode(mode))


def play(client: FlaskClient, mode: str = "officer", *, wrong_about: str = "") -> str:
    """Play a round to its end and return the result's page.

    Every answer is right, except those about the behaviour `wrong_about`.
    """
    address, known = begin(client, mode), items(mode)
    while "Your result" not in (page := client.get(address).text):
        fields = fields_of(page, address).to_dict()
        item = known[fields["item_id"]]
        ask = next(each for each in item.asks if each.part == fields["part"])
        wrong = next(each.code for each in ask.choices if each.code != ask.right)
        code = wrong if item.indicator_id == wrong_about else ask.right
        choose(client, address, code)
    return page


def bare(page: str) -> str:
    """Return the text of a page."""
    main = page[page.index("<main") : page.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def counts(app: Flask, *tables: object) -> list[int]:
    """Count the rows of tables."""
    with db.reading(app.extensions["sar"].engine) as session:
        return [
            session.execute(select(func.count()).select_from(each)).scalar_one() for each in tables
        ]


def round_row(account_id: int, now: datetime) -> PracticeRound:
    """Make a finished round of one report."""
    newest = factories.newest_set()
    return PracticeRound(
        account_id=account_id,
        set_id=newest.set_id,
        set_version=newest.version,
        mode="officer",
        items=["case-1-1"],
        started_at=now,
        finished_at=now,
    )


def answer_row(row: PracticeRound, indicator_id: str, *, is_right: bool) -> PracticeAnswer:
    """Make the answer of such a round."""
    return PracticeAnswer(
        practice_round_id=row.practice_round_id,
        account_id=row.account_id,
        set_id=row.set_id,
        set_version=row.set_version,
        item_id=f"planted-{row.practice_round_id}",
        part="behaviour",
        indicator_id=indicator_id,
        chosen="none",
        is_right=is_right,
        is_first=True,
        answered_at=row.started_at,
    )
