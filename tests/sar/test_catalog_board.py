"""The board of misunderstood indicators: what leads it, and what it does not give away."""

from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from sar import db
from sar.catalog import board
from sar.models import (
    Correction,
    Decision,
    PracticeAnswer,
    PracticeRound,
    Report,
    ReportBehaviour,
    TuningMark,
)
from tests import desk, factories

INTRUSION, THEFT, PHOTO = "ind-0001", "ind-0003", "ind-0011"


def many(app: Flask, behaviour: str, count: int, *, seed: int) -> list[str]:
    """File one report under a behaviour, and store `count` more like it."""
    answers = {behaviour: factories.answers(factories.newest_set(), behaviour)}
    first = factories.file_by_api(app, behaviours=[behaviour], answers=answers)["receipt"]
    return [first, *(desk.multiply(app, first, count - 1, seed=seed) if count > 1 else ())]


def ids_of(session, receipts: list[str]) -> list[int]:
    rows = session.execute(
        select(Report.report_id).where(Report.receipt.in_(receipts)).order_by(Report.report_id)
    )
    return list(rows.scalars())


def decided(app: Flask, receipts: list[str], action: str, *, reason: str = "") -> None:
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        for report_id in ids_of(session, receipts):
            session.add(
                Decision(
                    report_id=report_id,
                    account_id=factories.account_id(app, "analyst"),
                    action=action,
                    from_state="received",
                    to_state="returned",
                    return_reason=reason,
                    decided_at=parts.clock(),
                )
            )


def rows_of(app: Flask) -> list[board.BoardRow]:
    with db.reading(app.extensions["sar"].engine) as session:
        return list(board.board(session).rows)


def test_a_planted_confusion_leads_the_board(app: Flask) -> None:
    many(app, INTRUSION, 60, seed=1)
    photos = many(app, PHOTO, 50, seed=2)
    thefts = many(app, THEFT, 6, seed=3)
    decided(app, Random(4).sample(photos, 20), "return_to_officer", reason="no_fact")
    decided(app, thefts[:3], "return_to_officer", reason="behaviour")
    first, second, third = rows_of(app)
    assert (first.indicator_id, first.filed, first.returned, first.share) == (PHOTO, 50, 20, 40)
    assert first.usual == "no fact says why it stood out"
    assert (second.indicator_id, second.misunderstood, second.share) == (THEFT, None, None)
    assert (third.indicator_id, third.misunderstood) == (INTRUSION, None)


def test_a_report_counts_once_however_often_it_was_misunderstood(sqlite_app: Flask) -> None:
    photos = many(sqlite_app, PHOTO, 10, seed=2)
    for action in ("return_to_officer", "meets_criteria", "fails_criteria"):
        decided(sqlite_app, photos[:5], action, reason="other")
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        marks = [
            {
                "account_id": factories.account_id(sqlite_app, "analyst"),
                "report_id": report_id,
                "indicator_id": PHOTO,
                "set_version": factories.newest_set().version,
                "reason": "too_wide",
                "words": "",
                "marked_at": sqlite_app.extensions["sar"].clock(),
            }
            for report_id in ids_of(session, photos[:5])
        ]
        session.execute(insert(TuningMark), marks)
    [row] = rows_of(sqlite_app)
    assert (row.returned, row.disagreed, row.marks, row.misunderstood) == (5, 5, 5, 5)
    assert row.share == 50
    assert row.usual == "", "“other” explains nothing"


def test_a_corrected_report_counts_under_what_the_officer_picked(sqlite_app: Flask) -> None:
    photos = many(sqlite_app, PHOTO, 20, seed=2)
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        for report_id in ids_of(session, photos[:10]):
            row = session.get_one(Report, report_id)
            row.behaviours = [ReportBehaviour(indicator_id=THEFT, rank=0)]
            for before, after in (([PHOTO], [INTRUSION]), ([INTRUSION], [THEFT])):
                session.add(
                    Correction(
                        report_id=report_id,
                        account_id=factories.account_id(sqlite_app, "analyst"),
                        before=before,
                        after=after,
                        why="Made up for this test.",
                        corrected_at=sqlite_app.extensions["sar"].clock() + timedelta(minutes=1),
                    )
                )
    decided(sqlite_app, photos[:10], "return_to_officer", reason="behaviour")
    [row] = rows_of(sqlite_app)
    assert (row.indicator_id, row.filed, row.corrected, row.returned) == (PHOTO, 20, 10, 10)


