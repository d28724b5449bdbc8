"""Credentials of the programs that ask casework: issued, checked, replaced while the old one still works, taken back.

A credential is a random token; the database has its digest only. What stands in CIVICLINE_CLIENT_TOKENS (`kind:token`, blanks
between) is taken too: that is how `make run`, or secrets of a deployment, hand them out. Both ways several of a kind are
valid at once, so that one can be changed without a gap.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.tables import ClientCredential
from casework.database import Database
from casework.errors import BadSetting, NotFound
from casework.http.callers import digest, new_token
from casework.http.rights import Client, client, everybody, rights

REREAD_S = 5.0  # what is issued or taken back counts after this long at most
LEAST_CHARACTERS = 32


@dataclass(frozen=True)
class _Known:
    client: Client
    expires_at: datetime | None


class Clients:
    """Who shows which credential. It is looked up in memory: the database is read again every few seconds."""

    def __init__(self, database: Database, given: Iterable[tuple[str, str]] = (), one_token: str | None = None) -> None:
        self._database = database
        self._given = {digest(token): _Known(client(kind, kind), None) for kind, token in given}
        if one_token:
            self._given[digest(one_token)] = _Known(everybody(), None)
        self._issued: dict[str, _Known] = {}
        self._read_at = -REREAD_S
        self._reading = asyncio.Lock()

    async def of(self, token: str) -> Client | None:
        """The client; None for a credential that is not there or is over."""
        key = digest(token)
        if key in self._given:
            return self._given[key].client
        if time.monotonic() - self._read_at >= REREAD_S:
            await self._reread()
        found = self._issued.get(key)
        if found is None or (found.expires_at is not None and found.expires_at <= datetime.now(UTC)):
            return None
        return found.client

    async def _reread(self) -> None:
        async with self._reading:
            if time.monotonic() - self._read_at < REREAD_S:
                return
            self._issued = await self._database.read(_valid)
            self._read_at = time.monotonic()


def _valid(session: Session) -> dict[str, _Known]:
    rows = session.scalars(select(ClientCredential).where(ClientCredential.revoked_at.is_(None)))
    kinds = rights().clients
    return {
        row.digest: _Known(client(row.kind, row.name, row.agency), row.expires_at) for row in rows if row.kind in kinds
    }


def given(setting: str) -> list[tuple[str, str]]:
    """CIVICLINE_CLIENT_TOKENS as (kind, token); raises BadSetting."""
    pairs = [tuple(one.split(":", 1)) for one in setting.split()]
    for pair in pairs:
        if len(pair) != 2 or pair[0] not in rights().clients or len(pair[1]) < LEAST_CHARACTERS:
            kinds = ", ".join(rights().clients)
            raise BadSetting(
                "CIVICLINE_CLIENT_TOKENS is not usable: write kind:token with blanks between, each token of at least "
                f"{LEAST_CHARACTERS} characters; the kinds are {kinds}."
            )
    return [(kind, token) for kind, token in pairs]


def issue(session: Session, kind: str, name: str, agency: str | None, days: int, now: datetime) -> tuple[str, str]:
    """(its id, the token, which nobody can see again). Raises BadSetting for a kind that there is not."""
    if kind not in rights().clients:
        raise BadSetting(f"There is no client '{kind}'; casework/http/rights.yml has {', '.join(rights().clients)}.")
    token, row_id = new_token(kind), secrets.token_hex(4)
    expires = now + timedelta(days=days)
    session.add(
        ClientCredential(
            id=row_id, kind=kind, name=name, agency=agency, digest=digest(token), created_at=now, expires_at=expires
        )
    )
    return row_id, token


def listed(session: Session) -> list[ClientCredential]:
    """All of them, the newest last; those that are over too."""
    return list(session.scalars(select(ClientCredential).order_by(ClientCredential.created_at)))


def revoke(session: Session, credential: str, now: datetime) -> None:
    """Takes a credential back; raises NotFound."""
    row = session.get(ClientCredential, credential)
    if row is None:
        raise NotFound(f"There is no credential {credential}; `python -m casework client list` shows them.")
    row.revoked_at = row.revoked_at or now
