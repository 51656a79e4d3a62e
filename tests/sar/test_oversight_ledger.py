"""The gapless ledger: no number left out, none used twice, and statements that add up."""

import random
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sar import db
from sar.log import ledger
from sar.models import (
    Account,
    Agency,
    DefinitionSetVersion,
    LedgerEntry,
    LedgerYear,
    Report,
)
from sar.oversight import queries

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


class Abandoned(Exception):
    """A transaction that is given up on purpose."""


@pytest.fixture
def filer(engine: Engine) -> int:
    """The id of an account that files reports, and a set for them to name."""
    with db.transaction(engine) as session:
        session.add(Agency(agency_id=1, name="Lakeside Police Department", zone="UTC"))
        session.flush()
        session.add(
            Account(
                account_id=1, username="filer", display_name="Filer", role="officer",
                agency_id=1, password_hash="", created_at=NOW,
            )
        )  # fmt: skip
        session.add(
            DefinitionSetVersion(
                definition_set_id=1, set_id="s", version="1.0.0", edition="1", state="published",
                content="{}", sha256="0" * 64, created_at=NOW, effective_from=NOW,
            )
        )  # fmt: skip
    return 1


def new_report(session: Session, name: str) -> int:
    """Store a held report, the least that the ledger can number."""
    report = Report(
        receipt=name, account_id=1, agency_id=1, idempotency_sha256=name, content_sha256="",
        definition_set_id=1, set_id="s", set_version="1.0.0", set_sha256="", received_at=NOW,
        occurred_at=NOW, occurred_zone="UTC", source="other", state="held", updated_at=NOW,
    )  # fmt: skip
    session.add(report)
    session.flush()
    return report.report_id


def enter(engine: Engine, name: str, *, at: datetime = NOW) -> str:
    with db.transaction(engine) as session:
        return ledger.enter(session, report_id=new_report(session, name), received_at=at).label


def numbers(engine: Engine, year: int = 2026) -> list[int]:
    with db.reading(engine) as session:
        query = select(LedgerEntry.number).where(LedgerEntry.year == year)
        return list(session.execute(query.order_by(LedgerEntry.number)).scalars())


def gaps(engine: Engine) -> list[tuple[int, int]]:
    with db.reading(engine) as session:
        return ledger.gaps(session)


@pytest.mark.usefixtures("filer")
def test_numbers_begin_at_1_every_year_by_utc(engine: Engine) -> None:
    labels = [
        enter(engine, "a", at=datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        enter(engine, "b", at=datetime(2026, 1, 1, tzinfo=UTC)),
        enter(engine, "c", at=datetime.fromisoformat("2025-12-31T23:30:00-05:00")),
        enter(engine, "d", at=datetime(2025, 6, 1, tzinfo=UTC)),
    ]
    assert labels == ["2025-000001", "2026-000001", "2026-000002", "2025-000002"]


@pytest.mark.usefixtures("filer")
def test_a_number_of_a_transaction_that_was_given_up_is_given_again(engine: Engine) -> None:
    enter(engine, "a")
    with Session(engine) as session:
        ledger.enter(session, report_id=new_report(session, "b"), received_at=NOW)
        session.flush()
        session.rollback()
    assert enter(engine, "c") == "2026-000002"


@pytest.mark.usefixtures("filer")
@pytest.mark.parametrize("share_given_up", [0.0, 0.4])
def test_eight_filers_at_once_leave_no_gap_and_no_duplicate(
    engine: Engine, share_given_up: float
) -> None:
    """Eight threads with 25 filings each, over the turn of a year, on connections of their own."""
    labels: list[list[str]] = [[] for _ in range(8)]
    failures: list[BaseException] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        draw = random.Random(number)
        start.wait()
        for turn in range(25):
            is_given_up = draw.random() < share_given_up
            at = datetime(2026 + (draw.random() < 0.3), 1, 1, tzinfo=UTC)
            try:
                with db.transaction(engine) as session:
                    report_id = new_report(session, f"{number}-{turn}")
                    entry = ledger.enter(session, report_id=report_id, received_at=at)
                    session.flush()
                    if is_given_up:
                        raise Abandoned
                labels[number].append(entry.label)
            except Abandoned:
                pass
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
    given = [label for each in labels for label in each]
    assert len(given) == len(set(given))
    assert len(given) == 200 if not share_given_up else 80 < len(given) < 160
    for year in (2026, 2027):
        of_year = sum(label.startswith(str(year)) for label in given)
        assert numbers(engine, year) == list(range(1, of_year + 1))
    assert gaps(engine) == []


@pytest.mark.usefixtures("filer")
def test_a_report_has_one_number_only(engine: Engine) -> None:
    with db.transaction(engine) as session:
        report_id = new_report(session, "a")
        ledger.enter(session, report_id=report_id, received_at=NOW)
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        ledger.enter(session, report_id=report_id, received_at=NOW)
    assert numbers(engine) == [1]


def remove(number: int) -> object:
    return delete(LedgerEntry).where(LedgerEntry.number == number)


@pytest.mark.usefixtures("filer")
@pytest.mark.parametrize(
    ("tampering", "found", "missing"),
    [
        ([remove(1)], [(2026, 1)], [1]),
        ([remove(3), remove(4)], [(2026, 2)], [3, 4]),
        ([remove(6)], [(2026, 1)], [6]),
        ([remove(6), update(LedgerYear).values(last_number=5)], [], []),
        ([update(LedgerYear).values(last_number=9)], [(2026, 3)], [7, 8, 9]),
        ([update(LedgerYear).values(last_number=4)], [(2026, 0)], []),
        ([delete(LedgerYear)], [(2026, 0)], []),
        ([delete(LedgerEntry)], [(2026, 6)], [1, 2, 3, 4, 5, 6]),
        ([update(LedgerEntry).where(LedgerEntry.number == 2).values(number=50)], [(2026, 44)],
         [2, *range(7, 26)]),
    ],
)  # fmt: skip
def test_whatever_is_missing_is_counted_and_named(
    engine: Engine, tampering: list[object], found: list[tuple[int, int]], missing: list[int]
) -> None:
    """The fourth case is honest: who sets the counter back too leaves no trace here."""
    for name in "abcdef":
        enter(engine, name)
    with db.transaction(engine) as session:
        for statement in tampering:
            session.execute(statement)  # type: ignore[call-overload]
    assert gaps(engine) == found
    with db.reading(engine) as session:
        assert queries.missing_numbers(session, 2026) == missing


@pytest.mark.usefixtures("filer")
def test_a_number_below_1_cannot_stand_in_for_one_that_was_removed(engine: Engine) -> None:
    for name in "abc":
        enter(engine, name)
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.execute(update(LedgerEntry).where(LedgerEntry.number == 2).values(number=0))


@pytest.mark.usefixtures("filer")
def test_purged_means_closed(engine: Engine) -> None:
    enter(engine, "a")
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.execute(update(LedgerEntry).values(purged_at=NOW))


@pytest.mark.usefixtures("filer")
def test_what_is_closed_stays_closed_when_it_was(engine: Engine) -> None:
    enter(engine, "a")
    for days in (1, 40):
        with db.transaction(engine) as session:
            ledger.mark(session, report_id=1, closed_at=NOW + timedelta(days=days))
    with db.reading(engine) as session:
        entry = session.execute(select(LedgerEntry)).scalar_one()
    assert entry.closed_at == NOW + timedelta(days=1)


@pytest.mark.usefixtures("filer")
def test_the_edges_of_a_month_belong_to_one_month_each(engine: Engine) -> None:
    first = datetime(2026, 2, 1, tzinfo=UTC)
    last = datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)
    for name, at in (("a", first), ("b", last), ("c", last + timedelta(microseconds=1))):
        enter(engine, name, at=at)
    with db.reading(engine) as session:
        found = ledger.statements(session, year=2026, now=datetime(2026, 3, 31, tzinfo=UTC))
    assert [(each.month, each.opening, each.received, each.open) for each in found] == [
        ("2026-01", 0, 0, 0),
        ("2026-02", 0, 2, 2),
        ("2026-03", 2, 1, 3),
    ]


