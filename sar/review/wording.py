"""What analysts write about a report, with all hidden that is hidden in what officers write."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from privacy.attributes import Reader
from privacy.recognizers import Recognizer, descriptions
from privacy.redaction import redact_fields
from sar.models import Report
from sar.reports import placeholders


def hide(
    session: Session,
    report: Report,
    written: Mapping[str, str],
    recognizers: Sequence[Recognizer],
) -> tuple[dict[str, str], int]:
    """Return the texts with names, numbers and descriptions by a protected attribute hidden.

    The number says how many were hidden. Raises RedactionError. The placeholders that this report
    has already are taken: what the analyst names gets another one, so that no two people share
    "[PERSON 1]".
    """
    taken = placeholders.taken(session, report)
    everything = (*recognizers, descriptions.read_by(Reader()))
    redacted = redact_fields({**written, "taken": taken}, recognizers=everything)
    hidden = sum(len(redacted[name].spans) for name in written)
    return {name: redacted[name].text for name in written}, hidden
