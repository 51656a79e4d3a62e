"""A witness: somebody outside who signs a checkpoint only if it continues what was seen before.

The request is that of C2SP tlog-witness ("add-checkpoint"): the size that the witness saw last, a
consistency proof from there, and the checkpoint. It is a text, so it can travel by mail or on a
stick, and an online witness of that specification takes it too.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint, cosign, parse_checkpoint, require_log
from privacy.log.notes import Kind, SigningKey, VerifierKey
from privacy.log.proofs import MAX_HASHES, ReadHash, consistency_proof, proves_consistency
from privacy.log.tree import EMPTY_ROOT, HASH_BYTES

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Request:
    """What a log asks of a witness: `proof` leads from `old` entries to the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        return f"old {self.old}\n{write_hashes(self.proof)}\n{self.checkpoint}"


def make_request(old: int, checkpoint: Checkpoint, read: ReadHash) -> Request:
    """Return the request for a witness that saw `old` entries; raises LogError if it saw more."""
    return Request(old, tuple(consistency_proof(old, checkpoint.size, read)), checkpoint)


def parse_request(text: str) -> Request:
    """Read a request; raises LogError that says what is wrong."""
    head, blank, rest = text.partition("\n\n")
    first, *lines = head.split("\n")
    found = _OLD.fullmatch(first)
    if not blank or found is None:
        raise LogError("request: must begin with a line 'old SIZE', a proof and an empty line")
    return Request(int(found[1]), read_hashes(lines), parse_checkpoint(rest))


def consider(
    request: Request,
    *,
    seen: Checkpoint | None,
    log_key: VerifierKey,
    key: SigningKey,
    now: datetime,
) -> Checkpoint:
    """Return the checkpoint cosigned, if it continues `seen`, the last one that was cosigned.

    Keep what is returned before giving it away: it is the next `seen`. Raises LogError if the
    checkpoint is not of this log or not signed by it, if it starts from another size than `seen`,
    or if the proof does not hold: then the log was rewritten or cut.
    """
    if key.kind is not Kind.WITNESS:
        raise LogError("key: must be the key of a witness")
    require_log(request.checkpoint, log_key)
    size, root = (seen.size, seen.root) if seen else (0, EMPTY_ROOT)
    if request.checkpoint.size < size:
        raise LogError(
            f"witness: {size} entries were seen before, the checkpoint knows only "
            f"{request.checkpoint.size}: the log was cut, or the checkpoint is an old one"
        )
    if request.old != size:
        raise LogError(f"witness: the request must start from {size} entries, as last seen")
    if not proves_consistency(
        request.proof,
        old=size,
        old_root=root,
        new=request.checkpoint.size,
        new_root=request.checkpoint.root,
    ):
        raise LogError(
            f"witness: the log does not continue the {size} entries that were seen before: it was "
            "rewritten"
        )
    return cosign(request.checkpoint, key, now=now)


def write_hashes(hashes: Sequence[bytes]) -> str:
    """Write a proof: one hash a line, base64."""
    return "".join(f"{base64.b64encode(each).decode()}\n" for each in hashes)


def read_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """Read a proof; raises LogError for a line that is no hash, or for too many."""
    if len(lines) > MAX_HASHES:
        raise LogError(f"proof: more than {MAX_HASHES} lines")
    return tuple(map(_read_hash, lines))


def _read_hash(line: str) -> bytes:
    try:
        plain = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        plain = b""
    if len(plain) != HASH_BYTES:
        raise LogError("proof: every line must be 32 bytes in base64")
    return plain
