"""Tables that may be published: small counts are withheld, and enough others with them.

A count from 1 to `SMALLEST` - 1 may point at a person. It is withheld, and so are as many further
counts as it takes that nobody who knows the rest, the totals and the rule can tell a withheld one
more closely than to a range of `SMALLEST` and more. This is complementary cell suppression
(Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001, chapter 4). In a table
of two dimensions with its totals the range of a cell is a question of flows in a network, so it is
exact: no rounding, no solver. Zeros are shown, for the rule and the attacker alike.

Publish one table for each fixed period, and never two whose cells overlap: what one withholds, the
difference of two would tell.
"""

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

SMALLEST = 5
"""k: the usual least size of a published cell."""

Cell: TypeAlias = tuple[int, int]
Node: TypeAlias = tuple[str, int]
Path: TypeAlias = tuple[tuple[Cell, int], ...]

# More than any count: the published grand total is what bounds a cell from above.
_UNBOUNDED = 2**63


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it may be published; None stands for a withheld count.

    `cells` has shape (n_rows, n_columns). The grand total is always told: the ledger has it too.
    If it is below twice `SMALLEST`, or nothing less protects a cell, everything else is withheld.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int

    @property
    def withheld(self) -> int:
        """Return how many counts are withheld, totals among them."""
        told = [each for row in self.cells for each in row]
        return [*told, *self.row_totals, *self.column_totals].count(None)


def publish(counts: Sequence[Sequence[int]], *, secret: bytes, smallest: int = SMALLEST) -> Table:
    """Return the table of `counts`, shape (n_rows, n_columns), as it may be published.

    Which counts are withheld besides the small ones depends on `secret`, 64 bytes at most, so that
    nobody can replay the choice; the same counts and secret always give the same table. Raises
    ValueError for a count below 0.
    """
    if any(count < 0 for row in counts for count in row) or len({len(row) for row in counts}) > 1:
        raise ValueError("counts: a table of whole numbers from 0")
    values = _with_totals(counts)
    corner = (len(counts), len(counts[0]) if counts else 0)
    everything = {cell for cell in values if not _is_grand_total(cell, corner)}
    if 0 < values[corner] < 2 * smallest:
        return _table(values, everything, corner)
    network = _Network(values, corner, secret)
    network.withhold({cell for cell in everything if 1 <= values[cell] < smallest})
    waiting = deque(sorted(network.hidden))
    while waiting:
        # Whatever else is withheld later leaves a safe cell safe.
        added = network.weakness(waiting[0], smallest)
        if added is None:
            return _table(values, everything, corner)
        if not added:
            waiting.popleft()
        network.withhold(added)
        waiting.extend(sorted(added))
    return _table(values, network.hidden, corner)


