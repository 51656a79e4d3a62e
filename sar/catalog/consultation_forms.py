"""What the forms of a consultation sent: who is asked until when, comments, and answers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from sar.catalog import comments
from sar.catalog.comments import Answer, Remark
from sar.catalog.consultation import Call
from sar.catalog.form_reader import (
    MAX_COMMENT_CHARS,
    Form,
    Reader,
    moment_of,
    whole_or_zero,
)
from sar.errors import FieldFinding
from sar.models import Disposition

DEFAULT_DAYS = 14
CLOSING_TIME = "17:00"

DISPOSITIONS = {
    Disposition.ACCEPTED: "Accepted",
    Disposition.IN_PART: "Accepted in part",
    Disposition.DECLINED: "Declined",
    Disposition.NOTED: "Noted",
}


def call_form(now: datetime, zone: str) -> Form:
    """Return the form for opening a consultation as it is offered: two weeks, in the afternoon."""
    day = (now + timedelta(days=DEFAULT_DAYS)).astimezone(ZoneInfo(zone)).date()
    return MultiDict(
        {
            "closes_at-date": day.isoformat(),
            "closes_at-time": CLOSING_TIME,
            "closes_at-zone": zone,
        }
    )


def read_call(form: Form) -> tuple[Call | None, list[FieldFinding]]:
    """Read who is asked for what until when; None if anything is found."""
    read = Reader(form)
    question = read.text(
        "question", limit=MAX_COMMENT_CHARS, empty="Say what you ask partners for."
    )
    closes_at = moment_of(form, "closes_at", clock=CLOSING_TIME)
    if closes_at is None:
        read.refuse("closes_at", "This is not a date.", "Choose a day and a time.")
    if closes_at is None or read.findings:
        return None, read.findings
    agency_ids, account_ids = (
        frozenset(filter(None, map(whole_or_zero, form.getlist(name))))
        for name in ("agencies", "people")
    )
    return Call(closes_at, agency_ids, account_ids, question), []


def read_remark(form: Form, indicator_id: str) -> tuple[Remark, list[FieldFinding]]:
    """Read a comment; words that seem to identify somebody are found unless a box is ticked."""
    read = Reader(form)
    words = read.text("words", limit=MAX_COMMENT_CHARS, empty="The comment is empty.")
    return Remark(indicator_id, words, _is_overridden(read, words, path="words")), read.findings


def read_answer(form: Form, set_comment_id: int) -> tuple[Answer, list[FieldFinding]]:
    """Read what becomes of a comment; field names end in the comment's number."""
    read = Reader(form)
    name = f"answer.{set_comment_id}"
    disposition = read.member(
        f"disposition.{set_comment_id}", Disposition, message="Say what becomes of the comment."
    )
    words = read.text(name, limit=MAX_COMMENT_CHARS, empty="Say why, in a sentence.")
    return Answer(disposition, words, _is_overridden(read, words, path=name)), read.findings


def _is_overridden(read: Reader, words: str, *, path: str) -> bool:
    """Warn of identifiers; tell whether the sender was warned, and says that there are none."""
    if read.findings:
        return False
    warnings = comments.about_identifiers(words, path=path)
    if read.form.get("is_checked") == "yes":
        return bool(warnings)
    read.findings += warnings
    return False
