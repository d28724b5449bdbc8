"""What the callers of drills say, spoken once by the installed voice."""

import asyncio
import tempfile
from pathlib import Path

from voice_connector.sound.codecs import resample
from voice_connector.speech.engines import build_synthesiser
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm
from voice_connector.speech.settings import SpeechSettings

TALK = (
    "There is a loud party next door.",
    "No, it is not happening now.",
    "Yes. Somebody painted graffiti on my wall.",
    "I want to talk to a person.",
)


def spoken(texts: tuple[str, ...] = TALK) -> list[Pcm]:
    """The texts as a caller's turns, in the voice of the settings."""

    async def speak() -> list[Pcm]:
        with tempfile.TemporaryDirectory() as folder:
            voice = build_synthesiser(SpeechSettings(var=Path(folder), engines_in="threads", job_timeout_ms=120_000))
            sounds = [(await voice.synthesise(text, rate=1.1)) for text in texts]
            await voice.close()
        return [resample(sound.pcm, sound.sample_rate, SAMPLE_RATE) for sound in sounds]

    return asyncio.run(speak())
