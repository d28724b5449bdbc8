"""Where the time goes between the end of the caller's speech and the first sound of our answer."""

from dataclasses import dataclass, replace

from voice_connector.events import Timing, TurnEnded


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Moments of one turn, in seconds of the call's clock."""

    speech_ended_at: float
    decided_at: float
    text_at: float
    reply_at: float | None = None

    @classmethod
    def of(cls, turn: TurnEnded) -> "Stopwatch":
        return cls(turn.speech_ended_at, turn.decided_at, turn.text_at)

    def replied(self, at: float) -> "Stopwatch":
        return replace(self, reply_at=at)

    def sounded(self, at: float) -> Timing:
        """The parts, in whole milliseconds; their sum is the whole wait."""
        reply_at = self.reply_at if self.reply_at is not None else at
        return Timing(
            endpoint=_ms(self.decided_at - self.speech_ended_at),
            recognition=_ms(self.text_at - self.decided_at),
            bot=_ms(reply_at - self.text_at),
            synthesis=_ms(at - reply_at),
        )


def _ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
