"""The log in the database: whatever is done to it is found, named, or honestly not found."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import (
    ColumnElement,
    Engine,
    Executable,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from privacy import log
from privacy.errors import LogError
from sar import audit, db
from sar.actors import COMMAND_LINE, Actor
from sar.errors import ConflictError
from sar.models import AuditCheckpoint, AuditEntry, AuditHead
from tests import factories

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
KEY = log.public_key(SEED)
START = datetime(2026, 3, 2, 15, 30, 0, 123456, tzinfo=UTC)
SIZE = 12


def write(engine: Engine, count: int = SIZE, *, first: int = 0) -> None:
    with db.transaction(engine) as session:
        for number in range(first, first + count):
            event = audit.Event(
                ("report.filed", "report.followed", "account.signed_in")[number % 3],
                f"report:{number:04d}",
                purpose="check_detail" if number % 4 == 0 else "",
                details={"count": number, "is_new": number % 2 == 0, "none": None, "a": "ä"},
            )
            who = Actor(account_id=number % 5 or None, role="analyst")
            audit.record(session, event, actor=who, now=START + timedelta(seconds=number))


def write_many(engine: Engine, count: int) -> None:
    """Fill an empty log fast: the chain is built here, not by `audit.record`."""
    head, rows = log.GENESIS, []
    for position in range(1, count + 1):
        values: dict[str, object] = {
            "position": position, "recorded_at": START + timedelta(seconds=position),
            "actor_id": position % 7 or None, "role": "analyst", "action": "report.followed",
            "subject": f"report:{position}", "purpose": "", "details": {"count": position},
            "previous_hash": head,
        }  # fmt: skip
        head = log.entry_hash(position, head, audit.leaf_of(AuditEntry(**values)))
        rows.append(values | {"entry_hash": head})
    with db.transaction(engine) as session:
        session.execute(insert(AuditEntry), rows)
        session.execute(update(AuditHead).values(size=count, head=head))


def verify(engine: Engine, *kept: log.Checkpoint, keys: tuple[bytes, ...] = ()) -> log.Verdict:
    with db.reading(engine) as session:
        return audit.verify(session, public_keys=keys, checkpoints=kept)


def sign(engine: Engine, *, seed: bytes = SEED) -> log.Checkpoint:
    with db.transaction(engine) as session:
        signed = audit.sign_checkpoint(session, seed=seed, now=START + timedelta(days=1))
    assert signed is not None
    return signed


def run(engine: Engine, *statements: Executable) -> None:
    with db.transaction(engine) as session:
        for statement in statements:
            session.execute(statement)


def at(position: int) -> ColumnElement[bool]:
    return AuditEntry.position == position


def cut_after(engine: Engine, position: int, *, is_head_fixed: bool) -> None:
    run(engine, delete(AuditEntry).where(AuditEntry.position > position))
    if is_head_fixed:
        with db.transaction(engine) as session:
            head = session.execute(select(AuditEntry.entry_hash).where(at(position))).scalar_one()
            session.execute(update(AuditHead).values(size=position, head=head))


def rebuild(engine: Engine, *, forged: int) -> None:
    """Do what only somebody with write access to everything can: a new chain over a forged leaf."""
    with db.transaction(engine) as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars().all()
        head = log.GENESIS
        for row in rows:
            if row.position == forged:
                row.actor_id, row.purpose = 77, "legal_order"
            row.previous_hash = head
            row.entry_hash = head = log.entry_hash(row.position, head, audit.leaf_of(row))
        session.execute(update(AuditHead).values(size=len(rows), head=head))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database with a log that no test changes for good, once per kind."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        url = factories.copy_sqlite(template, tmp_path_factory.mktemp("whole"))
    else:
        server = request.getfixturevalue("postgres")
        url = server.create_database(server.fresh_name(), template="template_sar")
    engine = db.open_engine(url)
    write(engine)
    yield engine
    engine.dispose()


def verdict_after(engine: Engine, *statements: Executable) -> log.Verdict:
    """Tamper, verify, and take it all back."""
    with Session(engine) as session:
        for statement in statements:
            session.execute(statement)
        verdict = audit.verify(session)
        session.rollback()
    return verdict


def test_an_untouched_log_is_intact(engine: Engine) -> None:
    write(engine)
    verdict = verify(engine, keys=(KEY,))
    assert (verdict.is_intact, verdict.size) == (True, SIZE)
    with db.reading(engine) as session:
        assert session.execute(select(AuditHead.head)).scalar_one() == verdict.head


def test_an_empty_log_is_intact_and_cannot_be_signed(engine: Engine) -> None:
    assert verify(engine).is_intact
    with db.transaction(engine) as session:
        assert audit.sign_checkpoint(session, seed=SEED, now=START) is None


EDITS: dict[str, dict[str, object]] = {
    "time": {"recorded_at": START + timedelta(days=9)},
    "time by a microsecond": {"recorded_at": START + timedelta(seconds=4, microseconds=1)},
    "actor": {"actor_id": 3},
    "actor gone": {"actor_id": None},
    "role": {"role": "officer"},
    "action": {"action": "report.held"},
    "subject": {"subject": "report:9999"},
    "subject by a space": {"subject": "report:0004 "},
    "purpose": {"purpose": ""},
    "details": {"details": {"count": 5, "is_new": True, "none": None, "a": "ä"}},
    "details one key less": {"details": {"count": 4, "is_new": True, "a": "ä"}},
    "details true to 1": {"details": {"count": 4, "is_new": 1, "none": None, "a": "ä"}},
    "details 4 to 4.0": {"details": {"count": 4.0, "is_new": True, "none": None, "a": "ä"}},
    "details a list": {"details": [1]},
    "previous hash": {"previous_hash": "f" * 64},
    "previous hash empty": {"previous_hash": ""},
    "entry hash": {"entry_hash": "f" * 64},
    "entry hash in capitals": {"entry_hash": "A" * 64},
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS.keys())
def test_an_edit_of_any_column_is_found_at_its_row(
    whole: Engine, change: dict[str, object]
) -> None:
    verdict = verdict_after(whole, update(AuditEntry).where(at(5)).values(**change))
    assert (verdict.is_intact, verdict.first_bad, verdict.size) == (False, 5, 4)


@pytest.mark.parametrize("position", [1, 2, SIZE - 1, SIZE])
def test_an_edit_of_any_row_is_found_there(whole: Engine, position: int) -> None:
    edit = update(AuditEntry).where(at(position)).values(role="trainer")
    assert verdict_after(whole, edit).first_bad == position


@pytest.mark.parametrize(("moved_to", "first_bad"), [(500, 5), (0, 1), (-7, 1)])
def test_a_changed_position_is_found(whole: Engine, moved_to: int, first_bad: int) -> None:
    move = update(AuditEntry).where(at(5)).values(position=moved_to)
    assert verdict_after(whole, move).first_bad == first_bad


@pytest.mark.parametrize("position", [1, 6, SIZE])
def test_a_deleted_row_is_named(whole: Engine, position: int) -> None:
    assert verdict_after(whole, delete(AuditEntry).where(at(position))).first_bad == position


def test_deleting_everything_is_found_at_the_first_entry(whole: Engine) -> None:
    assert verdict_after(whole, delete(AuditEntry)).first_bad == 1


def forged_row(engine: Engine, position: int, *, is_chained: bool) -> dict[str, object]:
    with db.reading(engine) as session:
        before = session.execute(select(AuditEntry.entry_hash).where(at(position - 1))).scalar_one()
    values: dict[str, object] = {
        "position": position, "recorded_at": START, "actor_id": 1, "role": "analyst",
        "action": "report.followed", "subject": "report:0001", "purpose": "", "details": {},
        "previous_hash": before if is_chained else "0" * 64,
    }  # fmt: skip
    entry_hash = log.entry_hash(position, before, audit.leaf_of(AuditEntry(**values)))
    return values | {"entry_hash": entry_hash if is_chained else "0" * 64}


# A forged row that is chained well fits; it is the old row behind it that no longer does.
@pytest.mark.parametrize(("is_chained", "first_bad"), [(False, 6), (True, 7)])
def test_an_inserted_row_breaks_the_chain(engine: Engine, is_chained: bool, first_bad: int) -> None:
    write(engine)
    forged = forged_row(engine, 6, is_chained=is_chained)
    moves = [
        update(AuditEntry).where(at(position)).values(position=position + 1)
        for position in range(SIZE, 5, -1)
    ]
    run(
        engine, *moves, insert(AuditEntry).values(**forged), update(AuditHead).values(size=SIZE + 1)
    )
    assert verify(engine).first_bad == first_bad


def test_a_forged_row_at_the_end_does_not_fit_the_head_row(engine: Engine) -> None:
    write(engine)
    run(engine, insert(AuditEntry).values(**forged_row(engine, SIZE + 1, is_chained=True)))
    assert verify(engine).first_bad == SIZE + 1


@pytest.mark.parametrize(("one", "other"), [(3, 4), (1, SIZE), (7, 11)])
def test_swapped_rows_are_found_at_the_first_of_them(whole: Engine, one: int, other: int) -> None:
    moves = [
        update(AuditEntry).where(at(old)).values(position=new)
        for old, new in ((one, 1000), (other, one), (1000, other))
    ]
    assert verdict_after(whole, *moves).first_bad == one


@pytest.mark.parametrize("kept", [0, 1, SIZE - 1])
def test_a_cut_tail_is_found_by_the_head_row(whole: Engine, kept: int) -> None:
    cut = delete(AuditEntry).where(AuditEntry.position > kept)
    assert verdict_after(whole, cut).first_bad == kept + 1


def test_a_cut_tail_with_the_head_row_fixed_is_found_by_a_stored_checkpoint_only(
    engine: Engine,
) -> None:
    write(engine)
    sign(engine)
    cut_after(engine, 7, is_head_fixed=True)
    verdict = verify(engine, keys=(KEY,))
    assert (verdict.is_intact, verdict.first_bad, verdict.size) == (False, 8, 7)
    run(engine, delete(AuditCheckpoint))
    assert verify(engine, keys=(KEY,)).is_intact  # said so in the docstring and on the page


def test_a_cut_tail_is_found_by_a_checkpoint_kept_outside(engine: Engine) -> None:
    write(engine)
    kept = sign(engine)
    run(engine, delete(AuditCheckpoint))
    cut_after(engine, 7, is_head_fixed=True)
    assert verify(engine, kept, keys=(KEY,)).first_bad == 8
    assert verify(engine, kept).first_bad == 8


def test_a_tail_cut_before_the_checkpoint_and_grown_again_is_found(engine: Engine) -> None:
    write(engine)
    kept = sign(engine)
    run(engine, delete(AuditCheckpoint))
    cut_after(engine, 7, is_head_fixed=True)
    write(engine, 30, first=500)
    assert verify(engine, keys=(KEY,)).is_intact
    verdict = verify(engine, kept, keys=(KEY,))
    assert not verdict.is_intact
    assert "1 to 12" in verdict.reason


def test_a_chain_rebuilt_over_a_forged_leaf_is_found_by_a_checkpoint_only(engine: Engine) -> None:
    write(engine)
    kept = sign(engine)
    write(engine, 5, first=100)
    rebuild(engine, forged=4)
    verdict = verify(engine, keys=(KEY,))
    assert (verdict.is_intact, verdict.first_bad) == (False, 1)
    assert "rewritten" in verdict.reason
    run(engine, delete(AuditCheckpoint))
    assert verify(engine, keys=(KEY,)).is_intact
    assert not verify(engine, kept, keys=(KEY,)).is_intact


def test_what_was_forged_after_the_last_checkpoint_is_named_as_such(engine: Engine) -> None:
    write(engine)
    sign(engine)
    write(engine, 8, first=100)
    later = sign(engine)
    rebuild(engine, forged=SIZE + 3)
    assert verify(engine, later, keys=(KEY,)).first_bad == SIZE + 1


def test_a_checkpoint_signed_by_somebody_else_is_named_but_hides_no_fault(engine: Engine) -> None:
    write(engine)
    rebuild(engine, forged=4)
    sign(engine, seed=OTHER_SEED)
    verdict = verify(engine, keys=(KEY,))
    assert (verdict.is_intact, verdict.first_bad) == (False, None)
    assert f"{SIZE} entries" in verdict.reason
    run(engine, update(AuditEntry).where(at(3)).values(role="trainer"))
    assert verify(engine, keys=(KEY,)).first_bad == 3


@pytest.mark.parametrize(
    "change",
    [{"signature": "00" * 64}, {"signature": "no hex"}, {"head": "f" * 64}, {"key_id": "x"},
     {"signed_at": START}, {"size": 3}],
    ids=str,
)  # fmt: skip
def test_an_altered_checkpoint_is_no_checkpoint(engine: Engine, change: dict[str, object]) -> None:
    write(engine)
    sign(engine)
    run(engine, update(AuditCheckpoint).values(**change))
    verdict = verify(engine, keys=(KEY,))
    assert not verdict.is_intact
    assert "not signed" in verdict.reason


def test_a_signed_checkpoint_round_trips_with_its_signature(engine: Engine) -> None:
    for microsecond in (0, 1, 120000, 999999):
        write(engine, 1, first=microsecond)
        with db.transaction(engine) as session:
            moment = START.replace(microsecond=microsecond)
            audit.sign_checkpoint(session, seed=SEED, now=moment)
    assert verify(engine, keys=(KEY,)).is_intact


@pytest.mark.parametrize(
    ("change", "first_bad"),
    [
        ({"size": SIZE - 1}, SIZE),
        ({"size": SIZE + 1}, SIZE + 1),
        ({"size": 0, "head": log.GENESIS}, 1),
        ({"head": log.GENESIS}, SIZE),
        ({"head": "f" * 64}, SIZE),
    ],
)
def test_a_head_row_that_does_not_fit_is_a_fault(
    whole: Engine, change: dict[str, object], first_bad: int
) -> None:
    assert verdict_after(whole, update(AuditHead).values(**change)).first_bad == first_bad


def test_a_head_row_set_back_to_an_earlier_hash_is_a_fault(engine: Engine) -> None:
    write(engine)
    with db.transaction(engine) as session:
        earlier = session.execute(select(AuditEntry.entry_hash).where(at(5))).scalar_one()
        session.execute(update(AuditHead).values(head=earlier))
    assert verify(engine).first_bad == SIZE


def test_without_the_head_row_the_log_is_broken_and_nothing_is_recorded(engine: Engine) -> None:
    write(engine)
    run(engine, delete(AuditHead))
    assert verify(engine).first_bad == SIZE + 1
    with pytest.raises(Exception, match="No row"):
        write(engine, 1)
    with db.reading(engine) as session:
        assert session.execute(select(func.count(AuditEntry.position))).scalar_one() == SIZE


DEEP = "[" * 100_000
HOSTILE = {
    "sqlite": {
        "a time that is none": "recorded_at = 'yesterday'",
        "an empty time": "recorded_at = ''",
        "a time that is a number": "recorded_at = 7",
        "details that are no JSON": "details = 'x'",
        "details without end": f"details = '{DEEP}'",
        "details beyond JSON": "details = '{\"count\": 1e999}'",
        "details with a lone surrogate": "details = '{\"count\": \"\\ud800\"}'",
        "a role of bytes": "role = x'00ff'",
        "an action that is no text": "action = x'ff'",
        "an actor that is a text": "actor_id = 'me'",
        "a hash of bytes": "entry_hash = x'00'",
        "a subject that is not UTF-8": "subject = CAST(x'ff' AS TEXT)",
    },
    "postgresql": {
        "a time without end": "recorded_at = 'infinity'",
        "a time before all times": "recorded_at = '-infinity'",
        "a time before our calendar": "recorded_at = '2026-03-02 15:30:04.123456+00 BC'",
        "a time after our calendar": "recorded_at = '20260-03-02 15:30:04+00'",
        "details beyond JSON": "details = '{\"count\": 1e999}'",
        "details that are a text": "details = '\"x\"'",
        "details that are null": "details = 'null'",
        "details with a lone surrogate": "details = '{\"count\": \"\\ud800\"}'",
        "details with a zero byte": "details = '{\"count\": \"\\u0000\"}'",
    },
}  # fmt: skip


def test_whatever_stands_in_a_row_gives_a_verdict(engine: Engine) -> None:
    write_many(engine, 1100)
    for name, change in HOSTILE[engine.dialect.name].items():
        with db.transaction(engine) as session:
            session.connection().exec_driver_sql("CREATE TABLE kept AS SELECT * FROM audit_entries")
            statement = f"UPDATE audit_entries SET {change} WHERE position = 1005"
            session.connection().exec_driver_sql(statement.replace("%", "%%"))
        verdict = verify(engine)
        assert (name, verdict.is_intact, verdict.first_bad) == (name, False, 1005)
        with db.transaction(engine) as session:
            session.execute(text("DELETE FROM audit_entries"))
            session.execute(text("INSERT INTO audit_entries SELECT * FROM kept"))
            session.execute(text("DROP TABLE kept"))
    assert verify(engine).is_intact


def test_a_checkpoint_that_cannot_be_read_is_named(sqlite_url: str) -> None:
    engine = db.open_engine(sqlite_url)
    write(engine)
    sign(engine)
    run(engine, text("UPDATE audit_checkpoints SET signed_at = 'never'"))
    verdict = verify(engine)
    assert (verdict.is_intact, verdict.first_bad) == (False, None)
    engine.dispose()


def test_a_database_that_cannot_be_read_raises(engine: Engine) -> None:
    write(engine)
    run(engine, text("DROP TABLE audit_entries"))
    with pytest.raises(Exception, match="audit_entries"):
        verify(engine)


@pytest.mark.parametrize("seed", range(40))
def test_random_tampering_is_found_where_it_begins(sqlite_url: str, seed: int) -> None:
    """The oracle: the first place at which the rows are not what they were."""
    draw = random.Random(seed)
    engine = db.open_engine(sqlite_url)
    write_many(engine, 40)
    before = rows_of(engine)
    for _ in range(draw.randint(1, 4)):
        run(engine, *random_tampering(draw))
    after = rows_of(engine)
    expected = next(
        (
            place
            for place in range(1, max(len(before), len(after)) + 1)
            if before[place - 1 : place] != after[place - 1 : place]
        ),
        None,
    )
    verdict = verify(engine)
    engine.dispose()
    assert verdict.is_intact == (expected is None)
    assert verdict.first_bad == expected


def rows_of(engine: Engine) -> list[tuple[object, ...]]:
    with db.reading(engine) as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars().all()
        return [
            (row.position, audit.leaf_of(row), row.previous_hash, row.entry_hash) for row in rows
        ]


def random_tampering(draw: random.Random) -> list[Executable]:
    one, other = draw.sample(range(1, 41), 2)
    match draw.randrange(5):
        case 0:
            return [delete(AuditEntry).where(at(one))]
        case 1:
            return [update(AuditEntry).where(at(one)).values(actor_id=draw.randrange(1000, 2000))]
        case 2:
            return [update(AuditEntry).where(at(one)).values(entry_hash=f"{draw.random():.62f}")]
        case 3:
            return [
                update(AuditEntry).where(at(old)).values(position=new)
                for old, new in ((one, 1000), (other, one), (1000, other))
            ]
        case _:
            return [delete(AuditEntry).where(AuditEntry.position > one)]


def test_times_round_trip_to_the_microsecond_from_every_zone(engine: Engine) -> None:
    draw = random.Random(3)
    zones = [UTC, *(ZoneInfo(name) for name in (
        "America/Chicago", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe",
    ))]  # fmt: skip
    moments = [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, tzinfo=zones[1], fold=0),
        datetime(2026, 11, 1, 1, 30, tzinfo=zones[1], fold=1),
        datetime(1900, 1, 1, 0, 0, 0, 1, tzinfo=zones[1]),
    ]
    for _ in range(300):
        moment = datetime.fromtimestamp(draw.randrange(2 * 10**9), tz=draw.choice(zones))
        moments.append(moment.replace(microsecond=draw.choice((0, 1, 10, 999_999, 500_000, 4_321))))
    with db.transaction(engine) as session:
        for moment in moments:
            audit.record(session, audit.Event("a.b", "c"), actor=COMMAND_LINE, now=moment)
    assert verify(engine).is_intact
    with db.reading(engine) as session:
        stored = (
            session.execute(select(AuditEntry.recorded_at).order_by(AuditEntry.position))
            .scalars()
            .all()
        )
    assert stored == [moment.astimezone(UTC) for moment in moments]
    assert all(moment.tzinfo is not None for moment in stored)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


class Abandoned(Exception):
    """A transaction that is given up on purpose."""


def test_parallel_writers_never_fork_the_chain(engine: Engine) -> None:
    kept = [0] * 8

    def work(number: int) -> None:
        draw = random.Random(number)
        for turn in range(25):
            is_given_up = draw.random() < 0.3
            try:
                with db.transaction(engine) as session:
                    for _ in range(draw.randint(1, 3)):
                        event = audit.Event("a.b", f"thread:{number}", details={"turn": turn})
                        audit.record(session, event, actor=COMMAND_LINE, now=START)
                        kept[number] += not is_given_up
                    if is_given_up:
                        raise Abandoned
            except Abandoned:
                pass

    in_threads(8, work)
    verdict = verify(engine)
    assert (verdict.is_intact, verdict.size) == (True, sum(kept))


def test_verifying_while_others_write_sees_one_snapshot(engine: Engine) -> None:
    write_many(engine, 1500)
    is_over = threading.Event()

    def work(number: int) -> None:
        if number:
            while not is_over.is_set():
                write(engine, 2)
                if number == 1:
                    sign(engine)
            return
        try:
            for _ in range(4):
                assert verify(engine, keys=(KEY,)).is_intact
        finally:
            is_over.set()

    in_threads(3, work)
    assert verify(engine, keys=(KEY,)).size > 1500


def test_progress_is_told_batch_by_batch(engine: Engine) -> None:
    write_many(engine, 2100)
    told: list[int] = []
    with db.reading(engine) as session:
        audit.verify(session, on_progress=told.append)
    assert told == [1000, 2000, 2100]


@pytest.mark.parametrize("grown", [0, SIZE - 7, 30])
def test_no_checkpoint_is_signed_over_a_log_that_contradicts_one(
    engine: Engine, grown: int
) -> None:
    write(engine)
    sign(engine)
    cut_after(engine, 7, is_head_fixed=True)
    write(engine, grown, first=900)
    with pytest.raises(ConflictError):
        sign(engine)
    assert verify(engine, keys=(KEY,)).is_intact is False


def test_no_checkpoint_is_signed_over_an_end_that_the_head_row_does_not_know(
    engine: Engine,
) -> None:
    write(engine)
    run(engine, delete(AuditEntry).where(at(SIZE)))
    with pytest.raises(ConflictError):
        sign(engine)


def test_signing_twice_at_the_same_size_is_harmless(engine: Engine) -> None:
    write(engine)
    assert sign(engine).head == sign(engine).head
    assert verify(engine, keys=(KEY,)).is_intact


def test_what_is_hashed_is_the_same_on_every_database(engine: Engine) -> None:
    """Pinned: a change of the leaf's form would break every log that exists."""
    write(engine, 5)
    assert verify(engine).head == (
        "3713b1d63924d5e83f08a89709eed73cb3ae4425006b8a0c8783967bd59c3217"
    )


