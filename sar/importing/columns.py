"""Which column of a table holds which field of a submission, and the submission of a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from indicators.documents import read_document
from indicators.errors import DefinitionError
from sar.errors import FieldFinding, InvalidInputError
from sar.values import frozen

REFERENCE = "reference"
RECEIVED = "received"

# The fields of a submission as dotted paths; those of sar.intake.schemas.
_PATH = re.compile(
    r"reference|received|narrative|sector|source|behaviours"
    r"|set\.(set_id|version|sha256)"
    r"|occurred\.(kind|date|time|zone)"
    r"|place\.(kind|street|facility|city|state|latitude|longitude)"
    r"|people\.[0-9]{1,2}\.(name|description)"
    r"|vehicles\.[0-9]{1,2}\.(plate|state|description)"
    r"|answers\.ind-[0-9]{4}\.el-[0-9]{4}"
)


@frozen
class Mapped:
    """What a mapping file says: other names for columns, None to leave one out; fixed values."""

    columns: Mapping[str, str | None] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict, repr=False)


@frozen
class Columns:
    """The path of each column, in order, None where it is left out; and the fixed values."""

    paths: Sequence[str | None]
    always: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_mapping(text: str, *, name: str) -> Mapped:
    """Read a mapping file: ``columns:`` old name -> path or null, ``always:`` path -> value.

    Raises DefinitionError if it is no such file.
    """
    plain, _ = read_document(text, name=name)
    if not isinstance(plain, dict) or not set(plain) <= {"columns", "always"}:
        raise _refused(name, "", "the file is not a mapping with `columns` and `always`.")
    columns, always = plain.get("columns") or {}, plain.get("always") or {}
    if not isinstance(columns, dict) or not isinstance(always, dict):
        raise _refused(name, "", "`columns` and `always` must be mappings.")
    for place, path in columns.items():
        if path is not None and not _is_path(path):
            raise _refused(name, f"columns.{place}", "this is not a field of a submission.")
    for path, value in always.items():
        if not _is_path(path) or not isinstance(value, str | int | float):
            raise _refused(name, f"always.{path}", "this is not a field with a plain value.")
    return Mapped(
        columns={old: None if path is None else str(path) for old, path in columns.items()},
        always={path: str(value) for path, value in always.items()},
    )


def columns_of(header: Sequence[str], mapped: Mapped) -> Columns:
    """Return what the columns under `header` hold.

    Raises InvalidInputError that names columns by their number: without a header row the first
    row of the file would be a report, and is not quoted.
    """
    names = [name.strip() for name in header]
    paths = [mapped.columns.get(name, name) for name in names]
    findings = [
        FieldFinding(
            f"column {number}",
            "This is not a field of a submission.",
            "Rename it to a dotted path such as place.city, or map it with --map.",
        )
        for number, path in enumerate(paths, 1)
        if path is not None and not _is_path(path)
    ]
    known = [path for path in [*paths, *mapped.always] if path is not None]
    findings.extend(
        FieldFinding(path, "Two columns hold this field.", "Keep one of them.")
        for path in sorted({path for path in known if known.count(path) > 1 and _is_path(path)})
    )
    findings.extend(
        FieldFinding(path, "No column holds this field.", "Add the column, or map it with --map.")
        for path in (REFERENCE, RECEIVED, "narrative")
        if path not in known
    )
    if findings:
        raise InvalidInputError(findings[:20])
    return Columns(paths, mapped.always)


def submission_of(cells: Sequence[str], columns: Columns) -> dict[str, Any]:
    """Return a row as a submission, `reference` and `received` among it; empty cells are left out.

    Answers stay text, since their type is known to the indicator set only.
    """
    filled = {
        path: cell for path, cell in zip(columns.paths, cells, strict=True) if path and cell.strip()
    }
    submission: dict[str, Any] = {}
    for path, value in {**filled, **columns.always}.items():
        _put(submission, path.split("."), value)
    for group in ("people", "vehicles"):
        if group in submission:
            blocks: dict[str, Any] = submission[group]
            submission[group] = [blocks[number] for number in sorted(blocks, key=int)]
    return submission


def split_list(cell: str) -> list[str]:
    """Split a cell that holds several values: ``"ind-0001; ind-0002"``."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _put(target: dict[str, Any], parts: Sequence[str], value: str) -> None:
    *groups, name = parts
    for group in groups:
        target = target.setdefault(group, {})
    target[name] = split_list(value) if parts == ["behaviours"] else value


def _is_path(path: object) -> bool:
    return isinstance(path, str) and _PATH.fullmatch(path) is not None


def _refused(name: str, path: str, problem: str) -> DefinitionError:
    return DefinitionError(
        name,
        path,
        problem=problem,
        remedy="See docs/importing.md for an example.",
    )
