"""Chats in Valkey or Redis, for any number of connectors: who has one says so every other second, and loses it after six."""

import secrets
from typing import Any

import redis.asyncio
import redis.exceptions

from voice_connector.chats.store import HeldElsewhere, StoreAway

_HELD_MS = 6_000
_STAYS_S = 24 * 3_600  # long after it was swept; what nobody sweeps goes by itself
_NAME = "civicline:chat:"
_TIMEOUT_S = 2.0

# KEYS: the chat, its holder; ARGV: who, for how many ms, content, for how many s. 0: somebody else has it
_PUT = """
local who = redis.call('get', KEYS[2])
if who and who ~= ARGV[1] then return 0 end
redis.call('set', KEYS[2], ARGV[1], 'px', ARGV[2])
redis.call('set', KEYS[1], ARGV[3], 'ex', ARGV[4])
return 1
"""
_FREE = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end return 1"
_RENEW = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('pexpire', KEYS[1], ARGV[2]) end return 1"


class InValkey:
    def __init__(self, address: str) -> None:
        """`address`: redis://[:password@]host:port/number, or rediss:// with TLS."""
        self._client: Any = redis.asyncio.from_url(
            address, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S / 2
        )
        self._me = secrets.token_hex(12)
        self._held: set[str] = set()

    async def take(self, call_id: str) -> bytes | None:
        ours = await self._asked(self._client.set(_holder(call_id), self._me, px=_HELD_MS, nx=True))
        if not ours:
            raise HeldElsewhere
        content: bytes | None = await self._asked(self._client.get(_NAME + call_id))
        self._held.add(call_id)
        if content is None:
            await self.free(call_id)
        return content

    async def put(self, call_id: str, content: bytes) -> None:
        keys = (_NAME + call_id, _holder(call_id))
        done = await self._asked(self._client.eval(_PUT, 2, *keys, self._me, _HELD_MS, content, _STAYS_S))
        if not done:
            self._held.discard(call_id)
            raise HeldElsewhere
        self._held.add(call_id)

    async def free(self, call_id: str) -> None:
        self._held.discard(call_id)
        await self._asked(self._client.eval(_FREE, 1, _holder(call_id), self._me))

    async def drop(self, call_id: str) -> None:
        self._held.discard(call_id)
        await self._asked(self._client.delete(_NAME + call_id, _holder(call_id)))

    async def left(self, idle_s: float) -> list[str]:
        found = []
        for name in await self._asked(self._names()):
            call_id = name.decode().removeprefix(_NAME)
            if call_id in self._held or call_id.startswith("held:"):
                continue
            stays_s = await self._asked(self._client.ttl(name))
            if 0 <= stays_s < _STAYS_S - idle_s and not await self._asked(self._client.exists(_holder(call_id))):
                found.append(call_id)
        return found

    async def _names(self) -> list[bytes]:
        return [name async for name in self._client.scan_iter(match=f"{_NAME}*", count=500)]

    async def renew(self) -> None:
        for call_id in list(self._held):
            await self._asked(self._client.eval(_RENEW, 1, _holder(call_id), self._me, _HELD_MS))

    async def close(self) -> None:
        await self._client.aclose()

    async def _asked(self, question: Any) -> Any:
        try:
            return await question
        except (redis.exceptions.RedisError, OSError) as error:
            raise StoreAway(type(error).__name__) from None


def _holder(call_id: str) -> str:
    return f"{_NAME}held:{call_id}"
