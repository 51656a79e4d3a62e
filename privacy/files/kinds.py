"""What a file is, told by its first bytes; never by its name or by what a sender says."""

from enum import StrEnum

from privacy.files.refusals import FileRefusedError, Refusal


class Kind(StrEnum):
    """A kind of file that comes out of cleaning; the value is its media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    TEXT = "text/plain"

    @property
    def suffix(self) -> str:
        """Return the end of a file name of this kind."""
        return {Kind.JPEG: ".jpg", Kind.PNG: ".png", Kind.PDF: ".pdf", Kind.TEXT: ".txt"}[self]

    @property
    def is_picture(self) -> bool:
        """Tell whether it is looked at rather than read."""
        return self in {Kind.JPEG, Kind.PNG}


# What is taken as a picture, and by which of Pillow's readers: no other one ever runs.
PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
}
PDF = "application/pdf"
TEXT = "text/plain"


def recognize(content: bytes) -> str:
    """Return the media type of `content`: one of `PICTURES`, `PDF` or `TEXT`.

    Raises
    ------
    FileRefusedError
        If it is empty or something else; the reason says what.
    """
    import filetype

    if not content:
        raise FileRefusedError(Refusal.EMPTY)
    guessed = filetype.guess(content[:8192])
    if guessed is None:
        return _text_or_refused(content)
    media_type: str = guessed.mime
    if media_type in PICTURES or media_type == PDF:
        return media_type
    raise FileRefusedError(_REFUSED.get(media_type.partition("/")[0], Refusal.UNKNOWN))


_REFUSED = {"video": Refusal.VIDEO, "audio": Refusal.SOUND, "image": Refusal.OTHER_PICTURE}


def _text_or_refused(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not is_wide:
        raise FileRefusedError(Refusal.UNKNOWN)
    return TEXT
