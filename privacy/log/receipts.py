"""Proofs of one entry as a text that can be verified alone (C2SP tlog-proof).

The entry itself travels as the extra data of the proof; its hash is what the proof is about.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint, parse_checkpoint
from privacy.log.leaves import MAX_LEAF_BYTES
from privacy.log.notes import MAX_NOTE_BYTES
from privacy.log.proofs import ReadHash, inclusion_proof, proves_inclusion
from privacy.log.tree import leaf_hash
from privacy.log.witness import read_hashes, write_hashes

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MAX_PROOF_CHARS = MAX_NOTE_BYTES + 2 * MAX_LEAF_BYTES
_EXTRA = re.compile(r"extra ([A-Za-z0-9+/]+=*)")
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class EntryProof:
    """That `leaf` is entry number `index` (from 0) of the log at this checkpoint."""

    leaf: bytes = field(repr=False)
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        extra = base64.b64encode(self.leaf).decode()
        hashes = write_hashes(self.hashes)
        return f"{FIRST_LINE}\nextra {extra}\nindex {self.index}\n{hashes}\n{self.checkpoint}"


def prove(leaf: bytes, position: int, checkpoint: Checkpoint, read: ReadHash) -> EntryProof:
    """Return the proof for the entry at `position` (from 1).

    Raises LogError if the checkpoint does not cover it, or if the log contradicts the checkpoint.
    """
    hashes = inclusion_proof(position - 1, checkpoint.size, read)
    made = EntryProof(leaf, position - 1, tuple(hashes), checkpoint)
    if not holds(made):
        raise LogError("proof: the log contradicts the checkpoint; verify the log")
    return made


def holds(proof: EntryProof) -> bool:
    """Tell whether the entry is in the tree of the checkpoint, whoever signed that."""
    return proves_inclusion(
        proof.hashes,
        index=proof.index,
        size=proof.checkpoint.size,
        leaf=leaf_hash(proof.leaf),
        root=proof.checkpoint.root,
    )


def parse_proof(text: str) -> EntryProof:
    """Read a proof that carries its entry; raises LogError that says what is wrong."""
    if len(text) > MAX_PROOF_CHARS:
        raise LogError(f"proof: longer than {MAX_PROOF_CHARS} characters")
    head, _, rest = text.partition("\n\n")
    lines = head.split("\n")
    extra = _EXTRA.fullmatch(lines[1]) if len(lines) > 2 else None
    index = _INDEX.fullmatch(lines[2]) if len(lines) > 2 else None
    if lines[0] != FIRST_LINE or extra is None or index is None:
        raise LogError(f"proof: must begin with {FIRST_LINE}, the entry and its index")
    try:
        leaf = base64.b64decode(extra[1], validate=True)
    except (binascii.Error, ValueError):
        raise LogError("proof: the entry is not base64") from None
    return EntryProof(leaf, int(index[1]), read_hashes(lines[3:]), parse_checkpoint(rest))
