"""Signed checkpoints as files: what the privacy officer keeps outside the database."""

import json

from privacy.errors import LogError
from privacy.log import Checkpoint

_FORMAT = "sar-checkpoint-v1"
_TEXTS = ("head", "signed_at", "key_id", "signature")


def dump_checkpoint(checkpoint: Checkpoint) -> str:
    """Write a checkpoint as JSON text."""
    plain = {
        "format": _FORMAT,
        "size": checkpoint.size,
        **{name: getattr(checkpoint, name) for name in _TEXTS},
    }
    return json.dumps(plain, indent=2) + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read what `dump_checkpoint` wrote; whether it is genuine is for its signature to say.

    Raises LogError if the text is no such checkpoint; the message names the field.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise LogError("checkpoint: not JSON") from None
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise LogError(f"checkpoint: the format must be {_FORMAT}")
    size = plain.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise LogError("checkpoint: size must be a whole number from 1")
    for name in _TEXTS:
        if not isinstance(plain.get(name), str):
            raise LogError(f"checkpoint: {name} must be a text")
    return Checkpoint(size, *(plain[name] for name in _TEXTS))
