"""A virus scanner beside the application: ClamAV's daemon, asked by its own protocol.

The protocol is that of `clamd(8)`, command INSTREAM: chunks of four bytes of length, big-endian,
and as many bytes; a length of zero ends; the answer ends with a zero byte.
"""

import socket
from collections.abc import Iterator
from enum import StrEnum

from sar.values import frozen

_CHUNK_BYTES = 65_536
_MAX_ANSWER_BYTES = 4096


class Verdict(StrEnum):
    """What a scanner says; whatever is not an answer is `UNKNOWN`."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


@frozen
class Scanner:
    """Where the scanner listens: "host:port", or the path of a Unix socket; "" for none.

    `seconds` is how long any step of the talk may take.
    """

    address: str = ""
    seconds: int = 30

    @property
    def is_on(self) -> bool:
        """Tell whether there is one."""
        return bool(self.address)


def scan(content: bytes, scanner: Scanner) -> Verdict:
    """Ask about a file; without a scanner every file is as good as clean.

    A scanner that does not answer, or answers anything but "OK" or "FOUND", gives `UNKNOWN`.
    """
    if not scanner.is_on:
        return Verdict.CLEAN
    answer = _ask(scanner, [b"zINSTREAM\0", *_chunks(content)])
    if answer == b"stream: OK":
        return Verdict.CLEAN
    is_found = answer.startswith(b"stream: ") and answer.endswith(b" FOUND")
    return Verdict.INFECTED if is_found else Verdict.UNKNOWN


def is_there(scanner: Scanner) -> bool:
    """Tell whether the scanner answers at all."""
    return _ask(scanner, [b"zPING\0"]) == b"PONG"


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK_BYTES):
        chunk = content[start : start + _CHUNK_BYTES]
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)


def _ask(scanner: Scanner, parts: list[bytes]) -> bytes:
    """Return the answer without its end; b"" if there is none."""
    try:
        with _connected(scanner) as talk:
            for part in parts:
                talk.sendall(part)
            return _answer(talk)
    except (OSError, ValueError):
        # Refused, closed, too slow, or no address at all: in each case nothing is known.
        return b""


def _answer(talk: socket.socket) -> bytes:
    answer = b""
    while b"\0" not in answer and len(answer) < _MAX_ANSWER_BYTES:
        more = talk.recv(_MAX_ANSWER_BYTES)
        if not more:
            return b""
        answer += more
    return answer.partition(b"\0")[0].strip()


def _connected(scanner: Scanner) -> socket.socket:
    if scanner.address.startswith("/"):
        return _connected_to_path(scanner)
    host, _, port = scanner.address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=scanner.seconds)


def _connected_to_path(scanner: Scanner) -> socket.socket:
    talk = socket.socket(socket.AF_UNIX)
    talk.settimeout(scanner.seconds)
    try:
        talk.connect(scanner.address)
    except OSError:
        talk.close()
        raise
    return talk