def test_statements_agree_with_counting_by_hand(engine: Engine, filer: int) -> None:
    """Three years of random filings, closings, purges; every month is counted again in Python."""
    draw = random.Random(11)
    lives = fill_at_random(engine, draw, 300)
    for year in (2024, 2025, 2026, 2027):
        with db.reading(engine) as session:
            found = ledger.statements(session, year=year, now=datetime(2027, 2, 3, tzinfo=UTC))
            assert len(found) == {2027: 2}.get(year, 12)
            for month, each in enumerate(found, start=1):
                start = datetime(year, month, 1, tzinfo=UTC)
                end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
                assert each == ledger.statement(session, start=start, end=end)
                assert each.opening + each.received == each.closed + each.open
                assert each.received == sum(start <= came < end for came, _, _ in lives)
                assert each.closed == sum(
                    bool(went and start <= went < end) for _, went, _ in lives
                )
                assert each.purged == sum(bool(gone and start <= gone < end) for *_, gone in lives)
                assert each.open == sum(
                    came < end and not (went and went < end) for came, went, _ in lives
                )
        for one, following in pairwise(found):
            assert one.open == following.opening


Life = tuple[datetime, datetime | None, datetime | None]


def fill_at_random(engine: Engine, draw: random.Random, count: int) -> list[Life]:
    lives: list[Life] = []
    with db.transaction(engine) as session:
        for number in range(count):
            came = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(1_578_240))
            went = (
                came + timedelta(minutes=draw.randrange(500_000)) if draw.random() < 0.7 else None
            )
            gone = (
                went + timedelta(days=draw.randrange(400)) if went and draw.random() < 0.5 else None
            )
            report_id = new_report(session, f"r{number}")
            session.execute(
                insert(LedgerEntry).values(
                    year=came.year, number=number + 1, report_id=report_id, received_at=came,
                    closed_at=went, purged_at=gone,
                )
            )  # fmt: skip
            lives.append((came, went, gone))
    return lives


def test_an_empty_ledger_has_no_gaps_and_empty_statements(engine: Engine) -> None:
    assert gaps(engine) == []
    with db.reading(engine) as session:
        found = ledger.statements(session, year=2026, now=NOW)
    assert [each.month for each in found] == ["2026-01", "2026-02", "2026-03"]
    assert all(each.opening == each.received == each.open == 0 for each in found)
