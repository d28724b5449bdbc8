"""Builds the engines that the settings name: once a process, before the first call."""

from collections.abc import Callable
from typing import Any

from voice_connector.speech.hosting.host import Engine, Host
from voice_connector.speech.hosting.processes import ProcessHost
from voice_connector.speech.hosting.threads import ThreadHost
from voice_connector.speech.interfaces import Engines
from voice_connector.speech.lid.text import LinguaTextLanguage
from voice_connector.speech.pool import EnginePool, PoolLimits
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt import pooled as hearing
from voice_connector.speech.stt.backed_up import BackedUpRecogniser
from voice_connector.speech.stt.pooled import PooledRecogniser
from voice_connector.speech.stt.registry import recogniser_build, recogniser_of
from voice_connector.speech.tts import speaking
from voice_connector.speech.tts.prompt_store import PromptStore
from voice_connector.speech.tts.pronouncing import for_the_voice
from voice_connector.speech.tts.registry import voice_of
from voice_connector.speech.tts.speaking import SpeakingSynthesiser
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


def pools_of(engines: Engines) -> list[tuple[str, EnginePool[Any]]]:
    """What waits and works behind these engines, by the name that metrics use; stand-ins of tests have none."""
    found = (("recogniser", engines.recogniser), ("synthesiser", engines.synthesiser))
    return [(name, pool) for name, engine in found if isinstance(pool := getattr(engine, "pool", None), EnginePool)]


def build_recogniser(settings: SpeechSettings) -> PooledRecogniser | BackedUpRecogniser:
    """The recogniser of the settings, with its stand-in; models load at `warm_up` or the first utterance."""
    name = recogniser_of(settings)
    first = _recogniser(settings, name)
    if settings.fallback_recogniser in ("none", name):
        return first
    one = settings.model_copy(update={"workers": 1})
    return BackedUpRecogniser(first, _recogniser(one, settings.fallback_recogniser))


def _recogniser(settings: SpeechSettings, name: str) -> PooledRecogniser:
    build = recogniser_build(name, settings)
    host = _host(settings, name, build, hearing.WARM_UP)
    return PooledRecogniser(name, build, _limits(settings), settings.max_utterance_ms, host)


def build_synthesiser(settings: SpeechSettings) -> SpeakingSynthesiser:
    """The voice of the settings; auto takes the best that is installed."""
    name, voice = voice_of(settings)
    build = voice.build(settings)
    store = PromptStore(settings.prompt_dir, settings.prompt_memory_mb << 20)
    host = _host(settings, name, build, speaking.WARM_UP) if voice.may_crash else None
    spelled = for_the_voice(settings.pronunciations, settings.countries)
    return SpeakingSynthesiser(name, build, voice.card(settings), _limits(settings), store, host, spelled)


def _host(
    settings: SpeechSettings, name: str, build: Callable[[], Engine], warm: Callable[[Engine], object]
) -> Host[Engine]:
    if settings.engines_in == "threads":
        return ThreadHost(name, build, warm)
    return ProcessHost(
        name,
        build,
        warm,
        count=settings.workers,
        stuck_after_s=settings.stuck_after_ms / 1000,
        niceness=settings.niceness,
    )


def _limits(settings: SpeechSettings) -> PoolLimits:
    return PoolLimits(settings.workers, settings.queue_limit, settings.speculative_queue_limit, settings.job_timeout_ms)
