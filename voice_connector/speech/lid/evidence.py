"""A call's language, from its first utterances together: one short word never moves a caller to another line."""

import math
from dataclasses import dataclass, field

from voice_connector.speech.interfaces import Transcript
from voice_connector.speech.lid.sound import ENGLISH_CALLERS

_MOST = 0.995


@dataclass
class LanguageEvidence:
    """Collects what each utterance sounded like. `threshold` is the agency's: how sure before a caller is moved on."""

    home: str = "en"
    threshold: float = 0.7
    utterances: int = 4
    _log_odds: float = field(default=0.0, init=False)
    _weights: dict[str, float] = field(default_factory=dict, init=False)
    _heard: int = field(default=0, init=False)

    def add(self, transcript: Transcript) -> tuple[str, float] | None:
        """(language, confidence) once another language than home is sure enough; None while it is not.

        Only the first few utterances count: later a name or a quotation is likelier than a change of language.
        """
        if transcript.language is None or transcript.language_confidence is None or not transcript.text:
            return None
        if self._heard >= self.utterances:
            return None
        self._heard += 1
        self._weigh(transcript.language, min(_MOST, max(1 - _MOST, transcript.language_confidence)))
        return self.verdict()

    def verdict(self) -> tuple[str, float] | None:
        """What the utterances so far say together."""
        if not self._weights:
            return None
        sure = 1.0 / (1.0 + math.exp(-(self._log_odds + _PRIOR)))
        return (max(self._weights, key=self._weights.__getitem__), sure) if sure >= self.threshold else None

    def _weigh(self, language: str, confidence: float) -> None:
        """Each utterance's confidence already contains the prior: take it out, so that it counts once a call."""
        if language == self.home:
            self._log_odds += _logit(1.0 - confidence) - _PRIOR
            return
        self._log_odds += _logit(confidence) - _PRIOR
        self._weights[language] = self._weights.get(language, 0.0) + confidence


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))


_PRIOR = _logit(1.0 - ENGLISH_CALLERS)
