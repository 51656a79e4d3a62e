"""What an officer reads after a file was added: what was removed from it, the place first."""

from privacy.files import Removed
from sar.attachments.service import Added
from sar.models import AttachmentState
from sar.reports.attached import Attached


def said(added: Added) -> list[str]:
    """Say in sentences what became of a file that was sent."""
    file = added.attachment
    if file.state == AttachmentState.REMOVED:
        return [f"{file.noun} {file.number} was removed from this report, and stays removed."]
    if added.is_repeat:
        return [f"{file.noun} {file.number} was here already and is kept once."]
    sentences = [f"{file.noun} {file.number} was added.", *removal(file)]
    if file.state == AttachmentState.HELD:
        sentences.append("It waits for a virus check. You do not need to do anything.")
    return sentences


def removal(file: Attached) -> list[str]:
    """Say in sentences what was removed from a file."""
    told = [each.label for each in file.removed if each is not Removed.LOCATION]
    sentences = []
    if Removed.LOCATION in file.removed:
        sentences.append("Its location was removed.")
    if told:
        sentences.append(f"Also removed from it: {', '.join(told)}.")
    return sentences or ["There was nothing hidden in it."]
