"""What a picture file tells beside its pixels, so that its sender can be told what was removed.

Nothing here decides what is removed: everything is. What cannot be read counts as hidden data.
"""

from typing import TYPE_CHECKING, Any

from privacy.files.cleaned import Removed

if TYPE_CHECKING:
    from PIL import Image

# Tags of Exif 2.32 (CIPA DC-008), sections 4.6.4 to 4.6.6: the main directory and the one of Exif.
_EXIF = 0x8769
_GPS = 0x8825
_PREVIEW = 1
_TAGS = {
    **dict.fromkeys((0x010F, 0x0110, 0x0131, 0x013C), Removed.DEVICE),
    **dict.fromkeys((0xA431, 0xA433, 0xA434, 0xA435), Removed.DEVICE),
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011), Removed.TIMES),
    **dict.fromkeys((0x013B, 0x8298, 0xA430, 0x9C9D), Removed.PEOPLE),
    **dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), Removed.COMMENTS),
    **dict.fromkeys((0x927C, 0xA420), Removed.HIDDEN),
}
# Names that XMP (ISO 16684-1) and IPTC's photo metadata standard give to the same things.
_XMP = {
    b"GPSL": Removed.LOCATION,
    b"photoshop:City": Removed.LOCATION,
    b"Iptc4xmpCore:Location": Removed.LOCATION,
    b"tiff:Model": Removed.DEVICE,
    b"SerialNumber": Removed.DEVICE,
    b"dc:creator": Removed.PEOPLE,
    b"dc:rights": Removed.PEOPLE,
    b"dc:description": Removed.COMMENTS,
    b"dc:subject": Removed.COMMENTS,
    b"CreateDate": Removed.TIMES,
}
# With what a whole file ends: JPEG (ITU-T T.81, B.2), PNG (W3C PNG, 5.6), GIF89a (27).
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "GIF": b"\x3b"}
# Keys under which Pillow keeps what belongs to the pixels.
_OF_PIXELS = frozenset(
    {
        *("jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe", "adobe_transform"),
        *("dpi", "gamma", "srgb", "transparency", "background", "version", "interlace"),
        *("progressive", "progression", "duration", "loop", "timestamp", "extension"),
        *("primary", "bit_depth", "default_image", "aspect", "chromaticity", "bbox"),
        *("thumbnails", "depth_images", "aux", "original_orientation", "chroma"),
    }
)
_NAMED = {
    "icc_profile": Removed.COLORS,
    "comment": Removed.COMMENTS,
    "photoshop": Removed.HIDDEN,
    "mp": Removed.HIDDEN,
}


def hidden_in(image: "Image.Image", content: bytes, reader: str) -> set[Removed]:
    """Return what stands in a loaded picture's file beside its pixels."""
    found = {_NAMED.get(key, Removed.HIDDEN) for key in _telling(image.info)}
    found |= _in_exif(image) if image.info.get("exif") else set()
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    raw = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    found |= {what for name, what in _XMP.items() if name in raw}
    if raw:
        found.add(Removed.HIDDEN)
    if getattr(image, "text", None):
        found.add(Removed.COMMENTS)
    if getattr(image, "n_frames", 1) > 1:
        found.add(Removed.FRAMES)
    if _has_tail(content, reader):
        found.add(Removed.TRAILING)
    return found


def _telling(info: dict[Any, Any]) -> set[str]:
    named = {str(key) for key, value in info.items() if value not in (None, b"", "", [], {})}
    return named - _OF_PIXELS - {"exif", "xmp", "XML:com.adobe.xmp"}


def _in_exif(image: "Image.Image") -> set[Removed]:
    try:
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF)
        found = {what for tag, what in _TAGS.items() if tag in exif or tag in inner}
        if exif.get_ifd(_GPS):
            found.add(Removed.LOCATION)
        if exif.get_ifd(_PREVIEW):
            found.add(Removed.PREVIEW)
    except Exception:
        # What a phone wrote wrongly is removed all the same.
        return {Removed.HIDDEN}
    return found


def _has_tail(content: bytes, reader: str) -> bool:
    if reader == "WEBP":
        return len(content) > int.from_bytes(content[4:8], "little") + 9
    end = _ENDS.get(reader)
    return end is not None and not content.rstrip(b"\x00").endswith(end)
