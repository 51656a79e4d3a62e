"""The record store (xAPI) that the settings name: off unless an endpoint is set."""

import os
from urllib.parse import urlsplit

from sar.errors import NotReadyError
from sar.settings import Settings

MAX_CREDENTIALS_BYTES = 4096


def is_on(settings: Settings) -> bool:
    """Tell whether results of training go to a record store."""
    return bool(settings.xapi_endpoint)


def is_encrypted(settings: Settings) -> bool:
    """Tell whether the way to the record store is encrypted."""
    return urlsplit(settings.xapi_endpoint).scheme == "https"


def check(settings: Settings) -> None:
    """Raise NotReadyError if the endpoint or the homepage cannot be used."""
    if not is_on(settings):
        raise NotReadyError(
            "No record store is set, so nothing is sent.",
            remedy="Set SAR_XAPI_ENDPOINT if results shall go to one.",
        )
    for name, value in (
        ("SAR_XAPI_ENDPOINT", settings.xapi_endpoint),
        ("SAR_XAPI_HOMEPAGE", settings.xapi_homepage),
    ):
        parts = urlsplit(value)
        if parts.scheme not in ("https", "http") or not parts.netloc or "@" in parts.netloc:
            raise NotReadyError(
                f"{name} is not an address that can be used.",
                remedy="Write it like https://records.example.gov/xapi, without a password.",
            )


def credentials(settings: Settings) -> str:
    """Return "user:password" from the environment or from a file that only its owner can read.

    Raises NotReadyError if there is none, or the file is open to others.
    """
    text = settings.xapi_credentials or _from_file(settings)
    if ":" not in text:
        raise NotReadyError(
            "There are no credentials for the record store.",
            remedy="Write user:password into a file and set SAR_XAPI_CREDENTIALS_FILE to it.",
        )
    return text


def _from_file(settings: Settings) -> str:
    path = settings.xapi_credentials_file
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise NotReadyError(
                    "Others can read the credentials for the record store.",
                    remedy="Run chmod 600 on the file of SAR_XAPI_CREDENTIALS_FILE.",
                )
            return file.read(MAX_CREDENTIALS_BYTES).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotReadyError(
            f"The file of SAR_XAPI_CREDENTIALS_FILE cannot be read ({type(error).__name__})."
        ) from None
