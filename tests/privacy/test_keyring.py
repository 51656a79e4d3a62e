import dataclasses
import json
import os
import random

import pytest

from privacy.errors import KeyringError
from privacy.keyring import (
    Keyring,
    dump_keyring,
    load_keyring,
    new_keyring,
    parse_keyring,
    rotate,
)

RANDOM_BYTES = random.Random(21).randbytes
KEYRING = new_keyring(RANDOM_BYTES)


def written(path, text=None, *, mode=0o600):
    path.write_text(dump_keyring(KEYRING) if text is None else text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_keyring_survives_writing_and_reading(tmp_path):
    assert parse_keyring(dump_keyring(KEYRING)) == KEYRING
    assert load_keyring(written(tmp_path / "keys")) == KEYRING


@pytest.mark.skipif(os.name != "posix", reason="file modes are checked on POSIX only")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o666])
def test_a_file_that_others_can_read_is_refused_and_the_remedy_told(tmp_path, mode):
    with pytest.raises(KeyringError, match="chmod 600"):
        load_keyring(written(tmp_path / "keys", mode=mode))


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path):
    for path in (tmp_path / "absent", written(tmp_path / "huge", "x" * 1_000_001)):
        with pytest.raises(KeyringError, match="keyring file"):
            load_keyring(path)
    tmp_path.chmod(0o700)
    with pytest.raises(KeyringError, match="keyring file"):
        load_keyring(tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "keys"
    path.write_bytes(b"\xff\xfe")
    path.chmod(0o600)
    with pytest.raises(KeyringError, match="UTF-8"):
        load_keyring(path)


def changed(**fields):
    return json.dumps({**json.loads(dump_keyring(KEYRING)), **fields})


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "format"),
        ("{}", "format"),
        (changed(format="v2"), "format"),
        (changed(masters=[]), "masters"),
        (changed(masters={"m": 5}), "masters"),
        (changed(masters={}), "current"),
        (changed(current="m0"), "current"),
        (changed(current=None), "current"),
        (changed(signing_seed="not base64!"), "signing_seed"),
        (changed(signing_seed=None), "signing_seed"),
        (changed(session_secret="QUJD"), "32 bytes"),
    ],
)
def test_a_malformed_keyring_is_refused_by_the_name_of_the_field(text, field):
    with pytest.raises(KeyringError, match=field):
        parse_keyring(text)


def test_no_secret_may_serve_two_ends():
    with pytest.raises(KeyringError, match="twice"):
        dataclasses.replace(KEYRING, session_secret=KEYRING.lookup_secret)


def test_rotation_adds_a_current_master_and_keeps_the_rest():
    rotated = rotate(KEYRING, RANDOM_BYTES)
    assert rotated.current not in KEYRING.masters
    assert dict(KEYRING.masters).items() <= dict(rotated.masters).items()
    assert rotated.signing_seed == KEYRING.signing_seed


def test_a_rotation_that_draws_an_old_id_is_refused():
    taken = bytes.fromhex(KEYRING.current[1:])
    with pytest.raises(KeyringError, match="taken"):
        rotate(KEYRING, lambda size: taken[:size])


def test_a_keyring_never_shows_itself_and_cannot_be_changed():
    assert repr(KEYRING) == "Keyring()"
    with pytest.raises(TypeError):
        KEYRING.masters["m"] = b""
    masters = {"m": RANDOM_BYTES(32)}
    keyring = Keyring("m", masters, *(RANDOM_BYTES(32) for _ in range(3)))
    masters.clear()
    assert keyring.current in keyring.masters
