"""The tables of access: tries at a PIN or password, credentials of programs, sessions of citizens and what begins one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class Attempt(Base):
    """Tries at a case from one call, or at one reference; the key is a digest, so a mistyped secret is never stored."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)


class ClientCredential(Base):
    """A credential of a program (clients.py); `agency`: for this agency's addresses only."""

    __tablename__ = "client_credentials"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    agency: Mapped[str | None] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PersonSession(Base):
    """A citizen's session, bound to one report or one case (persons.py)."""

    __tablename__ = "person_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    report_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    acts_as: Mapped[str] = mapped_column(String(80))
    way: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class PersonKey(Base):
    """What opens a case once: an invitation (a link), or a code that was sent to the contact on record."""

    __tablename__ = "person_keys"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # invitation | one_time_code
    agency: Mapped[str] = mapped_column(String(40))
    report_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
