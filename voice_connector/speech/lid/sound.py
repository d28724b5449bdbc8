"""Which language an utterance was spoken in, from what Whisper's encoder thinks of its sound.

Whisper spreads short words over a hundred languages, many of which it likes too much (Latin, Welsh, Javanese). The
verdict weighs the best other language against English, how long someone spoke, and how much better the words fit when
decoded in that language. The weights are a logistic regression on 430 human telephone recordings in five languages
(150 English, words and single letters among them), moved to the share of English callers below; the measurement is in
docs/decisions/0002-recogniser.md.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH_CALLERS = 0.85
NEVER_CALLERS = frozenset({"la", "cy", "br", "nn", "jw", "haw", "mi", "sn", "gl", "fo", "oc", "sa"})

_FITTED_ENGLISH = 150 / 430
_INTERCEPT, _RATIO, _GAP, _LENGTH, _RATIO_LENGTH = 0.959, 0.814, 0.362, -0.091, 0.266
_FLOOR = 1e-4
_GAP_LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class SoundVerdict:
    """The likelier language and how likely it is."""

    language: str
    confidence: float


def best_other(probabilities: Mapping[str, float]) -> str:
    """The most probable language that is not English and that someone might really call in."""
    others = {code: p for code, p in probabilities.items() if code != "en" and code not in NEVER_CALLERS}
    return max(others, key=others.__getitem__, default="")


def needs_second_look(probabilities: Mapping[str, float]) -> bool:
    """Whether decoding once more, as the other language, could change the verdict."""
    other = best_other(probabilities)
    return bool(other) and probabilities.get("en", 0.0) < 0.5


def judge_sound(probabilities: Mapping[str, float], gap: float | None, seconds: float) -> SoundVerdict:
    """The verdict. gap: average log-probability as the other language minus that as English; None: not decoded twice."""
    other = best_other(probabilities)
    if not other:
        return SoundVerdict("en", 1.0)
    foreign = _probability_foreign(probabilities, other, gap or 0.0, seconds)
    return SoundVerdict(other, foreign) if foreign > 0.5 else SoundVerdict("en", 1.0 - foreign)


def _probability_foreign(probabilities: Mapping[str, float], other: str, gap: float, seconds: float) -> float:
    ratio = math.log((probabilities[other] + _FLOOR) / (probabilities.get("en", 0.0) + _FLOOR))
    length = math.log(min(6.0, max(0.3, seconds)))
    gap = min(_GAP_LIMIT, max(-_GAP_LIMIT, gap))
    score = _INTERCEPT + _RATIO * ratio + _GAP * gap + _LENGTH * length + _RATIO_LENGTH * ratio * length
    return _logistic(score + _logit(1 - ENGLISH_CALLERS) - _logit(1 - _FITTED_ENGLISH))


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))
