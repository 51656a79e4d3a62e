"""What is drawn in a PDF document: pictures and instructions, without what they tell beside it."""

import io
from collections.abc import Set
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
_RESOURCES = frozenset(
    {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet"}
)
# The operators that draw (ISO 32000-2, table A.1), without those of marked content and of
# compatibility, which only carry names and words.
_OPERATORS = frozenset(
    {
        *("b", "B", "b*", "B*", "BI", "BT", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "ET"),
        *("f", "F", "f*", "G", "g", "gs", "h", "i", "j", "J", "K", "k", "l", "m", "M", "n", "q"),
        *("Q", "re", "RG", "rg", "ri", "s", "S", "SC", "sc", "SCN", "scn", "sh", "T*", "Tc"),
        *("Td", "TD", "Tf", "Tj", "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "v", "w", "W", "W*"),
        *("y", "'", '"'),
    }
)
_JPEG = b"\xff\xd8\xff"
_CODED = frozenset({"/DCTDecode", "/JPXDecode"})
_INLINE_CODED = frozenset({"/DCTDecode", "/DCT"})


def redraw(drawn: Any) -> None:
    """Clean an object of a document in place; what draws nothing is left as it is.

    Raises an error of pikepdf or Pillow for what cannot be read.
    """
    import pikepdf

    _keep_resources(_key(drawn, "/Resources"))
    subtype = _key(drawn, "/Subtype")
    if subtype == pikepdf.Name.Type3:
        # A font whose letters are drawn by instructions.
        for each in drawn.get("/CharProcs", {}).values():
            redraw_page(each)
    if not isinstance(drawn, pikepdf.Stream):
        return
    if subtype == pikepdf.Name.Image or _is_coded(drawn):
        keep_only(drawn, _IMAGE)
        _recode(drawn)
    elif subtype == pikepdf.Name.Form:
        keep_only(drawn, _FORM)
        _rewrite(drawn)
    elif _key(drawn, "/PatternType") == 1:
        _rewrite(drawn)


def redraw_page(content: Any) -> None:
    """Clean the instructions that draw a page, or a letter, in place."""
    import pikepdf

    if isinstance(content, pikepdf.Stream):
        keep_only(content, _STREAM)
        _rewrite(content)


def _keep_resources(resources: Any) -> None:
    """Keep what a page can draw with; of objects to draw only pictures and forms."""
    import pikepdf

    if not isinstance(resources, pikepdf.Dictionary):
        return
    keep_only(resources, _RESOURCES)
    drawable = resources.get("/XObject")
    if isinstance(drawable, pikepdf.Dictionary):
        shown = {"/Image", "/Form"}
        keep_only(
            drawable,
            {name for name, each in drawable.items() if str(_key(each, "/Subtype")) in shown},
        )


def _is_coded(drawn: Any) -> bool:
    return bool(_CODED & {str(each) for each in _listed(drawn.get("/Filter"))})


def keep_only(dictionary: Any, names: Set[str]) -> None:
    """Drop every entry of a dictionary, or of a stream's, that is not listed."""
    for name in set(dictionary.keys()) - names:
        del dictionary[name]


def _key(drawn: Any, name: str) -> Any:
    import pikepdf

    return drawn.get(name) if isinstance(drawn, pikepdf.Dictionary | pikepdf.Stream) else None


def _recode(image: Any) -> None:
    """Drop what a coded picture tells, by its segments or else from its pixels."""
    import pikepdf

    if not _is_coded(image):
        if image.read_raw_bytes().startswith(_JPEG):
            raise ValueError("a coded picture that says it is none")
        return
    if [str(each) for each in _listed(image.get("/Filter"))] == ["/DCTDecode"]:
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
    """Write instructions anew: those that draw, without comments and pictures that may tell."""
    import pikepdf

    kept = [each for each in pikepdf.parse_content_stream(drawn) if _draws(each)]
    drawn.write(pikepdf.unparse_content_stream(kept))


def _draws(instruction: Any) -> bool:
    import pikepdf

    if isinstance(instruction, pikepdf.ContentStreamInlineImage):
        filters = {str(each) for each in instruction.iimage.filters}
        return not _INLINE_CODED & filters
    return str(instruction.operator) in _OPERATORS


def _listed(value: Any) -> list[Any]:
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
