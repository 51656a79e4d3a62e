"""What the parts of an address may be; any other address leads nowhere (404)."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ROW_NUMBER = 2**31 - 1
"""The largest value of the integer columns that number rows."""


class RowNumber(IntegerConverter):
    """A number that a row can have: neither database is asked for a larger one."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW_NUMBER)


class Word(UnicodeConverter):
    """A part without control characters: PostgreSQL takes no NUL, and nothing is named with one."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        # flask-smorest reads the shortest length in braces.
        self.regex = r"[^/\x00-\x1f]{1,}"


def install(app: Flask) -> None:
    """Let every address that is registered from now on keep to it."""
    app.url_map.converters |= {"default": Word, "string": Word, "int": RowNumber}
