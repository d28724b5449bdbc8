"""A write that is sent twice is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.base import Base
from casework.database import Database
from casework.errors import Conflict


class IdempotencyKey(Base):
    """A write that was already done: the digest of what was asked, and the answer that was given."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    response: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


def done_once(
    database: Database, key: str, request_digest: str, now: datetime, work: Callable[[Session], dict[str, Any]]
) -> dict[str, Any]:
    """Does `work` in one transaction and keeps its response; for a key seen before, nothing is done again.

    The key is written first, so that on PostgreSQL the same request at the same moment waits for this one.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    try:
        with database.writing() as session:
            earlier = _earlier(session, digest, request_digest)
            if earlier is not None:
                return earlier
            row = IdempotencyKey(key=digest, request_digest=request_digest, response={}, created_at=now)
            session.add(row)
            session.flush()
            row.response = work(session)
            return row.response
    except IntegrityError:
        with database.reading() as session:
            earlier = _earlier(session, digest, request_digest)
        if earlier is None:
            raise
        return earlier


def seen(session: Session, key: str, now: datetime) -> bool:
    """Whether something was done with this key before; what it was is not kept (a PIN: nobody can try PINs here)."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    if session.get(IdempotencyKey, digest) is not None:
        return True
    session.add(IdempotencyKey(key=digest, request_digest="", response={}, created_at=now))
    return False


def named(key: str) -> str:
    """What a request's key makes the name of its change: also known as done when its row here has been forgotten."""
    return f"asked {hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _earlier(session: Session, digest: str, request_digest: str) -> dict[str, Any] | None:
    found = session.get(IdempotencyKey, digest)
    if found is None:
        return None
    if found.request_digest != request_digest:
        raise Conflict("This Idempotency-Key was used for a different request; send a fresh one.")
    return found.response


def remember(session: Session, key: str, now: datetime) -> None:
    """That something is not to be done any more, for as long as keys are kept; what it was is not kept."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    session.merge(IdempotencyKey(key=digest, request_digest="", response={}, created_at=now))


def is_remembered(session: Session, key: str) -> bool:
    return session.get(IdempotencyKey, hashlib.sha256(key.encode()).hexdigest()) is not None


def let_go(session: Session, key: str) -> None:
    """It may be done again."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.key == hashlib.sha256(key.encode()).hexdigest()))
