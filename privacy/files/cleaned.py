"""What comes out of cleaning a file: the new bytes, and what was taken away."""

from dataclasses import dataclass, field
from enum import StrEnum

from privacy.files.kinds import Kind


class Removed(StrEnum):
    """What was taken out of a file, or changed in it; stored by value, told by `label`."""

    LOCATION = "location"
    DEVICE = "device"
    TIMES = "times"
    PEOPLE = "people"
    COMMENTS = "comments"
    PREVIEW = "preview"
    COLORS = "colors"
    HIDDEN = "hidden"
    TRAILING = "trailing"
    FRAMES = "frames"
    SMALLER = "smaller"
    SCRIPTS = "scripts"
    FORMS = "forms"
    NOTES = "notes"
    LINKS = "links"
    ATTACHMENTS = "attachments"
    CONTROLS = "controls"

    @property
    def label(self) -> str:
        """Return it in words that go on after "Removed:"."""
        return _LABELS[self]


_LABELS = {
    Removed.LOCATION: "location",
    Removed.DEVICE: "camera or phone",
    Removed.TIMES: "date and time inside the file",
    Removed.PEOPLE: "names of authors or owners",
    Removed.COMMENTS: "comments and captions",
    Removed.PREVIEW: "small preview",
    Removed.COLORS: "color profile",
    Removed.HIDDEN: "other hidden data",
    Removed.TRAILING: "data after the end of the picture",
    Removed.FRAMES: "all pictures but the first",
    Removed.SMALLER: "some detail of a very large picture",
    Removed.SCRIPTS: "scripts and actions",
    Removed.FORMS: "form fields",
    Removed.NOTES: "notes and marks that can be changed",
    Removed.LINKS: "links",
    Removed.ATTACHMENTS: "files inside the file",
    Removed.CONTROLS: "characters that cannot be read",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at most; the numbers are cautious choices of this project.

    `max_bytes` counts before and after cleaning. `max_pixels` is width times height: phones take
    up to 64 million. A picture is made to fit a square of `max_side` pixels, in which a number
    plate that could be read before still can. `max_pages` is of a PDF document. `max_text_chars`
    is of a text. `seconds` and `max_memory_bytes` bound the process of `clean_apart`, which waits
    `max_wait_seconds` for its turn.
    """

    max_bytes: int = 20_000_000
    max_pixels: int = 70_000_000
    max_side: int = 4096
    max_pages: int = 200
    max_text_chars: int = 1_000_000
    seconds: int = 60
    max_memory_bytes: int = 1_500_000_000
    max_wait_seconds: float = 5


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean file of a known kind; `removed` in the order of `Removed`, each once."""

    kind: Kind
    content: bytes = field(repr=False)
    removed: tuple[Removed, ...] = ()


def in_order(found: set[Removed]) -> tuple[Removed, ...]:
    """Return what was removed in the order in which it is told."""
    return tuple(each for each in Removed if each in found)
