"""What an officer reads after a file was added: what was removed from it, the place first."""

from privacy.files import Removed
from sar.attached import Attached
from sar.attachments.service import Added
from sar.models import AttachmentState


def said(added: Added) -> str:
    """Say what became of a file that was sent."""
    if added.is_repeat:
        return f"{added.attachment.label} was here already. It is kept once."
    parts = [f"{added.attachment.label} was added.", removal(added.attachment)]
    if added.attachment.state == AttachmentState.HELD:
        parts.append("It waits for a virus check. You do not need to do anything.")
    return " ".join(parts)


def removal(attachment: Attached) -> str:
    """Say what was removed from a file."""
    told = [each.label for each in attachment.removed if each is not Removed.LOCATION]
    sentences = []
    if Removed.LOCATION in attachment.removed:
        sentences.append("Its location was removed.")
    if told:
        also = " also" if sentences else ""
        sentences.append(f"Removed{also}: {', '.join(told)}.")
    return " ".join(sentences) or "There was nothing hidden in it."
