import dataclasses
import itertools
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import LogError
from privacy.log import (
    GENESIS,
    Entry,
    append,
    checkpoint_is_genuine,
    entry_hash,
    leaf_bytes,
    public_key,
    sign_checkpoint,
    verify,
)

SEED = random.Random(22).randbytes(32)
OTHER_SEED = random.Random(23).randbytes(32)
NOW = datetime(2031, 4, 5, 6, 7, tzinfo=UTC)


def chain(count, word="read"):
    entries, last = [], None
    for number in range(count):
        last = append(leaf_bytes({"action": word, "number": number}), after=last)
        entries.append(last)
    return entries


LOG = chain(9)


def checkpoint(entries, seed=SEED):
    head = entries[-1].entry_hash if entries else GENESIS
    return sign_checkpoint(len(entries), head, seed=seed, signed_at=NOW)


def renumbered(entries):
    return [dataclasses.replace(e, position=n) for n, e in enumerate(entries, 1)]


def rechained(entries):
    made, last = [], None
    for entry in entries:
        last = append(entry.leaf, after=last)
        made.append(last)
    return made


def test_an_untouched_log_is_intact_and_so_is_the_empty_one():
    verdict = verify(LOG)
    assert (verdict.is_intact, verdict.size, verdict.head) == (True, 9, LOG[-1].entry_hash)
    assert verify([]) == dataclasses.replace(verdict, size=0, head=GENESIS)


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("field", ["leaf", "previous_hash", "entry_hash", "position"])
def test_an_edit_is_named_by_its_position(place, field):
    wrong = {"leaf": b"{}", "previous_hash": "f" * 64, "entry_hash": "0" * 64, "position": 77}
    edited = [*LOG]
    edited[place] = dataclasses.replace(LOG[place], **{field: wrong[field]})
    verdict = verify(edited)
    assert (verdict.is_intact, verdict.first_bad, verdict.size) == (False, place + 1, place)


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("disguise", [list, renumbered])
def test_a_deletion_is_named_by_its_position(place, disguise):
    verdict = verify(disguise(LOG[:place] + LOG[place + 1 :]))
    assert (verdict.is_intact, verdict.first_bad) == (False, place + 1)


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("disguise", [list, renumbered])
def test_an_insertion_is_named_by_its_position(place, disguise):
    last = LOG[place - 1] if place else None
    inserted = append(leaf_bytes({"action": "forged"}), after=last)
    verdict = verify(disguise([*LOG[:place], inserted, *LOG[place:]]))
    # The forged entry itself links well; the first that no longer fits stands behind it.
    assert (verdict.is_intact, verdict.first_bad) == (False, place + 2)
    stray = dataclasses.replace(inserted, entry_hash="a" * 64)
    assert verify(disguise([*LOG[:place], stray, *LOG[place:]])).first_bad == place + 1


@pytest.mark.parametrize(("one", "two"), [*itertools.combinations(range(9), 2)])
@pytest.mark.parametrize("disguise", [list, renumbered])
def test_a_swap_is_named_by_its_first_position(one, two, disguise):
    swapped = [*LOG]
    swapped[one], swapped[two] = swapped[two], swapped[one]
    verdict = verify(disguise(swapped))
    assert (verdict.is_intact, verdict.first_bad) == (False, one + 1)


@pytest.mark.parametrize("size", range(9))
def test_a_cut_tail_is_noticed_with_a_checkpoint_or_a_known_head_and_not_without(size):
    cut = LOG[:size]
    assert verify(cut).is_intact
    with_checkpoint = verify(cut, checkpoints=[checkpoint(LOG)], public_keys=[public_key(SEED)])
    assert (with_checkpoint.is_intact, with_checkpoint.first_bad) == (False, size + 1)
    with_head = verify(cut, known_head=LOG[-1].entry_hash)
    assert (with_head.is_intact, with_head.first_bad) == (False, size + 1)


def test_a_log_that_grew_after_the_checkpoint_is_intact():
    grown = chain(12)
    noted = [checkpoint(grown[:n]) for n in (0, 3, 9, 12)]
    assert verify(grown, checkpoints=noted, public_keys=[public_key(SEED)]).is_intact
    assert verify(grown, known_head=grown[4].entry_hash).is_intact
    assert verify(grown, known_head=GENESIS).is_intact


