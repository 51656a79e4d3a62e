"""What a ranker may see of stored reports, and for how many others a decided one speaks."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sar import db
from sar.models import Correction, DateDraw, Report, ReportLink, Take
from sar.ranker import scoring
from sar.ranker.stored_candidates import COLUMNS, stored_candidates
from sar.ranking.chances import Takes, stand_for
from tests import desk, factories
from triage import rules
from triage.sampling import review_chance

PLACES: list[dict[str, Any]] = [
    {"kind": "address", "street": "1 Main St", "city": "Springfield", "state": "WA"},
    {"kind": "facility", "facility": "North Dam", "city": "Springfield", "state": "WA"},
    {"kind": "coordinates", "latitude": 47.61, "longitude": -122.33},
]


def rows_of(session: Session, *receipts: str) -> list[Any]:
    query = select(*COLUMNS).where(Report.receipt.in_(receipts)).order_by(Report.report_id)
    return list(session.execute(query).all())


@pytest.mark.parametrize("place", PLACES, ids=lambda each: str(each["kind"]))
def test_the_rules_find_in_a_stored_report_what_they_found_when_it_was_filed(
    sqlite_app: Flask, place: dict[str, Any]
) -> None:
    vehicles = [{"plate": "ABC1234", "description": "a white van"}]
    for changes in ({"place": place, "vehicles": vehicles}, {"place": place, "people": []}):
        receipt = factories.file_by_api(sqlite_app, **changes)["receipt"]
        with db.reading(sqlite_app.extensions["sar"].engine) as session:
            (row,) = rows_of(session, receipt)
            (found,) = stored_candidates(session, [row])
        assert rules.score(found) == scoring.rule_score(row)
        assert str(found.occurred_at.tzinfo) == row.occurred_zone


def test_what_a_reader_adds_to_a_report_is_not_seen(app: Flask) -> None:
    parts = app.extensions["sar"]
    first = factories.file_by_api(app)["receipt"]
    receipts = [first, *desk.multiply(app, first, 3)]
    now, analyst = parts.clock(), factories.account_id(app, "analyst")
    with db.transaction(parts.engine) as session:
        numbers = [row.report_id for row in rows_of(session, *receipts)]
        (before,) = stored_candidates(session, rows_of(session, first))
        session.add(take_of(numbers[0], analyst, now))
        for other, minutes in ((1, -5), (2, -1), (3, 5)):
            when = now + timedelta(minutes=minutes)
            session.add(
                ReportLink(
                    report_id=numbers[0],
                    other_id=numbers[other],
                    account_id=analyst,
                    linked_at=when,
                )
            )
        picked = [each.indicator_id for each in before.behaviours]
        for was, becomes in ((picked, []), ([], picked)):
            session.add(
                Correction(
                    report_id=numbers[0], account_id=analyst, before=was, after=becomes, why="x",
                    corrected_at=now,
                )
            )  # fmt: skip
        session.flush()
        (seen,) = stored_candidates(session, rows_of(session, first))
        waiting = stored_candidates(session, rows_of(session, *receipts))[3]
    assert (before.linked, seen.linked, waiting.linked) == (0, 2, 1)
    assert seen.behaviours == before.behaviours != ()


def test_a_drawn_report_speaks_for_those_that_lay_in_the_lots_with_it(app: Flask) -> None:
    parts = app.extensions["sar"]
    first = factories.file_by_api(app)["receipt"]
    receipts = [first, *desk.multiply(app, first, 3)]
    now, analyst = parts.clock(), factories.account_id(app, "analyst")
    with db.transaction(parts.engine) as session:
        session.execute(update(Report).values(received_at=now, sector="ENRG"))
        rows = rows_of(session, *receipts)
        by_rank, drawn, due, by_hand = (row.report_id for row in rows)
        lots = [
            (by_rank, "rank", {"chance": 0.5, "low_ranked": 10}),
            (by_rank, "rank", {"chance": 0.5, "low_ranked": 10, "sector": "TRAN"}),
            (by_rank, "rank", {"chance": 0.5, "low_ranked": 10, "state": "criteria_met"}),
            (drawn, "sample", {"chance": 0.25, "low_ranked": 5, "sector": "ENRG"}),
            (due, "due", {"chance": 0.25, "low_ranked": 20}),
        ]
        before = now - timedelta(minutes=1)
        second = take_of(by_hand, analyst, before, chance=0.9, low_ranked=1, route="second")
        second.take_id = 100
        session.add(second)
        takes = Takes()
        takes.follow(session)
        # Written after a later number was seen, as a transaction does that ends late.
        for number, (report_id, route, columns) in enumerate(lots, 1):
            when = now + timedelta(minutes=number)
            take = take_of(report_id, analyst, when, route=route, **columns)
            take.take_id = number
            session.add(take)
            takes.follow(session)
        session.add(DateDraw(report_id=due, drawn_at=now, chance=0.2, is_drawn=True))
        session.flush()
        found = stand_for(session, takes, rows)
    chance = review_chance([(0.5, 10), (0.25, 5), (0.25, 20)])
    assert found[by_rank] == found[by_hand] == 1
    assert found[drawn] == pytest.approx(1 / chance)
    assert found[due] == pytest.approx(1 / (1 - (1 - chance) * 0.8))


def take_of(report_id: int, account_id: int, when: Any, **columns: Any) -> Take:
    plain = {"route": "rank", "chance": 0.0, "low_ranked": 0, "sector": "", "behaviour": ""}
    fixed = {"report_id": report_id, "account_id": account_id, "taken_at": when, "nonce": "00"}
    return Take(**(plain | {"state": ""} | fixed | columns))
