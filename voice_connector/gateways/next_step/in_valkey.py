"""What calls decided in Valkey or Redis, beside each connector's memory: a balancer may bring the PBX's question to another one."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import redis.asyncio
import redis.exceptions

from voice_connector.chats.sealing import Seal
from voice_connector.gateways.next_step.answer import NextStep
from voice_connector.gateways.next_step.store import KEPT_S, Away

_NAME = "civicline:next:"
_TIMEOUT_S = 0.5  # the caller waits meanwhile


class InValkey:
    """Sealed, as chats are: a destination says what a call was about."""

    def __init__(self, address: str, seal: Seal) -> None:
        """`address`: redis://[:password@]host:port/number, or rediss:// with TLS. Raises ValueError for any other."""
        self._client: Any = redis.asyncio.from_url(
            address, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        )
        self._seal = seal

    async def keep(self, pbx_id: str, step: NextStep) -> None:
        content = self._seal.close(json.dumps(asdict(step)).encode())
        await self._answer(self._client.set(_key(pbx_id), content, ex=round(KEPT_S)))

    async def take(self, pbx_id: str) -> NextStep | None:
        found = await self._answer(self._client.get(_key(pbx_id)))
        content = self._seal.open(found) if found else None
        if content is None:
            return None
        await self._answer(self._client.set(_asked(pbx_id), b"1", ex=round(KEPT_S)))
        return NextStep(**json.loads(content))

    async def asked(self, pbx_id: str) -> bool:
        return bool(await self._answer(self._client.exists(_asked(pbx_id))))

    async def close(self) -> None:
        await self._client.aclose()

    async def _answer(self, question: Any) -> Any:
        try:
            return await question
        except (redis.exceptions.RedisError, OSError) as error:
            raise Away(type(error).__name__) from None


def _key(pbx_id: str) -> str:
    return _NAME + hashlib.sha256(pbx_id.encode()).hexdigest()[:32]


def _asked(pbx_id: str) -> str:
    return f"{_key(pbx_id)}:asked"
