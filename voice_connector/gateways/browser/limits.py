"""How fast a page may talk to us. Pure: a bucket that fills with time and empties with frames."""

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

    def take(self, now: float) -> None:
        """One more at `now` seconds. Raises WireError when there are too many."""
        if self._level < 0:
            self._level, self._at = self.burst, now
        self._level = min(self.burst, self._level + (now - self._at) * self.per_s)
        self._at = now
        if self._level < 1:
            raise WireError("too_fast", f"The page sends more {self.name} frames than a call has.")
        self._level -= 1


def audio_rate() -> Rate:
    """50 frames a second; a tab that was held back may catch up with four seconds at once."""
    return Rate(per_s=60, burst=200, name="sound")


def control_rate() -> Rate:
    return Rate(per_s=8, burst=40, name="control")