def test_a_rewritten_chain_is_caught_by_the_next_checkpoint_and_the_range_is_told():
    forged = rechained(
        [*LOG[:4], dataclasses.replace(LOG[4], leaf=leaf_bytes({"action": "x"})), *LOG[5:]]
    )
    assert verify(forged).is_intact
    verdict = verify(forged, checkpoints=[checkpoint(LOG[:3]), checkpoint(LOG[:8])])
    assert (verdict.is_intact, verdict.first_bad) == (False, 4)
    assert "4 to 8" in verdict.reason


def test_a_checkpoint_is_genuine_only_as_it_was_signed():
    made = checkpoint(LOG)
    assert checkpoint_is_genuine(made, public_key(SEED))
    assert not checkpoint_is_genuine(made, public_key(OTHER_SEED))
    assert not checkpoint_is_genuine(made, b"short")
    for field, wrong in (
        ("size", 8),
        ("head", "0" * 64),
        ("signed_at", "2031-04-05T06:07:01+00:00"),
        ("key_id", "0" * 16),
        ("signature", "zz"),
        ("signature", "00" * 64),
    ):
        forged = dataclasses.replace(made, **{field: wrong})
        assert not checkpoint_is_genuine(forged, public_key(SEED))


def test_a_checkpoint_of_an_unknown_key_fails_the_log_when_keys_are_given():
    forged = checkpoint(LOG, seed=OTHER_SEED)
    verdict = verify(LOG, checkpoints=[forged], public_keys=[public_key(SEED)])
    assert (verdict.is_intact, verdict.first_bad) == (False, None)
    both = [public_key(SEED), public_key(OTHER_SEED)]
    assert verify(LOG, checkpoints=[forged, checkpoint(LOG)], public_keys=both).is_intact


def test_the_time_of_a_checkpoint_is_written_in_utc_and_must_be_aware():
    east = NOW.astimezone(timezone(timedelta(hours=5)))
    assert sign_checkpoint(0, GENESIS, seed=SEED, signed_at=east).signed_at == NOW.isoformat()
    with pytest.raises(LogError, match="time zone"):
        sign_checkpoint(0, GENESIS, seed=SEED, signed_at=NOW.replace(tzinfo=None))


def test_verifying_reads_a_stream_once():
    entries = (entry for entry in LOG)
    assert verify(entries).size == 9
    assert next(entries, None) is None


utf8 = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | utf8,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(utf8, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(utf8, json_values, max_size=5))
def test_leaf_bytes_do_not_depend_on_the_order_of_keys(fields):
    turned = dict(reversed(fields.items()))
    assert leaf_bytes(fields) == leaf_bytes(turned)
    leaf_bytes(fields).decode("utf-8")


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"bytes", {1, 2}, "\ud800", object()]
)
def test_what_is_not_json_is_refused_without_being_quoted(value):
    with pytest.raises(LogError, match="JSON") as caught:
        leaf_bytes({"reason": value})
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("position", [0, -1, 2**63 + 1])
def test_positions_count_from_one(position):
    with pytest.raises(LogError, match="position"):
        entry_hash(position, GENESIS, b"{}")


@pytest.mark.parametrize("previous", ["", "zz", "0" * 62, "0" * 66, "A" * 64, " " + "0" * 63])
def test_a_previous_hash_is_64_small_hex_digits(previous):
    with pytest.raises(LogError, match="previous_hash"):
        entry_hash(1, previous, b"{}")


def test_position_previous_hash_and_leaf_all_enter_the_hash():
    hashes = {
        entry_hash(1, GENESIS, b"{}"),
        entry_hash(2, GENESIS, b"{}"),
        entry_hash(1, "1" * 64, b"{}"),
        entry_hash(1, GENESIS, b"[]"),
    }
    assert len(hashes) == 4


def test_the_repr_of_an_entry_hides_its_leaf():
    assert "Quillfeather" not in repr(Entry(1, b"Quillfeather", GENESIS, GENESIS))
