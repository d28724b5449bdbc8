"""A PBX's end of a call: plays through the outlet, and leaves by telling the PBX where the caller goes."""

from collections.abc import Callable
from typing import Protocol

from voice_connector.call.line import TransferOrder
from voice_connector.events import Shown, TransferResult
from voice_connector.gateways.asterisk.outlet import Outlet
from voice_connector.gateways.next_step.answer import NextStep, of_order
from voice_connector.gateways.next_step.store import NextSteps
from voice_connector.speech.interfaces import Pcm


class Leg(Protocol):
    """The transport, as the line uses it. Nothing here raises."""

    async def drop_sound(self) -> None:
        """The PBX drops what it has of our voice."""
        ...

    async def finish(self, heard_within_s: float) -> None:
        """Lets what was sent be heard, then ends the media leg; the PBX goes on with the caller. Twice is once."""
        ...


class PbxLine:
    """The dialplan asks for the next step after the leg has ended: a transfer is that, and nothing else."""

    def __init__(
        self,
        pbx_id: str,
        outlet: Outlet,
        leg: Leg,
        steps: NextSteps,
        fetched_within_s: float,
        pass_for: Callable[[str], str],
    ) -> None:
        self._pbx_id, self._outlet, self._leg = pbx_id, outlet, leg
        self._steps, self._fetched_within_s, self._pass_for = steps, fetched_within_s, pass_for
        self._tried = False
        self.leaving = False  # from now on the end of the leg is our doing, not the caller's
        self.lost = False  # the leg has ended and nobody asked what next: no caller is there any more

    async def play(self, frame: Pcm) -> None:
        if not self.leaving:
            self._outlet.put(frame)

    async def flush(self) -> None:
        self._outlet.flush()
        await self._leg.drop_sound()

    def show(self, event: Shown) -> None:
        """A telephone shows nothing."""

    async def transfer(self, order: TransferOrder) -> TransferResult:
        """`connected` means that the PBX has taken the caller and knows where to; who answers is in its own records."""
        if self._tried:
            return "failed"  # the leg is gone, and the dialplan sends a caller without an answer to a person
        self._tried = True
        await self._leave(of_order(order, self._pass_for(order.call_id)))
        asked = await self._steps.fetched(self._pbx_id, self._fetched_within_s)
        self.lost = not asked
        return "connected" if asked else "failed"

    async def hang_up(self) -> None:
        if not self.leaving:
            await self._leave(NextStep("hangup"))

    async def _leave(self, step: NextStep) -> None:
        self._steps.put(self._pbx_id, step)
        self.leaving = True
        await self._steps.share(self._pbx_id)
        await self._leg.finish(self._outlet.waiting_s)
