"""One call with nothing scripted but the bot: our own voice, the real recogniser, real telephones. Slow on a busy machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.telephony.conftest import House
from tests.telephony.pbx import PASSWORD, ROOT
from tests.telephony.phones import RATE, _tcp_answers, _until, loud_ms, silence
from voice_connector.sound.codecs import resample
from voice_connector.speech.tts.hibari import HibariVoice, hibari_is_installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not hibari_is_installed(), reason="no voice is installed (requirements/services.txt)"),
]


@pytest.fixture
def bot(house: House) -> Iterator[int]:
    """The fake bot as a process; its port is not one of the telephones'."""
    port = house.pbx.ports.control + 1
    process = subprocess.Popen([sys.executable, "-m", "tests.fakes.bot", "--port", str(port)], cwd=ROOT)
    try:
        _until(lambda: _tcp_answers(port), 20, "the fake bot did not start")
        yield port
    finally:
        process.terminate()
        process.wait(10)


def test_caller_asks_for_a_person_in_real_words_and_a_telephone_rings(house: House, bot: int, tmp_path: Path) -> None:
    domain = tmp_path / "domain.yml"
    domain.write_text("responses: {}\n")
    settings = {
        "CIVICLINE_VAR": os.environ.get("CIVICLINE_VAR", str(tmp_path / "var")),
        "CIVICLINE_CONNECTOR_PORT": str(house.pbx.ports.connector),
        "CIVICLINE_RASA_URL": f"http://127.0.0.1:{bot}",
        "CIVICLINE_CASEWORK_URL": "http://127.0.0.1:9",  # nobody there: the record waits in the spool
        "CIVICLINE_BOT_DOMAIN": str(domain),
        "CIVICLINE_ASTERISK__PASSWORD": PASSWORD,
        "CIVICLINE_LOG_FORMAT": "json",
    }
    house.run_connector([sys.executable, "-m", "voice_connector", "serve"], settings, patience_s=200)
    house.until_logged("connector takes calls", within_s=200)
    taker = house.call_taker()
    spoken = HibariVoice().speak("I would like to speak to a person, please.", 1.1)
    words = resample(spoken.pcm, spoken.sample_rate, 16_000)
    caller = house.caller(np.concatenate([silence(20), resample(words, 16_000, RATE)]))
    told = taker.until_rung(within_s=60)
    caller.stop()
    assert told["x-civicline-reason"] == ["asked_for_person"]
    heard = loud_ms(caller.heard())
    assert heard[: 15 * 50].mean() > 0.4, "the greeting was not spoken"
    house.until_logged('"disposition": "call_taker"')
