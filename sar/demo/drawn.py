"""Drawn pictures for a few of the demo's reports: a fence, a gate, a lamp, and nobody in them."""

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from privacy.files import Limits, clean
from privacy.keyring import Keyring
from sar.actors import Actor
from sar.attachments import service
from sar.attachments.receiving import Prepared, Sent
from sar.outside.scanner import Verdict

_SIZE = (800, 600)
_GROUND = 420
# The Exif directory of places, and what it holds (CIPA DC-008, GPS Info): a made-up place in
# Lake Michigan, so that there is something to be removed.
_GPS, _PLACE = 0x8825, {1: "N", 2: (42.0, 0.0, 0.0), 3: "W", 4: (87.0, 0.0, 0.0)}


def draw(rng: Random) -> bytes:
    """Return a picture as a phone would send it, with the place in its Exif data."""
    sky = tuple(rng.randint(20, 190) for _ in range(3))
    image = Image.new("RGB", _SIZE, sky)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, _GROUND, *_SIZE), fill=(70, 78, 62))
    _draw_fence(pen, gap=rng.randrange(4, 28))
    lamp = rng.randrange(80, 720)
    pen.line((lamp, 160, lamp, _GROUND), fill=(40, 42, 46), width=10)
    pen.ellipse((lamp - 26, 130, lamp + 26, 182), fill=(250, 226, 150))
    exif = Image.Exif()
    exif.get_ifd(_GPS).update(_PLACE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def _draw_fence(pen: ImageDraw.ImageDraw, *, gap: int) -> None:
    """Draw a fence of 32 posts with a hole where two of them are missing."""
    for number in range(32):
        if number not in (gap, gap + 1):
            left = number * 25
            pen.rectangle((left, 280, left + 8, _GROUND + 40), fill=(120, 122, 128))
    pen.line((0, 300, gap * 25, 300), fill=(150, 152, 158), width=6)
    pen.line(((gap + 2) * 25, 300, 800, 300), fill=(150, 152, 158), width=6)


def attach(
    session: Session, receipt: str, number: int, *, actor: Actor, now: datetime, keyring: Keyring
) -> None:
    """Add a drawn picture to a report of the actor's own; the same one for the same number."""
    rng = Random(f"picture {number}")  # noqa: S311  Demo data, not a secret.
    sent = Sent(draw(rng), f"IMG_{number:04}.jpg")
    prepared = Prepared(clean(sent.content, Limits()), sent.mark, Verdict.CLEAN, sent.name)
    report = service.open_report(session, receipt, actor=actor, is_locked=True)
    service.add(session, report, prepared, service.Terms(keyring, 1), actor=actor, now=now)
