"""Holds calls while Rasa restarts: asks again until it is back, for a bounded time that all calls share; then it is a failure.

Every message has a name of its own (`turn`), and one that is sent again says so (`again`): nobody knows whether the Rasa that went
away had done it, and another one must not do it twice (bot_server/patches/one_conversation.py).
What the session does meanwhile is its own: after a moment the caller hears "one moment, please", and now and then again.
"""

import secrets
from dataclasses import replace

from voice_connector.bot.client import Bot
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply
from voice_connector.clock import Clock
from voice_connector.errors import BotFailed
from voice_connector.log import logger
from watching import traces

_AGAIN_AFTER_S = (0.05, 0.2)  # one that is replaced has its successor beside it; then
_AGAIN_EVERY_S = 0.5


class HoldingBot:
    """A bot that is known to be away for longer than `hold_s` is tried once a message, and nobody waits for it."""

    def __init__(self, bot: Bot, clock: Clock, hold_s: float) -> None:
        self._bot, self._clock, self._hold_s = bot, clock, hold_s
        self._away_since: float | None = None

    @property
    def away(self) -> bool:
        return self._away_since is not None

    async def send(self, call_id: str, message: Message) -> Reply:
        """See `Bot.send`. A message whose connection broke is sent again, and done once."""
        message = replace(message, metadata={"turn": secrets.token_hex(8), **message.metadata})
        told = {name: message.metadata.get(name) for name in ("agency", "channel")}
        with traces.span("turn", call=call_id, **told) as span:
            reply = await self._sent(call_id, message)
            decided = reply.decision
            for name in ("act", "need", "disposition", "reason"):
                span.set(name, getattr(decided, name))
            return reply

    async def _sent(self, call_id: str, message: Message) -> Reply:
        pauses = list(_AGAIN_AFTER_S)
        while True:
            try:
                reply = await self._bot.send(call_id, message)
            except BotFailed as failed:
                if not failed.retryable or self._is_over(failed):
                    raise
                message = replace(message, metadata={**message.metadata, "again": True})
                await self._clock.sleep(pauses.pop(0) if pauses else _AGAIN_EVERY_S)
            else:
                self._is_back()
                return reply

    async def tell(self, call_id: str, message: Message) -> None:
        await self._bot.tell(call_id, message)

    async def ready(self) -> bool:
        return await self._bot.ready()

    def _is_over(self, failed: BotFailed) -> bool:
        now = self._clock.now()
        if self._away_since is None:
            self._away_since = now
            logger.warning("the bot is away, calls are held", kind=failed.kind, hold_s=self._hold_s)
        return now + _AGAIN_EVERY_S > self._away_since + self._hold_s

    def _is_back(self) -> None:
        if self._away_since is not None:
            logger.info("the bot is back", after_s=round(self._clock.now() - self._away_since, 1))
            self._away_since = None
