"""Tables of people who use the system: agencies, accounts, sign-ins and API tokens."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sar.db import Base


class Role(StrEnum):
    """What an account is for; one role per account."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    TRAINER = "trainer"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """Return the role in words."""
        return self.value.replace("_", " ").capitalize()


class Agency(Base):
    """An organisation whose people file or review reports.

    For `supervisor_hours` a supervisor may look at a report before analysts do; 0 is not at all.
    """

    __tablename__ = "agencies"

    agency_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    zone: Mapped[str] = mapped_column(String(64))
    supervisor_hours: Mapped[int] = mapped_column(default=0, server_default="0")


class Account(Base):
    """A person who may sign in.

    `password_expires_at` is set while the password is a temporary one that somebody else gave: it
    admits to choosing an own password, nothing else, and only until then.
    `audience` is the kind of work that the person trains for (`indicators.definitions.Audience`);
    NULL until they choose one.
    `language` is the code of the language that they chose (`sar.wording.languages`); NULL until
    they do.
    `totp_series` numbers the secrets of the second factor, which are derived from the keyring and
    stored nowhere; NULL means that there is none. `totp_last_step` stops a code's second use.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_is_lower_case"),
        CheckConstraint(
            "role IN ('officer', 'supervisor', 'analyst', 'trainer', "
            "'privacy_officer', 'administrator')",
            name="role_is_known",
        ),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.agency_id"))
    password_hash: Mapped[str] = mapped_column(String(255))
    password_expires_at: Mapped[datetime | None]
    audience: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(8))
    totp_series: Mapped[int | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)


class SignIn(Base):
    """A server-side session; the browser holds the token, the table only its SHA-256."""

    __tablename__ = "sign_ins"

    sign_in_id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class ApiToken(Base):
    """A scoped, revocable key for programs; only the SHA-256 of its secret is kept."""

    __tablename__ = "api_tokens"

    api_token_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
