"""The far end of each gateway, as the conformance tests drive it: one Peer a gateway, one PeerCall a call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.voice_connector.gateways.conformance.stage import Ear, Stage
from voice_connector.speech.interfaces import Pcm


@dataclass(frozen=True, slots=True)
class Order:
    """A transfer as the carrier was told of it; None is what this wire cannot carry."""

    to: str | None
    ticket: str | None


@dataclass(frozen=True, slots=True)
class Mischief:
    """Something that a broken or hostile far end sends in a call, and the code that the log line must name."""

    name: str
    send: Callable[[Any], Any]  # takes the PeerCall, may return an awaitable
    code: str


class PeerCall(Protocol):
    """One call at the far end. What a peer `can` not do is never called."""

    ear: Ear
    read: list[str]  # what was shown or handed over as text
    transfers: list[Order]

    @property
    def closed(self) -> bool:
        """The gateway has let go of the wire, or told the carrier to hang up."""
        ...

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        """The caller's sound at its own pace, in the wire's codec, in chunks of these sizes in turn."""
        ...

    async def press(self, keys: str) -> None: ...

    async def say_words(self, text: str) -> None:
        """Typed, or as the carrier's recogniser heard it."""
        ...

    async def say_nothing(self) -> None:
        """The carrier reports silence."""
        ...

    async def wants_person(self) -> None: ...

    async def hang_up(self) -> None:
        """As the protocol has it."""
        ...

    async def vanish(self) -> None:
        """Without a word."""
        ...


class Peer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def gateway(self) -> str:
        """As it stands in the call record."""
        ...

    @property
    def can(self) -> frozenset[str]:
        """Of sound, chunks, keys, typed, recognised, refusal, vanish, silence, dialled, carrier_transfer, ticket, busy."""
        ...

    @property
    def mischief(self) -> tuple[Mischief, ...]: ...

    async def call(self, stage: Stage, *, authentic: bool = True) -> PeerCall: ...


@dataclass
class Registry:
    """Every peer; a gateway's tests add theirs by being imported in `test_conformance`."""

    makers: dict[str, Callable[[], Peer]] = field(default_factory=dict)

    def add(self, name: str) -> Callable[[Callable[[], Peer]], Callable[[], Peer]]:
        def put(maker: Callable[[], Peer]) -> Callable[[], Peer]:
            self.makers[name] = maker
            return maker

        return put


PEERS = Registry()
