"""PINs: Argon2id hashes, made and checked away from the event loop, and a check that takes as long when there is no case."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 iterations, 1 lane
TIME_COST, MEMORY_KIB, LANES = 2, 19_456, 1
# iterations: the least memory that OWASP holds to be as strong as that
LEAST_KIB = {1: 47_104, 2: 19_456, 3: 12_288, 4: 9_216, 5: 7_168}


class Hasher(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, hash: str, password: str) -> bool: ...


def hasher(time_cost: int = TIME_COST, memory_kib: int = MEMORY_KIB) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=LANES)


class Pins:
    """Checks PINs on threads of its own, so that guessing cannot starve the database."""

    def __init__(self, own: Hasher | None = None, threads: int = 2) -> None:
        self._hasher = own or hasher()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pins")
        self._nobody = self._hasher.hash(secrets.token_hex(8))

    def hash(self, pin: str) -> str:
        return self._hasher.hash(pin)

    async def hashed(self, pin: str) -> str:
        """The hash of a PIN, made on a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, pin)

    async def matches(self, pin_hash: str | None, pin: str) -> bool:
        """Whether the PIN fits; with no hash (no such case) the same work is done and the answer is False."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._matches, pin_hash, pin)

    def _matches(self, pin_hash: str | None, pin: str) -> bool:
        try:
            fits = self._hasher.verify(pin_hash or self._nobody, pin)
        except (VerificationError, InvalidHashError):
            return False
        return fits and pin_hash is not None

    def close(self) -> None:
        self._threads.shutdown(wait=True)
