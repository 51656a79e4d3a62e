"""Cleaning a file of any kind that is taken."""

from privacy.files import kinds
from privacy.files.cleaned import Cleaned, Limits
from privacy.files.refusals import FileRefusedError, Refusal

_AS_SHIPPED = Limits()


def clean(content: bytes, limits: Limits = _AS_SHIPPED) -> Cleaned:
    """Build a file anew from what can be seen of it, and say what was taken away.

    The readers of pictures and documents are large programs: give files of people who are not
    trusted to `privacy.files.apart.clean_apart`.

    Raises
    ------
    FileRefusedError
        If the file is of another kind, damaged, or beyond the limits.
    """
    if len(content) > limits.max_bytes:
        raise FileRefusedError(Refusal.TOO_LARGE)
    media_type = kinds.recognize(content)
    if media_type == kinds.TEXT:
        from privacy.files.texts import clean_text

        cleaned = clean_text(content, limits)
    elif media_type == kinds.PDF:
        from privacy.files.documents import clean_document

        cleaned = clean_document(content, limits)
    else:
        from privacy.files.pictures import clean_picture

        cleaned = clean_picture(content, limits, reader=kinds.PICTURES[media_type])
    if len(cleaned.content) > limits.max_bytes:
        raise FileRefusedError(Refusal.TOO_LARGE)
    return cleaned
