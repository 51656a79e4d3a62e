"""Files that were made to deceive or to break what reads them."""

import io
import random
import struct
import zlib
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from privacy.files import Kind, Limits, Removed, clean
from privacy.files.apart import clean_apart
from privacy.files.refusals import FileRefusedError, Refusal
from tests.privacy.files import made


def refusal(content: bytes, limits: Limits | None = None) -> Refusal:
    with pytest.raises(FileRefusedError) as caught:
        clean(content, limits or Limits())
    assert str(caught.value).count("\n") == 1, "says what is wrong and what to do"
    return caught.value.reason


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """Make a PNG whose header says what it likes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", Refusal.VIDEO),
        (b"ID3\x03\x00\x00\x00\x00\x00\x21", Refusal.SOUND),
        (b"PK\x03\x04" + bytes(60), Refusal.UNKNOWN),
        (b"MZ" + bytes(60), Refusal.UNKNOWN),
        (b"II*\x00" + bytes(60), Refusal.OTHER_PICTURE),
        (b"BM" + bytes(60), Refusal.OTHER_PICTURE),
        (b"a text with \x00 in it", Refusal.UNKNOWN),
        (b"not UTF-8: \xff\xfe\xfa", Refusal.UNKNOWN),
        (b"\xff\xd8\xff\xe0 this is no photo", Refusal.DAMAGED),
        (b"%PDF-1.7\nthis is no document", Refusal.DAMAGED),
        (png_of(65_000, 65_000), Refusal.TOO_MANY_PIXELS),
        (png_of(2**31 - 1, 1), Refusal.TOO_MANY_PIXELS),
        (png_of(100, 100, b"lying"), Refusal.DAMAGED),
        (made.pdf(password="secret"), Refusal.PROTECTED),
    ],
)
def test_what_is_not_taken_is_refused_with_a_reason(content: bytes, reason: Refusal) -> None:
    assert refusal(content) is reason


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "heic", "pdf"])
def test_a_file_that_was_cut_anywhere_is_refused_or_clean(name: str) -> None:
    whole: bytes = getattr(made, name)()
    for at in range(1, len(whole) - 60, len(whole) // 12):
        try:
            cleaned = clean(whole[:at])
        except FileRefusedError:
            continue
        assert not any(word.encode() in cleaned.content.lower() for word in made.WORDS), at


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "heic", "pdf"])
def test_a_file_whose_bytes_were_changed_is_refused_or_clean(name: str) -> None:
    whole: bytes = getattr(made, name)()
    draw = random.Random(5)
    for number in range(60):
        changed = bytearray(whole)
        for _ in range(draw.choice((1, 3, 10, 50))):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        try:
            cleaned = clean(bytes(changed))
        except FileRefusedError:
            continue
        assert not any(word.encode() in cleaned.content.lower() for word in made.WORDS), number


def test_a_file_of_two_kinds_is_only_the_one_that_was_recognized() -> None:
    photo = clean(made.jpeg())
    assert b"PK\x03\x04" not in photo.content
    assert Removed.TRAILING in photo.removed
    page = clean(made.pdf())
    assert b"html" not in page.content
    assert page.content.rstrip().endswith(b"%%EOF")
    # A page for browsers in front of a document is a text with bytes that no text has.
    assert refusal(b"<html><script>1</script>" + made.pdf()) is Refusal.UNKNOWN
    # A script that is named like a picture is a text, and is kept as one.
    assert clean(b"<svg onload='alert(1)'/>").kind is Kind.TEXT


def test_a_hundred_thousand_chunks_take_no_time() -> None:
    assert clean(made.png(chunks=20_000)).kind is Kind.PNG
    segment = b"\xff\xe5\x00\x10" + b"zorblat" * 2
    plain = made.saved(made.picture(16, 16), "JPEG")
    cleaned = clean(plain[:2] + segment * 100_000 + plain[2:])
    assert b"zorblat" not in cleaned.content


def test_limits_are_limits() -> None:
    limits = Limits()
    assert refusal(made.jpeg(), replace(limits, max_bytes=1000)) is Refusal.TOO_LARGE
    assert refusal(made.jpeg(), replace(limits, max_pixels=100)) is Refusal.TOO_MANY_PIXELS
    assert refusal(made.pdf(pages=3), replace(limits, max_pages=2)) is Refusal.TOO_MANY_PAGES
    assert refusal(b"abc" * 10, replace(limits, max_text_chars=5)) is Refusal.TOO_LONG


def test_a_document_for_which_no_password_is_needed_to_read_is_taken() -> None:
    with pikepdf.open(io.BytesIO(made.pdf())) as document:
        stream = io.BytesIO()
        document.save(stream, encryption=pikepdf.Encryption(owner="secret", user=""))
    cleaned = clean(stream.getvalue())
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        assert not document.is_encrypted


def bomb() -> bytes:
    """Make a small document whose only page unpacks to gigabytes."""
    squeezed = zlib.compress(zlib.compress(bytes(40_000_000), 9), 9)
    with pikepdf.new() as document:
        document.add_blank_page()
        stream = pikepdf.Stream(document, b"")
        both = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        stream.write(squeezed, filter=both)
        document.pages[0].Contents = pikepdf.Array([stream] * 40)
        made_of = io.BytesIO()
        document.save(made_of, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return made_of.getvalue()


def test_a_bomb_ends_its_own_process_only() -> None:
    content = bomb()
    assert len(content) < 100_000
    with pytest.raises(FileRefusedError) as caught:
        clean_apart(content, replace(Limits(), max_memory_bytes=400_000_000))
    assert caught.value.reason is Refusal.TOO_HARD


def test_a_process_of_its_own_gives_the_same_and_says_the_same() -> None:
    assert clean_apart(made.jpeg()) == clean(made.jpeg())
    with pytest.raises(FileRefusedError) as caught:
        clean_apart(b"MZ" + bytes(60))
    assert caught.value.reason is Refusal.UNKNOWN
    with pytest.raises(FileRefusedError) as caught:
        clean_apart(made.jpeg(), replace(Limits(), seconds=0.01))  # type: ignore[arg-type]
    assert caught.value.reason is Refusal.TOO_HARD


def test_a_picture_inside_of_a_document_that_is_coded_twice_loses_its_words() -> None:
    with pikepdf.open(io.BytesIO(made.pdf())) as document:
        image = document.pages[0].Resources.XObject.Im0
        packed = zlib.compress(image.read_raw_bytes())
        both = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        image.write(packed, filter=both)
        stream = io.BytesIO()
        document.save(stream, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    cleaned = clean(stream.getvalue())
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        inner = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert b"Quackenbush" not in inner
    assert Image.open(io.BytesIO(inner)).size == (120, 80)
