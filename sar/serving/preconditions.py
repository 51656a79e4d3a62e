"""Which revision of a report a program has read: what the API says of it, and what comes back."""

from typing import Any

from flask import request

from sar.errors import NotStatedError

ETAG: dict[str, Any] = {
    "ETag": {"description": "The revision of the report.", "schema": {"type": "string"}}
}
IF_MATCH: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": True,
            "schema": {"type": "string"},
            "description": "The ETag of the report as you have read it.",
        }
    ]
}


def etag(revision: int) -> dict[str, str]:
    """Return the header that names the revision of what is answered."""
    return {"ETag": f'"{revision}"'}


def stated_revision() -> int:
    """Return the revision that If-Match names; 0, which no report has, if it names no revision.

    Raises NotStatedError without the header. "*" would match any revision; here it matches none,
    because the point is which one was read.
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise NotStatedError()
    tag = given.strip().removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) <= 9 else 0
