"""The lines of a text file, none longer than a limit; some can be put back and read again."""

from collections import deque
from collections.abc import Iterator
from typing import TextIO

MAX_ROW_CHARS = 2_000_000
"""Longest row that is read, in code points: what the web form and the API take, too."""


class TooLongError(Exception):
    """A line, or a row of several lines, is longer than the limit."""


class Lines:
    """An iterator over lines that remembers what it handed out since `begin_row`.

    `number` is the line, from 1, that was handed out last. Memory is bounded by the limit.
    """

    def __init__(self, file: TextIO, *, max_chars: int = MAX_ROW_CHARS) -> None:
        self.number = 0
        self.max_chars = max_chars
        self._file = file
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._waiting:
            line = self._waiting.popleft()
        else:
            line = self._file.readline(self.max_chars + 1)
            if not line:
                raise StopIteration
        self.number += 1
        if len(line) > self.max_chars:
            self._skip_rest(line)
            self._taken.append("")
            raise TooLongError
        self._taken.append(line)
        self._size += len(line)
        if self._size > self.max_chars:
            raise TooLongError
        return line

    def begin_row(self) -> int:
        """Forget what was handed out and return the line on which the next row begins."""
        self._taken.clear()
        self._size = 0
        return self.number + 1

    def put_back_after_first(self) -> None:
        """Put every line of this row back but its first, as if it had never been read."""
        rest = self._taken[1:]
        self._waiting.extendleft(reversed(rest))
        self.number -= len(rest)
        del self._taken[1:]

    def _skip_rest(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            line = self._file.readline(self.max_chars)
