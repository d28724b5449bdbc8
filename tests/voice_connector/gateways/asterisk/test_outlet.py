"""Our voice on its way to the PBX, on virtual time: paced, never silent, empty when told to be."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from tests.calls.virtual_time import VirtualClock, run_virtually
from voice_connector.gateways.asterisk.media import Media
from voice_connector.gateways.asterisk.outlet import Outlet

LOUD = np.full(320, 5_000, np.int16)


class Far:
    """The PBX: how much it holds, and whether it ever had nothing to play."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.until, self.most_ahead_s, self.holes_s, self.loud = 0.0, 0.0, 0.0, 0

    async def take(self, sound: bytes) -> None:
        now = self._clock.now()
        self.holes_s += max(0.0, now - self.until) if self.until else 0.0
        self.until = max(self.until, now) + len(sound) / 32_000
        self.most_ahead_s = max(self.most_ahead_s, self.until - now)
        self.loud += sum(any(sound[at : at + 640]) for at in range(0, len(sound), 640))


def played(
    scene: Callable[[Outlet, VirtualClock], Awaitable[None]], form: str = "slin16", ahead_ms: int = 200
) -> tuple[Far, Outlet]:
    async def main() -> tuple[Far, Outlet]:
        clock = VirtualClock()
        far = Far(clock)
        outlet = Outlet(clock, Media(form), far.take, ahead_ms)
        sending = asyncio.create_task(outlet.run())
        await scene(outlet, clock)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        return far, outlet

    outcome: tuple[Far, Outlet] = run_virtually(main())
    return outcome


@pytest.mark.parametrize("ahead_ms", [40, 200])
def test_a_burst_of_ours_goes_out_at_the_pace_of_a_telephone(ahead_ms: int) -> None:
    async def scene(outlet: Outlet, clock: VirtualClock) -> None:
        for _ in range(100):
            outlet.put(LOUD)
        await clock.sleep(5)

    far, _ = played(scene, ahead_ms=ahead_ms)
    assert far.loud == 100
    assert far.most_ahead_s <= ahead_ms / 1000 + 0.0201
    assert far.holes_s == 0


def test_silence_never_stops_and_never_piles_up() -> None:
    async def scene(_outlet: Outlet, clock: VirtualClock) -> None:
        await clock.sleep(60)

    far, _ = played(scene)
    assert far.holes_s == 0
    assert far.most_ahead_s <= 0.0601
    assert far.loud == 0


def test_flush_leaves_nothing_to_be_said() -> None:
    async def scene(outlet: Outlet, clock: VirtualClock) -> None:
        for _ in range(100):
            outlet.put(LOUD)
        await clock.sleep(0.5)
        outlet.flush()
        assert outlet.waiting_s == 0
        await clock.sleep(2)

    far, _ = played(scene)
    assert far.loud <= 36


def test_nothing_is_sent_while_the_pbx_says_hold_and_speech_goes_on_after_it() -> None:
    async def scene(outlet: Outlet, clock: VirtualClock) -> None:
        await clock.sleep(1)
        outlet.held = True
        for _ in range(50):
            outlet.put(LOUD)
        await clock.sleep(3)
        assert not outlet.stuck
        outlet.held = False
        await clock.sleep(3)

    far, _ = played(scene)
    assert far.loud == 50


def test_a_pbx_that_is_ten_seconds_behind_is_gone() -> None:
    async def scene(outlet: Outlet, clock: VirtualClock) -> None:
        outlet.held = True
        for _ in range(501):
            outlet.put(LOUD)
        await clock.sleep(0.1)

    _, outlet = played(scene)
    assert outlet.stuck
