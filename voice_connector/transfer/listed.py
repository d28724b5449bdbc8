"""An agency's queues.yml as the switchboard that a call uses."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from agencies.directory.hours import is_open
from voice_connector.transfer.person import Person
from voice_connector.transfer.queues import Queue, Switchboard

if TYPE_CHECKING:
    from agencies.line.queues import Queue as Listed
    from agencies.loader import Agency


def switchboard_of(agency: "Agency", person: Callable[[str], Person]) -> Switchboard:
    """`person` gives the destination of an id. Without a queues.yml: a call-taker, then the general line."""
    listed, info = agency.queues, agency.info
    if not listed.queues:
        last = (info.call_taker, info.general_line)
        return Switchboard(otherwise=tuple(Queue(person(name), is_open=_hours(agency, name)) for name in last))
    queues = {name: _queue(agency, queue, person) for name, queue in listed.queues.items()}
    return Switchboard(
        orders={name: tuple(queues[one] for one in order) for name, order in listed.orders.items()},
        otherwise=tuple(queues[one] for one in listed.otherwise),
        callback=listed.callback,
    )


def _queue(agency: "Agency", listed: "Listed", person: Callable[[str], Person]) -> Queue:
    return Queue(
        to=person(listed.destination),
        max_wait_s=listed.max_wait_s,
        languages=frozenset(listed.languages),
        is_open=_hours(agency, listed.destination, listed),
    )


def _hours(agency: "Agency", name: str, listed: "Listed | None" = None) -> Callable[[datetime], bool]:
    """The queue's own hours, else the destination's, else always."""
    known = agency.destinations.get(name)
    if known is not None and listed is not None and listed.hours is not None:
        known = known.model_copy(update={"hours": listed.hours})
    return lambda at: known is None or is_open(known, at, agency.info.calendar)
