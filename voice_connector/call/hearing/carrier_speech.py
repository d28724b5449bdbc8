"""Speech that a carrier recognised, as a turn like any other. Pure."""

from voice_connector.events import SpeechText, TurnEnded
from voice_connector.speech.interfaces import Transcript

_IDENTIFIED = 0.9  # carriers that name a language say nothing of how sure they are
_VOICED_MS = 1_000  # long enough to be no noise: the carrier has heard words in it


def turn_of(heard: SpeechText, now: float) -> TurnEnded:
    """The turn as it would be had we heard it: over by now, because a carrier tells only then."""
    sure = _IDENTIFIED if heard.language else None
    transcript = Transcript(heard.text, heard.confidence, heard.language, sure)
    return TurnEnded(transcript, now, now, now, now, _VOICED_MS)
