"""What a phone sends about its drafts, as JSON."""

from datetime import timedelta
from typing import Any

from marshmallow import RAISE, Schema, fields, post_load, validate

from sar.phone.headers import MAX_TOLD, STATES, Told

_MAX_AGE_SECONDS = 10 * 366 * 86_400


def _age() -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(0, _MAX_AGE_SECONDS))


class ToldSchema(Schema):
    """One draft, without anything that it says; ages are whole seconds."""

    class Meta:
        """Nothing else is taken, so that no content comes this way."""

        unknown = RAISE

    draft_id = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    set_id = fields.String(required=True, validate=validate.Regexp(r"[a-z0-9-]{1,64}\Z"))
    version = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z.+-]{1,32}\Z"))
    sha256 = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    begun_ago = _age()
    changed_ago = _age()

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Told:
        """Return the frozen value."""
        begun, changed = data.pop("begun_ago"), data.pop("changed_ago")
        ages = {"begun_ago": timedelta(seconds=begun), "changed_ago": timedelta(seconds=changed)}
        return Told(**data | ages)


class SyncSchema(Schema):
    """All drafts of a phone."""

    class Meta:
        """Nothing else is taken, so that no content comes this way."""

        unknown = RAISE

    drafts = fields.List(
        fields.Nested(ToldSchema), required=True, validate=validate.Length(max=MAX_TOLD)
    )
