"""Where a call goes when the assistant lets go of it (queues.yml): places of people, how long each may ring, and in which order.

An agency without this file gets one queue a destination: the destination itself, then a call-taker, then the general line.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from agencies.directory.shape import Destination, Id, Part, Span
from agencies.directory.vocabulary import Weekday
from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.yaml_lines import Document, KeyPath, read

FILE = "queues.yml"


class Queue(Part):
    """People who answer. Without `hours`, those of the destination count.

    max_wait_s   how long it may ring before the next queue is tried
    languages    ISO 639-1 codes that its people speak; a caller in one of them comes here first, any other never
    """

    destination: Id
    max_wait_s: int = Field(default=60, ge=5, le=1800)
    hours: dict[Weekday, list[Span]] | None = None
    languages: list[str] = Field(default_factory=list)


class Queues(Part):
    """queues.yml. `orders`: for a decided destination, its queues in the order in which they are tried.

    `otherwise` is tried after a destination that has no order of its own, and ends every order.
    """

    queues: dict[Id, Queue] = Field(default_factory=dict)
    orders: dict[Id, list[Id]] = Field(default_factory=dict)
    otherwise: list[Id] = Field(default_factory=list)
    callback: bool = True


def load_queues(folder: Path, agency_id: str, destinations: dict[str, Destination], safety: tuple[str, ...]) -> Queues:
    """Loads agencies/<agency_id>/queues.yml; raises BrokenAgencyFile. `safety`: destinations that must always be reachable."""
    if not (folder / FILE).is_file():
        return Queues()
    document = read(folder / FILE, f"agencies/{agency_id}/{FILE}")
    try:
        queues = TypeAdapter(Queues).validate_python(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
    faults = [*_unknown(document, queues, destinations), *_closed(document, queues, destinations, safety)]
    if faults:
        raise BrokenAgencyFile(faults)
    return queues


def _unknown(document: Document, queues: Queues, destinations: dict[str, Destination]) -> Iterator[Fault]:
    for name, queue in queues.queues.items():
        if queue.destination not in destinations:
            yield _fault(
                document, ("queues", name, "destination"), "destination", queue.destination, list(destinations)
            )
    for name, order in queues.orders.items():
        if name not in destinations:
            yield _fault(document, ("orders", name), "destination", name, list(destinations))
        yield from _unlisted(document, ("orders", name), order, queues)
    yield from _unlisted(document, ("otherwise",), queues.otherwise, queues)


def _unlisted(document: Document, path: KeyPath, order: list[str], queues: Queues) -> Iterator[Fault]:
    for index, name in enumerate(order):
        if name not in queues.queues:
            yield _fault(document, (*path, index), "queue", name, list(queues.queues))


def _closed(
    document: Document, queues: Queues, destinations: dict[str, Destination], safety: tuple[str, ...]
) -> Iterator[Fault]:
    """Every call must be able to reach somebody at any hour, in any language."""
    last = [queues.queues[name] for name in queues.otherwise if name in queues.queues]
    always = [
        queue
        for queue in last
        if queue.destination in safety
        and queue.hours is None
        and not queue.languages
        and destinations[queue.destination].hours is None
    ]
    if not always:
        yield Fault(
            document.file,
            document.line_of(("otherwise",)),
            "nobody is sure to answer at night",
            f"let otherwise name a queue without hours and languages whose destination is {' or '.join(safety)}",
        )


def _fault(document: Document, path: KeyPath, what: str, name: str, known: list[str]) -> Fault:
    near = get_close_matches(name, known, 1)
    right = f"did you mean '{near[0]}'" if near else f"use one of {', '.join(sorted(known)[:8])}"
    return Fault(document.file, document.line_of(path), f"there is no {what} called '{name}'", right)