def test_few_reports_and_small_counts_are_not_shown(sqlite_app: Flask) -> None:
    photos = many(sqlite_app, PHOTO, 12, seed=2)
    many(sqlite_app, THEFT, 4, seed=3)
    decided(sqlite_app, photos[:4], "return_to_officer", reason="no_fact")
    page = desk.sign_in(sqlite_app, "trainer").get("/sets/board").text
    assert "Nothing stands out" in page
    assert "(of about 10 reports)" in page
    assert "Theft" not in page
    assert "no fact says" not in page


def test_misses_in_practice_stand_beside_once_five_people_practised(sqlite_app: Flask) -> None:
    parts = sqlite_app.extensions["sar"]
    many(sqlite_app, PHOTO, 6, seed=2)
    pinned = {
        "set_id": factories.newest_set().set_id,
        "set_version": factories.newest_set().version,
    }
    for number, role in enumerate(("officer", "officer2", "analyst", "trainer", "supervisor")):
        assert [row.missed for row in rows_of(sqlite_app)] == [None]
        account_id = factories.account_id(sqlite_app, role)
        with db.transaction(parts.engine) as session:
            practised = PracticeRound(
                account_id=account_id,
                mode="officer",
                items=["made-up"],
                started_at=parts.clock(),
                **pinned,
            )
            session.add(practised)
            session.flush()
            session.add(
                PracticeAnswer(
                    practice_round_id=practised.practice_round_id,
                    account_id=account_id,
                    item_id="made-up",
                    part="officer",
                    indicator_id=PHOTO,
                    chosen="none",
                    is_right=number == 0,
                    is_first=True,
                    answered_at=parts.clock(),
                    **pinned,
                )
            )
    assert [row.missed for row in rows_of(sqlite_app)] == [80]


@given(st.integers(0, 10**6))
@example(5)
@example(8)
def test_every_number_shown_stands_for_at_least_five_counts(count: int) -> None:
    shown = board.rounded(count)
    alike = [
        other for other in range(max(0, count - 9), count + 10) if board.rounded(other) == shown
    ]
    assert len(alike) >= 5
    assert shown is None or 0 <= count - shown < 5


@pytest.mark.parametrize(
    ("hits", "total", "expected"),
    # Wilson's lower limits as printed by R's binom package, method "wilson".
    [(0, 0, 0.0), (0, 10, 0.0), (5, 10, 0.2366), (40, 100, 0.3094), (10, 10, 0.7225)],
)
def test_the_lower_bound_is_wilsons(hits: int, total: int, expected: float) -> None:
    assert board.lower_bound(hits, total) == pytest.approx(expected, abs=5e-5)


def test_trainers_read_the_words_of_marks_and_not_who_wrote_them(sqlite_app: Flask) -> None:
    receipt = many(sqlite_app, PHOTO, 1, seed=2)[0]
    analyst = desk.work_on(sqlite_app, receipt)
    desk.post(
        analyst,
        f"/review/{receipt}/tuning",
        indicator=PHOTO,
        reason="missing",
        words="Ask about tripods.",
    )
    page = desk.sign_in(sqlite_app, "trainer").get(f"/sets/board/{PHOTO}").text
    assert "Ask about tripods." in page
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        [mark] = session.execute(select(TuningMark)).scalars()
    assert mark.account_id == factories.account_id(sqlite_app, "analyst")
    assert receipt not in page


def test_the_board_is_for_trainers_and_overseers_and_is_logged(sqlite_app: Flask) -> None:
    for role in ("officer", "supervisor", "analyst"):
        assert desk.sign_in(sqlite_app, role).get("/sets/board").status_code == 403
    assert desk.sign_in(sqlite_app, "trainer").get("/sets/board").status_code == 200
    assert [entry.action for entry in desk.log_of(sqlite_app, "board")] == ["board.viewed"]
