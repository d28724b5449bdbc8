"""The tables of staff: accounts, recovery codes, sessions, and who is on the way by an identity provider.

Secrets are kept as hashes, but the second factor's, which is sealed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class StaffAccount(Base):
    """A person of an agency. `login` is what the trail calls them: it is never given to somebody else, for an account
    is never deleted, only switched off. `last_step`: the newest 30 seconds whose code was used (no code counts twice).
    `issuer`: of the identity provider by which this person signs in, who then has no password; `subject`: the provider's id of
    them, None until they come for the first time."""

    __tablename__ = "staff_accounts"
    __table_args__ = (UniqueConstraint("agency", "login"), Index(None, "agency", "issuer", "subject", unique=True))

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    login: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[list[str]]
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    factor: Mapped[str | None] = mapped_column(String(400))
    factor_confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    last_sign_in_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    issuer: Mapped[str | None] = mapped_column(String(400))
    subject: Mapped[str | None] = mapped_column(String(255))


class RecoveryCode(Base):
    """Opens once in place of the second factor."""

    __tablename__ = "staff_recovery_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """`step`: what is still wanted (second_factor, enrolment), or done."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ProviderTry(Base):
    """Somebody is on the way by the identity provider: what has to be known when they come back, for ten minutes, once."""

    __tablename__ = "staff_provider_tries"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime] = mapped_column(index=True)
