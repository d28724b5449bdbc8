"""The loopback gateway: recordings in, a record and a recording out."""

from pathlib import Path

import numpy as np
import pytest

from tests.calls.script import Step
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.calls.voices import Voices
from tests.voice_connector.stage_server import make_connector
from voice_connector.events import Shown, Transferring
from voice_connector.gateways.loopback.console import line
from voice_connector.gateways.loopback.play import play_call, wav_turn
from voice_connector.sound.codecs import read_wav, write_wav
from voice_connector.speech.errors import AudioError


def recording(path: Path, voices: Voices, says: str) -> Path:
    """A wav in which the scripted recogniser hears these words."""
    write_wav(path, voices.sound(Step(at=0, says=says)), 16_000)
    return path


def test_two_recordings_are_two_turns_and_what_the_caller_hears_is_kept(tmp_path: Path) -> None:
    voices = Voices()
    said = ["there is a loud party", "yes"]
    turns = [wav_turn(recording(tmp_path / f"{number}.wav", voices, words)) for number, words in enumerate(said)]
    happened: list[tuple[float, Shown]] = []

    async def main() -> Path:
        connector, _, casework = make_connector(tmp_path, voices=voices)
        object.__setattr__(connector.exchange.parts, "clock", VirtualClock())
        played = await play_call(
            turns, connector.exchange, VirtualClock(), tmp_path / "calls", lambda *one: happened.append(one)
        )
        assert played.record.need == "noise_party_now"
        assert played.record.gateway == "loopback"
        assert played.record.call_id in casework.calls
        return played.recording

    heard = read_wav(run_virtually(main()))
    assert heard.sample_rate == 16_000
    assert np.abs(heard.pcm).max() > 1_000
    assert len(heard.pcm) / 16_000 > 5
    assert any(isinstance(event, Transferring) for _, event in happened)
    printed = [text for text in (line(*one) for one in happened) if text]
    assert any("would ring now" in text for text in printed)
    assert any("latency" in text for text in printed)


def test_a_caller_who_has_said_everything_hangs_up(tmp_path: Path) -> None:
    voices = Voices()

    async def main() -> None:
        connector, bot, _ = make_connector(tmp_path, voices=voices)
        object.__setattr__(connector.exchange.parts, "clock", VirtualClock())
        turns = [wav_turn(recording(tmp_path / "one.wav", voices, "purple elephants"))]
        played = await play_call(turns, connector.exchange, VirtualClock(), tmp_path, lambda *_: None)
        assert played.record.ended_by == "caller"
        assert bot.messages()[-1] == "/hang_up"

    run_virtually(main())


@pytest.mark.parametrize("content", [b"", b"not a wav", b"RIFF" + b"\x00" * 40])
def test_a_file_that_is_no_recording_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError) as refused:
        wav_turn(path)
    assert "bad.wav" in str(refused.value)
    assert "\n" not in str(refused.value)
