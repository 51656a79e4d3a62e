"""What the application and the commands need of an installation: its database and its keyring."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from privacy import keyring as keyrings
from sar import db
from sar.errors import NotReadyError
from sar.settings import Settings


def open_database(settings: Settings) -> Engine:
    """Return the engine of the database that the settings name; raises NotReadyError if none."""
    if not settings.database_url:
        raise NotReadyError(
            "SAR_DATABASE_URL is not set.",
            remedy="Set it, for example to postgresql+psycopg://sar@localhost/sar.",
        )
    return db.open_engine(settings.database_url)


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open the database for a command, and close its connections at the end of the block."""
    engine = open_database(settings)
    try:
        yield engine
    finally:
        engine.dispose()


def load_keyring(settings: Settings) -> keyrings.Keyring:
    """Return the keyring that the settings name; raises NotReadyError if they name none."""
    if settings.keyring_text:
        return keyrings.parse_keyring(settings.keyring_text)
    if settings.keyring_file is None:
        raise NotReadyError(
            "There is no keyring.",
            remedy="Run `sar keys new FILE` and set SAR_KEYRING_FILE to that file.",
        )
    return keyrings.load_keyring(settings.keyring_file)


def load_intelligence_keyring(settings: Settings) -> keyrings.Keyring | None:
    """Return the keyring of the intelligence drawer, None if the settings name none.

    Raises NotReadyError if it shares a master key with the other drawer's.
    """
    file = settings.intelligence_keyring_file
    if settings.intelligence_keyring_text:
        found = keyrings.parse_keyring(settings.intelligence_keyring_text)
    elif file is not None:
        found = keyrings.load_keyring(file)
    else:
        return None
    if set(found.masters.values()) & set(load_keyring(settings).masters.values()):
        raise NotReadyError(
            "The two drawers share a master key.",
            remedy="Make a keyring for the intelligence drawer of its own: `sar keys new FILE`.",
        )
    return found
