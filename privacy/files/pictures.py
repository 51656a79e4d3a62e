"""Pictures: their pixels, turned upright, and nothing else of the file."""

import io
import warnings
from typing import TYPE_CHECKING

from privacy.files.cleaned import Cleaned, Limits, Removed, in_order
from privacy.files.hidden import hidden_in
from privacy.files.kinds import Kind
from privacy.files.refusals import FileRefusedError, Refusal

if TYPE_CHECKING:
    from PIL import Image

# At this quality of Pillow's scale (1 to 95) a plate that can be read before can be read after.
JPEG_QUALITY = 88
# Pictures without loss are mostly screenshots, in which letters matter: they stay without loss.
_LOSSLESS = frozenset({"PNG", "GIF"})


def clean_picture(content: bytes, limits: Limits, *, reader: str) -> Cleaned:
    """Return the picture as JPEG or PNG, made of its pixels alone.

    `reader` is the only one of Pillow's readers that may look at it. Of several pictures in one
    file the first is kept.

    Raises
    ------
    FileRefusedError
        If it has too many pixels, or cannot be read to its end.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is odd in a file; what matters here is whether it can be read.
            warnings.simplefilter("ignore")
            return _rebuilt(content, limits, reader)
    except (FileRefusedError, MemoryError):
        raise
    except Exception:
        # A reader meets hostile bytes in more ways than it has kinds of errors.
        raise FileRefusedError(Refusal.DAMAGED) from None


def _rebuilt(content: bytes, limits: Limits, reader: str) -> Cleaned:
    from PIL import Image, ImageOps

    if reader == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=[reader])
    except Image.DecompressionBombError:
        raise FileRefusedError(Refusal.TOO_MANY_PIXELS) from None
    if image.width * image.height > limits.max_pixels:
        raise FileRefusedError(Refusal.TOO_MANY_PIXELS)
    if reader == "JPEG":
        # Decoded at a half or a quarter of its size, if that is still large enough.
        image.draft("RGB", (limits.max_side, limits.max_side))
    is_large = max(image.size) > limits.max_side
    image.load()
    removed = hidden_in(image, content, reader)
    if is_large:
        image.thumbnail((limits.max_side, limits.max_side), Image.Resampling.LANCZOS)
        removed.add(Removed.SMALLER)
    return _encoded(
        ImageOps.exif_transpose(image), removed, limits, is_lossless=reader in _LOSSLESS
    )


def _encoded(
    image: "Image.Image", removed: set[Removed], limits: Limits, *, is_lossless: bool
) -> Cleaned:
    if is_lossless:
        content = _saved(image.convert("RGBA" if image.has_transparency_data else "RGB"), "PNG")
        if len(content) <= limits.max_bytes:
            return Cleaned(Kind.PNG, content, in_order(removed))
    return Cleaned(Kind.JPEG, _saved(_on_white(image), "JPEG"), in_order(removed))


def _on_white(image: "Image.Image") -> "Image.Image":
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _saved(image: "Image.Image", form: str) -> bytes:
    # Some of what was read beside the pixels would be written again.
    image.info.clear()
    stream = io.BytesIO()
    image.save(stream, form, quality=JPEG_QUALITY, optimize=form == "PNG")
    return stream.getvalue()
