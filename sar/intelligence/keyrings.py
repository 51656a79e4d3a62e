"""The keyrings of both drawers, for the views that open a record."""

from sar import web
from sar.errors import NotReadyError
from sar.intelligence.service import Keyrings


def keyrings() -> Keyrings:
    """Return both keyrings; raises NotReadyError if the drawer has none here."""
    parts = web.wiring()
    if parts.intelligence_keyring is None:
        raise NotReadyError(
            "The intelligence drawer has no keyring here.",
            remedy="Run `sar keys new FILE` and set SAR_INTELLIGENCE_KEYRING_FILE to that file.",
        )
    return Keyrings(parts.keyring, parts.intelligence_keyring)
