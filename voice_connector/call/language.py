"""Whether the caller speaks a language that the assistant does not, judged from the sound of the first turns (or from what is written)."""

import math
from dataclasses import dataclass, replace

from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript
from voice_connector.speech.lid.sound import ENGLISH_CALLERS

UNDETERMINED = "und"  # ISO 639-2: another language, and nobody can say which
_SURE = 0.99  # one turn weighs no more than this


@dataclass(frozen=True, slots=True)
class LanguageWatch:
    """What has been heard so far. `ours` are ISO 639-1 codes that the assistant speaks."""

    ours: tuple[str, ...]
    turns: int = 0
    doubts: tuple[float, ...] = ()  # how foreign each turn sounded that was not understood
    named: str = UNDETERMINED

    def heard(
        self, transcript: Transcript, voiced_ms: int, settings: CallSettings
    ) -> tuple["LanguageWatch", str | None]:
        """The watch after one spoken turn, and the code of another language when that is what the caller speaks.

        One sure turn is enough. Turns that sound foreign and whose words are unsure add up, so that nobody is answered in
        English to two of them. An accent makes turns sound foreign too, but its words are understood. Short sounds say nothing.
        """
        code, sure = transcript.language, transcript.language_confidence or 0.0
        if self.turns >= settings.language_turns or code is None or voiced_ms < settings.language_speech_ms:
            return self, None
        watch = replace(self, turns=self.turns + 1)
        if code not in self.ours and sure >= settings.language_confidence:
            return watch, code
        if transcript.confidence is None or transcript.confidence >= settings.understood_from:
            return watch, None
        watch = watch._doubting(code, sure)
        other = len(watch.doubts) > 1 and together(watch.doubts) >= settings.language_confidence
        return watch, watch.named if other else None

    def _doubting(self, code: str, sure: float) -> "LanguageWatch":
        foreign = code not in self.ours
        doubts = (*self.doubts, sure if foreign else 1.0 - sure)
        return replace(self, doubts=doubts, named=code if foreign else self.named)

    def written(self, identified: tuple[str, float] | None, settings: CallSettings) -> str | None:
        """The code of another language in which something was written, at any turn."""
        if identified is None:
            return None
        code, sure = identified
        return code if code not in self.ours and sure >= settings.written_language_confidence else None


def together(doubts: tuple[float, ...]) -> float:
    """How probably a caller speaks another language, from turns judged one by one (Bayes' rule; each knew the share of such callers)."""
    before = _logit(1.0 - ENGLISH_CALLERS)
    score = before + sum(_logit(min(_SURE, max(1.0 - _SURE, one))) - before for one in doubts)
    return 1.0 / (1.0 + math.exp(-score))


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))
