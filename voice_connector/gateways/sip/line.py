"""Our end of a SIP call. baresip sends silence by itself while it has nothing of ours."""

import asyncio
from typing import Any

from voice_connector.call.line import TransferOrder
from voice_connector.events import Shown, TransferResult
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.frames import Codec, FramesOut
from voice_connector.log import logger
from voice_connector.speech.interfaces import Pcm

_OVER_WITHIN_S = 0.5
_HUNG_UP_WITHIN_S, _TOLD_WITHIN_S = 5.0, 5.0


class SipLine:
    """`call` is a baresip.Call that is established; `codec` the form in which it takes sound."""

    def __init__(self, call: Any, codec: Codec, sip: dict[str, str]) -> None:
        self._call, self._sip = call, sip
        self._frames = FramesOut(codec)
        self.lost = asyncio.Event()

    async def play(self, frame: Pcm) -> None:
        self._with_sound(lambda: self._call.audio.write(self._frames.encode(frame)))

    async def flush(self) -> None:
        self._with_sound(self._call.audio.flush_tx)

    def show(self, event: Shown) -> None:
        """A telephone shows nothing."""

    async def transfer(self, order: TransferOrder) -> TransferResult:
        """A REFER to the destination's SIP address; without a PBX there is nobody to dial a number, so that is only told."""
        target = targets.sip_address(order.to, self._sip)
        if target is None:
            logger.info("a transfer without a pbx is only told", call_id=order.call_id, destination=order.to.id)
            await asyncio.sleep(_OVER_WITHIN_S)
            return "simulated"
        try:
            async with asyncio.timeout(order.max_wait_s + _TOLD_WITHIN_S):
                await self._call.transfer(target, timeout=order.max_wait_s)
        except TimeoutError:
            return "not_answered"
        except Exception as error:  # baresip's own tree: refused, busy, gone
            logger.warning("a sip transfer failed", call_id=order.call_id, error=type(error).__name__)
            return "not_answered" if "TransferFailed" in type(error).__name__ else "failed"
        return "connected"

    async def hang_up(self) -> None:
        await asyncio.sleep(_OVER_WITHIN_S)  # the last frames are still on their way
        await self.drop()

    async def drop(self) -> None:
        try:
            async with asyncio.timeout(_HUNG_UP_WITHIN_S):
                await self._call.hangup()
        except Exception as error:  # it is gone already
            logger.debug("a sip call was over already", error=type(error).__name__)

    def _with_sound(self, do: Any) -> None:
        """A call whose media is being set up anew, or that is ending, takes no sound for a moment."""
        try:
            do()
        except Exception as error:
            logger.debug("a sip call took no sound", error=type(error).__name__)
