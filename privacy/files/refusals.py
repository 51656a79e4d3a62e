"""Why a file is not taken, and what its sender can do."""

from enum import StrEnum

from privacy.errors import PrivacyError


class Refusal(StrEnum):
    """A reason for which a file is not taken."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    VIDEO = "video"
    SOUND = "sound"
    OTHER_PICTURE = "other_picture"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    TOO_HARD = "too_hard"

    @property
    def message(self) -> str:
        """Return what is wrong, in words."""
        return _WORDS[self][0]

    @property
    def remedy(self) -> str:
        """Return what to do, in words."""
        return _WORDS[self][1]


_TAKEN = "Photos (JPEG, PNG, HEIC, WebP, GIF), PDF documents and plain text are taken."
_WORDS = {
    Refusal.EMPTY: ("This file is empty.", "Choose the file again."),
    Refusal.UNKNOWN: ("This kind of file is not taken.", _TAKEN),
    Refusal.VIDEO: (
        "Videos are not taken.",
        "Send photos of what matters, and say in the report where the video is kept.",
    ),
    Refusal.SOUND: (
        "Sound recordings are not taken.",
        "Write down what is said, and say in the report where the recording is kept.",
    ),
    Refusal.OTHER_PICTURE: (
        "This kind of picture is not taken.",
        "Save it as JPEG or PNG, or take a screenshot of it.",
    ),
    Refusal.TOO_LARGE: ("This file is too large.", "Send a smaller one, or fewer pages."),
    Refusal.TOO_MANY_PIXELS: (
        "This picture has too many pixels.",
        "Make it smaller, or take a screenshot of it.",
    ),
    Refusal.TOO_MANY_PAGES: (
        "This document has too many pages.",
        "Send only the pages that matter.",
    ),
    Refusal.TOO_LONG: ("This text is too long.", "Send only the part that matters."),
    Refusal.PROTECTED: (
        "This document opens with a password only.",
        "Save it without a password, or take photos of its pages.",
    ),
    Refusal.DAMAGED: (
        "This file is damaged and cannot be read to its end.",
        "Choose it again, or take a new photo or a screenshot of it.",
    ),
    Refusal.TOO_HARD: (
        "This file could not be made safe in the time and memory that there are.",
        "Make it smaller, or take a photo or a screenshot of it.",
    ),
}


class FileRefusedError(PrivacyError):
    """A file is not taken; `reason` says why, and nothing of the file is told."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"{reason.message}\n     {reason.remedy}")
        self.reason = reason


class CleaningBusyError(PrivacyError):
    """So many files are being cleaned that there was no turn for this one; nothing is wrong."""
