"""The loopback gateway has no wire: what its line keeps is what the caller hears, and a recording plays the caller."""

from typing import Any, cast

from tests.voice_connector.gateways.conformance.peers import PEERS, Order, Peer
from tests.voice_connector.gateways.conformance.stage import Ear, Stage, tone
from voice_connector.events import AssistantSays, Shown, Transferring
from voice_connector.exchange import Exchange
from voice_connector.gateways.loopback import line as loopback_line
from voice_connector.gateways.loopback.play import play_call
from voice_connector.speech.interfaces import Pcm


class Recording:
    def __init__(self, stage: Stage, turns: list[Pcm]) -> None:
        self._stage, self._turns = stage, turns
        self.read: list[str] = []
        self.transfers: list[Order] = []
        self._done = False

    @property
    def ear(self) -> Ear:
        """What the line has kept, on the call's own clock."""
        kept = self._stage.exchange.lines[0]
        assert isinstance(kept, loopback_line.LoopbackLine)
        ear = Ear(self._stage.clock.now)
        ear.pieces = [(kept._began + at, frame) for at, frame in kept._played]
        ear.until = kept._began + kept._until
        ear.most_ahead_s = max(0.0, ear.until - self._stage.clock.now())
        return ear

    @property
    def closed(self) -> bool:
        return self._done

    async def play(self) -> None:
        await play_call(
            self._turns,
            cast(Exchange, self._stage.exchange),
            self._stage.clock,
            self._stage.folder / "calls",
            self._tell,
        )
        self._done = True

    def _tell(self, _at: float, event: Shown) -> None:
        if isinstance(event, AssistantSays):
            self.read.append(event.text)
        elif isinstance(event, Transferring):
            self.transfers.append(Order(event.phone, event.ticket))

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        """The recording was given at the start and plays when the assistant listens."""
        await self._stage.clock.sleep(len(sound) / 16_000 + 2)

    async def press(self, keys: str) -> None:
        raise NotImplementedError

    say_words = press

    async def say_nothing(self) -> None:
        raise NotImplementedError

    async def wants_person(self) -> None:
        """Said in the recording: the recogniser of the test hears it so."""

    async def hang_up(self) -> None:
        """A recording hangs up when it has said everything."""

    vanish = hang_up


class LoopbackPeer:
    name = gateway = "loopback"
    can = frozenset({"sound", "scripted", "ticket"})
    mischief = ()

    async def call(self, stage: Stage, *, authentic: bool = True) -> Any:
        """A `PeerCall`, but for what a recording cannot do."""
        recording = Recording(stage, [tone(1.0)])
        stage.beside(recording.play())
        await stage.clock.sleep(0.01)
        return recording


@PEERS.add("loopback")
def _loopback() -> Peer:
    return LoopbackPeer()
