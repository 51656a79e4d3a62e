"""A ranker as two files that hold numbers and words about them, never code.

``weights.npz`` holds plain arrays (NumPy's format, read with pickle forbidden), ``manifest.json``
what they are, where they come from, and the SHA-256 of the arrays.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from triage.calibration import Calibration
from triage.errors import ArtefactError
from triage.learning.encoding import N_FEATURES
from triage.learning.facts import N_FACTS
from triage.learning.ranker import Ranker
from triage.learning.weighing import TermWeights

FORMAT = 3
ARRAYS = "weights.npz"
MANIFEST = "manifest.json"
MAX_BYTES = 8 * 2**20
"""No file of this format is larger; a larger one is not read."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a ranker comes from.

    Attributes
    ----------
    data_sha256 : str
        Of the ids and labels that it learned from, as the caller counts them.
    set_version : str
        Id and version of the definition set.
    code_version : str
        Of the toolkit.
    seed : int
    metrics : mapping
        Names and numbers, for example ``{"recall_at_10": 0.71}``.
    """

    data_sha256: str
    set_version: str
    code_version: str
    seed: int
    metrics: Mapping[str, float] = field(default_factory=dict)


def save(ranker: Ranker, provenance: Provenance, folder: Path) -> str:
    """Write both files into a folder, which is made; return the SHA-256 of the arrays."""
    data = pack(ranker)
    digest = hashlib.sha256(data).hexdigest()
    manifest = {
        "format": FORMAT,
        "sha256": digest,
        "intercept": ranker.intercept,
        "prior_share": ranker.prior_share,
        "calibration": None if ranker.calibration is None else asdict(ranker.calibration),
        "data_sha256": provenance.data_sha256,
        "set_version": provenance.set_version,
        "code_version": provenance.code_version,
        "seed": provenance.seed,
        "metrics": dict(provenance.metrics),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ARRAYS).write_bytes(data)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", "utf-8")
    return digest


def load(folder: Path) -> tuple[Ranker, Provenance]:
    """Read a ranker.

    Raises
    ------
    ArtefactError
        If a file is missing, was changed after it was written, holds anything but numbers, or is
        of a format that this version does not know.
    """
    manifest = _manifest(folder / MANIFEST)
    data = _bytes(folder / ARRAYS)
    if hashlib.sha256(data).hexdigest() != manifest.get("sha256"):
        raise ArtefactError(
            f"{ARRAYS} is not the file that {MANIFEST} describes: it was changed or damaged. "
            "Take both from a backup, or train the model again."
        )
    try:
        provenance = Provenance(
            str(manifest["data_sha256"]),
            str(manifest["set_version"]),
            str(manifest["code_version"]),
            int(manifest["seed"]),
            {str(name): float(value) for name, value in manifest["metrics"].items()},
        )
        intercept, share = float(manifest["intercept"]), float(manifest["prior_share"])
        curve = manifest["calibration"]
        calibration = None if curve is None else calibration_of(curve)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArtefactError(f"{MANIFEST} lacks a field or holds a wrong one.") from error
    ranker = unpack(data, intercept=intercept, prior_share=share)
    return replace(ranker, calibration=calibration), provenance


def pack(ranker: Ranker) -> bytes:
    """Return the arrays of a ranker as the bytes of an npz file, the same for the same ranker."""
    # Of truths, places are found five times as fast as of numbers.
    used = np.flatnonzero(ranker.weights != 0).astype(np.int32)
    arrays = {
        "width": np.array([len(ranker.weights)], np.int32),
        "columns": used,
        "weights": ranker.weights[used].astype(np.float32),
        "terms": _rounded(ranker.terms),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, array, allow_pickle=False)
            # A ranker that learns on is packed after each decision: harder takes thrice the time.
            packed = zipfile.ZIP_DEFLATED, 1
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue(), *packed)
    return buffer.getvalue()


# A ranker that learns on has the terms of what was judged.
@lru_cache(maxsize=1)
def _rounded(terms: TermWeights) -> Any:
    return terms.values.astype(np.float16)


def calibration_of(found: Mapping[str, Any]) -> Calibration:
    """Return the curve a manifest holds; raises KeyError, TypeError or ValueError for others."""
    return Calibration(
        tuple(map(float, found["knots"])),
        tuple(map(float, found["log_odds"])),
        float(found["slope_below"]),
        float(found["slope_above"]),
    )


def unpack(data: bytes, *, intercept: float, prior_share: float) -> Ranker:
    """Return the ranker of packed arrays; anything that is not what it should be is refused."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            width = int(arrays["width"][0])
            columns, values = arrays["columns"], arrays["weights"]
            terms = arrays["terms"].astype(np.float32)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, EOFError, IndexError) as error:
        raise ArtefactError(
            f"{ARRAYS} does not hold the plain arrays of a ranker. Nothing of it was run."
        ) from error
    _check(width, columns, values, terms)
    weights = np.zeros(width, np.float32)
    weights[columns] = values
    return Ranker(weights, intercept, TermWeights(terms), prior_share)


def _check(width: int, columns: Any, values: Any, terms: Any) -> None:
    is_whole = (
        width in (N_FEATURES, N_FEATURES + N_FACTS)
        and columns.dtype.kind == "i"
        and values.dtype.kind == "f"
        and columns.shape == values.shape == (len(columns),)
        and terms.shape == (N_FEATURES,)
        and (not len(columns) or (columns.min() >= 0 and columns.max() < width))
        and bool(np.isfinite(values).all() and np.isfinite(terms).all())
    )
    if not is_whole:
        raise ArtefactError(f"{ARRAYS} holds arrays of another shape or kind than a ranker has.")


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(path))
    except ValueError as error:
        raise ArtefactError(f"{path.name} is not JSON.") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ArtefactError(f"{path.name} is of a format that this version does not know.")
    return found


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise ArtefactError(f"{path.name} is missing.")
    if path.stat().st_size > MAX_BYTES:
        raise ArtefactError(f"{path.name} is larger than any model of this toolkit.")
    return path.read_bytes()
