"""The statistical recognizer: what is shipped, what it finds, and that it fails closed."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from thinc.api import fix_random_seed

import privacy.model
import privacy.model.component
from privacy import gazetteer
from privacy.errors import ModelError, RedactionError
from privacy.model import features, forward
from privacy.model.answers import Answers
from privacy.model.store import MANIFEST, NUMBERS, load, shipped
from privacy.model.tagging import tag, tag_each
from privacy.redaction import redact
from privacy.training.network import make_network, parameters

DATA = Path(privacy.model.__file__).with_name("data")
MAX_BYTES = 10_000_000


def people(text):
    return [text[f.start : f.end] for f in tag(text, shipped()) if f.label == "PERSON"]


@pytest.mark.parametrize("spelled", [str, str.upper, str.lower])
def test_names_that_no_list_holds_are_found_in_any_case(spelled):
    text = spelled("We saw Zunduru Oshakwele hand the map to Wiktomira at the fence.")
    assert people(text) == [spelled("Zunduru Oshakwele"), spelled("Wiktomira")]


def test_the_shipped_model_is_small_and_tells_where_it_is_from():
    manifest = json.loads((DATA / MANIFEST).read_text("utf-8"))
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= MAX_BYTES
    assert {"seed", "batches", "packages", "wordnet_sha256", "sha256"} <= manifest.keys()
    assert "WordNet" in (DATA / "NOTICE.txt").read_text("utf-8")


def test_nothing_of_the_shipped_model_is_an_object_to_unpickle():
    with np.load(DATA / NUMBERS, allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays} <= {"f", "u"}


@pytest.mark.parametrize("harm", ["a byte", "another version", "no manifest", "no numbers"])
def test_a_damaged_model_is_refused(tmp_path, harm):
    for name in (MANIFEST, NUMBERS):
        shutil.copy(DATA / name, tmp_path / name)
    if harm == "a byte":
        content = bytearray((DATA / NUMBERS).read_bytes())
        content[len(content) // 2] ^= 1
        (tmp_path / NUMBERS).write_bytes(content)
    elif harm == "another version":
        (tmp_path / MANIFEST).write_text('{"format": 0}')
    else:
        (tmp_path / (MANIFEST if harm == "no manifest" else NUMBERS)).unlink()
    with pytest.raises(ModelError):
        load(tmp_path)


@given(
    st.lists(st.sampled_from(["Ana ", "RUIZ", "\n", "'s ", "ß", "1-", "é\u0301", " the gate", "."]))
)
def test_what_is_found_is_in_order_and_inside_the_text(pieces):
    text = "".join(pieces)
    position = 0
    for found in tag(text, shipped()):
        assert position <= found.start < found.end <= len(text)
        assert 0 <= found.probability <= 1 + 1e-5
        position = found.end


def test_a_long_text_is_read_like_its_parts():
    part = "On Monday Maria Lopez spoke to the guard at the north gate about the pump.\n" * 40
    once = [(f.start, f.end) for f in tag(part, shipped())]
    assert len(part.split()) < forward.CHUNK < 10 * len(part.split())
    many = [(f.start, f.end) for f in tag(part * 10, shipped())]
    assert many == [(s + n * len(part), e + n * len(part)) for n in range(10) for s, e in once]


def test_what_is_read_again_in_a_report_is_answered_alike_and_not_asked_twice():
    chance = random.Random(8)
    sentence = "Ana RUIZ saw Lee at the gate , 12 times . \n Mr Oshakwele's map"
    answers = Answers()
    for _ in range(12):
        text = " ".join(chance.choices(sentence.split(" "), k=40))
        again = text.replace("RUIZ", "\ufffc", 1)
        assert tag_each([text, again], shipped(), answers=answers) == tag_each(
            [text, again], shipped()
        )
    asked = len(answers.given)
    tag_each([text], shipped(), answers=answers)
    assert len(answers.given) == asked


def test_no_word_is_remembered_that_is_not_in_the_lists_of_ordinary_words():
    redact("Zunduru Oshakwele told the guard that the GATE of hOpE was open.")
    words = {word for word, *_ in features._ORDINARY}
    assert {"the", "guard", "GATE"} <= words
    assert not {"Zunduru", "Oshakwele", "hOpE"} & words
    assert all(map(gazetteer.is_common, words))


def test_the_answers_without_thinc_are_those_of_the_network_that_was_trained():
    fix_random_seed(3)
    network = make_network()
    network.initialize()
    for node in network.walk():
        for name in node.param_names:
            node.set_param(name, node.get_param(name) + node.ops.xp.float32(0.01))
    rows = np.random.default_rng(3).integers(0, features.N_ROWS, (50, features.N_FEATURES))
    rows = rows.astype(np.int32)
    places = np.arange(50, dtype=np.int32)
    ours = forward.compute(rows, places, forward.read_weights(parameters(network)))
    np.testing.assert_allclose(ours, network.predict(rows), atol=1e-5)


TINY = """
import sys
from pathlib import Path
from privacy.model.lexicon import Known, Lexicon
from privacy.model.store import save
from privacy.training.fitting import Plan, fit
from privacy.training.network import parameters
lexicon = Lexicon.of({"maria": Known.GIVEN, "gate": Known.NOUN | Known.COMMON})
network = fit(Plan(seed=1, n_batches=2), lexicon, Path(sys.argv[1]))
save(parameters(network), lexicon, Path(sys.argv[2]), {"seed": 1})
"""
LINE = (
    '0000000{n} 00 {part} 01 word 0 000 | some meaning; "he left the gate open for the man {n}"\n'
)


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    wordnet = tmp_path / "wordnet"
    wordnet.mkdir()
    for n, part in enumerate(("noun", "verb", "adj", "adv")):
        (wordnet / f"data.{part}").write_text(LINE.format(n=n, part=part[0]))
    written = []
    for hash_seed in ("1", "2"):
        folder = tmp_path / hash_seed
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", TINY, str(wordnet), str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        written.append((folder / NUMBERS).read_bytes())
    assert written[0] == written[1]


def test_redaction_needs_neither_spacy_nor_thinc_and_loads_the_model_only_for_letters():
    program = (
        "import sys; from privacy.redaction import redact\n"
        "redact('12:30'); assert 'privacy.model.store' not in sys.modules\n"
        "redact('Maria Lopez'); assert 'privacy.model.store' in sys.modules\n"
        "assert not {'spacy', 'thinc'} & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_an_installed_pipeline_adds_what_it_finds(tmp_path, monkeypatch):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "quibblefrock"}])
    nlp.to_disk(tmp_path / "own")
    text = "some quibblefrock on the shelf"
    assert redact(text).text == text
    monkeypatch.setenv("SAR_PRIVACY_PIPELINES", str(tmp_path / "own"))
    assert redact(text).text == "some [PERSON 1] on the shelf"


def test_a_pipeline_that_is_not_installed_makes_redaction_fail_closed(monkeypatch):
    monkeypatch.setenv("SAR_PRIVACY_PIPELINES", "no_such_pipeline")
    with pytest.raises(RedactionError, match=re.escape("plugged_names.recognize failed (OSError)")):
        redact("Maria Lopez")


def test_the_recognizer_is_a_component_for_spacy():
    nlp = spacy.blank("en")
    nlp.add_pipe("sar_names")
    document = nlp("Yesterday Maria Lopez waited at the gate.")
    assert [(entity.text, entity.label_) for entity in document.ents] == [("Maria Lopez", "PERSON")]


def test_texts_that_are_read_together_are_read_as_each_alone():
    chance = random.Random(11)
    parts = [*"ABC.,\n 1(", " Maria Lopez ", " met Ahmed Hassan at ", "Springfield", " the gate"]
    texts = ["", "12 34", *("".join(chance.choices(parts, k=12)) for _ in range(40))]
    alone = [tag(text, shipped()) for text in texts]
    together = tag_each(texts, shipped())
    assert any(alone)
    assert [[(f.start, f.end, f.label) for f in each] for each in together] == [
        [(f.start, f.end, f.label) for f in each] for each in alone
    ]
