"""A report as a table, and the files that it becomes: CSV, JSON, plain text."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import TypeAlias

from sar.spreadsheets import neutral
from sar.values import frozen

Value: TypeAlias = str | int | bool | datetime | None


@frozen
class Table:
    """One report: `name` is that of its files, `notes` say what the numbers mean.

    None is a value that is not there, or `blank` if that says more. Times are aware.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    blank: str = ""

    def words(self, value: Value) -> str:
        """Return a value as text, times in UTC (RFC 3339)."""
        match value:
            case None:
                return self.blank
            case bool():
                return "yes" if value else "no"
            case datetime():
                return _utc(value)
        return str(value)


def as_csv(table: Table) -> str:
    """Return a table as CSV (RFC 4180), its headings first; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([neutral(table.words(value)) for value in row])
    return out.getvalue()


def as_json(table: Table) -> str:
    """Return a table as JSON; a value that is not there is null."""
    plain = {
        "name": table.name,
        "title": table.title,
        "notes": table.notes,
        "headings": table.headings,
        "rows": [[_utc(v) if isinstance(v, datetime) else v for v in row] for row in table.rows],
    }
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def as_text(table: Table) -> str:
    """Return a table for a terminal: columns under one another."""
    lines = [table.headings, *([table.words(value) for value in row] for row in table.rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(table.headings))]
    laid = [
        "  ".join(each.ljust(width) for each, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([table.title, "", *laid, *(["", *table.notes] if table.notes else [])]) + "\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
