"""A blocking recogniser made fit for calls: run in the pool, guarded against empty and endless utterances."""

import asyncio
from collections.abc import Callable
from operator import methodcaller
from typing import Protocol

import numpy as np

from voice_connector.speech.errors import AudioError
from voice_connector.speech.hosting.host import Host
from voice_connector.speech.hosting.threads import ThreadHost
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Transcript
from voice_connector.speech.pool import EnginePool, PoolLimits

_SHORTEST = SAMPLE_RATE // 10
_QUIET = 12  # of 32,768: below the noise of any telephone line
NOTHING = Transcript("", confidence=0.0, no_speech=1.0)
WARM_UP = methodcaller("transcribe", (np.sin(np.arange(SAMPLE_RATE) * 0.1) * 3000).astype(np.int16))


class BlockingRecogniser(Protocol):
    """What a recogniser file offers: one call, any thread."""

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript: ...


class PooledRecogniser:
    """The `Recogniser` that calls see, whichever engine is behind it."""

    def __init__(
        self,
        name: str,
        build: Callable[[], BlockingRecogniser],
        limits: PoolLimits,
        max_ms: int,
        host: Host[BlockingRecogniser] | None = None,
    ) -> None:
        self.name = name
        host = host or ThreadHost(name, build, WARM_UP)
        self.pool: EnginePool[BlockingRecogniser] = EnginePool(name, build, limits, host)
        self._most = max_ms * SAMPLE_RATE // 1000

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        """See `interfaces.Recogniser`. Of an utterance that is too long the last part is heard."""
        if pcm16k.dtype != np.int16 or pcm16k.ndim != 1:
            raise AudioError(
                f"The recogniser wants mono int16 samples at 16 kHz, not {pcm16k.dtype} of {pcm16k.ndim} dimensions."
            )
        if len(pcm16k) < _SHORTEST or int(np.abs(pcm16k.astype(np.int32)).max()) < _QUIET:
            return NOTHING
        sound = pcm16k[-self._most :].copy()
        hear = methodcaller("transcribe", sound, expects) if expects else methodcaller("transcribe", sound)
        return await self.pool.run(hear, speculative=not final)

    def hurry(self, speculation: "asyncio.Task[Transcript]") -> None:
        self.pool.hurry(speculation)

    async def warm_up(self) -> None:
        """Build the engine and let it hear a second of hum."""
        await self.pool.start()

    async def close(self) -> None:
        self.pool.close()
