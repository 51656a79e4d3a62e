"""Leaves: the bytes that are hashed, one leaf for each thing that was done."""

import json
from collections.abc import Mapping
from typing import TypeAlias

from privacy.errors import LogError

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

# A bundle of entries writes the length of each in two bytes (C2SP tlog-tiles, "Log entries").
MAX_LEAF_BYTES = 65_535


def leaf_bytes(fields: Mapping[str, JSON]) -> bytes:
    """Write the fields as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises
    ------
    LogError
        If a value is not JSON (NaN and lone surrogates included), or if it is too long.
    """
    try:
        text = json.dumps(
            fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        leaf = text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        raise LogError("leaf: a value cannot be written as JSON") from None
    if len(leaf) > MAX_LEAF_BYTES:
        raise LogError(f"leaf: longer than {MAX_LEAF_BYTES} bytes")
    return leaf


def position_in(leaf: bytes) -> int | None:
    """Return the position that a leaf says it has, counted from 1; None if it says none."""
    try:
        fields = json.loads(leaf.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    position = fields.get("position") if isinstance(fields, dict) else None
    return position if type(position) is int else None
