"""The hand-over ticket: the bot makes it; when the bot could not, the connector asks casework itself, and never waits long."""

import asyncio

from voice_connector.casework import Casework, Handover
from voice_connector.errors import CaseworkDown, CaseworkRefused
from voice_connector.log import logger


class Tickets:
    def __init__(self, casework: Casework, timeout_s: float) -> None:
        self._casework, self._timeout_s = casework, timeout_s

    async def make(self, handover: Handover) -> str | None:
        """A ticket's id; None when casework cannot make one in time: the caller is connected all the same."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._casework.hand_over(handover)
        except (CaseworkDown, CaseworkRefused, TimeoutError) as error:
            logger.warning("no hand-over ticket could be made", call_id=handover.call_id, error=type(error).__name__)
            return None
