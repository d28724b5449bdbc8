"""A word to who has spoken and hears nothing, because it takes long to make out what was said."""

from collections.abc import Awaitable, Callable

from voice_connector.call.hearing.ear import Ear
from voice_connector.clock import Clock

_AFTER_S, _AGAIN_S = 3.0, 6.0  # beyond the slowest answer of a line that is full


class Company:
    """One call. `say` begins to say it. Without an ear nothing is made out here."""

    def __init__(self, ear: Ear | None, clock: Clock, say: Callable[[], Awaitable[None]]) -> None:
        self._ear, self._clock, self._say = ear, clock, say
        self._said_at = float("-inf")

    def due_s(self) -> float | None:
        """Until the next word; None while nobody waits for what they said to be made out."""
        since = self._ear.recognising_since if self._ear is not None else None
        if since is None:
            return None
        return max(0.0, max(since + _AFTER_S, self._said_at + _AGAIN_S) - self._clock.now())

    async def keep(self) -> None:
        """Says it if it is due."""
        if self.due_s() == 0:
            self._said_at = self._clock.now()
            await self._say()
