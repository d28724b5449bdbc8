"""A recogniser with a stand-in: what the first cannot hear, because it has failed, the second hears."""

import asyncio

import structlog

from voice_connector.speech.errors import EngineFailed, EngineTimeout, SpeechError
from voice_connector.speech.interfaces import Expected, Pcm, Transcript
from voice_connector.speech.pool import EnginePool
from voice_connector.speech.stt.pooled import BlockingRecogniser, PooledRecogniser

_log = structlog.get_logger(__name__)


class BackedUpRecogniser:
    """The stand-in is loaded once the first has broken, and asked for work that counts only: a guess may fail."""

    def __init__(self, first: PooledRecogniser, second: PooledRecogniser) -> None:
        self._first, self._second = first, second
        self.name = first.name
        self.stood_in = 0
        self._loading: asyncio.Task[None] | None = None

    @property
    def pool(self) -> EnginePool[BlockingRecogniser]:
        return self._first.pool

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        """See `interfaces.Recogniser`."""
        self._get_ready()
        try:
            return await self._first.transcribe(pcm16k, final=final, expects=expects)
        except (EngineFailed, EngineTimeout) as error:
            if not final:
                raise
            return await self._instead(pcm16k, error)

    def hurry(self, speculation: "asyncio.Task[Transcript]") -> None:
        self._first.hurry(speculation)

    async def warm_up(self) -> None:
        """Of the first alone: the stand-in costs nothing while all is well."""
        await self._first.warm_up()

    async def close(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        await self._first.close()
        await self._second.close()

    def _get_ready(self) -> None:
        """The first has broken once: the second is loaded, in case that it breaks again."""
        if self._loading is None and self._first.pool.restarts:
            self._loading = asyncio.create_task(self._second.warm_up())
            self._loading.add_done_callback(_quiet)

    async def _instead(self, pcm16k: Pcm, error: SpeechError) -> Transcript:
        _log.warning(
            "another recogniser stands in", engine=self.name, instead=self._second.name, error=type(error).__name__
        )
        self.stood_in += 1
        try:
            return await self._second.transcribe(pcm16k, final=True)
        except SpeechError as second:
            raise EngineFailed(f"{self.name} failed, and so did {self._second.name}: {second}") from error


def _quiet(loading: "asyncio.Task[None]") -> None:
    """A stand-in that cannot be loaded says so when it is needed."""
    if not loading.cancelled():
        loading.exception()
