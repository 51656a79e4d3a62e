"""Labelled texts from a CSV file: which column is what, and what is wrong with a bad file."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from triage.errors import TableError

TEXT_COLUMNS = ("text", "narrative", "title", "abstract")
"""Names of columns that are read as text, all that there are, if none is named."""

LABEL_COLUMNS = ("label", "label_included", "included", "relevant")

_YES = {"1", "yes", "true", "relevant", "included"}
_NO = {"0", "no", "false", "irrelevant", "excluded", "not relevant"}
_MAX_BYTES = 2**30
_CATEGORIES = 32


@dataclass(frozen=True, slots=True)
class Labelled:
    """The texts of a file.

    Attributes
    ----------
    facts : array or None
        Shape ``(n, columns)``, in [0, 1], of the further columns that were asked for.
    notes : tuple of str
        What is odd but no error: empty texts, the same text with both labels.
    """

    texts: tuple[str, ...] = field(repr=False)
    labels: tuple[int, ...]
    facts: Any = field(repr=False)
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file are called; empty: found by the usual names."""

    text: tuple[str, ...] = ()
    label: str = ""
    facts: tuple[str, ...] = ()


def read_table(data: bytes, columns: Columns) -> Labelled:
    """Read a CSV file with a header, UTF-8, commas.

    Raises
    ------
    TableError
        If it is no such file, lacks a column, or a label is neither yes nor no; says which line.
    """
    rows = list(_rows(data))
    if not rows:
        raise TableError("The file has no rows below its header.")
    header = list(rows[0][1])
    text_columns = _present(header, columns.text, TEXT_COLUMNS, "--text")
    label_column = _present(header, (columns.label,) if columns.label else (), LABEL_COLUMNS,
                            "--label")[0]  # fmt: skip
    missing = [name for name in columns.facts if name not in header]
    if missing:
        raise TableError(f"No column is called {missing[0]}. There are: {', '.join(header)}.")
    texts = [" ".join(filter(None, (row[name] for name in text_columns))) for _, row in rows]
    labels = [_label(row[label_column], line) for line, row in rows]
    facts = _facts([row for _, row in rows], columns.facts) if columns.facts else None
    return Labelled(tuple(texts), tuple(labels), facts, tuple(_notes(texts, labels)))


def _rows(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give each row with its line number; a short or long row is an error, not a guess."""
    if len(data) > _MAX_BYTES:
        raise TableError("The file is larger than 1 GiB. Take a part of it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"Byte {error.start} is no UTF-8. Save the file as CSV UTF-8.") from error
    if "\0" in text:
        raise TableError("The file holds NUL characters: it is no CSV file.")
    csv.field_size_limit(2**24)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(set(header)) < len(header):
            raise TableError("Two columns have the same name.")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise TableError(
                    f"Line {reader.line_num} has {len(cells)} columns, the header {len(header)}. "
                    "A text with commas or line breaks stands in double quotes."
                )
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise TableError(f"Line {reader.line_num} is no CSV: {error}.") from error


def _present(
    header: Sequence[str], wanted: Sequence[str], usual: Sequence[str], option: str
) -> tuple[str, ...]:
    """Return the columns that are wanted, or the usual ones that are there."""
    by_name = {name.lower(): name for name in header}
    found = tuple(by_name[name.lower()] for name in wanted or usual if name.lower() in by_name)
    if len(found) < (len(wanted) or 1):
        raise TableError(
            f"No column is called {' or '.join(wanted or usual)}. "
            f"There are: {', '.join(header)}. Name the right one with {option}."
        )
    return found


def _label(cell: str, line: int) -> int:
    word = cell.strip().lower().removesuffix(".0")
    if word in _YES:
        return 1
    if word in _NO:
        return 0
    if not word:
        raise TableError(f"Line {line}: there is no label. Write 1 for relevant, 0 for not.")
    raise TableError(
        f"Line {line}: the label is neither yes nor no. "
        "Write 1 or 0 (yes, no, true and false are read too)."
    )


def _facts(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> Any:
    """Return numbers as ranks in [0, 1]; anything else as one column per value, hashed."""
    parts = []
    for name in names:
        cells = [row[name].strip() for row in rows]
        numbers = [_number(cell) for cell in cells]
        known = np.array([value for value in numbers if value is not None])
        if len(known) >= 0.9 * len(cells):
            ranks = np.searchsorted(np.sort(known), [value or 0.0 for value in numbers])
            parts.append((ranks / max(len(known), 1))[:, None])
        else:
            part = np.zeros((len(cells), _CATEGORIES))
            for line, cell in enumerate(cells):
                if cell:
                    part[line, crc32(cell.lower().encode()) % _CATEGORIES] = 1
            parts.append(part)
    return np.hstack(parts).astype(np.float32)


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _notes(texts: Sequence[str], labels: Sequence[int]) -> Iterator[str]:
    empty = sum(not text.strip() for text in texts)
    if empty:
        yield f"{empty} texts are empty; chance decides when they are read."
    seen: dict[str, int] = {}
    contradicting = {
        text
        for text, label in zip(texts, labels, strict=True)
        if seen.setdefault(text, label) != label
    }
    if contradicting:
        yield f"{len(contradicting)} texts occur with both labels; each row counts as it is."
