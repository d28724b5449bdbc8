"""In which order the places of people are tried, who is open now, and who speaks the caller's language. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from voice_connector.transfer.person import Person


def always(_at: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Queue:
    """One place to ring. `languages` empty: for callers of every language."""

    to: Person
    max_wait_s: int = 60
    languages: frozenset[str] = frozenset()
    is_open: Callable[[datetime], bool] = always


@dataclass(frozen=True, slots=True)
class Switchboard:
    """One agency's queues: `orders` by decided destination, `otherwise` after them and for every other destination."""

    orders: dict[str, tuple[Queue, ...]] = field(default_factory=dict)
    otherwise: tuple[Queue, ...] = ()
    callback: bool = True

    def legs(self, to: Person, language: str | None, at: datetime) -> tuple[Queue, ...]:
        """Whom to ring for `to`, one after the other; `at` is aware. Empty only when an agency lists nobody who is open.

        People who speak the caller's language come first; people for other languages are not troubled.
        """
        listed = (*self.orders.get(to.id, (Queue(to),)), *self.otherwise)
        open_now = [queue for queue in listed if queue.is_open(at)]
        speaking = [queue for queue in open_now if language in queue.languages]
        return _once([*speaking, *(queue for queue in open_now if not queue.languages)])


def _once(queues: list[Queue]) -> tuple[Queue, ...]:
    first = {queue.to.id: queue for queue in reversed(queues)}
    return tuple(dict.fromkeys(first[queue.to.id] for queue in queues))
