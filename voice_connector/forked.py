"""Running calls that people answer, as a telephone exchange forks them: what the caller says, utterance by utterance.

`python -m voice_connector hear --fork 9099` listens for AudioSocket connections (docs.asterisk.org, AudioSocket) on this machine. Each is
one call's caller, copied by the exchange (deploy/asterisk/README.md, `civicline-fork`); nothing is ever sent back, so nobody in the
call can notice it, and nothing is kept. What is heard is told as `overheard` tells recordings, while the call goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from ipaddress import ip_address

from voice_connector.call.hearing.segment import Segmenter
from voice_connector.errors import SettingsWrong, WireError
from voice_connector.gateways.asterisk import wire_audiosocket as wire
from voice_connector.gateways.asterisk.connections import Connections
from voice_connector.gateways.asterisk.media import Media, Sound
from voice_connector.log import logger
from voice_connector.overheard import LONGEST_MS, PAUSE_MS, Overheard, patiently
from voice_connector.speech.errors import SpeechError
from voice_connector.speech.interfaces import FRAME_MS, Engines, Pcm

HOST = "127.0.0.1"
MOST_CALLS = 100
MOST_WAITING = 20  # utterances of one call that are not heard yet; a machine that is slower leaves the latest out
SILENT_S = 60.0  # without a byte the fork is over
_READ = 4_096
Tell = Callable[[Overheard], None]


class Fork:
    """One call's caller. `tell` hears each utterance in its order."""

    def __init__(self, engines: Engines, tell: Tell) -> None:
        self._engines, self._tell = engines, tell
        self._voice, self._cutting, self._decoder = engines.new_voice_activity(), Segmenter(), wire.Decoder()
        self._media: Media | None = None
        self._call_id, self._at_ms, self._number = "", 0, 0
        self._cut: asyncio.Queue[tuple[int, Pcm] | None] = asyncio.Queue(MOST_WAITING)

    async def hear(self, reader: asyncio.StreamReader) -> None:
        """To the end of the connection. Raises WireError for what is no AudioSocket."""
        hearing = asyncio.create_task(self._understand())
        try:
            while data := await asyncio.wait_for(reader.read(_READ), SILENT_S):
                self._feed(data)
        except (TimeoutError, ConnectionError):
            pass
        finally:
            self._close()
            if not hearing.done():
                await self._cut.put(None)
            await hearing

    def _feed(self, data: bytes) -> None:
        for event in self._decoder.feed(data):
            if isinstance(event, wire.Identified):
                self._call_id = str(event.call)
            elif isinstance(event, Sound):
                self._media = self._media or Media(event.form or "slin")
                for frame in self._media.from_wire(event.data):
                    self._listen(frame)
        if not self._call_id:
            raise WireError("no_id", "The first frame was not an id.")

    def _listen(self, frame: Pcm) -> None:
        self._cutting.feed(frame, self._voice.feed(frame), self._at_ms / 1000)
        self._at_ms += FRAME_MS
        if self._cutting.active and (self._cutting.silence_ms >= PAUSE_MS or self._cutting.length_ms >= LONGEST_MS):
            self._close()

    def _close(self) -> None:
        if not self._cutting.active:
            return
        begun = max(0, self._at_ms - self._cutting.length_ms)
        try:
            self._cut.put_nowait((begun, self._cutting.pcm()))
        except asyncio.QueueFull:
            logger.warning("a shadow does not keep up with a call; what was said last is left out")
        self._cutting.close()

    async def _understand(self) -> None:
        while (cut := await self._cut.get()) is not None:
            try:
                found = await patiently(self._engines, cut[1])
            except SpeechError:
                logger.exception("an utterance of a forked call was not understood by the recogniser")
                continue
            if found.text.strip():
                self._pass_on(Overheard(self._call_id, self._number, cut[0], found.text.strip(), found.confidence))
                self._number += 1

    def _pass_on(self, overheard: Overheard) -> None:
        """Whoever does not take it in costs that utterance, and never the call's other ones."""
        try:
            self._tell(overheard)
        except Exception:
            logger.exception("an utterance of a forked call could not be passed on")


class Forks:
    """Listens until it is stopped."""

    def __init__(self, engines: Engines, tell: Tell) -> None:
        self._engines, self._tell = engines, tell
        self._connections = Connections(self._take)

    async def start(self, port: int) -> int:
        """The port that was taken; 0 asks for any. Raises SettingsWrong when it cannot be had."""
        try:
            return await self._connections.start(HOST, port)
        except OSError as error:
            raise SettingsWrong(f"Port {port} cannot be had ({error.strerror}): name a free one with --fork.") from None

    async def stop(self) -> None:
        await self._connections.stop()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("peername")
        if len(self._connections) > MOST_CALLS or not peer or not ip_address(peer[0]).is_loopback:
            return
        try:
            await Fork(self._engines, self._tell).hear(reader)
        except WireError:
            logger.warning("what came to a shadow was no AudioSocket, or broke off")
