"""The log in the database: whatever is done to it is found, named, or honestly not found."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import (
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

from privacy.log.tree import grow, leaf_hash
from privacy.log.verifying import Verdict
from sar import db
from sar.log import audit
from sar.models import AuditCheckpoint, AuditEntry, AuditHead
from tests import factories
from tests.audit_log import (
    KEY,
    OTHER_SEED,
    SIZE,
    START,
    at,
    cut_after,
    edge_at,
    rebuild,
    run,
    sign,
    verify,
    write,
    write_many,
)


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


def verdict_after(engine: Engine, *statements: Executable) -> Verdict:
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
        assert session.execute(select(AuditHead.edge)).scalar_one() == bytes(verdict.edge)


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
    "hash": {"tree_hashes": b"f" * 32},
    "hash empty": {"tree_hashes": b""},
    "hash cut": {"tree_hashes": b"f" * 31},
    "a hash too many": {"tree_hashes": b"f" * 64},
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


def forged_row(engine: Engine, position: int, *, is_hashed: bool) -> dict[str, object]:
    with db.reading(engine) as session:
        before = edge_at(session, position - 1)
    values: dict[str, object] = {
        "position": position, "recorded_at": START, "actor_id": 1, "role": "analyst",
        "action": "report.followed", "subject": "report:0001", "purpose": "", "details": {},
    }  # fmt: skip
    _, completed = grow(before, leaf_hash(audit.leaf_of(AuditEntry(**values))))
    hashes = completed if is_hashed else [bytes(32)] * len(completed)
    return values | {"tree_hashes": b"".join(hashes)}


# A forged row that is hashed well fits; it is the old row behind it that no longer does.
@pytest.mark.parametrize(("is_hashed", "first_bad"), [(False, 6), (True, 7)])
def test_an_inserted_row_breaks_the_tree(engine: Engine, is_hashed: bool, first_bad: int) -> None:
    write(engine)
    forged = forged_row(engine, 6, is_hashed=is_hashed)
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
    run(engine, insert(AuditEntry).values(**forged_row(engine, SIZE + 1, is_hashed=True)))
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


def test_a_tree_rebuilt_over_a_forged_leaf_is_found_by_a_checkpoint_only(engine: Engine) -> None:
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
    [{"note": ""}, {"note": "x"}, {"size": 3}],
    ids=str,
)  # fmt: skip
def test_an_altered_checkpoint_is_no_checkpoint(engine: Engine, change: dict[str, object]) -> None:
    write(engine)
    sign(engine)
    run(engine, update(AuditCheckpoint).values(**change))
    verdict = verify(engine, keys=(KEY,))
    assert not verdict.is_intact
    assert "not signed" in verdict.reason


@pytest.mark.parametrize(
    ("change", "first_bad"),
    [
        ({"size": SIZE - 1}, SIZE),
        ({"size": SIZE + 1}, SIZE + 1),
        ({"size": 0, "edge": b""}, 1),
        ({"edge": b""}, SIZE),
        ({"edge": b"f" * 64}, SIZE),
    ],
)
def test_a_head_row_that_does_not_fit_is_a_fault(
    whole: Engine, change: dict[str, object], first_bad: int
) -> None:
    assert verdict_after(whole, update(AuditHead).values(**change)).first_bad == first_bad


def test_a_head_row_set_back_to_an_earlier_hash_is_a_fault(engine: Engine) -> None:
    write(engine)
    with db.transaction(engine) as session:
        earlier = bytes(edge_at(session, 5))
        session.execute(update(AuditHead).values(edge=earlier))
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
        "a hash that is a text": "tree_hashes = 'me'",
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
    run(engine, text("UPDATE audit_checkpoints SET note = x'ff'"))
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
        return [(row.position, audit.leaf_of(row), row.tree_hashes) for row in rows]


def random_tampering(draw: random.Random) -> list[Executable]:
    one, other = draw.sample(range(1, 41), 2)
    match draw.randrange(5):
        case 0:
            return [delete(AuditEntry).where(at(one))]
        case 1:
            return [update(AuditEntry).where(at(one)).values(actor_id=draw.randrange(1000, 2000))]
        case 2:
            return [update(AuditEntry).where(at(one)).values(tree_hashes=draw.randbytes(32))]
        case 3:
            return [
                update(AuditEntry).where(at(old)).values(position=new)
                for old, new in ((one, 1000), (other, one), (1000, other))
            ]
        case _:
            return [delete(AuditEntry).where(AuditEntry.position > one)]
