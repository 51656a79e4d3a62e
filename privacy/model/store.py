"""The model's files: its numbers and a manifest that tells what they are; nothing is unpickled."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from privacy.errors import ModelError
from privacy.model.forward import Weights, read_weights
from privacy.model.lexicon import Lexicon
from privacy.model.shape import LABELS

FORMAT = 2
"""Grows when the features or the network change, so that an older file is refused by name."""

NUMBERS, MANIFEST = "names.npz", "manifest.json"


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained network's numbers with the lexicon it was trained on."""

    weights: Weights
    lexicon: Lexicon


def save(
    numbers: Mapping[str, NDArray[Any]],
    lexicon: Lexicon,
    folder: Path,
    facts: Mapping[str, object],
) -> None:
    """Write a model with its manifest; the same model gives the same bytes.

    The network's numbers are rounded to 16 bits.
    """
    arrays: dict[str, Any] = {name: value.astype(np.float16) for name, value in numbers.items()}
    buffer = io.BytesIO()
    np.savez(buffer, hashes=lexicon.hashes, bits=lexicon.bits, **arrays)
    content = buffer.getvalue()
    manifest = {
        "format": FORMAT,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "labels": LABELS,
        **facts,
    }
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(NUMBERS).write_bytes(content)
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    folder.joinpath(MANIFEST).write_text(text, encoding="utf-8")


def load(folder: Traversable) -> Trained:
    """Load a model.

    Raises
    ------
    ModelError
        If a file is missing, was changed, or belongs to another version of the program.
    """
    try:
        manifest = json.loads(folder.joinpath(MANIFEST).read_text("utf-8"))
        content = folder.joinpath(NUMBERS).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError("a file of the model of names is missing or damaged") from error
    if manifest.get("format") != FORMAT:
        raise ModelError("the model of names belongs to another version; train it anew")
    if manifest.get("sha256") != hashlib.sha256(content).hexdigest():
        raise ModelError("the model of names is not the file that its manifest describes")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        lexicon = Lexicon(arrays["hashes"], arrays["bits"])
        return Trained(read_weights(arrays), lexicon)


@cache
def shipped() -> Trained:
    """Load the model that comes with this package, once in a process."""
    return load(files("privacy.model").joinpath("data"))
