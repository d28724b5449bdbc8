"""Passwords of staff: what is taken, and Argon2id on threads of its own at OWASP's cost for passwords.

Length is what counts (NIST SP 800-63B, 5.1.1.2): twelve characters or more, no rules about which, not the login itself, none
of those that everybody tries, and none that was stolen somewhere, where the operator has the list of these (breached.py).
"""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2.exceptions import InvalidHashError, VerificationError

from casework.access.pins import Hasher, hasher
from casework.staff_accounts.breached import Breached

SHORTEST, LONGEST = 12, 200
_TRIED_FIRST = ("password", "qwerty", "123456", "letmein", "welcome", "admin", "civicline", "police", "iloveyou")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Passwords:
    def __init__(self, own: Hasher | None = None, threads: int = 2, breached: Breached | None = None) -> None:
        self._breached = breached
        self._hasher = own or hasher()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._nobody = self._hasher.hash(secrets.token_hex(8))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    async def hashed(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hash, password)

    async def why_not(self, password: str, login: str) -> str | None:
        """Why this password is not taken, in one sentence; None when it is."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._why_not, password, login)

    def _why_not(self, password: str, login: str) -> str | None:
        if problem := why_not(password, login):
            return problem
        if self._breached is not None and self._breached.has(password):
            return "That password is known to thieves: it stands in lists of stolen ones. Choose another one."
        return None

    async def fits(self, stored: str | None, password: str) -> bool:
        """With no hash (no such account) the same work is done."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._fits, stored, password)

    def _fits(self, stored: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        self._threads.shutdown(wait=True)


def why_not(password: str, login: str) -> str | None:
    """The same by its words alone."""
    plain = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        return f"A password has {SHORTEST} to {LONGEST} characters; a sentence is a good one."
    if login.casefold() in plain:
        return "The password holds the login; choose one that nobody reads off it."
    if len(set(plain)) < 5 or any(plain.startswith(one) and len(plain) - len(one) < 6 for one in _TRIED_FIRST):
        return "That is one of the passwords that are tried first; choose another one."
    return None


def made_up() -> str:
    """One to begin with, read out or written down once: 20 characters, 99 bits, without those that look alike."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
