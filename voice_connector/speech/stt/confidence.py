"""From Whisper's log-probabilities to one number between 0 and 1: how likely the text is what was said."""

import math

_INTERCEPT, _LOG_PROBABILITY, _NO_SPEECH, _SHORT = 3.0, 4.0, -3.0, 0.0
_SILENCE_NO_SPEECH, _SILENCE_LOG_PROBABILITY = 0.6, -1.0
_HALLUCINATED = frozenset({"you", "thank you", "thanks for watching", "bye", "you you", "so", ""})


def confidence_of(text: str, average_log_probability: float, no_speech: float) -> float:
    """Calibrated probability that the text is right (word error rate at most 0.2)."""
    if not text:
        return 0.0
    score = _INTERCEPT + _LOG_PROBABILITY * average_log_probability + _NO_SPEECH * no_speech
    return 1.0 / (1.0 + math.exp(-score))


def is_nothing(text: str, average_log_probability: float, no_speech: float) -> bool:
    """Whether the text is made up: Whisper writes polite nothings over noise and silence."""
    return no_speech > _SILENCE_NO_SPEECH and average_log_probability < _SILENCE_LOG_PROBABILITY
