"""Whether the settings suffice to send mail: the server, the sender, and the link to sign in."""

from urllib.parse import urlsplit

from sar.errors import NotReadyError
from sar.settings import Settings


def is_on(settings: Settings) -> bool:
    """Tell whether mail may tell people that something is new."""
    return bool(settings.alert_link)


def is_encrypted(settings: Settings) -> bool:
    """Tell whether the link leads to a page over TLS."""
    return urlsplit(settings.alert_link).scheme == "https"


def check(settings: Settings) -> None:
    """Raise NotReadyError if something is missing or cannot be used."""
    if not is_on(settings):
        raise NotReadyError(
            "No mail is to be sent.",
            remedy="Set SAR_ALERT_LINK to the address of the start page if people may ask for it.",
        )
    link = urlsplit(settings.alert_link)
    if link.scheme not in ("https", "http") or not link.netloc or "@" in link.netloc:
        raise NotReadyError(
            "SAR_ALERT_LINK is not an address that can be used.",
            remedy="Write it like https://sar.example.gov/.",
        )
    if link.query or link.fragment:
        raise NotReadyError(
            "SAR_ALERT_LINK says more than where to sign in.",
            remedy="Give the start page, without anything after a question mark.",
        )
    for name, value in (
        ("SAR_MAIL_SERVER", settings.mail_server),
        ("SAR_MAIL_FROM", settings.mail_from),
    ):
        if not value:
            raise NotReadyError(
                f"{name} is not set, so nobody is told by mail.",
                remedy="Set SAR_MAIL_SERVER to host:port and SAR_MAIL_FROM to the sender.",
            )
