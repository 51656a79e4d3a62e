"""The comment matrix as CSV: every comment with its answer, and the empty form for partners.

Reading a file back takes off again what keeps a spreadsheet from running a cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import UTC, datetime

from sar.errors import FieldFinding
from sar.spreadsheets import neutral, plain
from sar.values import frozen

COLUMNS = (
    "number", "behaviour", "behaviour_name", "comment", "name", "agency", "at", "disposition",
    "answer",
)  # fmt: skip
MAX_ROWS = 2000
MAX_FINDINGS = 20


@frozen
class MatrixRow:
    """One line of the matrix; `number` is None for a comment that is not recorded yet."""

    line: int
    number: int | None
    indicator_id: str
    comment: str = field(repr=False)
    name: str = field(repr=False)
    agency: str = ""
    at: datetime | None = None
    disposition: str = ""
    answer: str = field(default="", repr=False)
    indicator_name: str = ""


@frozen
class Reading:
    """What a file holds, and what is wrong with it; the rows are only good if nothing is."""

    rows: Sequence[MatrixRow]
    findings: Sequence[FieldFinding]


def write_matrix(rows: Iterable[MatrixRow]) -> bytes:
    """Return the rows as CSV in UTF-8 with the mark by which spreadsheets recognise that."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows:
        number = "" if row.number is None else str(row.number)
        at = row.at.astimezone(UTC).isoformat() if row.at else ""
        cells = (row.indicator_id, row.indicator_name, row.comment, row.name, row.agency)
        writer.writerow(map(neutral, (number, *cells, at, row.disposition, row.answer)))
    return text.getvalue().encode("utf-8-sig")


def read_matrix(content: bytes) -> Reading:
    """Read such a file, or one that a spreadsheet made of it; columns may be left out or moved."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("The file is not in UTF-8.", "Save it as “CSV UTF-8” and send it again.")
    if "\0" in text:
        return _refused("The file is no text.", "Save it as CSV and send it again.")
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return _refused(
            "A quotation mark in the file does not end.", "Save it as CSV again and send it."
        )
    return _read_lines(lines)


def _read_lines(lines: list[list[str]]) -> Reading:
    names = [each.strip().lower() for each in lines[0]] if lines else []
    if "comment" not in names:
        return _refused(
            "The first line names no column “comment”.",
            "Use the form that this page offers, and leave its first line as it is.",
        )
    if len(lines) > MAX_ROWS:
        return _refused(f"The file has more than {MAX_ROWS:,} lines.", "Send it in parts.")
    rows: list[MatrixRow] = []
    findings: list[FieldFinding] = []
    for cells, number in _numbered(lines):
        values = dict(zip(names, map(_clean, cells), strict=False))
        row, found = _read_row(values, number)
        rows.append(row)
        findings += found
    return Reading(rows, findings[:MAX_FINDINGS])


def _numbered(lines: list[list[str]]) -> Iterator[tuple[list[str], int]]:
    """Yield the lines that hold anything with their numbers; the header is line 1."""
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            yield cells, number


def _read_row(values: dict[str, str], line: int) -> tuple[MatrixRow, list[FieldFinding]]:
    findings = []
    number, at = values.get("number", ""), values.get("at", "")
    if number and not re.fullmatch(r"[0-9]{1,9}", number):
        findings.append(
            finding(line, "The number is not one.", "Leave it empty for a new comment.")
        )
        number = ""
    moment = _moment(at)
    if at and moment is None:
        remedy = "Write it like 2026-04-05T10:00:00+00:00, or leave it empty."
        findings.append(finding(line, "The time cannot be read.", remedy))
    row = MatrixRow(
        line=line,
        number=int(number) if number else None,
        indicator_id=values.get("behaviour", ""),
        comment=values.get("comment", ""),
        name=values.get("name", ""),
        agency=values.get("agency", ""),
        at=moment,
        disposition=values.get("disposition", ""),
        answer=values.get("answer", ""),
    )
    return row, findings


def finding(line: int, message: str, remedy: str) -> FieldFinding:
    """Return what is wrong with one line of the file."""
    return FieldFinding("file", f"Line {line}: {message}", remedy)


def _clean(cell: str) -> str:
    return plain(cell.strip().replace("\r\n", "\n").replace("\r", "\n")).strip()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _refused(message: str, remedy: str) -> Reading:
    return Reading((), [FieldFinding("file", message, remedy)])
