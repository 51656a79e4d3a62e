"""The reports of oversight as pages and files, and the inspection pack in one click."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sar import archive, web
from sar.errors import NotFoundError
from sar.log import audit
from sar.models import Role
from sar.oversight import pack, reports, tables
from sar.oversight.service import require_size_for_page
from sar.oversight.titles import QUARTERLY_LABELS, TITLES
from sar.security import allow

bp = Blueprint("oversight_reports", __name__, url_prefix="/oversight")

WRITERS = {"csv": (tables.as_csv, "text/csv"), "json": (tables.as_json, "application/json")}


@bp.get("/reports")
@allow(Role.PRIVACY_OFFICER)
def list_reports() -> ResponseReturnValue:
    """List the reports, and offer the inspection pack."""
    with web.reading() as session:
        names = reports.names(session, _sources(session))
    return render_template(
        "oversight/reports.html",
        titles=[(name, TITLES[name]) for name in names if name in TITLES],
        quarters=[_of_quarter(name) for name in names if name not in TITLES],
    )


@bp.get("/reports/<name>")
@allow(Role.PRIVACY_OFFICER)
def show_report(name: str) -> ResponseReturnValue:
    """Show a report as a page."""
    return render_template("oversight/report.html", table=_table(name))


@bp.get("/reports/<name>/<kind>")
@allow(Role.PRIVACY_OFFICER)
def download_report(name: str, kind: str) -> ResponseReturnValue:
    """Give a report out as a file."""
    if kind not in WRITERS:
        raise NotFoundError("A report comes as csv or json.")
    write, mimetype = WRITERS[kind]
    table = _table(name)
    return _file(write(table).encode(), f"{table.name}.{kind}", mimetype)


@bp.post("/inspection")
@allow(Role.PRIVACY_OFFICER)
def make_pack() -> ResponseReturnValue:
    """Give out every report in one archive, with hashes."""
    with web.reading() as session:
        require_size_for_page(session)
        sources = _sources(session)
        packed = archive.pack(pack.files(session, sources))
    _record("inspection")
    return _file(packed, f"inspection-{sources.size}.zip", "application/zip")


def _of_quarter(name: str) -> tuple[str, str, str]:
    """Return a report's name, what it is called, and its quarter."""
    kind, _, quarter = name.partition("-")
    return name, QUARTERLY_LABELS[kind], quarter


def _table(name: str) -> tables.Table:
    """Make a report; that it was made is in the log before it is given out."""
    with web.reading() as session:
        require_size_for_page(session)
        table = reports.make(session, name, _sources(session))
    _record(table.name)
    return table


def _sources(session: Session) -> reports.Sources:
    as_of, size = reports.state_of_log(session)
    parts = web.wiring()
    return reports.Sources(settings=parts.settings, keyring=parts.keyring, as_of=as_of, size=size)


def _record(name: str) -> None:
    event = audit.Event(reports.MADE, f"oversight:{name}")
    with web.transaction() as session:
        audit.record(session, event, actor=web.actor(), now=web.now())


def _file(content: bytes, name: str, mimetype: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, mimetype=mimetype, headers=headers)
