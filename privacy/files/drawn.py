"""What is drawn in a PDF document: pictures and instructions, without what they tell beside it."""

import io
from typing import Any

from privacy.files import segments

_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms"})
_IMAGE = _STREAM | {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent"),
    *("/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
}
_FORM = _STREAM | {
    *("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group"),
}
# Marked content (ISO 32000-2, 14.6) draws nothing: it carries names and words.
_MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
# Without one of these there is neither a comment, nor a mark with words, nor an inline picture.
_SIGNS = (b"%", b"BDC", b"DP", b"BI")
_CODED = frozenset({"/DCTDecode", "/JPXDecode"})
_INLINE_CODED = frozenset({"/DCTDecode", "/DCT"})


def redraw(drawn: Any) -> None:
    """Clean an object of a document in place; what draws nothing is left as it is.

    Raises an error of pikepdf or Pillow for what cannot be read.
    """
    import pikepdf

    subtype = _key(drawn, "/Subtype")
    if subtype == pikepdf.Name.Type3:
        # A font whose letters are drawn by instructions.
        for each in drawn.get("/CharProcs", {}).values():
            redraw_page(each)
    if not isinstance(drawn, pikepdf.Stream):
        return
    if subtype == pikepdf.Name.Image:
        keep_only(drawn, _IMAGE)
        _recode(drawn)
    elif subtype == pikepdf.Name.Form:
        keep_only(drawn, _FORM)
        _rewrite(drawn)
    elif subtype == pikepdf.Name.PS:
        # A program for printers: nothing that shows a page runs it.
        drawn.write(b"")
    elif _key(drawn, "/PatternType") == 1:
        _rewrite(drawn)


def redraw_page(content: Any) -> None:
    """Clean the instructions that draw a page, or a letter, in place."""
    import pikepdf

    if isinstance(content, pikepdf.Stream):
        keep_only(content, _STREAM)
        _rewrite(content)


def keep_only(dictionary: Any, names: frozenset[str]) -> None:
    """Drop every entry of a dictionary, or of a stream's, that is not listed."""
    for name in set(dictionary.keys()) - names:
        del dictionary[name]


def _key(drawn: Any, name: str) -> Any:
    import pikepdf

    return drawn.get(name) if isinstance(drawn, pikepdf.Dictionary | pikepdf.Stream) else None


def _recode(image: Any) -> None:
    """Drop what a coded picture tells, by its segments or else from its pixels."""
    import pikepdf

    filters = [str(each) for each in _listed(image.get("/Filter"))]
    if not _CODED & set(filters):
        return
    if filters == ["/DCTDecode"]:
        try:
            kept = segments.without_words(image.read_raw_bytes())
        except ValueError:
            pass
        else:
            parameters = image.get("/DecodeParms")
            image.write(kept, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
            return
    _from_pixels(image)


def _from_pixels(image: Any) -> None:
    import pikepdf

    stream = io.BytesIO()
    pixels = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    pixels.info.clear()
    pixels.save(stream, "JPEG", quality=88)
    image.write(stream.getvalue(), filter=pikepdf.Name.DCTDecode)
    image.Width, image.Height = pixels.size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    for name in ("/Decode", "/SMaskInData"):
        if name in image:
            del image[name]


def _rewrite(drawn: Any) -> None:
    """Write instructions anew without comments, marks, and pictures in them that may tell."""
    import pikepdf

    data = drawn.read_bytes()
    if any(sign in data for sign in _SIGNS):
        kept = [each for each in pikepdf.parse_content_stream(drawn) if not _is_telling(each)]
        drawn.write(pikepdf.unparse_content_stream(kept))


def _is_telling(instruction: Any) -> bool:
    import pikepdf

    if isinstance(instruction, pikepdf.ContentStreamInlineImage):
        filters = {str(each) for each in instruction.iimage.filters}
        return bool(_INLINE_CODED & filters)
    return str(instruction.operator) in _MARKS


def _listed(value: Any) -> list[Any]:
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
