"""Signed notes, checkpoints and witnesses: published ones are read, and nothing else passes."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.errors import LogError
from privacy.log.checkpoints import (
    cosign,
    merge,
    parse_checkpoint,
    require_log,
    signed_by,
)
from privacy.log.leaves import leaf_bytes, position_in
from privacy.log.notes import (
    Kind,
    Note,
    SigningKey,
    VerifierKey,
    parse_note,
    parse_verifier_key,
    sign,
    signers,
)
from privacy.log.tree import Edge, grow, leaf_hash
from privacy.log.witness import consider, make_request, parse_request
from tests.privacy.log_trees import KEY, NOW, OTHER_KEY, checkpoint_of, leaves_of

# The key and the note in the documentation of golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
# A checkpoint of a public test log of Certificate Transparency with the cosignature of a public
# witness, and the keys of both; the first signature is of a kind that is not known here.
CT_LOG = "arche2025h1.staging.ct.transparency.dev"
CT_KEY = f"{CT_LOG}+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
CT_CHECKPOINT = (
    f"{CT_LOG}\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
    f"\u2014 {CT_LOG} zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwt"
    "EroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    f"\u2014 {CT_LOG} ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA2"
    "3oHP7Ry1k3ZFWwQ=\n"
    "\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobW"
    "X9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
)
WITNESS = SigningKey("witness.example/w1", bytes(range(9, 41)), Kind.WITNESS)
LEAVES = leaves_of(20)


def test_the_note_of_the_reference_implementation_is_read_and_verified():
    key, note = parse_verifier_key(NEUMANN), parse_note(NEUMANN_NOTE)
    assert [each.key for each in signers(note, [key])] == [key]
    assert (str(key), str(note)) == (NEUMANN, NEUMANN_NOTE)


def test_a_checkpoint_and_a_cosignature_of_public_logs_are_verified():
    log, witness = parse_verifier_key(CT_KEY), parse_verifier_key(WITNESS_KEY)
    checkpoint = parse_checkpoint(CT_CHECKPOINT)
    require_log(checkpoint, log)
    (found,) = signed_by(checkpoint, [witness])
    assert found.signed_at == datetime.fromtimestamp(0x6A122120, UTC)
    assert str(checkpoint) == CT_CHECKPOINT


def test_a_note_that_says_anything_else_is_refused():
    key = parse_verifier_key(NEUMANN)
    changed = parse_note(NEUMANN_NOTE.replace("answer", "Answer"))
    with pytest.raises(LogError, match="PeterNeumann does not fit"):
        signers(changed, [key])
    # The first four bytes only say whose signature it is: by nobody that is known.
    assert signers(parse_note(NEUMANN_NOTE.replace("x08go", "y08go")), [key]) == []
    other = VerifierKey(key.name, bytes(range(32)))
    assert signers(parse_note(NEUMANN_NOTE), [other]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n",
        "a\n\n",
        "a\n\nb\n",
        NEUMANN_NOTE[:-1],
        NEUMANN_NOTE + "\n",
        NEUMANN_NOTE.replace("\n", "\r\n"),
        NEUMANN_NOTE.replace("\u2014 P", "- P"),
        "\n\n" + NEUMANN_NOTE[-99:],
        NEUMANN_NOTE.replace("x08go", "x08g*"),
        NEUMANN_NOTE.replace("PeterNeumann ", "Peter+N "),
        "a\n\n\u2014 name AAAAAA==\n",
        "\n\n\u2014 name AAAAAAA=\n",
        "a\n\n" + "\u2014 name AAAAAAA=\n" * 101,
        "a" * 100_001,
    ],
    ids=range(16),
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(LogError, match="note: "):
        parse_note(text)


def test_a_hundred_signatures_are_read():
    assert len(parse_note("a\n\n" + "\u2014 name AAAAAAA=\n" * 100).signatures) == 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+b",
        "a+00000000+",
        NEUMANN.replace("c74f", "C74F"),
        NEUMANN.replace("c74f", "c74e"),
        NEUMANN.replace("Peter", "Pet er"),
        NEUMANN[:-4],
        NEUMANN.replace("+AR", "+CR"),
        NEUMANN + "*",
    ],
    ids=range(10),
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(LogError, match="key"):
        parse_verifier_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b", "x" * 201])
def test_a_key_needs_a_name_that_a_note_can_carry(name):
    with pytest.raises(LogError, match="key name"):
        VerifierKey(name, bytes(32))


def test_a_key_has_32_bytes_and_keeps_its_secret():
    with pytest.raises(LogError, match="32 bytes"):
        VerifierKey("a", bytes(31))
    assert "seed" not in repr(KEY)
    assert "signed" not in repr(checkpoint_of(LEAVES).note.signatures[0])


@settings(max_examples=40)
@given(st.text("ab\u00e4\u4e00 .", min_size=1).map(lambda text: text + "."), st.booleans())
def test_what_is_signed_is_verified_and_by_no_other_key(text, is_witness):
    key = WITNESS if is_witness else KEY
    note = parse_note(str(Note(text + "\n", (sign(text + "\n", key, now=NOW),))))
    (found,) = signers(note, [OTHER_KEY.verifier, key.verifier])
    assert found.key == key.verifier
    assert found.signed_at == (NOW if is_witness else None)
    with pytest.raises(LogError, match="does not fit"):
        signers(dataclasses.replace(note, text=text + "!\n"), [key.verifier])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n20\n", "\n020\n"),
        ("\n20\n", "\n-20\n"),
        ("\n20\n", "\n\u0662\u0660\n"),
        ("\n20\n", "\n\n"),
        ("\n20\n", "\n9223372036854775808\n"),
        ("=\n\n", "\n\n"),
        ("=\n\n", "==\n\n"),
        ("=\n\n", "=\n\n\n"),
        ("test.example/log\n", "\n"),
        ("test.example/log\n", ""),
    ],
    ids=range(10),
)
def test_what_is_no_checkpoint_is_refused(old, new):
    text = str(checkpoint_of(LEAVES))
    assert parse_checkpoint(text).size == 20
    assert old in text
    with pytest.raises(LogError):
        parse_checkpoint(text.replace(old, new, 1))


def test_a_checkpoint_of_another_log_or_key_is_refused():
    made = checkpoint_of(LEAVES)
    require_log(made, KEY.verifier)
    with pytest.raises(LogError, match="not signed by"):
        require_log(made, OTHER_KEY.verifier)
    with pytest.raises(LogError, match="another log"):
        require_log(made, dataclasses.replace(KEY.verifier, name="other.example/log"))


def test_signatures_of_copies_are_united_and_of_each_key_the_newest_stays():
    made = checkpoint_of(LEAVES)
    once = cosign(made, WITNESS, now=NOW)
    twice = cosign(once, WITNESS, now=NOW + timedelta(hours=1))
    assert len(once.note.signatures) == len(twice.note.signatures) == 2
    assert merge(made, once) == once
    (found,) = signed_by(merge(once, twice), [WITNESS.verifier])
    assert found.signed_at == NOW + timedelta(hours=1)
    with pytest.raises(LogError, match="not copies"):
        merge(made, checkpoint_of(LEAVES[:-1]))


def reader(leaves):
    edge, kept = Edge(), []
    for leaf in leaves:
        edge, completed = grow(edge, leaf_hash(leaf))
        kept.append(completed)
    return lambda level, number: kept[((number + 1) << level) - 1][level]


def ask(request, seen, key=WITNESS):
    return consider(request, seen=seen, log_key=KEY.verifier, key=key, now=NOW)


def test_a_witness_signs_a_log_as_it_grows():
    seen = None
    for size in (0, 3, 3, 8, 20):
        made = checkpoint_of(LEAVES[:size])
        asked = make_request(seen.size if seen else 0, made, reader(LEAVES))
        assert parse_request(str(asked)) == asked
        seen = ask(asked, seen)
        assert signed_by(seen, [WITNESS.verifier])[0].signed_at == NOW
        require_log(seen, KEY.verifier)


def test_a_witness_signs_no_rewritten_and_no_shorter_log():
    seen = ask(make_request(0, checkpoint_of(LEAVES[:8]), reader(LEAVES)), None)
    forged = [leaf_bytes({"position": 1, "action": "x"}), *LEAVES[1:]]
    for size in (8, 9, 20):
        asked = make_request(8, checkpoint_of(forged[:size]), reader(forged))
        with pytest.raises(LogError, match="rewritten"):
            ask(asked, seen)
    with pytest.raises(LogError, match="the log was cut"):
        ask(make_request(5, checkpoint_of(LEAVES[:5]), reader(LEAVES)), seen)
    for old in (0, 7, 9):
        with pytest.raises(LogError, match="start from 8"):
            ask(make_request(old, checkpoint_of(LEAVES), reader(LEAVES)), seen)
    unsigned = make_request(8, checkpoint_of(LEAVES, OTHER_KEY), reader(LEAVES))
    with pytest.raises(LogError, match="not signed"):
        ask(unsigned, seen)
    with pytest.raises(LogError, match="key of a witness"):
        ask(make_request(8, checkpoint_of(LEAVES), reader(LEAVES)), seen, key=KEY)


REQUEST = str(make_request(8, checkpoint_of(LEAVES), reader(LEAVES)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 8",
        REQUEST.replace("old 8", "old 08"),
        REQUEST.replace("old 8", "8"),
        REQUEST.replace("old 8\n", "old 8\nAAAA\n"),
        REQUEST.replace("old 8\n", "old 8\n" + ("A" * 43 + "=\n") * 64),
        REQUEST.replace("\n20\n", "\nx\n"),
    ],
    ids=range(7),
)
def test_what_is_no_request_is_refused(text):
    with pytest.raises(LogError):
        parse_request(text)


utf8 = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | utf8,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(utf8, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(utf8, json_values, max_size=5), st.integers(1, 2**63))
def test_leaf_bytes_do_not_depend_on_the_order_of_keys_and_tell_their_position(fields, position):
    fields["position"] = position
    turned = dict(reversed(fields.items()))
    assert leaf_bytes(fields) == leaf_bytes(turned)
    assert position_in(leaf_bytes(fields)) == position


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"bytes", {1, 2}, "\ud800", object(), "x" * 65_536]
)
def test_what_cannot_be_a_leaf_is_refused_without_being_quoted(value):
    with pytest.raises(LogError, match="leaf") as caught:
        leaf_bytes({"reason": value})
    assert caught.value.__cause__ is None


def test_the_longest_leaf_fits_a_bundle():
    assert len(leaf_bytes({"a": "x" * (65_535 - 8)})) == 65_535


@pytest.mark.parametrize(
    "leaf",
    [b"", b"{}", b"[1]", b"\xff", b'{"position":"1"}', b'{"position":true}', b"[" * 100_000],
    ids=range(7),
)
def test_a_leaf_that_tells_no_position_has_none(leaf):
    assert position_in(leaf) is None
