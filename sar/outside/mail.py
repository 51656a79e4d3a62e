"""Handing a mail to the mail server that the settings name."""

import smtplib
from email.message import EmailMessage

from sar.settings import Settings

_TIMEOUT_SECONDS = 20
_DEFAULT_PORT = 25

NOT_TAKEN = (OSError, ValueError, smtplib.SMTPException)
"""What `deliver` raises if the server does not take the mail, or cannot be reached."""


def deliver(settings: Settings, message: EmailMessage) -> None:
    """Hand over a mail, under TLS if the server offers that; raises one of `NOT_TAKEN`."""
    host, _, port = settings.mail_server.partition(":")
    with smtplib.SMTP(host, int(port or _DEFAULT_PORT), timeout=_TIMEOUT_SECONDS) as server:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls()
        server.send_message(message)
