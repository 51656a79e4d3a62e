"""Who acts: the signed-in person, the program with a token, or the command line."""

from dataclasses import field
from typing import Any

from sqlalchemy import Row

from sar.models import Account, Role
from sar.values import frozen

FILERS = (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST)
"""Who may file a report, by whichever door."""


@frozen
class Actor:
    """The one on whose behalf something is done; `account_id` is None for the command line."""

    account_id: int | None
    role: str
    agency_id: int | None = None
    name: str = field(default="", repr=False)
    zone: str = "UTC"
    scopes: frozenset[str] | None = None
    language: str = ""

    @property
    def role_label(self) -> str:
        """Return the role in words."""
        return Role(self.role).label if self.role in set(Role) else self.role

    def is_one_of(self, *roles: Role) -> bool:
        """Tell whether the actor has one of `roles`."""
        return self.role in roles


COMMAND_LINE = Actor(account_id=None, role="command_line")
NOBODY = Actor(account_id=None, role="nobody")


def actor_of(account: Account) -> Actor:
    """Return the actor that `account` is."""
    return actor_from(account, zone=account.agency.zone)


def actor_from(
    account: Account | Row[Any], *, zone: str, scopes: frozenset[str] | None = None
) -> Actor:
    """Return the actor of an account, or of a row of its columns, whose agency has this zone.

    `scopes` is None for a person at a browser.
    """
    return Actor(
        account_id=account.account_id,
        role=account.role,
        agency_id=account.agency_id,
        name=account.display_name,
        zone=zone,
        scopes=scopes,
        language=account.language or "",
    )
