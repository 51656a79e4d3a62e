"""What both doors for files, the pages and the API, do alike."""

from collections.abc import Sequence

from privacy.files import Limits
from sar import web
from sar.attachments import service
from sar.attachments.receiving import Checks, Prepared, Sent, prepare
from sar.attachments.service import Added
from sar.errors import FieldFinding
from sar.outside.scanner import Scanner


def checks() -> Checks:
    """Return what this installation puts every file through."""
    settings = web.wiring().settings
    limits = Limits(max_bytes=settings.max_file_bytes, max_pixels=settings.max_file_pixels)
    return Checks(limits, Scanner(settings.scanner, settings.scanner_seconds))


def take_files(receipt: str, sent: Sequence[Sent]) -> list[Added | FieldFinding]:
    """Take files to a report of the viewer's own, each by itself, in their order.

    Cleaning takes its time, so it comes before the transaction that locks the report. Raises
    NotFoundError for a report of somebody else, ConflictError for one that is closed or a key that
    was used for another file.
    """
    with web.reading() as session:
        report = service.open_report(session, receipt, actor=web.actor())
        there = [service.find_same(session, report, each.mark) for each in sent]
    terms = service.Terms(web.wiring().keyring, web.wiring().settings.max_files_per_report)
    # What cannot be taken is not cleaned either, which is the slow part.
    prepared = [
        known or (prepare(each, checks()) if number < terms.most else service.too_many(terms.most))
        for number, (each, known) in enumerate(zip(sent, there, strict=True))
    ]
    actor, now = web.actor(), web.now()
    with web.transaction() as session:
        report = service.open_report(session, receipt, actor=actor, is_locked=True)
        return [
            service.add(session, report, each, terms, actor=actor, now=now)
            if isinstance(each, Prepared)
            else each
            for each in prepared
        ]
