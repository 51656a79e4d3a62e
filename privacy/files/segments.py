"""The segments of a JPEG file (ITU-T T.81, annex B): those that draw stay.

For pictures inside of documents, which stay as they are but for what they tell.
"""

from collections.abc import Iterator

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_SCAN = 0xDA
# Tables, frames and scans (table B.1): without one of them there is no picture.
_DRAWING = frozenset({*range(0xC0, 0xD0), _SCAN, 0xDB, 0xDC, 0xDD})
# Application segment 14 of Adobe says how colors are stored; without it they would be wrong.
_ADOBE = 0xEE
_ADOBE_BYTES = 16
# Markers inside of the coded data: stuffed bytes and restarts (B.1.1.5).
_IN_SCAN = frozenset({0x00, *range(0xD0, 0xD8)})


def without_words(content: bytes) -> bytes:
    """Return a JPEG file without application data, comments and what follows its end.

    Raises ValueError if it is no JPEG file.
    """
    if not content.startswith(_START):
        raise ValueError("no JPEG file")
    return b"".join([_START, *_kept(content), _END])


def _kept(content: bytes) -> Iterator[bytes]:
    at = 2
    while content[at : at + 2] != _END and at < len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        segment = content[at:end]
        if marker in _DRAWING or _is_of_adobe(marker, segment):
            yield segment
        at = end


def _is_of_adobe(marker: int, segment: bytes) -> bool:
    return marker == _ADOBE and segment[4:9] == b"Adobe" and len(segment) == _ADOBE_BYTES


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] not in _IN_SCAN and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
