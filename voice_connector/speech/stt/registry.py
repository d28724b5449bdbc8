"""Which recognisers there are, by the name that CIVICLINE_SPEECH_RECOGNISER takes. To add one: copy `_template.py`, add a line here.

tests/voice_connector/speech/test_every_engine.py then asks of it what a recogniser promises.
"""

from collections.abc import Callable
from functools import partial

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.model_files import whisper_folder
from voice_connector.speech.stt.moonshine import MoonshineRecogniser
from voice_connector.speech.stt.moonshine_files import moonshine_folder, moonshine_is_installed
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.two_ears import build_two_ears
from voice_connector.speech.stt.whisper import WhisperRecogniser

Build = Callable[[], BlockingRecogniser]  # called in the engine's own process or thread; it loads the model


def _whisper(settings: SpeechSettings) -> Build:
    threads = settings.workers if settings.engines_in == "threads" else 1
    folder = whisper_folder(settings.engine_dir, settings.whisper_dir)
    return partial(WhisperRecogniser, folder, threads, settings.streets)


def _two_ears(settings: SpeechSettings) -> Build:
    threads = settings.workers if settings.engines_in == "threads" else 1
    whisper = whisper_folder(settings.engine_dir, settings.whisper_dir)
    return partial(build_two_ears, whisper, moonshine_folder(settings.engine_dir), threads, settings.streets)


def _moonshine(settings: SpeechSettings) -> Build:
    return MoonshineRecogniser


RECOGNISERS: dict[str, Callable[[SpeechSettings], Build]] = {
    "two_ears": _two_ears,
    "whisper": _whisper,
    "moonshine": _moonshine,
}
AUTO = "auto"


def recogniser_of(settings: SpeechSettings) -> str:
    """The name that the settings come to: auto takes the best one whose models are installed."""
    if settings.recogniser != AUTO:
        return settings.recogniser
    return "two_ears" if moonshine_is_installed() else "whisper"


def recogniser_build(name: str, settings: SpeechSettings) -> Build:
    """Raises EngineUnavailable for a name that stands for none, before any call is taken."""
    if name not in RECOGNISERS:
        raise EngineUnavailable(
            f"CIVICLINE_SPEECH_RECOGNISER or its fallback is '{name}', and there is no such recogniser; "
            f"write one of {', '.join((AUTO, *RECOGNISERS))}."
        )
    return RECOGNISERS[name](settings)
