"""A log outside the database: what is written, and that nothing can be done to it unnoticed."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.errors import LogError
from privacy.log import exports, receipts, tiles
from privacy.log.checkpoints import parse_checkpoint
from privacy.log.leaves import leaf_bytes
from privacy.log.tree import leaf_hash
from privacy.log.verifying import Entry, verify
from tests.privacy.log_trees import KEY, OTHER_KEY, checkpoint_of, leaves_of, mth


def files_of(leaves, earlier=()):
    files = {}
    exports.write_export(
        leaves,
        files.__setitem__,
        checkpoint=checkpoint_of(leaves),
        earlier=[checkpoint_of(leaves[:n]) for n in earlier],
        key=KEY.verifier,
    )
    return files


class Memory:
    """An export that is held in memory."""

    def __init__(self, files):
        self.files = files

    def read(self, path, limit):
        if path not in self.files or len(self.files[path]) > limit:
            raise LogError(f"export: the file {path} is missing or cannot be read")
        return self.files[path]

    def list(self, folder):
        return (each for each in self.files if each.startswith(folder))


def verdict_of(files, *kept):
    source = Memory(files)
    checkpoint = exports.read_checkpoint(source)
    noted = [checkpoint, *exports.read_earlier(source), *kept]
    return verify(exports.entries(source, checkpoint.size), checkpoints=noted)


# C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles": its two examples.
def test_tiles_stand_where_the_specification_says():
    assert tiles.tile_path(0, 1234067, 256) == "tile/0/x001/x234/067"
    assert tiles.tile_path(2, 0, 1) == "tile/2/000.p/1"
    assert tiles.entries_path(999, 256) == "tile/entries/999"
    assert tiles.entries_path(1000, 3) == "tile/entries/x001/000.p/3"
    paths = [path for path, _ in tiles.tiles([b""] * 70_000)]
    hashes = [path for path in paths if "entries" not in path]
    assert sum(path.startswith("tile/0/") and ".p/" not in path for path in hashes) == 273
    assert [path for path in hashes if not path.startswith("tile/0/") or ".p/" in path] == [
        "tile/1/000", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip


def test_a_tree_of_256_has_a_full_tile_and_one_of_width_one_above_it():
    leaves = leaves_of(256)
    files = dict(tiles.tiles(leaves))
    assert sorted(files) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
    assert files["tile/1/000.p/1"] == mth(leaves)
    assert files["tile/0/000"] == b"".join(map(leaf_hash, leaves))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 600])
def test_what_is_written_is_read_again_and_is_intact(size):
    leaves = leaves_of(size)
    files = files_of(leaves, earlier=[n for n in (0, 1, 255) if n < size])
    verdict = verdict_of(files)
    assert (verdict.is_intact, verdict.size, verdict.root) == (True, size, mth(leaves))
    assert [entry.leaf for entry in exports.entries(Memory(files), size)] == leaves


def test_a_group_beyond_the_end_of_a_log_holds_nothing():
    assert [tiles.width_at(number, 257) for number in range(3)] == [256, 1, 0]


def test_the_largest_bundle_holds_256_of_the_largest_leaves_with_their_lengths():
    assert len(tiles.pack([b"x" * 65_535] * tiles.WIDTH)) == tiles.MAX_BUNDLE_BYTES


def test_proofs_are_made_from_the_tiles():
    leaves = leaves_of(700)
    read = exports.hash_reader(Memory(files_of(leaves)), 700)
    for position in (1, 256, 257, 512, 513, 700):
        proof = receipts.prove(leaves[position - 1], position, checkpoint_of(leaves), read)
        assert receipts.parse_proof(str(proof)) == proof
        assert receipts.holds(proof)


SIZE = 530
LEAVES = leaves_of(SIZE)
FILES = files_of(LEAVES, earlier=(100, 300))
forged = leaf_bytes({"action": "forged", "position": 1})


def honest(leaves):
    """Give the tiles of other leaves, as somebody makes them who can write all files but no key."""
    return FILES | dict(tiles.tiles(leaves))


@pytest.mark.parametrize("place", [0, 1, 127, 255, 256, 511, 512, 529])
def test_an_edit_of_an_entry_is_named_by_its_position(place):
    for position in (place + 1, 7, None):
        leaf = leaf_bytes({"action": "x", "position": position})
        number, at = divmod(place, 256)
        path = tiles.entries_path(number, tiles.width_at(number, SIZE))
        bundle = [*LEAVES[number * 256 : number * 256 + 256]]
        bundle[at] = leaf
        verdict = verdict_of(FILES | {path: tiles.pack(bundle)})
        assert (verdict.is_intact, verdict.first_bad, verdict.size) == (False, place + 1, place)


@pytest.mark.parametrize("place", [0, 255, 256, 400])
def test_a_deletion_an_insertion_and_a_swap_are_named_even_if_all_hashes_are_made_anew(place):
    gone = [*LEAVES[:place], *LEAVES[place + 1 :], leaf_bytes({"position": SIZE})]
    verdict = verdict_of(honest(gone))
    assert (verdict.is_intact, verdict.first_bad) == (False, place + 1)
    assert f"{place + 1} was deleted or moved" in verdict.reason
    more = [*LEAVES[:place], leaf_bytes({"position": 0}), *LEAVES[place:-1]]
    verdict = verdict_of(honest(more))
    assert (verdict.first_bad, "inserted" in verdict.reason) == (place + 1, True)
    swapped = [*LEAVES]
    swapped[place], swapped[place + 9] = swapped[place + 9], swapped[place]
    assert verdict_of(honest(swapped)).first_bad == place + 1


@pytest.mark.parametrize(
    ("place", "first", "last"), [(9, 1, 100), (150, 101, 300), (500, 301, 530)]
)
def test_a_log_rewritten_in_all_its_files_is_found_by_the_next_checkpoint(place, first, last):
    forged = [*LEAVES]
    forged[place] = leaf_bytes({"action": "forged", "position": place + 1})
    verdict = verdict_of(honest(forged))
    assert (verdict.is_intact, verdict.first_bad) == (False, first)
    assert f"{first} to {last}" in verdict.reason


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("tile/")])
def test_every_bit_of_every_file_counts(path):
    content = FILES[path]
    for at in (0, len(content) // 2, len(content) - 1):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert not verdict_of(FILES | {path: changed}).is_intact
    for changed in (content[:-1], content + b"\0", b""):
        assert not verdict_of(FILES | {path: changed}).is_intact
    assert not verdict_of({name: each for name, each in FILES.items() if name != path}).is_intact


def test_a_cut_end_is_noticed_with_a_checkpoint_from_outside_and_honestly_not_without():
    cut = files_of(LEAVES[:200], earlier=(100,))
    assert verdict_of(cut).is_intact
    verdict = verdict_of(cut, checkpoint_of(LEAVES))
    assert (verdict.is_intact, verdict.first_bad, verdict.size) == (False, 201, 200)
    assert "checkpoint knows 530 entries" in verdict.reason


def test_a_higher_hash_that_was_changed_is_named_by_the_entries_under_it():
    wrong = FILES | {"tile/1/000.p/2": bytes(32) + FILES["tile/1/000.p/2"][32:]}
    verdict = verdict_of(wrong)
    assert (verdict.first_bad, "1 to 256" in verdict.reason) == (1, True)
    late = FILES | {"tile/1/000.p/2": FILES["tile/1/000.p/2"][:32] + bytes(32)}
    assert verdict_of(late).first_bad == 257


def test_a_missing_or_cut_bundle_is_named_where_it_begins_to_fail():
    path = "tile/entries/001"
    whole = FILES[path]
    at = len(tiles.pack(LEAVES[256:300]))
    verdict = verdict_of(FILES | {path: whole[: at + 5]})
    assert (verdict.first_bad, verdict.size) == (301, 300)
    verdict = verdict_of({name: each for name, each in FILES.items() if name != path})
    assert (verdict.first_bad, path in verdict.reason) == (257, True)
    assert verdict_of(FILES | {path: whole + b"\0\0"}).first_bad == 513


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=40), max_size=300))
def test_bundles_hold_any_bytes(leaves):
    files = dict(tiles.tiles(leaves))
    read = [
        leaf
        for number in range(-(-len(leaves) // 256))
        for leaf in tiles.unpack(
            files[tiles.entries_path(number, tiles.width_at(number, len(leaves)))],
            tiles.width_at(number, len(leaves)),
        )
    ]
    assert read == leaves


def test_a_folder_and_a_zip_hold_the_same(tmp_path):
    write = exports.write_to_folder(tmp_path / "a" / "b")
    out = io.BytesIO()
    with exports.write_to_zip(out) as write_zip:
        for path, content in FILES.items():
            write(path, content)
            write_zip(path, content)
    (tmp_path / "log.zip").write_bytes(out.getvalue())
    for place in (tmp_path / "a" / "b", tmp_path / "log.zip"):
        with exports.open_export(place) as source:
            assert exports.read_key(source) == KEY.verifier
            assert len(exports.read_earlier(source)) == 2
            checkpoint = exports.read_checkpoint(source)
            assert verify(exports.entries(source, SIZE), checkpoints=[checkpoint]).is_intact
            with pytest.raises(LogError, match="larger"):
                source.read("checkpoint", 10)
            with pytest.raises(LogError, match="missing"):
                source.read("nothing", 10)
    with pytest.raises(LogError, match="new or empty"):
        exports.write_to_folder(tmp_path / "a")


def test_what_is_no_export_is_refused(tmp_path):
    (tmp_path / "text").write_text("hello")
    with pytest.raises(LogError, match="folder or the zip"), exports.open_export(tmp_path / "text"):
        pass
    with pytest.raises(LogError, match="folder or the zip"), exports.open_export(tmp_path / "none"):
        pass
    with exports.open_export(tmp_path) as source, pytest.raises(LogError, match="checkpoint"):
        exports.read_checkpoint(source)
    (tmp_path / "checkpoint").write_bytes(b"\xff")
    with exports.open_export(tmp_path) as source, pytest.raises(LogError, match="UTF-8"):
        exports.read_checkpoint(source)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("checkpoint", str(checkpoint_of(LEAVES)).replace("530", str(2**62)))
    with exports.open_export(tmp_path / "x.zip") as source:
        size = exports.read_checkpoint(source).size
        verdict = verify(exports.entries(source, size))
    assert (verdict.first_bad, verdict.size) == (1, 0)


def test_entries_without_stored_hashes_are_held_against_checkpoints_alone():
    bare = [Entry(leaf, (b"",) * ((n & -n).bit_length())) for n, leaf in enumerate(LEAVES, 1)]
    assert verify(bare, checkpoints=[checkpoint_of(LEAVES)]).is_intact
    assert not verify(bare, checkpoints=[checkpoint_of([*LEAVES[:-1], forged])]).is_intact


PROOF = str(
    receipts.prove(LEAVES[4], 5, checkpoint_of(LEAVES), exports.hash_reader(Memory(FILES), SIZE))
)


@pytest.mark.parametrize(
    "text",
    ["", "c2sp.org/tlog-proof@v1\n", PROOF.replace("@v1", "@v2"), PROOF.replace("extra ", "extra"),
     PROOF.replace("index 4", "index 04"), PROOF.replace("index 4", "index -4"),
     PROOF.replace("extra e", "extra ==e"), PROOF.replace("\n\n", "\n", 1),
     PROOF.replace("index 4\n", "index 4\n" + "A" * 43 + "\n"), PROOF * 4000,
     PROOF.replace("index 4\n", "index 4\n" + ("A" * 43 + "=\n") * 60)],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(LogError):
        receipts.parse_proof(text)


def test_a_proof_of_another_entry_or_index_does_not_hold():
    assert receipts.holds(receipts.parse_proof(PROOF))
    assert not receipts.holds(receipts.parse_proof(PROOF.replace("index 4", "index 5")))
    wrong = receipts.parse_proof(PROOF)
    with pytest.raises(LogError, match="contradicts"):
        receipts.prove(b"{}", 5, wrong.checkpoint, exports.hash_reader(Memory(FILES), SIZE))
    with pytest.raises(LogError, match="no such entry"):
        receipts.prove(b"{}", 531, wrong.checkpoint, exports.hash_reader(Memory(FILES), SIZE))
    assert parse_checkpoint(str(wrong.checkpoint)) == wrong.checkpoint
    assert checkpoint_of(LEAVES, OTHER_KEY).root == wrong.checkpoint.root
