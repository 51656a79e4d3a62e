"""A clean file as an answer: seen in the browser or saved by it, and never a page of this site."""

from flask import Response

from sar.reports.attached import Attached

# Whatever is in the file, nothing in it runs or loads anything (W3C CSP Level 3, "sandbox").
_POLICY = "default-src 'none'; sandbox"


def given(receipt: str, file: Attached, content: bytes) -> Response:
    """Return the answer that holds a file; a picture is shown, anything else is saved."""
    name = f"{receipt}-{file.number}{file.kind.suffix}"
    response = Response(content, mimetype=file.kind)
    response.headers["Content-Disposition"] = (
        f'{"inline" if file.kind.is_picture else "attachment"}; filename="{name}"'
    )
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
