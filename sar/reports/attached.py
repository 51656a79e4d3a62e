"""The attachments of a report as they may be shown: that there are some, never what is in them.

The review lists them, a reveal may open one, and `sar.attachments` adds and shows them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.files import Kind, Removed
from sar.models import Attachment, AttachmentState
from sar.values import frozen

# How an attachment is addressed among the fields of a report: "file:<attachment_id>".
FILE = "file:"


@frozen
class Attached:
    """An attachment; `number` counts from 1 within its report, removed ones too.

    There is no field for its name or its content.
    """

    attachment_id: int
    number: int
    kind: Kind
    size_bytes: int
    removed: tuple[Removed, ...]
    state: AttachmentState
    added_at: datetime
    ended_at: datetime | None
    original_sha256: str

    @property
    def path(self) -> str:
        """Return what a reveal calls it."""
        return f"{FILE}{self.attachment_id}"

    @property
    def label(self) -> str:
        """Return what it is called on a page: "Photo 1" for example."""
        return f"{self.noun} {self.number}"

    @property
    def noun(self) -> str:
        """Return what it is: "Photo" for example."""
        return _NOUNS[self.kind]

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be shown."""
        return self.state is AttachmentState.READY


_NOUNS = {Kind.JPEG: "Photo", Kind.PNG: "Picture", Kind.PDF: "Document", Kind.TEXT: "Text"}


def attached_to(session: Session, report_id: int) -> list[Attached]:
    """List the attachments of a report, the first one first, those that ended too."""
    query = (
        select(Attachment)
        .where(Attachment.report_id == report_id)
        .order_by(Attachment.attachment_id)
    )
    rows = session.execute(query).scalars()
    return [_attached(row, number) for number, row in enumerate(rows, start=1)]


def find(attachments: Sequence[Attached], path: str) -> Attached | None:
    """Return the attachment with this path that can be shown; None if there is none."""
    return next((each for each in attachments if each.path == path and each.is_ready), None)


def content_context(receipt: str, attachment_id: int) -> str:
    """Return the context under which the clean file is sealed."""
    return f"file:{receipt}:{attachment_id}"


def name_context(receipt: str, attachment_id: int) -> str:
    """Return the context under which the file's name is sealed."""
    return f"file-name:{receipt}:{attachment_id}"


def _attached(row: Attachment, number: int) -> Attached:
    return Attached(
        attachment_id=row.attachment_id,
        number=number,
        kind=Kind(row.kind),
        size_bytes=row.size_bytes,
        removed=tuple(Removed(each) for each in row.removed),
        state=AttachmentState(row.state),
        added_at=row.added_at,
        ended_at=row.ended_at,
        original_sha256=row.original_sha256 or "",
    )
