"""What may be published of small counts: the attacks that try to work out what was withheld."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.suppression import SMALLEST, Table, publish

SECRET = b"a secret of the installation"
MOST = 20
SECRETS = tuple(bytes([number]) * 16 for number in range(1, 15))

Counts = Sequence[Sequence[int]]

shapes = st.sampled_from([(1, 2), (2, 1), (1, 4), (2, 2), (2, 3), (5, 1)])
tables = shapes.flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9]), min_size=shape[1],
                 max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
).filter(lambda counts: sum(map(sum, counts)) <= MOST)  # fmt: skip


def all_of(counts: Counts) -> tuple[int, ...]:
    """Return cells, totals of rows, totals of columns."""
    return (
        *(count for row in counts for count in row),
        *map(sum, counts),
        *map(sum, zip(*counts, strict=True)),
    )


def told(table: Table) -> tuple[int | None, ...]:
    return (*(each for row in table.cells for each in row), *table.row_totals, *table.column_totals)


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def is_all_withheld(table: Table) -> bool:
    return table.total > 0 and all(each is None for row in table.cells for each in row)


def consistent(table: Table) -> Iterator[tuple[int, ...]]:
    """Return every table that agrees with what was published: the whole attack, by brute force.

    The attacker knows the rule, and so that zeros are told unless everything is withheld.
    """
    height, width = len(table.cells), len(table.cells[0])
    least = 0 if is_all_withheld(table) else 1
    known = told(table)
    flat = [each for row in table.cells for each in row]
    free = [at for at, each in enumerate(flat) if each is None]
    rest = table.total - sum(each or 0 for each in flat) - least * len(free)
    for extra in splits(rest, len(free)) if free else [()]:
        filled = list(flat)
        for at, more in zip(free, extra, strict=True):
            filled[at] = least + more
        rows = [filled[at * width : (at + 1) * width] for at in range(height)]  # type: ignore[misc]
        found = all_of(rows)
        if all(a is None or a == b for a, b in zip(known, found, strict=True)):
            yield found


@settings(max_examples=80)
@given(tables)
def test_nobody_can_work_out_what_was_withheld(counts: list[list[int]]) -> None:
    table = publish(counts, secret=SECRET)
    truth, shown = all_of(counts), told(table)
    assert table.total == sum(map(sum, counts))
    assert all(each is None or each == true for each, true in zip(shown, truth, strict=True))
    is_small = table.total < 2 * SMALLEST
    assert not any(each in range(1, SMALLEST) for each in shown if each != table.total)
    if is_small:
        assert table.total == 0 or set(shown) <= {None, table.total}
        return
    possible = list(zip(*consistent(table), strict=True))
    for at, each in enumerate(shown):
        if each is None:
            assert max(possible[at]) - min(possible[at]) >= SMALLEST, (at, table)


@cache
def published_by_all(shape: tuple[int, int], total: int) -> dict[object, set[tuple[int, ...]]]:
    """Return for each publication every table and secret that gives it."""
    height, width = shape
    found: dict[object, set[tuple[int, ...]]] = {}
    for flat, secret in product(splits(total, height * width), SECRETS):
        rows = [flat[at * width : (at + 1) * width] for at in range(height)]
        found.setdefault(told(publish(rows, secret=secret)), set()).add(all_of(rows))
    return found


@pytest.mark.parametrize(("shape", "total"), [((1, 3), 13), ((2, 2), 11)])
def test_even_who_replays_the_rule_gains_nothing(shape: tuple[int, int], total: int) -> None:
    """The attacker tries the rule on every table; only the installation's secret is not known."""
    for shown, truths in published_by_all(shape, total).items():
        for at, each in enumerate(shown):  # type: ignore[arg-type]
            if each is None:
                values = {truth[at] for truth in truths}
                assert len(values) > 1
                assert max(values) >= SMALLEST, (shown, at)


def test_a_table_of_large_counts_is_told_whole() -> None:
    counts = [[5, 0, 12], [0, 30, 7]]
    table = publish(counts, secret=SECRET)
    assert table.withheld == 0
    assert table.cells == ((5, 0, 12), (0, 30, 7))
    assert (table.row_totals, table.column_totals, table.total) == ((17, 37), (5, 30, 19), 54)


def test_the_same_counts_give_the_same_table_and_one_small_count_takes_others_along() -> None:
    counts = [[20, 3, 31], [18, 25, 40], [9, 14, 22]]
    table = publish(counts, secret=SECRET)
    assert table == publish(counts, secret=SECRET)
    assert table.withheld >= 3
    assert table.cells[0][1] is None
    assert table.withheld < 15


@pytest.mark.parametrize("counts", [[[-1, 2]], [[1, 2], [3]]])
def test_what_is_no_table_of_counts_is_refused(counts: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        publish(counts, secret=SECRET)


def test_no_counts_at_all_are_a_table_too() -> None:
    assert publish([], secret=SECRET).total == 0
