"""Eight digits that lead to a chat from another device: once, for ten minutes, on the pages of the same agency, and a chat's newest ones
only. They lie where chats are kept, sealed. A pass is the same for the page that speaks with a chat: long, as nobody types it.

Two entries for each: under the code's name where it leads, under the chat's which code is its newest.
"""

import asyncio
import contextlib
import hashlib
import json
import secrets
from typing import Any

from voice_connector.chats.sealing import Seal
from voice_connector.chats.store import HeldElsewhere, Store, StoreAway
from voice_connector.clock import Clock

DIGITS, MINUTES = 8, 10
_BY_VOICE = "by voice"  # in the agency's place, whose name has no blank: a code is no pass


class Codes:
    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self._store, self._seal, self._clock = store, seal, clock
        self._one_by_one = asyncio.Lock()  # a store keeps out other processes only

    async def lend(self, call_id: str, agency: str) -> str:
        """A fresh one, which ends the one before. Raises HeldElsewhere where it cannot be kept now."""
        return await self._kept(f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", call_id, agency)

    async def lend_pass(self, call_id: str) -> str:
        """As lend; for a page that speaks."""
        return await self._kept(secrets.token_urlsafe(24), call_id, _BY_VOICE)

    async def _kept(self, code: str, call_id: str, agency: str) -> str:
        async with self._one_by_one:
            try:
                await self._lent(code, call_id, agency)
            except StoreAway:
                raise HeldElsewhere from None
        return code

    async def redeem(self, code: str, agency: str) -> str | None:
        """The chat's call id; None for a code that was used, is too old, had a newer one after it, is of another agency, or never was.

        Raises HeldElsewhere where that cannot be known now: the code may be tried again.
        """
        return await self._looked_at(code, agency, spend=True)

    async def peek(self, given: str) -> str | None:
        """Where a pass leads; it stays good. Raises HeldElsewhere."""
        return await self._looked_at(given, _BY_VOICE, spend=False)

    async def spend(self, given: str) -> bool:
        """Whether the pass was good until now; it is no more. Raises HeldElsewhere."""
        return await self._looked_at(given, _BY_VOICE, spend=True) is not None

    async def end(self, call_id: str, agency: str) -> None:
        """The chat's newest code on the agency's pages and its newest pass lead nowhere from now on. Raises HeldElsewhere."""
        async with self._one_by_one:
            try:
                for place in (agency, _BY_VOICE):
                    await self._ended(_of_chat(call_id, place))
            except StoreAway:
                raise HeldElsewhere from None

    async def _ended(self, newest: str) -> None:
        try:
            if (name := self._read(await self._store.take(newest)).get("code")) is not None:
                await self._store.drop(name)
                await self._store.drop(newest)
        finally:
            await self._freed(newest)

    async def _looked_at(self, code: str, agency: str, *, spend: bool) -> str | None:
        async with self._one_by_one:
            try:
                return await self._found(_of_code(code), agency, spend=spend)
            except StoreAway:
                raise HeldElsewhere from None

    async def _lent(self, code: str, call_id: str, agency: str) -> None:
        name, newest = _of_code(code), _of_chat(call_id, agency)
        until = self._clock.utc().timestamp() + MINUTES * 60
        try:
            before = self._read(await self._store.take(newest)).get("code")
            await self._store.put(newest, self._sealed({"code": name}))
            await self._store.put(name, self._sealed({"call": call_id, "agency": agency, "until": until}))
            if before is not None:
                await self._store.drop(before)
        finally:
            await self._freed(name)
            await self._freed(newest)

    async def _found(self, name: str, agency: str, *, spend: bool) -> str | None:
        newest = ""
        try:
            told = self._read(await self._store.take(name))
            if told.get("agency") != agency or told.get("until", 0) <= self._clock.utc().timestamp():
                return None
            newest = _of_chat(told["call"], agency)
            if self._read(await self._store.take(newest)).get("code") != name:
                return None
            if spend:
                await self._store.drop(name)
                await self._store.drop(newest)
            return str(told["call"])
        finally:
            await self._freed(name)
            if newest:
                await self._freed(newest)

    def _sealed(self, content: dict[str, Any]) -> bytes:
        return self._seal.close(json.dumps(content).encode())

    def _read(self, sealed: bytes | None) -> dict[str, Any]:
        """Empty where there is none, or none of ours."""
        opened = self._seal.open(sealed) if sealed is not None else None
        return dict(json.loads(opened)) if opened is not None else {}

    async def _freed(self, name: str) -> None:
        with contextlib.suppress(StoreAway):
            await self._store.free(name)


def _of_code(code: str) -> str:
    """As a chat's name looks; the code itself stands nowhere."""
    return "code" + hashlib.sha256(code.encode()).hexdigest()[:32]


def _of_chat(call_id: str, agency: str) -> str:
    return "newest" + hashlib.sha256(f"{call_id} {agency}".encode()).hexdigest()[:32]
