"""Whether the caller speaks a language that the assistant does not, judged from the sound of the first turns (or from what is written)."""

import math
from dataclasses import dataclass, replace

from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript
from voice_connector.speech.lid.sound import ENGLISH_CALLERS

UNDETERMINED = "und"  # ISO 639-2: another language, and nobody can say which
_SURE = 0.99  # one turn weighs no more than this
_NOT_CLEARLY_ENGLISH = 0.1  # about as foreign as any call is before a word of it has been heard
# for a turn of which no word is sure: one English word in eleven is so, and four foreign ones in ten
_NOT_CLEARLY_ANYTHING, _NO_WORD_SURE = 0.05, 0.3
_SHORTEST_MS, _SURE_OF_A_WORD = 300, 0.8  # one syllable says nothing, one word must say it more clearly


@dataclass(frozen=True, slots=True)
class LanguageWatch:
    """What has been heard so far. `ours` are ISO 639-1 codes that the assistant speaks."""

    ours: tuple[str, ...]
    turns: int = 0  # long enough to be judged
    sounds: tuple[float, ...] = ()  # how foreign each turn sounded
    doubts: int = 0
    named: str = UNDETERMINED
    in_doubt: bool = False  # the latest turn: its answer offers other languages in those languages

    def heard(
        self, transcript: Transcript, voiced_ms: int, settings: CallSettings
    ) -> tuple["LanguageWatch", str | None]:
        """The watch after one spoken turn, and the code of another language when that is what the caller speaks.

        One sure turn is enough. A turn whose words are not well understood and that does not clearly sound English is in
        doubt; with a second one, or when all turns together are sure, it is another language: nobody is to be answered in
        English twice. An accent makes turns sound foreign too, but its words are understood.
        """
        code, sure = transcript.language, transcript.language_confidence or 0.0
        if self._over(settings) or code is None or voiced_ms < _SHORTEST_MS:
            return replace(self, in_doubt=False), None
        sentence = voiced_ms >= settings.language_speech_ms
        watch = self._after(code, sure, sentence=sentence)
        likely = code not in self.ours and sure >= settings.language_confidence
        if likely and (sentence or sure >= _SURE_OF_A_WORD):
            return watch, code
        understood = transcript.confidence is None or transcript.confidence >= settings.understood_from
        if understood and not likely:  # what is likely another language was understood in that one
            return watch, None
        watch = watch._doubting(transcript.confidence)
        return watch, watch.named if watch._another(settings) else None

    def _after(self, code: str, sure: float, *, sentence: bool) -> "LanguageWatch":
        foreign = code not in self.ours
        return replace(
            self,
            turns=self.turns + sentence,
            sounds=(*self.sounds, sure if foreign else 1.0 - sure),
            named=code if foreign else self.named,
            in_doubt=False,
        )

    def _over(self, settings: CallSettings) -> bool:
        """After the first turns nobody is judged any more; twice as many when words were all that was said."""
        return self.turns >= settings.language_turns or len(self.sounds) >= 2 * settings.language_turns

    def _doubting(self, confidence: float | None) -> "LanguageWatch":
        no_word = confidence is not None and confidence < _NO_WORD_SURE
        in_doubt = self.sounds[-1] >= (_NOT_CLEARLY_ANYTHING if no_word else _NOT_CLEARLY_ENGLISH)
        return replace(self, in_doubt=in_doubt, doubts=self.doubts + in_doubt)

    def _another(self, settings: CallSettings) -> bool:
        return self.doubts > 1 or (len(self.sounds) > 1 and together(self.sounds) >= settings.language_confidence)

    def written(self, identified: tuple[str, float] | None, settings: CallSettings) -> str | None:
        """The code of another language in which something was written, at any turn."""
        if identified is None:
            return None
        code, sure = identified
        return code if code not in self.ours and sure >= settings.written_language_confidence else None


def together(sounds: tuple[float, ...]) -> float:
    """How probably a caller speaks another language, from turns judged one by one (Bayes' rule; each knew the share of such callers)."""
    before = _logit(1.0 - ENGLISH_CALLERS)
    score = before + sum(_logit(min(_SURE, max(1.0 - _SURE, one))) - before for one in sounds)
    return 1.0 / (1.0 + math.exp(-score))


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))
