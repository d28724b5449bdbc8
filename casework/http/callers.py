"""Who is behind a request, once it was looked at: a program, and a person of the agency or a citizen who signed in with it.

A session is a random token of 256 bits; only its digest is in the database. Who keeps sessions (staff_accounts/, access/)
is handed to the gate by the app.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from casework.http.rights import Client
from casework.trail.actors import Role

STAFF_SESSION = "civicline-staff-session"
PERSON_SESSION = "civicline-person-session"


@dataclass(frozen=True)
class Staff:
    """A person of an agency. `done`: signed in to the end (password, second factor, and no password that must be changed)."""

    session: str
    login: str
    agency: str
    roles: tuple[Role, ...]
    done: bool


@dataclass(frozen=True)
class Person:
    """A citizen, for one report and the case that it became. `acts_as`: what the trail calls them, never a name."""

    session: str
    agency: str
    acts_as: str
    report: str | None
    case: int | None
    contact: int | None


class Clients(Protocol):
    async def of(self, token: str) -> Client | None:
        """Whose credential this is; None for one that is not there, is over or was taken back."""
        ...


class StaffSessions(Protocol):
    async def staff(self, token: str, now: datetime) -> Staff | None: ...


class PersonSessions(Protocol):
    async def person(self, token: str, now: datetime) -> Person | None: ...


class ReportAgencies(Protocol):
    async def agency_of(self, report: str) -> str | None:
        """Whose report it is; None for one that is not there."""
        ...


def new_token(what: str) -> str:
    """A fresh one; the prefix lets scanners of leaked secrets know it."""
    return f"civicline_{what}_{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    """How a token is kept: it is random, so one SHA-256 protects it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
