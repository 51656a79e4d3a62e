"""What both doors of intake, the pages and the API, do alike."""

from sar import pseudonym_switch, web
from sar.intake import service


def answer_question(receipt: str, text: str) -> None:
    """Take the viewer's answer to a question about their report; it is in line again then.

    Redaction takes its time, so it comes before the transaction that locks the report. Raises
    NotFoundError for a report of somebody else, ConflictError if nothing was asked.
    """
    parts = web.wiring()
    with web.reading() as session:
        answer = service.read_answer(
            session,
            receipt,
            text.strip(),
            recognizers=parts.recognizers,
            pseudonym_key=pseudonym_switch.key(session, parts.keyring),
        )
    with web.transaction() as session:
        service.answer_question(
            session, receipt, answer, actor=web.actor(), now=web.now(), keyring=parts.keyring
        )
