"""A line whose far end speaks and recognises by itself: what we say is gathered until it is the caller's turn, then fetched.

The far end asks in turns (an HTTP request each), so everything that happens between two requests becomes one Step.
"""

import asyncio
from dataclasses import dataclass
from typing import cast, get_args

from voice_connector.bot.replies import AskKind, WireAsk
from voice_connector.call.line import TransferOrder
from voice_connector.call.turns import no_input
from voice_connector.clock import Clock
from voice_connector.events import AssistantSays, CallEnded, Listening, Shown, TransferResult
from voice_connector.gateways.shared.ringing import Ringing
from voice_connector.gateways.shared.waiting import item_within
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Pcm


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to say. `safety`: to its end, whatever the caller does."""

    text: str
    safety: bool = False
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Over:
    """The call ends."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing is decided yet; say this meanwhile and ask again."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the far end does next: say these, then listen, transfer, end, or ask again."""

    say: tuple[Saying, ...]
    then: Listening | TransferOrder | Over | Stay


class TurnLine:
    """One call. `next_step` is what the far end fetches; between two fetches lies a caller's turn, a minute at most."""

    answer_within_s = 9.0  # carriers give up on a request after 10 to 15

    def __init__(self, clock: Clock, quiet_s: float = 150.0) -> None:
        self._clock, self.quiet_s = clock, quiet_s
        self._say: list[Saying] = []
        self._then: asyncio.Queue[Listening | TransferOrder | Over] = asyncio.Queue()
        self._over = False
        self.ringing = Ringing(clock, fetch_s=75.0)

    async def play(self, frame: Pcm) -> None:
        """There is no sound on this wire."""

    async def flush(self) -> None:
        """What was fetched is out of our hands; what was not is still wanted."""

    def show(self, event: Shown) -> None:
        self.ringing.saw(event)
        if isinstance(event, AssistantSays):
            self._say.append(Saying(event.text, event.safety, event.rate))
        elif isinstance(event, Listening):
            self._then.put_nowait(event)
        elif isinstance(event, CallEnded):
            self._end()

    async def transfer(self, order: TransferOrder) -> TransferResult:
        self._then.put_nowait(order)
        return await self.ringing.outcome(order.max_wait_s)

    async def hang_up(self) -> None:
        self._end()

    async def next_step(self, within_s: float) -> Step:
        """The next step; `Stay` with what there is to say so far when nothing is decided in that time."""
        found = await item_within(self._clock, self._then, within_s)
        then = self._latest(found) if found is not None else Stay()
        say, self._say = tuple(self._say), []
        return Step(say, then)

    def _latest(self, then: Listening | TransferOrder | Over) -> Listening | TransferOrder | Over:
        """Of several, the last: what was decided before is out of date."""
        while not self._then.empty() and not isinstance(then, Over):
            then = self._then.get_nowait()
        return then

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self._then.put_nowait(Over())


def silence_s(listening: Listening, settings: CallSettings) -> int:
    """How long the far end should listen to silence before it says that nothing came."""
    kind = listening.kind if listening.kind in get_args(AskKind) else "open"
    ask = WireAsk(slot=listening.asking or "", kind=cast("AskKind", kind), digits=listening.digits)
    return max(1, round(no_input.wait_ms(ask, settings, listening.wait_s) / 1000))
