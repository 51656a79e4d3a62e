"""What is asked of a page of the queue costs the same however many reports wait."""

from typing import Any

from flask import Flask
from sqlalchemy import event

from sar import db
from sar.actors import COMMAND_LINE
from sar.review.blind import given_blind


def test_which_reports_of_a_page_are_read_blind_is_asked_of_the_page_alone(
    sqlite_app: Flask,
) -> None:
    engine = sqlite_app.extensions["sar"].engine
    asked: list[tuple[str, Any]] = []

    def keep(*about: Any) -> None:
        asked.append((about[2], about[3]))

    with db.reading(engine) as session:
        event.listen(engine, "before_cursor_execute", keep)
        assert not given_blind(session, [1, 2, 3], viewer=COMMAND_LINE)
        event.remove(engine, "before_cursor_execute", keep)
        statement, values = next(each for each in asked if each[0].startswith("SELECT"))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[3] for row in plan if "SEARCH reports" in row[3] or "SCAN reports" in row[3]]
    assert steps == ["SEARCH reports USING INTEGER PRIMARY KEY (rowid=?)"]
