"""Plays what an agency has recorded instead of speaking it, sentence by sentence; everything else is spoken as before."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any

from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.interfaces import Pcm, Speech, Synthesiser


class Recorded:
    """A `Synthesiser` around another one. Recordings are loaded at start, at the voice's own rate."""

    def __init__(self, voice: Synthesiser, recordings: Mapping[str, Path]) -> None:
        self._voice = voice
        self.sample_rate = voice.sample_rate
        self._sounds = {" ".join(text.split()): self._load(path) for text, path in recordings.items()}

    def _load(self, path: Path) -> Speech:
        wav = read_wav(path)
        return Speech(resample(wav.pcm, wav.sample_rate, self.sample_rate), self.sample_rate)

    @property
    def pool(self) -> Any:
        """The pool of the voice behind this, for whoever counts what waits."""
        return getattr(self._voice, "pool", None)

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        """See `interfaces.Synthesiser`; a recording has its own pace."""
        kept = self._sounds.get(" ".join(text.split()))
        return kept if kept is not None else await self._voice.synthesise(text, rate=rate, ahead=ahead)

    async def stream(self, text: str, rate: float = 1.0) -> AsyncIterator[Pcm]:
        kept = self._sounds.get(" ".join(text.split()))
        if kept is not None:
            yield kept.pcm
            return
        async for piece in self._voice.stream(text, rate):
            yield piece

    async def prepare(self, prompts: Iterable[str], *, rate: float = 1.0) -> int:
        return await self._voice.prepare([text for text in prompts if text not in self._sounds], rate=rate)

    async def warm_up(self) -> None:
        await self._voice.warm_up()

    async def close(self) -> None:
        await self._voice.close()


async def with_recordings(voice: Synthesiser, recordings: Mapping[str, Path]) -> Synthesiser:
    """The voice itself when nothing is recorded."""
    if not recordings:
        return voice
    both: Synthesiser = await asyncio.to_thread(Recorded, voice, recordings)
    return both
