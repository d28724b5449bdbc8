"""Whether one call more is taken. Beyond what can be served well, callers go to a person at once instead of everybody suffering."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted

_MOST_WRITTEN = 200
_SHOWS_AFTER_S = 5.0  # a caller who has come speaks by then
_STEADY_S = 0.5

Room = Literal["in_time", "a_little_later", "none"]
Refusal = Literal["full", "behind", "draining"]


@dataclass
class Admission:
    """`most_calls` is for calls whose sound we make and hear; the others (chats, carriers' own speech) cost next to nothing."""

    most_calls: int  # answered within the target
    most_late: int = 0  # answered a little later, and taken while the waits stay short; 0: none beyond most_calls
    measured: bool = False
    most_written: int = _MOST_WRITTEN
    behind_after_s: float = 1.5
    waited_s: Callable[[], float] = field(default=lambda: 0.0)  # how long speech work that is needed now has waited
    waits_s: Callable[[], float] = field(default=lambda: 0.0)  # how long such work had to wait of late
    now: Callable[[], float] = time.monotonic
    _late_at: float = field(default=-math.inf, repr=False)
    draining: bool = False
    in_vain: bool = False  # somebody was turned away at the second limit although nothing waited

    def admit(self, call: CallStarted, spoken: int, written: int) -> None:
        """Raises LineBusy; `spoken` and `written` calls are going on."""
        if self.draining:
            raise LineBusy("draining", "This connector is stopping and takes no more calls.")
        if not is_spoken(call):
            if written >= self.most_written:
                raise LineBusy(
                    "full", f"{written} written conversations are going on, as many as CIVICLINE_MOST_CHATS allows."
                )
            return
        refused = self.refusal(spoken)
        if refused == "behind":
            raise LineBusy("behind", "The speech engines are behind; a new call would make all of them wait.")
        if refused == "full":
            raise LineBusy("full", f"{spoken} calls are going on, as many as {self.source}.")
        if spoken >= self.most_calls:  # one more beyond the target: what it brings shows before the next one is taken
            self._late_at = self.now()

    def refusal(self, spoken: int) -> Refusal | None:
        """Why the next spoken call is turned away; None while there is room. Whoever asks turns it away."""
        if self.draining:
            return "draining"
        if self.waited_s() > self.behind_after_s:
            return "behind"
        if self.room(spoken) != "none":
            return None
        self.in_vain = self.in_vain or (spoken >= self.most_late and self._is_steady())
        return "full"

    def room(self, spoken: int) -> Room:
        """What the next call would get."""
        if self.draining or self.waited_s() > self.behind_after_s:
            return "none"
        if spoken < self.most_calls:
            return "in_time"
        return "a_little_later" if spoken < self.most_late and self._is_steady() else "none"

    def _is_steady(self) -> bool:
        return self.now() - self._late_at >= _SHOWS_AFTER_S and self.waits_s() <= _STEADY_S

    @property
    def source(self) -> str:
        """Where the number comes from, as the end of a sentence."""
        return "this machine serves well (measured)" if self.measured else "CIVICLINE_MOST_CALLS allows"


def is_spoken(call: CallStarted) -> bool:
    return call.channel == "voice" and call.speech_by == "us"
