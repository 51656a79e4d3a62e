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
from thinc.api import Model

from privacy.errors import ModelError
from privacy.model.lexicon import Lexicon
from privacy.model.network import LABELS, make_network

FORMAT = 1
"""Grows when the features or the network change, so that an older file is refused by name."""

NUMBERS, MANIFEST = "names.npz", "manifest.json"


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained network with the lexicon it was trained on."""

    network: Model[Any, Any]
    lexicon: Lexicon


def save(trained: Trained, folder: Path, facts: Mapping[str, object]) -> None:
    """Write a model with its manifest; the same model gives the same bytes.

    The network's numbers are rounded to 16 bits.
    """
    arrays = {name: value.astype(np.float16) for name, value in _parameters(trained.network)}
    buffer = io.BytesIO()
    np.savez(buffer, hashes=trained.lexicon.hashes, bits=trained.lexicon.bits, **arrays)
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
        network = make_network()
        _fill(network, arrays)
    return Trained(network, lexicon)


@cache
def shipped() -> Trained:
    """Load the model that comes with this package, once in a process."""
    return load(files("privacy.model").joinpath("data"))


def _parameters(network: Model[Any, Any]) -> list[tuple[str, Any]]:
    return [
        (f"{name}{index}", node.get_param(name))
        for index, node in enumerate(_nodes(network))
        for name in node.param_names
    ]


def _nodes(network: Model[Any, Any]) -> list[Model[Any, Any]]:
    """Return the parts of the network that hold numbers; dropout adds parts that hold none."""
    return [node for node in network.walk() if node.param_names]


def _fill(network: Model[Any, Any], arrays: Mapping[str, Any]) -> None:
    network.initialize()
    for index, node in enumerate(_nodes(network)):
        for name in node.param_names:
            node.set_param(name, arrays[f"{name}{index}"].astype(np.float32))
