"""PINs: a secret key, then Argon2id, away from the event loop; a try that fails takes the same work whatever there is.

A four-digit PIN has ten thousand values, so that no cost of a hash protects a stolen database: the key, which is not in the
database, does (docs/decisions/0013-a-key-for-pins.md). Which key it was stands in the hash, as the PHC string format has it:
`$argon2id$v=19$m=8192,t=1,p=1,keyid=<id>$<salt>$<hash>`; a hash without a key id was made without a key.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

log = logging.getLogger(__name__)

# OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 iterations, 1 lane. What PINs without a key cost.
TIME_COST, MEMORY_KIB, LANES = 2, 19_456, 1
# iterations: the least memory that OWASP holds to be as strong as that
LEAST_KIB = {1: 47_104, 2: 19_456, 3: 12_288, 4: 9_216, 5: 7_168}
# with a key: what still slows down somebody who has both, and what the settings go down to
KEYED_TIME_COST, KEYED_MEMORY_KIB, LEAST_KEYED_KIB = 1, 8_192, 4_096

_KEY_ID = re.compile(r",keyid=([A-Za-z0-9+/]{8})(?=\$)")
_COST = re.compile(r"^\$argon2id\$v=19\$(m=[0-9]+,t=[0-9]+,p=[0-9]+)[,$]")


class Hasher(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, hash: str, password: str) -> bool: ...


def hasher(time_cost: int = TIME_COST, memory_kib: int = MEMORY_KIB) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=LANES)


class PinKeys:
    """Keys by the id that stands in hashes. The first one is for new hashes, the others still check old ones."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._keys = {key_id(key): key.encode() for key in keys}
        self.present = next(iter(self._keys), None)
        self._unknown: set[str] = set()

    def sealed(self, pin: str, key_id: str | None) -> str:
        """What Argon2 gets: HMAC-SHA256 of the PIN with this key, the PIN itself without one."""
        if key_id is None:
            return pin
        return hmac.new(self._key(key_id), b"civicline PIN\0" + pin.encode(), hashlib.sha256).hexdigest()

    def _key(self, key_id: str) -> bytes:
        """The key; one that fits nothing when it was taken out of the settings, so that the work stays the same."""
        if key_id not in self._keys and key_id not in self._unknown:
            self._unknown.add(key_id)
            log.error("PINs were hashed with a key that is not in CIVICLINE_PIN_KEYS", extra={"key_id": key_id})
        return self._keys.get(key_id) or secrets.token_bytes(32)


@dataclass(frozen=True)
class Verdict:
    """`anew`: the right PIN, hashed with the present key and cost, when the stored hash has others."""

    fits: bool
    anew: str | None = None


class Pins:
    """Checks PINs on threads of its own, so that guessing cannot starve the database.

    `older`: what made the hashes that may still be stored. A try that fails costs one check at every cost there is, in
    whatever order: it does not tell whether there was a hash, nor how old it is. A right PIN costs its own check only.
    """

    def __init__(
        self, own: Hasher | None = None, threads: int = 2, keys: PinKeys | None = None, older: Sequence[Hasher] = ()
    ) -> None:
        self._hasher, self._keys = own or hasher(), keys or PinKeys()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pins")
        self._nobody = self.hash(secrets.token_hex(8))
        self._of_each_cost = {_cost(made): made for made in (one.hash(secrets.token_hex(8)) for one in older)}
        self._of_each_cost[_cost(self._nobody)] = self._nobody

    def hash(self, pin: str) -> str:
        made = self._hasher.hash(self._keys.sealed(pin, self._keys.present))
        if self._keys.present is None:
            return made
        head, cost, rest = re.split(r"(m=[0-9,tp=]+)(?=\$)", made, maxsplit=1)
        return f"{head}{cost},keyid={self._keys.present}{rest}"

    async def hashed(self, pin: str) -> str:
        """The hash of a PIN, made on a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hash, pin)

    async def check(self, pin_hash: str | None, pin: str) -> Verdict:
        """Whether the PIN fits; with no hash (no such case) the same work is done and it does not."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._check, pin_hash, pin)

    def _check(self, pin_hash: str | None, pin: str) -> Verdict:
        stored = pin_hash or self._nobody
        if self._verify(stored, pin) and pin_hash is not None:
            return Verdict(fits=True, anew=None if self._is_present(stored) else self.hash(pin))
        cost = _cost(stored)
        if cost is not None:
            self._of_each_cost.setdefault(cost, stored)
        for other, example in list(self._of_each_cost.items()):
            if other != cost:
                self._verify(example, pin)
        return Verdict(fits=False)

    def _verify(self, stored: str, pin: str) -> bool:
        plain, key_id = _without_key(stored)
        try:
            return self._hasher.verify(plain, self._keys.sealed(pin, key_id))
        except (VerificationError, InvalidHashError):
            return False

    def _is_present(self, stored: str) -> bool:
        return _cost(stored) == _cost(self._nobody) and _without_key(stored)[1] == self._keys.present

    def close(self) -> None:
        self._threads.shutdown(wait=True)


def key_id(key: str) -> str:
    """Six bytes that follow from the key and do not tell it."""
    digest = hmac.new(key.encode(), b"civicline PIN key id", hashlib.sha256).digest()
    return base64.b64encode(digest[:6]).decode()


def _without_key(stored: str) -> tuple[str, str | None]:
    """(the hash as Argon2 knows it, the id of the key)."""
    found = _KEY_ID.search(stored)
    return (_KEY_ID.sub("", stored, count=1), found[1]) if found else (stored, None)


def _cost(stored: str) -> str | None:
    found = _COST.match(stored)
    return found[1] if found else None
