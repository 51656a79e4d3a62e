"""What schemas of pages and programs are made of: texts that can be stored, no unknown fields.

A message is written ``"What is wrong. | How to mend it."``; `sar.serving.responses` splits it.
"""

import unicodedata
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

MISSING = "This is missing. | Fill it in."
_TEXT = "This must be text. | Send a JSON string."


class Text(fields.String):
    """Text without characters that cannot be stored or shown: controls, lone surrogates."""

    default_error_messages = {  # noqa: RUF012  marshmallow's own convention
        "required": MISSING,
        "null": MISSING,
        "invalid": _TEXT,
        "invalid_utf8": _TEXT,
        "control": "The text holds a character that cannot be stored ({code}). | Delete it; "
        "it often comes from copying out of another program.",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        for char in text:
            if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t":
                raise self.make_error("control", code=f"U+{ord(char):04X}")
        return text.replace("\r\n", "\n").strip()


def at_most(limit: int) -> validate.Length:
    """Refuse a text that is longer than `limit` characters."""
    return validate.Length(
        max=limit, error=f"This is longer than {limit} characters. | Shorten it."
    )


def one_of(choices: Any, *, what: str) -> validate.OneOf:
    """Refuse what is not among `choices`."""
    return validate.OneOf(list(choices), error=f"This is not {what}. | Choose one from the list.")


class StrictSchema(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        """Unknown fields are refused, so that a typing error is not silently lost."""

        unknown = RAISE

    error_messages = {  # noqa: RUF012  marshmallow's own convention
        "unknown": "There is no such field. | Remove it, or check its spelling.",
        "type": "This must be a JSON object. | See the API documentation for its fields.",
    }
