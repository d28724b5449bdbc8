"""Whether one call more is taken. Beyond what can be served well, callers go to a person at once instead of everybody suffering."""

from collections.abc import Callable
from dataclasses import dataclass, field

from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted

_MOST_WRITTEN = 200


@dataclass
class Admission:
    """`most_calls` is for calls whose sound we make and hear; the others (chats, carriers' own speech) cost next to nothing."""

    most_calls: int
    measured: bool = False
    most_written: int = _MOST_WRITTEN
    behind_after_s: float = 1.5
    waited_s: Callable[[], float] = field(default=lambda: 0.0)  # how long speech work that is needed now has waited
    draining: bool = False

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
        if spoken >= self.most_calls:
            raise LineBusy("full", f"{spoken} calls are going on, as many as {self.source}.")
        if (late_s := self.waited_s()) > self.behind_after_s:
            raise LineBusy(
                "behind", f"The speech engines are {late_s:.1f} s behind; a new call would make all of them wait."
            )

    @property
    def source(self) -> str:
        """Where the number comes from, as the end of a sentence."""
        return "this machine serves well (measured)" if self.measured else "CIVICLINE_MOST_CALLS allows"


def is_spoken(call: CallStarted) -> bool:
    return call.channel == "voice" and call.speech_by == "us"
