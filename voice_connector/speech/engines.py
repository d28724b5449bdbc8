"""Builds the engines that the settings name: once a process, before the first call."""

from collections.abc import Callable

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import Engines
from voice_connector.speech.lid.text import LinguaTextLanguage
from voice_connector.speech.pool import PoolLimits
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.model_files import whisper_folder
from voice_connector.speech.stt.moonshine import MoonshineRecogniser
from voice_connector.speech.stt.pooled import BlockingRecogniser, PooledRecogniser
from voice_connector.speech.stt.whisper import WhisperRecogniser
from voice_connector.speech.tts.piper import PiperVoice, piper_is_installed
from voice_connector.speech.tts.prompt_store import PromptStore
from voice_connector.speech.tts.speaking import BlockingVoice, SpeakingSynthesiser
from voice_connector.speech.tts.tone import ToneVoice
from voice_connector.speech.vad.silero import SileroVoiceActivity


def build_engines(settings: SpeechSettings | None = None) -> Engines:
    """The engines of this installation. Raises EngineUnavailable with what to install, before any call is taken.

    Loading takes one to three seconds, the very first time longer (the Whisper model is joined in CIVICLINE_VAR).
    """
    settings = settings or SpeechSettings()
    return Engines(
        recogniser=build_recogniser(settings),
        synthesiser=build_synthesiser(settings),
        new_voice_activity=SileroVoiceActivity,
        text_language=LinguaTextLanguage(settings.text_languages),
    )


def build_recogniser(settings: SpeechSettings) -> PooledRecogniser:
    """The recogniser of the settings; its model loads at `warm_up` or the first utterance."""
    limits = PoolLimits(
        settings.workers, settings.queue_limit, settings.speculative_queue_limit, settings.job_timeout_ms
    )
    makers: dict[str, Callable[[], BlockingRecogniser]] = {"moonshine": MoonshineRecogniser}
    if settings.recogniser == "whisper":
        folder = whisper_folder(settings.engine_dir, settings.whisper_dir)
        makers["whisper"] = lambda: WhisperRecogniser(folder, settings.workers)
    return PooledRecogniser(settings.recogniser, makers[settings.recogniser], limits, settings.max_utterance_ms)


def build_synthesiser(settings: SpeechSettings) -> SpeakingSynthesiser:
    """The voice of the settings; auto takes piper where it is installed, else the tone voice."""
    name = settings.synthesiser
    if name == "auto":
        name = "piper" if piper_is_installed(settings.piper_voice) else "tone"
    elif name == "piper" and not piper_is_installed(settings.piper_voice):
        raise EngineUnavailable(
            "piper-tts or its voice is not installed; install requirements/voice-piper.txt, or set CIVICLINE_SPEECH_SYNTHESISER=auto."
        )
    makers: dict[str, Callable[[], BlockingVoice]] = {
        "tone": ToneVoice,
        "piper": lambda: PiperVoice(settings.piper_voice),
    }
    limits = PoolLimits(
        settings.workers, settings.queue_limit, settings.speculative_queue_limit, settings.job_timeout_ms
    )
    store = PromptStore(settings.prompt_dir, settings.prompt_memory_mb << 20)
    return SpeakingSynthesiser(name, makers[name], limits, store)
