"""A write that is sent twice is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.database import Database
from casework.errors import Conflict
from casework.models import Base, IdempotencyKey


def once(
    database: Database, key: str, request_digest: str, create: Callable[[], tuple[Base, dict[str, Any]]], now: datetime
) -> dict[str, Any]:
    """Stores the row that `create` gives and answers with its response; for a key seen before, answers as then.

    Raises Conflict when the key was used for another request.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    try:
        with database.writing() as session:
            earlier = _earlier(session, digest, request_digest)
            if earlier is not None:
                return earlier
            row, response = create()
            session.add(row)
            session.add(IdempotencyKey(key=digest, request_digest=request_digest, response=response, created_at=now))
            session.flush()
            return response
    except IntegrityError:  # the same key arrived at the same moment on another connection, and won
        with database.reading() as session:
            earlier = _earlier(session, digest, request_digest)
        if earlier is None:
            raise
        return earlier


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
