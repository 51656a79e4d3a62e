"""Writing the log: exact times, parallel writers, snapshots, and what is signed."""

import json
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import (
    Engine,
    delete,
    event,
    select,
    update,
)
from sqlalchemy.orm import Session

from privacy.errors import LogError
from sar import db
from sar.actors import COMMAND_LINE
from sar.errors import ConflictError
from sar.log import audit, checkpoints
from sar.models import AuditCheckpoint, AuditEntry
from tests.audit_log import (
    KEY,
    SEED,
    SIZE,
    START,
    at,
    cut_after,
    key_of,
    run,
    sign,
    verify,
    write,
    write_many,
)


def test_an_empty_log_is_intact_and_cannot_be_signed(engine: Engine) -> None:
    assert verify(engine).is_intact
    with db.transaction(engine) as session:
        assert checkpoints.sign(session, key_of(SEED), now=START) is None


def test_a_signed_checkpoint_round_trips_with_its_signature(engine: Engine) -> None:
    for microsecond in (0, 1, 120000, 999999):
        write(engine, 1, first=microsecond)
        with db.transaction(engine) as session:
            moment = START.replace(microsecond=microsecond)
            checkpoints.sign(session, key_of(SEED), now=moment)
    assert verify(engine, keys=(KEY,)).is_intact


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


def test_parallel_writers_never_fork_the_tree(engine: Engine) -> None:
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


def test_an_entry_costs_three_statements(engine: Engine) -> None:
    """As many as a chain would: the writers of a busy installation meet at the head row."""
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    write(engine, 1)
    kinds = [statement.split()[0] for statement in seen if not statement.startswith("BEGIN")]
    assert kinds == ["UPDATE", "INSERT", "UPDATE"]


def test_no_checkpoint_is_signed_after_one_that_cannot_be_read(engine: Engine) -> None:
    write(engine)
    sign(engine)
    run(engine, update(AuditCheckpoint).values(note="x"))
    write(engine, 1)
    with pytest.raises(ConflictError):
        sign(engine)


def test_signing_twice_at_the_same_size_is_harmless(engine: Engine) -> None:
    write(engine)
    assert sign(engine) == sign(engine)
    assert verify(engine, keys=(KEY,)).is_intact


def test_what_is_hashed_is_the_same_on_every_database(engine: Engine) -> None:
    """Pinned: a change of the leaf's form would break every log that exists."""
    write(engine, 5)
    assert verify(engine).root.hex() == (
        "1d30a4a8730d7e5d6ac7e111121b980115b57cc3423d45b15a5ca915ff7cb29d"
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
