"""What comes in from the caller's line: signals are told as what they mean, everything else goes to the ear."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from voice_connector.call.hearing.ear import Ear
from voice_connector.call.hearing.machines import Machine, MachineWatch
from voice_connector.call.hearing.signals import Signal, SignalWatch
from voice_connector.events import DtmfPressed, FaxHeard, MachineHeard, TtyHeard
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm

_MOST_MUSIC = 24  # times five seconds that music is waited out; then silence is silence
_SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


class CallerSound:
    """One call."""

    def __init__(self, ear: Ear, post: Callable[[Any], None]) -> None:
        self._ear, self._post = ear, post
        self._signals, self._machines = SignalWatch(), MachineWatch()
        self._told: Counter[Machine] = Counter()

    def feed(self, frame: Pcm) -> None:
        """One 20 ms frame; cheap enough for the event loop."""
        if (signal := self._signals.feed(frame)) is not None:
            self._post(_meaning(signal))
        if (machine := self._machines.feed(frame)) is not None:
            self._tell(machine)
        self._ear.feed(_SILENCE if self._signals.is_signal else frame)

    def _tell(self, machine: Machine) -> None:
        self._told[machine] += 1
        if self._told[machine] <= (_MOST_MUSIC if machine == "music" else 1):
            self._post(MachineHeard(machine, self._told[machine] > 1))

    def key_by_wire(self) -> None:
        """The gateway has given a key."""
        self._signals.key_by_wire()


def _meaning(signal: Signal) -> DtmfPressed | TtyHeard | FaxHeard:
    if signal.kind == "key":
        return DtmfPressed(signal.key)
    return TtyHeard() if signal.kind == "tty" else FaxHeard()
