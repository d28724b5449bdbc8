"""What can go wrong with speech.

SpeechError
├── EngineBusy         the queue is full; retryable at once or after a moment
├── EngineTimeout      one job took too long; retryable
├── EngineFailed       the engine broke, was rebuilt once, and broke again; not retryable
├── EngineUnavailable  the package or model is not installed, or its file is not the one expected; not retryable
└── AudioError         the sound handed in cannot be used (also a ValueError); not retryable
"""


class SpeechError(Exception):
    """Base of everything that speech raises on purpose."""

    retryable = False


class EngineBusy(SpeechError):
    """More work is waiting than the queue may hold."""

    retryable = True


class EngineTimeout(SpeechError):
    """One job exceeded its time limit."""

    retryable = True


class EngineFailed(SpeechError):
    """The engine raised, was rebuilt once, and raised again."""


class EngineUnavailable(SpeechError):
    """The engine cannot be built here; the message says what to install or set."""


class AudioError(SpeechError, ValueError):
    """The sound is not in a form that speech can use."""
