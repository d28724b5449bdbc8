"""Where chats are kept between processes: one interface, one file per place (in_folder, in_valkey).

Who goes on with a chat holds it; a process that is killed holds nothing any more, at once or after a few seconds.
"""

from typing import Protocol


class HeldElsewhere(Exception):
    """Another process has this chat, or had it until a moment ago: try again."""


class StoreAway(Exception):
    """The place does not answer: chats go on, and a restart would lose them."""


class Store(Protocol):
    """Contents are sealed before they come here (sealing.py)."""

    async def take(self, call_id: str) -> bytes | None:
        """The chat, held by us from now on; None where there is none. Raises HeldElsewhere, StoreAway."""
        ...

    async def put(self, call_id: str, content: bytes) -> None:
        """Keeps it, held by us. Raises HeldElsewhere when another process has taken it over, StoreAway."""
        ...

    async def free(self, call_id: str) -> None:
        """Any process may go on with it. Raises StoreAway."""
        ...

    async def drop(self, call_id: str) -> None:
        """It is not kept any more. Raises StoreAway."""
        ...

    async def left(self, idle_s: float) -> list[str]:
        """Chats that nobody holds and that have not changed for so long. Raises StoreAway."""
        ...

    async def renew(self) -> None:
        """We are still there, with all that we hold. Raises StoreAway."""
        ...

    async def close(self) -> None: ...
