"""The receipt as a QR code: where the report is followed, and the hash of what was sent."""


def drawn(address: str, content_sha256: str) -> str:
    """Draw an address with a hash behind it, an SVG for a page; dark on white on any screen.

    The hash stands in the fragment, which no browser sends: a server's log never learns it.
    """
    # Few look at it; no other page waits for the import.
    import segno

    code = segno.make_qr(f"{address}#sha256={content_sha256}", error="m")
    return code.svg_inline(dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)
