"""The inspection pack: every report as HTML, CSV and JSON, and a list of hashes.

Two packs of the same database are the same byte for byte: no time of making stands in them.
"""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import AuditCheckpoint
from sar.oversight import reports
from sar.oversight.reports import Sources
from sar.oversight.tables import Table, as_csv, as_json

SUMS = "SHA256SUMS"
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def files(session: Session, sources: Sources) -> dict[str, bytes]:
    """Return the files of the pack by name; `session` must read from one snapshot."""
    tables = [reports.make(session, name, sources) for name in reports.names(session, sources)]
    made = {"index.html": _page("index", tables=tables, sources=sources)}
    for table in tables:
        made[f"{table.name}.html"] = _page("table", table=table, sources=sources)
        made[f"{table.name}.csv"] = as_csv(table)
        made[f"{table.name}.json"] = as_json(table)
    kept = _checkpoint(session, sources.size)
    if kept is not None:
        made["checkpoint.txt"] = kept
    plain = {name: text.encode() for name, text in sorted(made.items())}
    return plain | {SUMS: _sums(plain)}


def _checkpoint(session: Session, size: int) -> str | None:
    """Return the last signed checkpoint of this state of the log, as it was signed."""
    query = (
        select(AuditCheckpoint.note)
        .where(AuditCheckpoint.size <= size)
        .order_by(AuditCheckpoint.size.desc())
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()


def _sums(plain: dict[str, bytes]) -> bytes:
    """Return the hashes in the form that ``sha256sum --check`` reads."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in plain.items()]
    return "".join(lines).encode()


def _page(name: str, *, sources: Sources, **values: Table | list[Table]) -> str:
    template = _environment().get_template(f"oversight/pack/{name}.html")
    return template.render(as_of=sources.as_of, size=sources.size, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
