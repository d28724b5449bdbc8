"""A blocking voice made fit for calls: sentence by sentence, in the pool, with every sentence that repeats kept."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from operator import methodcaller
from typing import Protocol

import numpy as np

from voice_connector.apart import Apart
from voice_connector.speech.hosting.host import Host
from voice_connector.speech.hosting.threads import ThreadHost
from voice_connector.speech.interfaces import Pcm, Speech
from voice_connector.speech.pool import EnginePool, PoolLimits
from voice_connector.speech.tts.prompt_store import PromptStore, prompt_key
from voice_connector.speech.tts.sentences import split_sentences

_PAUSE_MS = 180
_READ_WITHIN_S = 0.5
_SLOWEST, _FASTEST = 0.5, 2.0


WARM_UP = methodcaller("speak", "Hello.", 1.0)


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """What must be known of a voice before it is loaded: its rate, and a name that changes with the sound."""

    sample_rate: int
    identity: str


class BlockingVoice(Protocol):
    """What a voice file offers: one call, any thread."""

    def speak(self, text: str, rate: float) -> Speech: ...


class SpeakingSynthesiser:
    """The `Synthesiser` that calls see, whichever voice is behind it."""

    def __init__(
        self,
        name: str,
        voice: Callable[[], BlockingVoice],
        card: VoiceCard,
        limits: PoolLimits,
        store: PromptStore,
        host: Host[BlockingVoice] | None = None,
        for_the_voice: Callable[[str], str] = str,
    ) -> None:
        """`for_the_voice` spells a sentence as it is said; what is shown and kept apart stays as it was written."""
        self.name, self.sample_rate, self._identity = name, card.sample_rate, card.identity
        host = host or ThreadHost(name, voice, WARM_UP)
        self.pool: EnginePool[BlockingVoice] = EnginePool(name, voice, limits, host)
        self._store, self._for_the_voice = store, for_the_voice
        self._fixed: frozenset[str] = frozenset()
        self._disk, self._keeping = Apart("prompts", 1), set[asyncio.Task[None]]()

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        """See `interfaces.Synthesiser`."""
        pieces = [piece async for piece in self._pieces(text, rate, ahead=ahead)]
        return Speech(np.concatenate(pieces) if pieces else np.zeros(0, np.int16), self.sample_rate)

    def stream(self, text: str, rate: float = 1.0) -> AsyncIterator[Pcm]:
        """Sound a sentence at a time; the next one is made while the last one plays."""
        return self._pieces(text, rate, ahead=False)

    async def _pieces(self, text: str, rate: float, *, ahead: bool) -> AsyncIterator[Pcm]:
        rate = min(_FASTEST, max(_SLOWEST, rate))
        sentences = split_sentences(text)
        pause = np.zeros(int(_PAUSE_MS / rate) * self.sample_rate // 1000, np.int16)
        coming: asyncio.Task[Pcm] | None = None
        try:
            for n, sentence in enumerate(sentences):
                sound = await (coming or self._sentence(sentence, rate, ahead=ahead))
                last = n + 1 == len(sentences)
                coming = None if last else asyncio.create_task(self._sentence(sentences[n + 1], rate, ahead=True))
                yield sound if last or not len(sound) else np.concatenate([sound, pause])
        finally:
            if coming is not None:
                coming.cancel()

    async def prepare(self, prompts: Iterable[str], *, rate: float = 1.0) -> int:
        """Speak an agency's fixed wording now and keep it on disk; returns how many sentences that was."""
        sentences = list(dict.fromkeys(s for prompt in prompts for s in split_sentences(prompt)))
        self._fixed |= frozenset(sentences)
        for sentence in sentences:
            await self._sentence(sentence, rate, ahead=True)
        await asyncio.gather(*self._keeping)
        return len(sentences)

    async def warm_up(self) -> None:
        """Build the voice and let it speak a word that is thrown away."""
        await self.pool.start()

    async def close(self) -> None:
        self.pool.close()

    async def _sentence(self, sentence: str, rate: float, *, ahead: bool = False) -> Pcm:
        said = self._for_the_voice(sentence)
        key = prompt_key(self._identity, said, rate)
        if (kept := await self._kept(key, sentence)) is not None:
            return kept.pcm
        spoken: Speech = await self.pool.run(methodcaller("speak", said, rate), ahead=ahead)
        self._store.put(key, spoken, on_disk=False)
        if sentence in self._fixed:  # the caller does not wait for the disk
            keeping = asyncio.create_task(self._disk.run(self._store.put, key, spoken, on_disk=True))
            self._keeping.add(keeping)
            keeping.add_done_callback(self._keeping.discard)
        return spoken.pcm

    async def _kept(self, key: str, sentence: str) -> Speech | None:
        if (found := self._store.recall(key)) is not None or sentence not in self._fixed:
            return found
        with contextlib.suppress(TimeoutError):  # a disk that hangs: it is spoken anew
            async with asyncio.timeout(_READ_WITHIN_S):
                return await self._disk.run(self._store.get, key)
        return None
