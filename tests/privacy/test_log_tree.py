"""The Merkle tree and its proofs: published vectors, the definition itself, and no other proof."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import LogError
from privacy.log.proofs import (
    consistency_proof,
    inclusion_proof,
    proves_consistency,
    proves_inclusion,
)
from privacy.log.tree import EMPTY_ROOT, Edge, edge_of, grow, leaf_hash, read_edge, root
from tests.privacy.log_trees import leaves_of, mth, path, subproof

# The eight leaves and their roots in the tests of Certificate Transparency's reference log
# (google/certificate-transparency, merkletree tests), in hex.
VECTORS = (
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
        "606162636465666768696a6b6c6d6e6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
)
LEAVES = [bytes.fromhex(leaf) for leaf, _ in VECTORS]
# Of the same tests: consistency from 6 to 8 leaves.
FROM_6_TO_8 = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)


def reader(leaves):
    """Read subtree hashes as the entries keep them: with the leaf that completes the subtree."""
    edge, kept = Edge(), []
    for leaf in leaves:
        edge, completed = grow(edge, leaf_hash(leaf))
        kept.append(completed)
    return lambda level, number: kept[((number + 1) << level) - 1][level]


def test_the_published_vectors_of_the_tree():
    assert root(Edge()) == EMPTY_ROOT
    for size, (_, expected) in enumerate(VECTORS, 1):
        assert root(edge_of(LEAVES[:size])).hex() == expected
    assert [each.hex() for each in consistency_proof(6, 8, reader(LEAVES))] == [*FROM_6_TO_8]


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65])
def test_every_root_and_proof_is_that_of_the_definition_and_is_accepted(size):
    leaves = leaves_of(size)
    read, whole = reader(leaves), root(edge_of(leaves))
    assert whole == mth(leaves)
    for index in range(size):
        proof = inclusion_proof(index, size, read)
        assert proof == path(index, leaves)
        leaf = leaf_hash(leaves[index])
        assert proves_inclusion(proof, index=index, size=size, leaf=leaf, root=whole)
    for old in range(size + 1):
        proof = consistency_proof(old, size, read)
        assert proof == (subproof(old, leaves, b=True) if old else [])
        before = mth(leaves[:old])
        assert proves_consistency(proof, old=old, old_root=before, new=size, new_root=whole)


@pytest.mark.parametrize("size", range(1, 14))
def test_no_other_index_size_leaf_or_proof_is_accepted(size):
    leaves = leaves_of(size)
    read, whole = reader(leaves), root(edge_of(leaves))
    for index in range(size):
        proof, leaf = inclusion_proof(index, size, read), leaf_hash(leaves[index])
        for other in (n for n in range(-1, size + 2) if n != index):
            assert not proves_inclusion(proof, index=other, size=size, leaf=leaf, root=whole)
        for wrong in spoiled(proof):
            assert not proves_inclusion(wrong, index=index, size=size, leaf=leaf, root=whole)
        assert not proves_inclusion(proof, index=index, size=size, leaf=bytes(32), root=whole)
        assert not proves_inclusion(proof, index=index, size=size, leaf=leaf, root=bytes(32))


@pytest.mark.parametrize("new", range(14))
def test_no_other_older_tree_is_accepted(new):
    leaves = leaves_of(new)
    read, whole = reader(leaves), mth(leaves)
    for old in range(new + 1):
        proof, before = consistency_proof(old, new, read), mth(leaves[:old])

        def holds(hashes, old=old, before=before, after=whole):
            return proves_consistency(hashes, old=old, old_root=before, new=new, new_root=after)

        for other in (n for n in range(-1, new + 2) if n != old):
            assert not holds(proof, old=other)
        assert not holds(proof, before=bytes(32))
        assert not holds(proof, after=bytes(32)) or old == 0
        assert not any(holds(wrong) for wrong in spoiled(proof))


def spoiled(proof):
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]
    for place in range(len(proof)):
        yield proof[:place] + proof[place + 1 :]
        yield [*proof[:place], bytes(32), *proof[place + 1 :]]


@given(st.integers(0, 3000), st.integers(0, 3000), st.randoms(use_true_random=False))
def test_a_rewritten_tree_never_continues_the_old_one(one, other, draw: random.Random):
    old, new = sorted((one % 400 + 1, other % 400 + 1))
    leaves = leaves_of(new)
    before, place = mth_fast(leaves[:old]), draw.randrange(old)
    forged = [*leaves[:place], b"forged", *leaves[place + 1 :]]
    proof = consistency_proof(old, new, reader(forged))
    after = mth_fast(forged)
    assert not proves_consistency(proof, old=old, old_root=before, new=new, new_root=after)


def mth_fast(leaves):
    return root(edge_of(leaves))


def test_an_edge_is_stored_and_read_and_refused_if_it_does_not_fit():
    edge = edge_of(leaves_of(13))
    assert read_edge(13, bytes(edge)) == edge
    assert read_edge(0, b"") == Edge()
    for size, stored in ((12, bytes(edge)), (13, bytes(edge)[1:]), (-1, b""), (2**63, bytes(32))):
        with pytest.raises(LogError, match="edge"):
            read_edge(size, stored)


def test_what_cannot_be_proved_is_refused():
    read = reader(leaves_of(5))
    for index, size in ((-1, 5), (5, 5), (0, 0), (2**63, 2**63 + 1), (1, 2**63)):
        with pytest.raises(LogError, match="no such entry"):
            inclusion_proof(index, size, read)
    for old, new in ((6, 5), (-1, 5), (1, 2**63)):
        with pytest.raises(LogError, match="larger"):
            consistency_proof(old, new, read)
