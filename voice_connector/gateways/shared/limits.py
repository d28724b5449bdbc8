"""How fast the other end of a line may talk to us. Pure: a bucket that fills with time and empties with frames."""

from dataclasses import dataclass

from voice_connector.errors import WireError


@dataclass
class Rate:
    """`per_s` on average, `burst` at once."""

    per_s: float
    burst: float
    name: str
    _level: float = -1.0
    _at: float = 0.0

    def take(self, now: float, count: float = 1.0) -> None:
        """`count` more at `now` seconds. Raises WireError when there are too many."""
        if self._level < 0:
            self._level, self._at = self.burst, now
        self._level = min(self.burst, self._level + (now - self._at) * self.per_s)
        self._at = now
        if self._level < count:
            raise WireError("too_fast", f"More {self.name} arrives than a call has.")
        self._level -= count


def sound_ms_rate() -> Rate:
    """Milliseconds of sound, in frames of any size: 1,000 a second; a network that was held back may catch up with 4 s."""
    return Rate(per_s=1_200, burst=4_000, name="sound")


def message_rate() -> Rate:
    """Messages of any kind, sound included, however small: frames of 10 ms, and some more."""
    return Rate(per_s=130, burst=500, name="messages")


def control_rate() -> Rate:
    """Keys, text and other messages that are no sound."""
    return Rate(per_s=8, burst=40, name="control messages")
