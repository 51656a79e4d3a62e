"""The rows of a file of past reports, CSV or JSON Lines, read one at a time.

Whatever a row holds, the next one is still read: a bad row carries findings instead of a
submission. Memory is bounded by the longest row (`sar.importing.lines.MAX_ROW_CHARS`).
"""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from sar.errors import FieldFinding, InvalidInputError
from sar.importing.columns import Columns, Mapped, columns_of, submission_of
from sar.importing.lines import MAX_ROW_CHARS, Lines, TooLongError
from sar.values import frozen

ENCODINGS = ("utf-8", "windows-1252", "utf-16")

# A bad byte becomes a lone surrogate, which is found in its row and refused there.
_BAD_BYTES = {"utf-8": "surrogateescape", "windows-1252": "surrogateescape"}

_SURROGATE = re.compile("[\ud800-\udfff]")

_TOO_LONG = FieldFinding(
    "row",
    f"The row is longer than {MAX_ROW_CHARS:,} characters.",
    "Shorten it; perhaps a quotation mark before it is not closed.",
    "too_long",
)
_BAD_CSV = FieldFinding(
    "row",
    "The row is not well-formed CSV: a quotation mark is not closed, or has text after it.",
    'Put a text that holds quotation marks into quotation marks and double those within: "".',
    "bad_csv",
)
_BAD_JSON = FieldFinding(
    "row", "The line is not a JSON object.", "Write one object per line.", "bad_json"
)
_WRONG_BYTES = FieldFinding(
    "row",
    "The row holds bytes that are not of this encoding.",
    "Save the file as UTF-8, or say which encoding it has with --encoding.",
    "bad_encoding",
)


@frozen
class Row:
    """A row of the file; `line` is where it begins, from 1.

    `submission` is None where the row could not be read, and `findings` say why. Where
    `has_text_answers`, the answers are the text of cells.
    """

    line: int
    submission: dict[str, Any] | None = field(default=None, repr=False)
    findings: tuple[FieldFinding, ...] = ()
    has_text_answers: bool = False


@frozen
class Source:
    """An open file of rows; `file` tells how far it has been read."""

    file: BinaryIO
    rows: Iterator[Row]

    def position(self) -> int:
        """Return how many bytes have been read."""
        return self.file.tell()


@contextmanager
def open_rows(path: Path, *, encoding: str, mapped: Mapped) -> Iterator[Source]:
    """Open a file of rows; its name ends in ``.csv``, or in ``.jsonl`` or ``.ndjson``.

    Raises InvalidInputError if the file, or the header of a table, cannot be used at all.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".jsonl", ".ndjson"}:
        _refuse_file(
            "The name of the file does not say what it is.",
            "Name it .csv for a table, or .jsonl for one JSON object per line.",
        )
    with path.open("rb") as file:
        _check_start(file, encoding)
        text = _text_of(file, encoding)
        lines = Lines(text)
        rows = read_table(lines, mapped) if kind == ".csv" else read_objects(lines)
        yield Source(file, _until_undecodable(rows, lines))


def read_table(lines: Lines, mapped: Mapped) -> Iterator[Row]:
    """Read CSV with a header row (RFC 4180); rows with too many or too few cells are refused."""
    csv.field_size_limit(lines.max_chars)
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, None)
    except (csv.Error, TooLongError):
        header = None
    if header is None:
        _refuse_file("The file has no header row.", "Name the columns in its first row.")
    columns = columns_of(header, mapped)
    while True:
        line = lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, TooLongError) as error:
            # Where quoting is broken the row's end is unknown: only its first line is given up.
            lines.put_back_after_first()
            is_long = isinstance(error, TooLongError)
            yield Row(line, findings=(_TOO_LONG if is_long else _BAD_CSV,))
            continue
        if cells:
            yield _row_of(line, cells, columns)


def read_objects(lines: Lines) -> Iterator[Row]:
    """Read JSON Lines; blank lines are skipped."""
    while True:
        line = lines.begin_row()
        try:
            text = next(lines)
        except StopIteration:
            return
        except TooLongError:
            yield Row(line, findings=(_TOO_LONG,))
            continue
        if text.strip("\ufeff \t\r\n"):
            yield _parsed(line, text)


def _row_of(line: int, cells: list[str], columns: Columns) -> Row:
    if _has_lone_surrogate("".join(cells)):
        return Row(line, findings=(_WRONG_BYTES,))
    if len(cells) != len(columns.paths):
        return Row(line, findings=(_ragged(len(cells), len(columns.paths)),))
    return Row(line, submission_of(cells, columns), has_text_answers=True)


def _parsed(line: int, text: str) -> Row:
    if _has_lone_surrogate(text):
        return Row(line, findings=(_WRONG_BYTES,))
    try:
        plain = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        return Row(line, findings=(_BAD_JSON,))
    return Row(line, plain)


def _has_lone_surrogate(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _ragged(found: int, wanted: int) -> FieldFinding:
    return FieldFinding(
        "row",
        f"The row has {found} cells, the header has {wanted}.",
        "Look for a comma or a line break in a text that stands outside quotation marks.",
        "ragged",
    )


def _text_of(file: BinaryIO, encoding: str) -> TextIO:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    errors = _BAD_BYTES.get(encoding, "surrogatepass")
    return TextIOWrapper(file, encoding=codec, errors=errors, newline="")


def _check_start(file: BinaryIO, encoding: str) -> None:
    start = file.read(4)
    file.seek(0)
    if encoding != "utf-16" and start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        _refuse_file("The file is UTF-16.", "Save it as UTF-8, or add --encoding utf-16.")
    if start[:2] == b"PK":
        _refuse_file("The file is a workbook or an archive.", "Save the sheet as CSV (UTF-8).")
    if not start:
        _refuse_file("The file is empty.", "Check that the export was written.")


def _until_undecodable(rows: Iterator[Row], lines: Lines) -> Iterator[Row]:
    """Pass rows on; where UTF-16 breaks off, nothing after it can be read."""
    try:
        yield from rows
    except UnicodeError:
        yield Row(lines.number + 1, findings=(_WRONG_BYTES,))


def _refuse_file(message: str, remedy: str) -> NoReturn:
    raise InvalidInputError([FieldFinding("file", message, remedy)])
