"""Speech in which no words were found: one reprompt, then a person.

Words of low confidence still go to the bot: its emergency detector must see them, and its own limit decides the rest.
"""

from dataclasses import dataclass, replace
from typing import Literal

from voice_connector.bot import messages
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript

MOST_MISSES = 2
_NOISE_BELOW_MS = 500


@dataclass(frozen=True, slots=True)
class Misses:
    """Turns in a row without words."""

    count: int = 0

    def missed(self) -> "Misses":
        return replace(self, count=self.count + 1)

    @property
    def next_step(self) -> Literal["reprompt", "person"]:
        return "person" if self.count >= MOST_MISSES else "reprompt"


def has_words(transcript: Transcript, settings: CallSettings) -> bool:
    """Whether there is anything that the bot could work with."""
    if not messages.words(transcript.text):
        return False
    return transcript.confidence is None or transcript.confidence >= settings.unclear_below


def is_noise(transcript: Transcript, voiced_ms: int) -> bool:
    """A cough or a door: short, and no words in it. Nobody need answer that."""
    return voiced_ms < _NOISE_BELOW_MS and not messages.words(transcript.text)
