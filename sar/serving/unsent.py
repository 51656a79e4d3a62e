"""What somebody typed and could not send, kept in the answer so that it can be sent once more.

A sign-in ends after a time without activity, and pages that are never cached come back empty when
one goes back to them: without this an hour of typing is lost.
"""

import json

from flask import request
from werkzeug.exceptions import HTTPException

# What is typed on these pages are passwords and codes.
_SECRETIVE = frozenset({"accounts", "own", "people"})

Fields = list[tuple[str, str]]


def kept() -> Fields:
    """Return the fields that this request sent, to be sent once more; none if that is not safe.

    Only what a page of ours sent is kept, which the browser vouches for (W3C Fetch Metadata): the
    fields of another site would otherwise be sent in the viewer's name. A file cannot be kept.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if request.method != "POST" or not is_ours or request.blueprint in _SECRETIVE:
        return []
    try:
        has_files, fields = bool(request.files), request.form
    except HTTPException:  # it is too large, or was cut off
        return []
    if has_files:
        return []
    return [pair for pair in fields.items(multi=True) if pair[0] != "csrf_token"]


def packed(fields: Fields) -> str:
    """Return `fields` as one value, which travels through the sign-in; "" for none."""
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def unpacked(text: str) -> Fields:
    """Return the fields that `packed` made `text` of; none if it did not."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        return []
