import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import RetentionError, SealError
from privacy.sealing import (
    Keyring,
    Sealed,
    WrappedKey,
    new_keyring,
    new_month_key,
    open_month_key,
    rewrap_month_key,
    rotate,
    seal,
    unseal,
)

RANDOM_BYTES = random.Random(20).randbytes
KEYRING = new_keyring(RANDOM_BYTES)
MONTH = "2031-04"
MONTH_KEY = open_month_key(KEYRING, MONTH, new_month_key(KEYRING, MONTH, random_bytes=RANDOM_BYTES))
CONTEXT = "report 7 narrative"
SECRET = b"Quillfeather stood at the gate"


def sealed(plaintext=SECRET, context=CONTEXT, key=MONTH_KEY):
    return seal(plaintext, month_key=key, context=context, random_bytes=RANDOM_BYTES)


def refuses(sealed_text, *, key=MONTH_KEY, context=CONTEXT):
    with pytest.raises(SealError) as caught:
        unseal(sealed_text, month_key=key, context=context)
    assert "Quillfeather" not in str(caught.value)
    assert caught.value.__cause__ is None


@given(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_is_sealed_opens_with_the_same_key_and_context(plaintext, context):
    assert unseal(sealed(plaintext, context), month_key=MONTH_KEY, context=context) == plaintext


def test_the_same_text_is_sealed_differently_each_time():
    one, two = sealed(), sealed()
    assert not {one.wrapped_key, one.nonce, one.ciphertext} & {
        two.wrapped_key,
        two.nonce,
        two.ciphertext,
    }


@pytest.mark.parametrize("part", ["wrapped_key", "nonce", "ciphertext"])
def test_any_changed_bit_is_noticed(part):
    original = sealed()
    parts = {n: getattr(original, n) for n in ("wrapped_key", "nonce", "ciphertext")}
    for place in range(len(parts[part])):
        changed = bytearray(parts[part])
        changed[place] ^= 1 << (place % 8)
        refuses(Sealed(**{**parts, part: bytes(changed)}))
    refuses(Sealed(**{**parts, part: parts[part][:-1]}))
    refuses(Sealed(**{**parts, part: b""}))


def test_parts_of_two_sealed_texts_do_not_mix():
    one, two = sealed(), sealed()
    refuses(Sealed(two.wrapped_key, one.nonce, one.ciphertext))
    refuses(Sealed(one.wrapped_key, two.nonce, one.ciphertext))


def test_another_context_or_key_does_not_open_it():
    refuses(sealed(), context="report 8 narrative")
    refuses(sealed(), key=RANDOM_BYTES(32))


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_destroyed_or_cut_month_key_opens_nothing(key):
    refuses(sealed(), key=key)


@pytest.mark.parametrize("context", ["", "\ud800"])
def test_a_context_that_binds_nothing_is_refused(context):
    with pytest.raises(SealError, match="context"):
        sealed(context=context)


def test_a_wrong_month_key_seals_nothing():
    with pytest.raises(SealError, match="key"):
        sealed(key=b"short")


def test_a_source_of_randomness_that_runs_dry_is_refused():
    with pytest.raises(SealError, match="random_bytes"):
        seal(b"", month_key=MONTH_KEY, context="c", random_bytes=lambda size: b"")


def test_a_month_key_opens_with_its_month_only():
    wrapped = new_month_key(KEYRING, MONTH, random_bytes=RANDOM_BYTES)
    assert len(open_month_key(KEYRING, MONTH, wrapped)) == 32
    with pytest.raises(SealError):
        open_month_key(KEYRING, "2031-05", wrapped)
    with pytest.raises(RetentionError, match="YYYY-MM"):
        open_month_key(KEYRING, "2031-5", wrapped)


def test_a_month_key_does_not_open_without_its_master_or_when_changed():
    wrapped = new_month_key(KEYRING, MONTH, random_bytes=RANDOM_BYTES)
    with pytest.raises(SealError, match="master"):
        open_month_key(new_keyring(RANDOM_BYTES), MONTH, wrapped)
    with pytest.raises(SealError):
        open_month_key(KEYRING, MONTH, WrappedKey(wrapped.master_id, wrapped.wrapped[:-1] + b"x"))
    with pytest.raises(SealError):
        open_month_key(KEYRING, MONTH, WrappedKey(wrapped.master_id, b""))


def test_a_rewrapped_month_key_is_the_same_key_under_the_new_master():
    wrapped = new_month_key(KEYRING, MONTH, random_bytes=RANDOM_BYTES)
    rotated = rotate(KEYRING, RANDOM_BYTES)
    anew = rewrap_month_key(rotated, MONTH, wrapped, random_bytes=RANDOM_BYTES)
    assert anew.master_id == rotated.current != wrapped.master_id
    assert open_month_key(rotated, MONTH, anew) == open_month_key(KEYRING, MONTH, wrapped)
    without_old = Keyring(
        rotated.current,
        {rotated.current: rotated.masters[rotated.current]},
        rotated.signing_seed,
        rotated.session_secret,
        rotated.lookup_secret,
    )
    assert open_month_key(without_old, MONTH, anew) == open_month_key(KEYRING, MONTH, wrapped)


def test_no_repr_shows_a_key():
    wrapped = new_month_key(KEYRING, MONTH, random_bytes=RANDOM_BYTES)
    assert repr(wrapped) == f"WrappedKey(master_id={wrapped.master_id!r})"
    assert repr(sealed()) == "Sealed()"
