"""Tests of signed releases: what a manifest vouches for, and every way in which it does not."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import DefinitionSet
from indicators.errors import DefinitionError, ReleaseError
from indicators.loading import dump_set, parse_set, shipped_sets
from indicators.release_keys import (
    dump_private_key,
    dump_public_key,
    key_id_of,
    make_key,
    needs_password,
    parse_private_key,
    parse_public_keys,
)
from indicators.releases import Manifest, dump_manifest, parse_manifest, sign, verify

KEY, OTHER = make_key(bytes(32)), make_key(bytes([1] * 32))
TRUSTED = {key_id_of(KEY.public_key()): KEY.public_key()}
NOW = datetime(2026, 3, 2, 15, 30, 15, 250, tzinfo=UTC)
SETS = shipped_sets()[:2]
MANIFEST = sign(SETS, KEY, issued_at=NOW)


def refusal(manifest: Manifest, sets: Any = SETS, trusted: Any = TRUSTED) -> str:
    with pytest.raises(ReleaseError) as caught:
        verify(manifest, sets, trusted=trusted)
    assert caught.value.remedy
    return caught.value.problem


def test_what_was_signed_is_accepted_in_any_order_style_and_zone() -> None:
    again = parse_manifest(dump_manifest(MANIFEST), name="manifest.json")
    assert again == MANIFEST
    verify(again, [parse_set(dump_set(each), name="copy") for each in reversed(SETS)],
           trusted=TRUSTED)  # fmt: skip
    elsewhere = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert sign(reversed(SETS), KEY, issued_at=elsewhere) == MANIFEST
    plain = json.loads(dump_manifest(MANIFEST))
    plain["sets"].reverse()
    shuffled = json.dumps(dict(reversed(plain.items())))
    assert parse_manifest(shuffled, name="manifest.json") == MANIFEST


def test_a_key_that_is_not_trusted_is_named() -> None:
    manifest = sign(SETS, OTHER, issued_at=NOW)
    assert f"key {key_id_of(OTHER.public_key())}, which is not trusted" in refusal(manifest)
    assert "not trusted" in refusal(MANIFEST, trusted={})


def test_a_signature_of_another_key_under_a_trusted_name_is_wrong() -> None:
    forged = replace(sign(SETS, OTHER, issued_at=NOW), key_id=MANIFEST.key_id)
    assert "signature is not that of this manifest" in refusal(forged)


def test_a_set_that_is_missing_added_or_given_twice_is_named() -> None:
    one, other = SETS
    assert f"nsi-behaviours {other.version} is in the manifest, and was not" in refusal(
        MANIFEST, [one]
    )
    alone = sign([one], KEY, issued_at=NOW)
    assert f"nsi-behaviours {other.version} is not in the manifest" in refusal(alone)
    assert "given twice" in refusal(MANIFEST, [one, one])
    with pytest.raises(ReleaseError, match="given twice"):
        sign([one, one], KEY, issued_at=NOW)
    with pytest.raises(ReleaseError, match="no set to sign"):
        sign([], KEY, issued_at=NOW)


def changed(definition_set: DefinitionSet) -> DefinitionSet:
    return replace(definition_set, title=definition_set.title + "!")


def test_a_set_with_another_content_is_named_with_both_hashes() -> None:
    one, other = SETS
    problem = refusal(MANIFEST, [one, changed(other)])
    assert f"nsi-behaviours {other.version} is not what was signed" in problem
    assert other.sha256[:12] in problem
    assert changed(other).sha256[:12] in problem


@settings(derandomize=True, max_examples=200)
@given(st.data())
def test_no_change_of_a_manifest_is_accepted(data: st.DataObject) -> None:
    text = dump_manifest(MANIFEST)
    at = data.draw(st.integers(0, len(text) - 1))
    written = text[:at] + data.draw(st.sampled_from('0aZ9"{,\n +/=')) + text[at + 1 :]
    try:
        read = parse_manifest(written, name="manifest.json")
    except DefinitionError:
        return
    if read != MANIFEST:
        refusal(read)


BAD: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("another format", lambda plain: plain.update(format="sar-release-2"), "format"),
    ("an unknown key", lambda plain: plain.update(note="x"), "'note' is not known"),
    ("no signature", lambda plain: plain.pop("signature"), "'signature' is missing"),
    ("half a signature", lambda plain: plain.update(signature="AAAA"), "signature"),
    ("a hash that is none", lambda plain: plain["sets"][0].update(sha256="x"), "sets[0].sha256"),
    ("a set twice", lambda plain: plain["sets"].append(plain["sets"][0]), "named twice"),
    ("no such time", lambda plain: plain.update(issued_at="2026-02-30T10:00:00+00:00"), "no such"),
]


@pytest.mark.parametrize(("what", "change", "words"), BAD, ids=[row[0] for row in BAD])
def test_what_is_no_manifest_is_refused_with_its_place(
    what: str, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    plain = json.loads(dump_manifest(MANIFEST))
    change(plain)
    with pytest.raises(DefinitionError) as caught:
        parse_manifest(json.dumps(plain), name="manifest.json")
    assert words in str(caught.value)
    assert str(caught.value).startswith("manifest.json: ")


def test_keys_are_pem_and_several_public_ones_stand_in_one_file() -> None:
    text = b"# ours\n" + dump_public_key(KEY.public_key()) + dump_public_key(OTHER.public_key())
    keys = parse_public_keys(text, name="keys.pem")
    assert list(keys) == [key_id_of(KEY.public_key()), key_id_of(OTHER.public_key())]
    assert f"Key {MANIFEST.key_id}" in text.decode()
    again = parse_private_key(dump_private_key(KEY), name="key.pem")
    assert sign(SETS, again, issued_at=NOW) == MANIFEST


def test_a_private_key_may_have_a_password() -> None:
    pem = KEY.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret words"),
    )
    assert needs_password(pem)
    assert not needs_password(dump_private_key(KEY))
    parse_private_key(pem, name="key.pem", password=b"secret words")
    for password in (None, b"wrong", b""):
        with pytest.raises(ReleaseError, match=r"key.pem: .*password"):
            parse_private_key(pem, name="key.pem", password=password)


def test_other_keys_and_other_files_are_refused_and_not_quoted() -> None:
    rsa = generate_private_key(65537, 1024)
    public = rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    private = rsa.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for read, pem, words in (
        (parse_public_keys, public, "not an Ed25519 key"),
        (parse_public_keys, b"Zq7canary", "no public key"),
        (parse_public_keys, public[:40] + public[60:], "damaged"),
        (parse_private_key, private, "not an Ed25519 key"),
        (parse_private_key, b"Zq7canary", "no private key"),
        (parse_private_key, dump_public_key(KEY.public_key()), "no private key"),
    ):
        with pytest.raises(ReleaseError, match=words) as caught:
            read(pem, name="key.pem")
        assert "canary" not in str(caught.value)
