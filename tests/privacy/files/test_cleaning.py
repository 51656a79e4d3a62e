"""Whatever real programs plant in a file is gone, and what can be seen of it stays."""

import io
import re
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from privacy.files import Cleaned, Kind, Removed, clean
from tests.privacy.files import made

EVERYTHING = {
    "jpeg": (made.jpeg, Kind.JPEG),
    "png": (made.png, Kind.PNG),
    "gif": (made.gif, Kind.PNG),
    "webp": (made.webp, Kind.JPEG),
    "heic": (made.heic, Kind.JPEG),
    "pdf": (made.pdf, Kind.PDF),
}


def unpacked(content: bytes) -> bytes:
    """Return a file and whatever in it can be inflated, in lower case."""
    inner = [content]
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            inner.append(zlib.decompressobj().decompress(content[match.start() :]))
        except zlib.error:
            continue
    return b"\n".join(inner).lower()


def words_left(content: bytes) -> list[str]:
    found = unpacked(content)
    wide = [word for word in made.WORDS if word.encode("utf-16-be") in found]
    return wide + [word for word in made.WORDS if word.encode() in found]


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_that_was_planted_survives(name: str) -> None:
    make, kind = EVERYTHING[name]
    planted = make()
    assert words_left(planted), "nothing was planted"
    cleaned = clean(planted)
    assert cleaned.kind is kind
    assert words_left(cleaned.content) == []


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "heic"])
def test_its_sender_is_told_that_place_and_camera_were_removed(name: str) -> None:
    cleaned = clean(EVERYTHING[name][0]())
    assert {Removed.LOCATION, Removed.DEVICE, Removed.PEOPLE} <= set(cleaned.removed)


def test_a_file_that_tells_nothing_is_said_to_have_lost_nothing() -> None:
    for form in ("JPEG", "PNG", "GIF", "WEBP"):
        assert clean(made.saved(made.picture(), form)).removed == ()
    assert clean(b"Seen at the gate.\n").removed == ()


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.content))


@pytest.mark.parametrize(
    ("orientation", "corner"),
    # Where the corner that was at the upper left is seen, by Exif 2.32, tag 274.
    [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))],
)
def test_a_picture_is_turned_as_its_camera_was_held(
    orientation: int, corner: tuple[int, int]
) -> None:
    image = opened(clean(made.jpeg(orientation)))
    assert image.size == ((80, 120) if orientation in {6, 8} else (120, 80))
    at = tuple(5 + part * (side - 11) for part, side in zip(corner, image.size, strict=True))
    red, green, blue = image.getpixel(at)  # type: ignore[misc, arg-type]
    assert red > 150
    assert green < 80
    assert blue < 80


def test_a_large_picture_is_made_smaller_and_its_sender_is_told() -> None:
    cleaned = clean(made.saved(Image.new("RGB", (4500, 900), "green"), "JPEG"))
    assert max(opened(cleaned).size) == 4096
    assert cleaned.removed == (Removed.SMALLER,)


def test_what_can_be_seen_through_is_put_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert opened(clean(made.saved(clear, "WEBP"))).getpixel((5, 5)) == (255, 255, 255)
    assert opened(clean(made.saved(clear, "PNG"))).getpixel((5, 5)) == (0, 0, 0, 0)


@settings(max_examples=25, derandomize=True)
@given(
    word=st.text("abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=30),
    form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    tag=st.sampled_from([0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0xC4A5]),
)
def test_no_word_in_any_tag_survives(word: str, form: str, tag: int) -> None:
    tags = made.exif()
    tags[tag] = word
    planted = made.saved(made.picture(24, 24), form, exif=tags.tobytes())
    assert word.encode() in planted
    cleaned = clean(planted)
    assert word.encode() not in unpacked(cleaned.content)
    assert cleaned.removed


def test_a_document_can_do_nothing_any_more_and_shows_the_same() -> None:
    cleaned = clean(made.pdf())
    assert {
        *(Removed.SCRIPTS, Removed.FORMS, Removed.LINKS, Removed.NOTES, Removed.ATTACHMENTS),
        *(Removed.PEOPLE, Removed.HIDDEN),
    } <= set(cleaned.removed)
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        (page,) = document.pages
        assert "/Annots" not in page.obj
        assert "/Info" not in document.trailer
        drawn = page.Contents.read_bytes()
        assert b"Seen at the gate" in drawn
        assert b"/Im0 Do" in drawn
        assert page.Resources.XObject.Im0.read_raw_bytes().startswith(b"\xff\xd8\xff\xdb")
        assert opened(Cleaned(Kind.JPEG, page.Resources.XObject.Im0.read_raw_bytes())).size
    said = unpacked(cleaned.content)
    assert b"filled in" in said, "what was filled in is to be seen still"
    for word in (b"/javascript", b"/launch", b"/uri", b"/acroform", b"/xfa", b"/embeddedfile"):
        assert word not in said


def test_a_text_is_its_characters_and_nothing_else() -> None:
    cleaned = clean("\ufeffOne\r\ntwo\u202e\x07 three\u200b".encode())
    assert (cleaned.content, cleaned.removed) == (b"One\ntwo three", (Removed.CONTROLS,))
    assert clean("Straße".encode("utf-16")).content == "Straße".encode()


def test_what_was_cleaned_is_clean() -> None:
    for make, _kind in EVERYTHING.values():
        once = clean(make())
        assert clean(once.content).removed == ()
