"""The hand-over ticket: the bot makes it, or the connector when the bot could not; the caller never waits long for it.

While casework is down the ticket is kept on disk and delivered later. Its id is chosen here or by the bot, so the transfer
carries it all the same, and the call-taker's screen finds the story as soon as casework is back.
"""

import asyncio
import secrets
from typing import Any, Protocol

from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from voice_connector.bot.replies import WireUnsent
from voice_connector.log import logger
from voice_connector.transfer.handover import Handover

_KEPT_WITHIN_S = 1.0


class Keeps(Protocol):
    """The spool, as tickets see it."""

    async def keep_ticket(self, story: dict[str, Any], key: str) -> bool:
        """Delivers the story later, once, also after a restart; False when it could not be kept."""
        ...


class Tickets:
    def __init__(self, casework: CaseworkClient, timeout_s: float, spool: Keeps) -> None:
        self._casework, self._timeout_s, self._spool = casework, timeout_s, spool
        self._keeping: set[asyncio.Task[bool]] = set()

    async def make(self, handover: Handover) -> str | None:
        """A ticket's id; None when casework refuses it: the caller is connected all the same."""
        story = {**handover.to_json(), "ticket": secrets.token_urlsafe(18)}
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._casework.hand_over(story, handover.key)
        except CaseworkRefused as error:
            logger.error("a hand-over ticket was refused", call_id=handover.call_id, error=str(error))
            return None
        except (CaseworkUnavailable, TimeoutError) as error:
            logger.warning(
                "a hand-over ticket waits for casework", call_id=handover.call_id, error=type(error).__name__
            )
            return await self.keep(WireUnsent(key=handover.key, body=story))

    async def keep(self, unsent: WireUnsent) -> str | None:
        """The id that the ticket will have; None when the disk does not take it. One that hangs is not waited for: it may yet."""
        keeping = asyncio.create_task(self._spool.keep_ticket(dict(unsent.body), unsent.key))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        kept, _ = await asyncio.wait({keeping}, timeout=_KEPT_WITHIN_S)
        if not kept:
            logger.warning("a hand-over ticket is not on the disk yet, the caller goes on", key=unsent.key)
        return str(unsent.body["ticket"]) if not kept or keeping.result() else None
