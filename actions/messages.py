"""Messages of a case on the telephone: told after the status, and noted as read once the caller has answered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Dict, Optional

from rasa_sdk import Tracker

from actions.casework import plain, shared_client
from actions.sealing import seal, unseal
from actions.turn import Turn
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError

logger = logging.getLogger(__name__)
UNREAD_S, RECEIPT_S = 0.6, 0.3


async def unread(client: CaseworkClient, request: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """{spoken, session, up_to} when there are new messages. A status is told whether or not they can be had."""
    try:
        found = plain(await asyncio.wait_for(client.unread_messages(request), UNREAD_S))
    except (CaseworkError, asyncio.TimeoutError):
        logger.warning("new messages were not read; the status is told without them")
        return None
    return found if found.get("outcome") == "found" and found.get("count") else None


def receipt_of(new: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """The slot `receipt`: which messages were told, until the caller answers."""
    if not (new.get("up_to") and new.get("session")):
        return None
    return {"session": seal(str(new["session"])), "up_to": new["up_to"]}


async def receipt(tracker: Tracker, client: Optional[CaseworkClient] = None) -> None:
    """Whoever goes on talking has heard the messages; somebody who hung up hears them again next time."""
    heard = tracker.get_slot("receipt")
    if not heard:
        return
    agency, session = Turn.latest(tracker).agency, unseal(heard.get("session"))
    if session is None:
        return
    try:
        noted = (client or shared_client()).messages_read(agency, session, int(heard["up_to"]))
        await asyncio.wait_for(noted, RECEIPT_S)
    except (CaseworkError, asyncio.TimeoutError):
        logger.warning("messages were not noted as read; they will be told again")
