"""Files with planted words where cameras, phones and office programs write theirs."""

import io
import random
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

WORDS = ("zorblat", "quackenbush", "serial-9917-xyz", "41,52,27")
SERIAL = "serial-9917-xyz"
NAME = "Zorblat Quackenbush"
GPS_DEGREES = (41.0, 52.0, 27.0)
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    b' exif:GPSLatitude="41,52,27N" dc:creator="Zorblat Quackenbush"/></rdf:RDF></x:xmpmeta>'
)


def picture(width: int = 120, height: int = 80, seed: int = 3) -> Image.Image:
    """Make a picture whose left upper corner is red, with some noise."""
    made = Image.frombytes(
        "RGB", (width, height), random.Random(seed).randbytes(width * height * 3)
    )
    made.paste((200, 20, 20), (0, 0, width // 4, height // 4))
    return made


def exif(orientation: int = 1) -> Image.Exif:
    """Make Exif data that tells maker, serial number, owner, place, time and words."""
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x013B] = "Maker", SERIAL, NAME
    made[0x0112], made[0x0132] = orientation, "2026:03:01 10:00:00"
    made[0x010E] = f"Caption of {NAME}"
    made.get_ifd(0x8769).update({0xA431: SERIAL, 0x927C: b"maker note " + NAME.encode()})
    made.get_ifd(0x8825).update({1: "N", 2: GPS_DEGREES, 3: "W", 4: (87.0, 38.0, 11.0)})
    return made


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Save a picture as Pillow does."""
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def jpeg(orientation: int = 1, *, image: Image.Image | None = None) -> bytes:
    """Make a JPEG with Exif, XMP, a comment, a color profile, an IPTC block, and a ZIP after it."""
    made = saved(
        image or picture(),
        "JPEG",
        exif=exif(orientation),
        xmp=XMP,
        comment=NAME,
        icc_profile=b"profile of " + NAME.encode(),
    )
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x18\x1c\x02\x5a\x00\x13" + NAME.encode()
    )
    segment = b"\xff\xed" + (len(iptc) + 3).to_bytes(2, "big") + iptc + b"\x00"
    return made[:2] + segment + made[2:] + b"PK\x03\x04 a packed file of " + NAME.encode()


def png(chunks: int = 1) -> bytes:
    """Make a PNG with Exif and text chunks, compressed ones too."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", NAME, zip=True)
    for number in range(chunks):
        info.add_text(f"Author{number}", NAME)
    return saved(picture(), "PNG", exif=exif(), pnginfo=info)


def gif() -> bytes:
    """Make a GIF of two pictures with a comment."""
    frames = [picture(seed=each).convert("P") for each in (1, 2)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=NAME.encode())


def webp() -> bytes:
    """Make a WebP with Exif and XMP."""
    return saved(picture(), "WEBP", exif=exif().tobytes(), xmp=XMP)


def heic() -> bytes:
    """Make a HEIC file with Exif, as a phone does."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture(), "HEIF", exif=exif().tobytes(), quality=60)


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    """Make a PDF that tells and does whatever a PDF can."""
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 200))
        page = made.pages[0]
        page.Contents = made.make_stream(
            b"% comment of Zorblat Quackenbush\n/Span <</ActualText (Zorblat)>> BDC "
            b"q 120 0 0 80 10 10 cm /Im0 Do Q EMC BT /F1 12 Tf 20 150 Td (Seen at the gate) Tj ET"
        )
        image = made.make_stream(jpeg().rpartition(b"PK\x03\x04")[0])
        for key, value in _image_keys(made).items():
            image[key] = value
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im0=image), Font=pikepdf.Dictionary(F1=font)
        )
        _add_actions(made, page)
        made.docinfo["/Author"] = NAME
        made.attachments["secret.txt"] = NAME.encode()
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [NAME]
        stream = io.BytesIO()
        encryption = pikepdf.Encryption(user=password, owner="o") if password else False
        made.save(stream, encryption=encryption, compress_streams=not password)
        return stream.getvalue() + b"\n<html>Zorblat</html>"


def _image_keys(made: pikepdf.Pdf) -> dict[str, Any]:
    return {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 120,
        "/Height": 80,
        "/ColorSpace": pikepdf.Name.DeviceRGB,
        "/BitsPerComponent": 8,
        "/Filter": pikepdf.Name.DCTDecode,
        "/Metadata": made.make_stream(XMP),
        "/PieceInfo": pikepdf.Dictionary(Program=pikepdf.String(NAME)),
    }


def _add_actions(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    script = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{NAME}')")
    )
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("quackenbush.exe"))
    address = pikepdf.String("https://quackenbush.example")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    rect = pikepdf.Array([10, 10, 100, 40])
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, Rect=rect,
        T=pikepdf.String(NAME), V=pikepdf.String("filled in"), F=4, A=launch,
        DA=pikepdf.String("/Helv 10 Tf 0 g"),
    )  # fmt: skip
    widget = made.make_indirect(field)
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=rect, Contents=pikepdf.String(NAME)
    )
    linked = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=rect, A=link
    )
    page.obj.Annots = made.make_indirect(pikepdf.Array([widget, note, linked]))
    page.obj.AA = pikepdf.Dictionary(O=script)
    made.Root.OpenAction = script
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([widget]), XFA=pikepdf.String(NAME), NeedAppearances=True
    )
