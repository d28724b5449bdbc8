"""Who rings for a call that has no session: one that nobody knows, that found no room, or whose far end cannot be understood."""

from collections.abc import Mapping
from datetime import datetime

from voice_connector.agency_line import AgencyLine
from voice_connector.call.line import TransferOrder
from voice_connector.gateways.shared import targets


def next_order(
    agency_line: AgencyLine, at: datetime, sip: Mapping[str, str], tried: int
) -> tuple[TransferOrder, int] | None:
    """The order for the next queue that can be dialled, and how many have been tried with it; None when there is none left."""
    queues = agency_line.switchboard.legs(agency_line.call_taker, agency_line.language, at)
    for number, queue in list(enumerate(queues, start=1))[tried:]:
        if targets.can_be_dialled(queue.to, sip):
            return TransferOrder("", queue.to, "system_failure", None, max_wait_s=queue.max_wait_s), number
    return None
