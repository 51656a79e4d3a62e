"""Plain text: its characters, in UTF-8, without controls."""

import re
import unicodedata

from privacy.files.cleaned import Cleaned, Limits, Removed
from privacy.files.kinds import Kind
from privacy.files.refusals import FileRefusedError, Refusal

# Unicode categories of what cannot be seen: controls, and formats such as marks of direction,
# with which a text can be made to read as another one (Unicode TR36, "Bidirectional Text
# Spoofing").
_UNSEEN = {"Cc", "Cf", "Co", "Cn"}
_KEPT = "\n\t"
_JOINERS = "\u200c\u200d"


def clean_text(content: bytes, limits: Limits) -> Cleaned:
    """Return the text with line breaks of one kind; raises FileRefusedError if it is none."""
    text = re.sub(r"\r\n?|\f", "\n", _decoded(content))
    if len(text) > limits.max_text_chars:
        raise FileRefusedError(Refusal.TOO_LONG)
    kept = "".join(each for each in text if _is_readable(each))
    removed = (Removed.CONTROLS,) if len(kept) < len(text) else ()
    return Cleaned(Kind.TEXT, kept.encode(), removed)


def _is_readable(character: str) -> bool:
    # Joiners are letters' business in some scripts, and in some pictures of persons.
    is_kept = character in _KEPT or character in _JOINERS
    return is_kept or unicodedata.category(character) not in _UNSEEN


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError(Refusal.UNKNOWN) from None
