"""Speech in which no words were found. What is said then is the bot's decision: it counts misses of every kind together.

Words of low confidence still go to the bot: its emergency detector must see them, and its own limit decides the rest.
"""

from voice_connector.bot import messages
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript

_NOISE_BELOW_MS = 500


def has_words(transcript: Transcript, settings: CallSettings) -> bool:
    """Whether there is anything that the bot could work with."""
    if not messages.words(transcript.text):
        return False
    return transcript.confidence is None or transcript.confidence >= settings.unclear_below


def is_noise(transcript: Transcript, voiced_ms: int, *, over_our_voice: bool = False) -> bool:
    """A cough or a door: short, or begun while we spoke, and no words in it. Nobody need answer that."""
    return (over_our_voice or voiced_ms < _NOISE_BELOW_MS) and not messages.words(transcript.text)
