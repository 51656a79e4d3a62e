"""The second place of checkpoints: a folder on another system, and mail."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from privacy.log.checkpoints import Checkpoint
from sar.errors import NotReadyError
from sar.outside import mail
from sar.settings import Settings


def write_file(folder: Path, checkpoint: Checkpoint, *, now: datetime) -> Path:
    """Write a checkpoint into a folder per day, under its size; an older file is never changed.

    Raises NotReadyError if the folder cannot be written.
    """
    day = folder / f"{now.astimezone(UTC):%Y-%m-%d}"
    file = day / f"{checkpoint.size:012}.txt"
    try:
        day.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(str(checkpoint))
    except FileExistsError:
        pass
    except OSError as error:
        raise NotReadyError(
            f"The folder of checkpoints cannot be written ({type(error).__name__}).",
            remedy="Check SAR_CHECKPOINT_FOLDER and who may write there.",
        ) from None
    return file


def send_mail(settings: Settings, checkpoint: Checkpoint) -> None:
    """Mail a checkpoint to the address of the settings; it tells of nobody.

    Raises NotReadyError if no address is set or if the server does not take it.
    """
    if not settings.checkpoint_mail_to or not settings.mail_server:
        raise NotReadyError(
            "No address or no mail server is set.",
            remedy="Set SAR_CHECKPOINT_MAIL_TO, SAR_MAIL_SERVER and SAR_MAIL_FROM.",
        )
    message = EmailMessage()
    message["Subject"] = f"Checkpoint of {checkpoint.origin} at {checkpoint.size} entries"
    message["To"] = settings.checkpoint_mail_to
    message["From"] = settings.mail_from or settings.checkpoint_mail_to
    message.set_content(
        "Keep this mail. It shows later whether the log was cut or rewritten.\n"
        "The checkpoint is in the attachment.\n"
    )
    message.add_attachment(
        str(checkpoint).encode(),
        maintype="text",
        subtype="plain",
        filename=f"sar-checkpoint-{checkpoint.size}.txt",
    )
    try:
        mail.deliver(settings, message)
    except mail.NOT_TAKEN as error:
        raise NotReadyError(
            f"The mail server did not take the checkpoint ({type(error).__name__}).",
            remedy="Check SAR_MAIL_SERVER and the addresses; the checkpoint itself is stored.",
        ) from None
