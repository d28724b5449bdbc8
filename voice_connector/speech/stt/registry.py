"""Which recognisers there are, by the name that CIVICLINE_SPEECH_RECOGNISER takes. To add one: copy `_template.py`, add a line here.

tests/voice_connector/speech/test_every_engine.py then asks of it what a recogniser promises.
"""

from collections.abc import Callable
from functools import partial

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.model_files import whisper_folder
from voice_connector.speech.stt.moonshine import MoonshineRecogniser
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.whisper import WhisperRecogniser

Build = Callable[[], BlockingRecogniser]  # called in the engine's own process or thread; it loads the model


def _whisper(settings: SpeechSettings) -> Build:
    threads = settings.workers if settings.engines_in == "threads" else 1
    folder = whisper_folder(settings.engine_dir, settings.whisper_dir)
    return partial(WhisperRecogniser, folder, threads, settings.streets)


def _moonshine(settings: SpeechSettings) -> Build:
    return MoonshineRecogniser


RECOGNISERS: dict[str, Callable[[SpeechSettings], Build]] = {"whisper": _whisper, "moonshine": _moonshine}


def recogniser_build(name: str, settings: SpeechSettings) -> Build:
    """Raises EngineUnavailable for a name that stands for none, before any call is taken."""
    if name not in RECOGNISERS:
        raise EngineUnavailable(
            f"CIVICLINE_SPEECH_RECOGNISER or its fallback is '{name}', and there is no such recogniser; "
            f"write one of {', '.join(RECOGNISERS)}."
        )
    return RECOGNISERS[name](settings)
