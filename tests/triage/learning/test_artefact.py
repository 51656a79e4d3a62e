import io
import json
from dataclasses import replace

import numpy as np
import pytest

from tests.triage.learning.reports import reports
from triage.calibration import Calibration
from triage.errors import ArtefactError
from triage.learning import Encoder, fit
from triage.learning.artefact import ARRAYS, MANIFEST, Provenance, load, pack, save

TEXTS, LABELS = reports(200)
ROWS = Encoder().encode(TEXTS)
RANKER = replace(fit(ROWS, LABELS), calibration=Calibration((-1.0, 1.0), (-2.0, 2.0), 1.0, 1.0))
PROVENANCE = Provenance("ab" * 32, "nsi-behaviours 2.1.0", "0.1.0", 7, {"recall_at_10": 0.8})


@pytest.fixture
def folder(tmp_path):
    save(RANKER, PROVENANCE, tmp_path)
    return tmp_path


def test_a_stored_ranker_comes_back_and_says_where_it_comes_from(folder):
    ranker, provenance = load(folder)
    assert provenance == PROVENANCE
    assert ranker.calibration == RANKER.calibration
    assert np.allclose(ranker.margins(ROWS), RANKER.margins(ROWS), atol=2e-3)
    assert pack(ranker) == pack(RANKER)
    assert (folder / ARRAYS).stat().st_size < 2 * 2**20


def test_no_word_of_a_report_stands_in_a_file(folder):
    for path in (folder / ARRAYS, folder / MANIFEST):
        data = path.read_bytes()
        assert not [word for word in ("fence", "camera", "pump") if word.encode() in data]


def touch(folder):
    data = bytearray((folder / ARRAYS).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / ARRAYS).write_bytes(data)


def swap_for(data):
    def change(folder):
        from hashlib import sha256

        (folder / ARRAYS).write_bytes(data)
        manifest = json.loads((folder / MANIFEST).read_text())
        manifest["sha256"] = sha256(data).hexdigest()
        (folder / MANIFEST).write_text(json.dumps(manifest))

    return change


def with_code() -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, width=np.array([print], dtype=object), columns=[0], weights=[0.0], terms=[0.0])
    return buffer.getvalue()


def of_another_shape() -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, width=np.array([5]), columns=[7], weights=[1.0], terms=[1.0])
    return buffer.getvalue()


@pytest.mark.parametrize(
    "harm",
    [
        touch,
        swap_for(with_code()),
        swap_for(of_another_shape()),
        swap_for(b"import os"),
        lambda folder: (folder / ARRAYS).unlink(),
        lambda folder: (folder / MANIFEST).write_text("{"),
        lambda folder: (folder / MANIFEST).write_text('{"format": 99}'),
        lambda folder: (folder / MANIFEST).write_text('{"format": 1}'),
    ],
    ids=["touched", "code", "shape", "no archive", "no arrays", "no JSON", "format", "empty"],
)
def test_a_file_that_was_touched_or_is_no_model_is_refused(folder, harm):
    harm(folder)
    with pytest.raises(ArtefactError):
        load(folder)
