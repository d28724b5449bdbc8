"""A caller who goes on within a second: both halves are one turn, as long as nothing has come of the first.

Before the bot is asked, the first half waits for the second, which is being spoken already. Afterwards it joins the second only where
the bot made nothing of it: the same question is open, and its answer was not heard. What the bot has done with a half stays done.
"""

from collections.abc import Callable
from dataclasses import replace

from voice_connector.bot import messages
from voice_connector.bot.replies import OPENING, Ask, Reply, WireAsk
from voice_connector.clock import Clock
from voice_connector.events import TurnEnded

WITHIN_S = 1.0
LONGEST_S = 8.0  # a first half waits for the second at most


class Halves:
    """One call, before the bot is asked. `urgent`: turns that wait for nothing."""

    def __init__(self, clock: Clock, urgent: Callable[[TurnEnded], bool]) -> None:
        self._clock, self._urgent = clock, urgent
        self._first: TurnEnded | None = None
        self._until = 0.0
        self._joining = False  # the latest turn has a first half already

    @property
    def left_s(self) -> float | None:
        """How long the first half still waits; None where there is none."""
        return max(0.0, self._until - self._clock.now()) if self._first is not None else None

    def waits(self, turn: TurnEnded, speaking_since: float | None) -> bool:
        """Keeps this turn for the one that is being spoken, where that is its other half."""
        if speaking_since is None or speaking_since - turn.speech_ended_at > WITHIN_S or self._urgent(turn):
            return False
        if not self._joining:
            self._until = self._clock.now() + LONGEST_S
        self._first = turn if self._clock.now() < self._until else None
        return self._first is not None

    def joined(self, second: TurnEnded) -> TurnEnded:
        """With its first half, if one waits."""
        first = self.given_up()
        self._joining = first is not None
        if first is None:
            return second
        said, more = first.transcript, second.transcript
        known = [one.confidence for one in (said, more) if one.confidence is not None]
        text = " ".join(filter(None, (said.text, more.text)))
        english = " ".join(filter(None, (said.english or "", more.english or ""))) or None
        halves = (said.alternatives or (said.text,))[0], (more.alternatives or (more.text,))[0]
        heard_else = (" ".join(filter(None, halves)),) if said.alternatives or more.alternatives else ()
        both = replace(more, text=text, english=english, confidence=min(known, default=None), alternatives=heard_else)
        return replace(
            second, transcript=both, started_at=first.started_at, voiced_ms=first.voiced_ms + second.voiced_ms
        )

    def given_up(self) -> TurnEnded | None:
        """The half that waits, which is a turn of its own then."""
        first, self._first = self._first, None
        return first


class Unanswered:
    """One call, after the bot was asked: the latest turn, where the bot made nothing of it."""

    def __init__(self) -> None:
        self._turn: TurnEnded | None = None
        self._words = ""

    def asked(self, said: object, words: str, before: WireAsk | None, reply: Reply) -> None:
        """`before`: the question that was open when it was said."""
        same = type(reply) is Ask and reply.ask.slot == (before.slot if before else OPENING)
        self._turn = said if isinstance(said, TurnEnded) and same and not reply.decision.emergency else None
        self._words = words

    def joined(self, words: str, said: object, heard_nothing: bool) -> str:
        """The message with the half before it, where this is its other half and the answer to the first was not heard."""
        first, self._turn = self._turn, None
        if first is None or not isinstance(said, TurnEnded) or not heard_nothing:
            return words
        if said.started_at - first.speech_ended_at > WITHIN_S or messages.words(said.transcript.text) != words:
            return words
        return f"{self._words} {words}"
