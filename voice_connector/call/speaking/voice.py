"""Says things in one call: numbers the utterances, times the first sound, writes down what was heard."""

from collections.abc import Callable

from voice_connector.call.journal import Journal
from voice_connector.call.line import Line
from voice_connector.call.speaking.mouth import Mouth, Utterance
from voice_connector.call.timing import Stopwatch
from voice_connector.call.turns.inbox import Inbox
from voice_connector.events import AssistantSays, Interrupted, Listening, SpeakingEnded
from voice_connector.speech.interfaces import Pcm

_NO_MORE_THAN = 2  # words
MakeMouth = Callable[[Callable[[SpeakingEnded], None], Callable[[int, float], None]], Mouth]


class Voice:
    """Wraps the mouth of one call. Ended utterances go to the inbox, so that whoever waits for the caller knows."""

    def __init__(
        self, make_mouth: MakeMouth, line: Line, journal: Journal, inbox: Inbox, wording: Callable[[str], str] = str
    ) -> None:
        """`wording` puts our lines as this channel needs them, as in a chat."""
        self._line, self._journal, self._inbox, self._wording = line, journal, inbox, wording
        self._last_id = 0
        self._stopwatch: Stopwatch | None = None
        self._then: Listening | None = None
        self._unsaid = ""
        self.unheard = False  # the latest words were stopped before the caller can have made anything of them
        self.mouth = make_mouth(self._ended, self._sounded)

    async def say(
        self, text: str, *, rate: float = 1.0, safety: bool = False, final: bool = False, then: Listening | None = None
    ) -> None:
        """Begins to speak, after what is still being said. `final` words cannot be interrupted, nor can safety ones.

        `then` is shown once the words have ended and the caller's turn begins.
        """
        await self.mouth.quiet()
        self._then, words = then, self._wording(text)
        await self._begin(words, Utterance(self._next_id(), words, rate, interruptible=not (safety or final)), safety)

    async def play(self, text: str, sound: Pcm) -> None:
        """Plays ready-made sound that says `text` (the fallback when no voice can be made)."""
        await self._begin(text, Utterance(self._next_id(), text, interruptible=False, sound=sound), False)

    async def stop(self) -> None:
        await self.mouth.stop(interrupted=False)

    def unsaid(self) -> str:
        """What the caller has not heard, because our voice was stopped before it; told once."""
        unsaid, self._unsaid = self._unsaid, ""
        return unsaid

    def answering(self, stopwatch: Stopwatch | None) -> None:
        """The next sound answers the turn that this stopwatch belongs to."""
        self._stopwatch = stopwatch

    async def _begin(self, text: str, utterance: Utterance, safety: bool) -> None:
        await self.mouth.quiet()
        self._line.show(AssistantSays(text, utterance.id, safety, utterance.rate))
        self.mouth.say(utterance)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _sounded(self, utterance_id: int, at: float) -> None:
        stopwatch, self._stopwatch = self._stopwatch, None
        if stopwatch is not None:
            timing = stopwatch.sounded(at)
            self._journal.timing(utterance_id, timing)
            self._line.show(timing)

    def _ended(self, ended: SpeakingEnded) -> None:
        self._journal.assistant(ended)
        self._unsaid = ended.not_heard if ended.interrupted else ""
        self.unheard = ended.interrupted and len(ended.heard.split()) <= _NO_MORE_THAN
        if ended.interrupted:
            self._line.show(Interrupted(ended.utterance_id, ended.heard, ended.not_heard))
        then, self._then = self._then, None
        if then is not None:
            self._line.show(then)
        self._inbox.put_nowait(ended)