def test_a_position_is_returned_and_time_of_names_it(engine: Engine) -> None:
    with db.transaction(engine) as session:
        position = audit.record(session, audit.Event("a.b", "c"), actor=COMMAND_LINE, now=START)
    with db.reading(engine) as session:
        assert audit.time_of(session, position) == START
        assert audit.time_of(session, position + 1) is None


def test_a_value_that_is_no_json_is_refused_and_nothing_is_written(engine: Engine) -> None:
    for value in (float("nan"), "\ud800", object()):
        event = audit.Event("a.b", "c", details={"value": value})  # type: ignore[dict-item]
        with pytest.raises(LogError, match="leaf"), db.transaction(engine) as session:
            audit.record(session, event, actor=COMMAND_LINE, now=START)
    assert verify(engine).size == 0


def test_details_of_every_kind_round_trip(engine: Engine) -> None:
    details: dict[str, audit.Detail] = {
        "big": 2**80, "minus": -1, "text": "a\u0001\u2028\u0000\U0001f600\"\\", "": "", "no": False,
        "composed": "\u00e9", "decomposed": "e\u0301",
    }  # fmt: skip
    with db.transaction(engine) as session:
        event = audit.Event("a.b", "c", details=details)
        audit.record(session, event, actor=COMMAND_LINE, now=START)
    assert verify(engine).is_intact
    with db.reading(engine) as session:
        assert json.dumps(stored_details(session)) == json.dumps(details)


def stored_details(session: Session) -> object:
    return session.execute(select(AuditEntry.details)).scalar_one()
