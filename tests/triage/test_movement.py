from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.movement import MAX_MOVES, Move, Movement, Ranks, movement

reports = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 1000), st.integers(0, 1000)), max_size=60
)


def ranks_of(rows):
    """Make ranks from (received, score before, score after); the number is the row's place."""
    ranks = Ranks()
    for number, (received, before, after) in rows:
        ranks.append(number, received, before=before, after=after)
    return ranks


def places(rows, column):
    """Return each report's place by number, sorted as the queue is, the slow way."""
    order = sorted(rows, key=lambda row: (-row[1][column], row[1][0], row[0]))
    return {number: place for place, (number, _) in enumerate(order, 1)}


@given(reports)
def test_the_movement_is_that_of_two_sorted_lists(plain):
    rows = list(enumerate(plain))
    was, now = places(rows, 1), places(rows, 2)
    found = movement(ranks_of(rows))
    top = -(-len(rows) // 10)
    assert found.reports == len(rows)
    assert found.rescored == sum(before != after for _, before, after in plain)
    assert (found.up, found.down) == (
        sum(now[each] < was[each] for each in was),
        sum(now[each] > was[each] for each in was),
    )
    assert found.moved == found.up + found.down
    assert found.top == top
    assert found.left_top == sum(was[each] <= top < now[each] for each in was)
    far = sorted(
        (each for each in was if was[each] != now[each]),
        key=lambda each: (-abs(was[each] - now[each]), each),
    )
    assert found.largest == tuple(
        Move(each, was[each], now[each], plain[each][1], plain[each][2]) for each in far[:MAX_MOVES]
    )


@settings(max_examples=50)
@given(reports, st.integers(0, 60), st.integers(0, 1000))
def test_parts_in_any_order_move_as_the_whole_does(plain, cut, seed):
    rows = list(enumerate(plain))
    shuffled = Random(seed).sample(rows, len(rows))
    parts = ranks_of(shuffled[cut:])
    parts.extend(ranks_of(shuffled[:cut]))
    assert movement(parts) == movement(ranks_of(rows))


def test_no_report_moves_nowhere():
    assert movement(Ranks()) == Movement(0, 0, 0, 0, 0, 0, ())


def test_who_waited_longer_stands_first_among_equal_scores():
    rows = [(7, (30, 500, 500)), (8, (20, 500, 500)), (9, (10, 400, 500))]
    (move, *_) = movement(ranks_of(rows)).largest
    assert move == Move(9, 3, 1, 400, 500)


@pytest.mark.parametrize(("count", "top"), [(1, 1), (10, 1), (11, 2), (100, 10)])
def test_the_head_of_the_queue_is_a_tenth_rounded_up(count, top):
    assert movement(ranks_of([(n, (n, 1, 1)) for n in range(count)])).top == top
