"""What an officer sees of the files that they added to a report."""

from collections.abc import Sequence
from dataclasses import field

from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import Actor
from sar.attachments.service import is_removable
from sar.errors import ConflictError, NotFoundError
from sar.originals import revealed, vault
from sar.reports import attached
from sar.reports.attached import Attached
from sar.reports.following import own_report
from sar.values import frozen
from triage.decisions import State, is_end


@frozen
class OwnFile:
    """An attachment and the name that its officer gave it, "" once it is gone."""

    attachment: Attached
    name: str = field(repr=False)


@frozen
class Opened:
    """A file of one's own report that is about to be looked at."""

    receipt: str
    attachment: Attached


@frozen
class OwnFiles:
    """The files of one's own report, and what can be done with them."""

    receipt: str
    rows: Sequence[OwnFile]
    is_open: bool
    is_removable: bool


def own_files(session: Session, receipt: str, *, keyring: Keyring, viewer: Actor) -> OwnFiles:
    """Return the files of a report that the viewer filed; raises NotFoundError for any other."""
    report = own_report(session, receipt, actor=viewer)
    rows = [
        OwnFile(each, _name(session, report.receipt, each, keyring=keyring))
        for each in attached.attached_to(session, report.report_id)
    ]
    is_open = not is_end(State(report.state))
    return OwnFiles(report.receipt, rows, is_open, is_removable(report))


def own_file(session: Session, receipt: str, attachment_id: int, *, viewer: Actor) -> Opened:
    """Return a file of an open report that the viewer filed.

    Raises NotFoundError for any other, ConflictError once the report is closed: like its text, a
    file can then be seen only by whoever says why.
    """
    report = own_report(session, receipt, actor=viewer)
    files = attached.attached_to(session, report.report_id)
    found = attached.find(files, f"{attached.FILE}{attachment_id}")
    if found is None:
        raise NotFoundError("There is no such file in this report.")
    context = attached.content_context(report.receipt, attachment_id)
    if is_end(State(report.state)) or not revealed.is_original_kept(session, context):
        raise ConflictError(
            "This report is closed, so its photos and files are not shown to you any more.",
            remedy="If you need to see one, ask your privacy officer.",
        )
    return Opened(report.receipt, found)


def _name(session: Session, receipt: str, each: Attached, *, keyring: Keyring) -> str:
    context = attached.name_context(receipt, each.attachment_id)
    return (vault.find(session, keyring=keyring, context=context) or b"").decode()
