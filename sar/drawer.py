"""Whether somebody may open the intelligence drawer, as the menu and the drawer itself ask it."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from sar.models import DrawerPermission, Role

# Administrators give permissions and have none: who runs the accounts reads no record.
MAY_HOLD = frozenset({Role.ANALYST, Role.PRIVACY_OFFICER})


def has_permission(session: Session, account_id: int | None) -> bool:
    """Tell whether an account has a permission that was not taken away."""
    query = select(
        exists().where(
            DrawerPermission.account_id == account_id, DrawerPermission.revoked_at.is_(None)
        )
    )
    return bool(session.execute(query).scalar_one())
