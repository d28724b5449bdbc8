"""Shared by the speech tests: real engines built once, and sentences spoken by the installed voice."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from voice_connector.sound.codecs import resample
from voice_connector.speech.engines import build_engines
from voice_connector.speech.interfaces import SAMPLE_RATE, Engines, Pcm
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts.hibari import hibari_is_installed

Say = Callable[[str], Pcm]


@pytest.fixture(scope="session")
def real_engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """The engines of this installation; the model is joined in a temporary folder."""
    if not hibari_is_installed():
        pytest.skip("hibari-tts is not installed: the tests that speak and listen need requirements/services.txt")
    var: Path = tmp_path_factory.mktemp("var")
    engines = build_engines(SpeechSettings(var=var, job_timeout_ms=60_000))
    yield engines
    asyncio.run(engines.close())


@pytest.fixture(scope="session")
def say(real_engines: Engines) -> Say:
    """A sentence in the bundled voice, through a telephone's band, at 16 kHz with silence around it."""

    def speak(text: str) -> Pcm:
        spoken = asyncio.run(real_engines.synthesiser.synthesise(text))
        narrow = resample(resample(spoken.pcm, spoken.sample_rate, 8_000), 8_000, SAMPLE_RATE)
        quiet = np.zeros(SAMPLE_RATE // 4, np.int16)
        return np.concatenate([quiet, narrow, quiet])

    return speak