class _Network:
    """The table as a network in which a change of one cell flows round through others.

    Each cell is an arc between its row and its column; totals turn the arc round, so that what
    flows into a node flows out of it. An arc takes any more, and gives back down to 1: it is known
    that no withheld count is 0.
    """

    def __init__(self, values: Mapping[Cell, int], corner: Cell, secret: bytes) -> None:
        self.values = values
        self.hidden: set[Cell] = set()
        self.hidden_at: dict[Node, list[Cell]] = {}
        self.changed: dict[Cell, int] = {}
        self.ends = {
            cell: _ends(cell, corner)
            for cell, value in values.items()
            if value and not _is_grand_total(cell, corner)
        }
        self.prices = {cell: _price(cell, secret) for cell in self.ends}
        self.at: dict[Node, list[Cell]] = {}
        for cell, ends in self.ends.items():
            for node in ends:
                self.at.setdefault(node, []).append(cell)

    def withhold(self, cells: set[Cell]) -> None:
        """Withhold further cells."""
        for cell in sorted(cells - self.hidden):
            for node in self.ends[cell]:
                self.hidden_at.setdefault(node, []).append(cell)
        self.hidden |= cells

    def weakness(self, cell: Cell, smallest: int) -> set[Cell] | None:
        """Return what must be withheld to make a cell safer, nothing if it is safe.

        None if nothing would do.
        """
        room, more = 0, None
        for is_up in (True, False):
            self.changed = {}
            room += self._push(cell, is_up=is_up, limit=smallest - room)
            if room >= smallest:
                return set()
            more = more or self._cheapest(cell, is_up=is_up)
        return more

    def _push(self, around: Cell, *, is_up: bool, limit: int) -> int:
        """Return by how much the cell can be larger (or smaller), at most `limit`."""
        own = limit if is_up else min(limit, self.values[around] - 1)
        sent = 0
        while sent < own:
            path = self._path(around, is_up=is_up, only_hidden=True)
            if path is None:
                break
            step = min([own - sent, *(self._room(*each) for each in path)])
            for cell, sign in path:
                self.changed[cell] = self.changed.get(cell, 0) + sign * step
            sent += step
        return sent

    def _cheapest(self, around: Cell, *, is_up: bool) -> set[Cell] | None:
        """Return the least counts that, withheld besides, let the cell move further."""
        if not is_up and self.values[around] <= 1:
            return None
        path = self._path(around, is_up=is_up, only_hidden=False)
        return None if path is None else {cell for cell, _ in path} - self.hidden or None

    def _path(self, around: Cell, *, is_up: bool, only_hidden: bool) -> Path | None:
        """Return the cheapest way round (Dijkstra): which cells change, and in which direction."""
        goal, start = self.ends[around] if is_up else self.ends[around][::-1]
        arcs = self.hidden_at if only_hidden else self.at
        waiting: list[tuple[int, int, Node, Cell, int, Node]] = [(0, 0, start, around, 0, start)]
        came: dict[Node, tuple[Cell, int, Node]] = {}
        while waiting:
            cost, steps, node, by, turn, before = heappop(waiting)
            if node in came:
                continue
            came[node] = (by, turn, before)
            if node == goal:
                return _traced(came, goal, start)
            for cell in arcs.get(node, ()):
                tail, head = self.ends[cell]
                sign, onward = (1, head) if node == tail else (-1, tail)
                if cell != around and onward not in came and self._room(cell, sign) > 0:
                    price = cost + (0 if cell in self.hidden else self.prices[cell])
                    heappush(waiting, (price, steps + 1, onward, cell, sign, node))
        return None

    def _room(self, cell: Cell, sign: int) -> int:
        """Return by how much a cell can still change; upwards there is no bound of its own."""
        value = self.values[cell] + self.changed.get(cell, 0)
        return value - 1 if sign < 0 else _UNBOUNDED


def _traced(came: Mapping[Node, tuple[Cell, int, Node]], goal: Node, start: Node) -> Path:
    """Return the cells passed from `start` to `goal`, by how each node was come to."""
    path, node = [], goal
    while node != start:
        cell, sign, node = came[node]
        path.append((cell, sign))
    return tuple(reversed(path))


def _price(cell: Cell, secret: bytes) -> int:
    digest = hashlib.blake2b(repr(cell).encode(), key=secret, digest_size=2).digest()
    return 1 + int.from_bytes(digest, "big")


def _is_grand_total(cell: Cell, corner: Cell) -> bool:
    """Tell whether a cell is the grand total, as the total of an only row is, too."""
    (i, j), (height, width) = cell, corner
    return cell == corner or (height == 1 and j == width) or (width == 1 and i == height)


def _ends(cell: Cell, corner: Cell) -> tuple[Node, Node]:
    """Return from where to where a cell's arc leads; a total's leads back."""
    (i, j), (last_row, last_column) = cell, corner
    row, column = ("row", i), ("column", j)
    is_back = (i == last_row) != (j == last_column)
    return (column, row) if is_back else (row, column)


def _with_totals(counts: Sequence[Sequence[int]]) -> dict[Cell, int]:
    rows = [[*row, sum(row)] for row in counts]
    rows.append([sum(column) for column in zip(*rows, strict=True)] if rows else [0])
    return {(i, j): value for i, row in enumerate(rows) for j, value in enumerate(row)}


def _table(values: Mapping[Cell, int], hidden: set[Cell], corner: Cell) -> Table:
    told = {cell: None if cell in hidden else value for cell, value in values.items()}
    height, width = corner
    return Table(
        cells=tuple(tuple(told[i, j] for j in range(width)) for i in range(height)),
        row_totals=tuple(told[i, width] for i in range(height)),
        column_totals=tuple(told[height, j] for j in range(width)),
        total=values[corner],
    )
