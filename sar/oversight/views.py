"""The privacy officer's pages: the log, reveals, the ledger, held reports, and proofs."""

from collections.abc import Mapping
from datetime import UTC
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from privacy.log import exports
from privacy.log.notes import SigningKey
from privacy.purposes import PURPOSES
from sar import web
from sar.log import audit, checkpoints, log_exports
from sar.models import Role
from sar.oversight import entries, home, queries, reveals, service, words
from sar.oversight.filters import log_filter
from sar.security import allow

bp = Blueprint("oversight", __name__, url_prefix="/oversight")

OVERSEERS = (Role.PRIVACY_OFFICER,)
FIELDS = ("person", "action", "purpose", "report", "from", "to")


@bp.get("")
@allow(*OVERSEERS)
def show_start() -> ResponseReturnValue:
    """Show the figures, and what can be proved."""
    local = web.now().astimezone(ZoneInfo(web.viewer_zone()))
    month_start = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with web.reading() as session:
        figures = queries.figures(session, month_start=month_start.astimezone(UTC))
        needs = home.needs(session, viewer=web.actor(), now=web.now())
        weekly = home.weekly_reveals(session, zone=web.viewer_zone(), now=web.now())
    return render_template("oversight/start.html", figures=figures, needs=needs, weekly=weekly)


@bp.get("/log")
@allow(*OVERSEERS)
def show_log() -> ResponseReturnValue:
    """Show who did what and why; looking is itself written down."""
    wanted, findings = log_filter(request.args, zone=web.viewer_zone())
    with web.transaction() as session:
        page = entries.log_page(session, wanted)
        _record(
            session,
            "log.viewed",
            "log",
            {
                "count": len(page.rows),
                "person": page.person_id,
                "action": wanted.action or None,
                "report": wanted.receipt or None,
                "purpose": wanted.purpose or None,
                "narrowed": wanted.is_narrow,
            },
        )
    shown = {name: request.args.get(name, "") for name in FIELDS}
    asked = {name: value for name, value in shown.items() if value}
    return render_template(
        "oversight/log.html",
        page=page,
        shown=shown,
        wanted=wanted,
        asked=asked,
        actions=words.choices(),
        purposes=[(purpose.code, purpose.label) for purpose in PURPOSES],
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )


@bp.get("/reveals")
@allow(*OVERSEERS)
def list_reveals() -> ResponseReturnValue:
    """List every reveal with its purpose and words."""
    with web.transaction() as session:
        page = reveals.reveal_page(session, now=web.now(), before=_number("before"))
        _record(session, "reveals.viewed", "reveals", {"count": len(page.rows)})
    return render_template("oversight/reveals.html", page=page)


@bp.get("/ledger")
@allow(*OVERSEERS)
def show_ledger() -> ResponseReturnValue:
    """Show a year of the ledger with its month statements and its gaps."""
    year = _number("year") or web.now().astimezone(UTC).year
    year = min(max(year, 1970), 9998)
    with web.transaction() as session:
        page = queries.ledger_page(session, year=year, now=web.now(), before=_number("before"))
        _record(session, "ledger.viewed", f"ledger:{year}", {"count": len(page.rows)})
    years = [(each, str(each)) for each in page.years]
    return render_template("oversight/ledger.html", page=page, years=years)


@bp.get("/held")
@allow(*OVERSEERS)
def list_held() -> ResponseReturnValue:
    """List the reports whose redaction failed; nothing of their content."""
    with web.transaction() as session:
        rows = queries.held_reports(session)
        _record(session, "held.viewed", "reports:held", {"count": len(rows)})
    return render_template("oversight/held.html", rows=rows)


@bp.get("/verify")
@allow(*OVERSEERS)
def show_verify() -> ResponseReturnValue:
    """Show what verifying proves, and the button."""
    return render_template("oversight/verify.html", text="", findings=[])


@bp.post("/verify")
@allow(*OVERSEERS)
def verify_log() -> ResponseReturnValue:
    """Verify the whole log now and show the verdict."""
    text = request.form.get("checkpoint", "")[:10_000]
    kept, findings = service.read_kept(text)
    if findings:
        return render_template("oversight/verify.html", text=text, findings=findings), 422
    with web.reading() as session:
        examination = service.examine(session, kept, key=_key().verifier)
    with web.transaction() as session:
        service.log_examination(session, examination, actor=web.actor(), now=web.now())
    return render_template("oversight/verdict.html", examination=examination)


@bp.get("/checkpoints")
@allow(*OVERSEERS)
def list_checkpoints() -> ResponseReturnValue:
    """List the signed checkpoints, each as a file to keep elsewhere."""
    with web.reading() as session:
        rows = queries.checkpoints(session)
    return render_template(
        "oversight/checkpoints.html",
        rows=rows,
        most=queries.MOST_CHECKPOINTS,
        fresh=_number("fresh"),
        key=str(_key().verifier),
    )


@bp.post("/checkpoint")
@allow(*OVERSEERS)
def sign_checkpoint() -> ResponseReturnValue:
    """Sign the log as it stands, and lead to the file."""
    with web.transaction() as session:
        size = service.sign(session, key=_key(), actor=web.actor(), now=web.now())
    return redirect(url_for("oversight.list_checkpoints", fresh=size), 303)


@bp.get("/checkpoints/<int:size>")
@allow(*OVERSEERS)
def show_checkpoint(size: int) -> ResponseReturnValue:
    """Show a checkpoint to print: as text and as a QR code, which hold the same."""
    with web.reading() as session:
        checkpoint = checkpoints.stored(session, size)
    return render_template(
        "oversight/checkpoint.html",
        checkpoint=checkpoint,
        code=service.qr_code(checkpoint),
        cosigners=[each.name for each in checkpoint.note.signatures[1:]],
        key=str(_key().verifier),
    )


@bp.get("/checkpoints/<int:size>.txt")
@allow(*OVERSEERS)
def download_checkpoint(size: int) -> ResponseReturnValue:
    """Give out a checkpoint as a file."""
    with web.reading() as session:
        checkpoint = checkpoints.stored(session, size)
    return Response(
        str(checkpoint),
        mimetype="text/plain",
        headers={"Content-Disposition": f"attachment; filename=sar-checkpoint-{size}.txt"},
    )


@bp.post("/log-export")
@allow(*OVERSEERS)
def export_log() -> ResponseReturnValue:
    """Sign the log and give all of it out as a zip, which anybody can verify."""
    key = _key()
    with web.reading() as session:
        service.require_size_for_page(session)
    with web.transaction() as session:
        signed = log_exports.begin(session, key=key, actor=web.actor(), now=web.now())
    # Flask closes the file when the answer was sent; it has no name, so nothing is left behind.
    out = TemporaryFile()  # noqa: SIM115
    with web.reading() as session, exports.write_to_zip(out) as write:
        log_exports.write(session, write, checkpoint=signed, key=key)
    out.seek(0)
    return send_file(
        out,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"sar-log-{signed.size}.zip",
    )


def _record(
    session: Session, action: str, subject: str, details: Mapping[str, audit.Detail]
) -> None:
    event = audit.Event(action, subject, details=details)
    audit.record(session, event, actor=web.actor(), now=web.now())


def _number(name: str) -> int | None:
    """Return a number of the query string, None for anything that is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _key() -> SigningKey:
    parts = web.wiring()
    return checkpoints.signing_key(parts.settings, parts.keyring)
