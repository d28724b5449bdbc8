"""Recorded sentences are played, everything else is spoken; the greeting offers the languages that have a key."""

import asyncio
import shutil
from pathlib import Path

import numpy as np
from structlog.testing import capture_logs

from agencies.line.recordings import load_recordings, placeholders
from agencies.loader import AGENCIES
from tests.fakes.speech import FakeSynthesiser
from voice_connector.agency_line import load_agency_line
from voice_connector.sound.codecs import write_wav
from voice_connector.speech.tts.recorded import Recorded, with_recordings
from voice_connector.speech.tts.sentences import split_sentences


def recorded(tmp_path: Path) -> tuple[Recorded, FakeSynthesiser]:
    write_wav(tmp_path / "hola.wav", np.full(4_000, 1_000, np.int16), 8_000)
    voice = FakeSynthesiser()
    return Recorded(voice, {"Para español, marque ocho.": tmp_path / "hola.wav"}), voice


def test_a_recorded_sentence_is_played_at_the_voices_rate_and_not_spoken(tmp_path: Path) -> None:
    both, voice = recorded(tmp_path)
    sound = asyncio.run(both.synthesise("Para español,  marque ocho.", rate=0.8))
    assert sound.sample_rate == voice.sample_rate
    assert abs(sound.duration_ms - 500) < 5
    assert voice.spoken == []


def test_any_other_sentence_is_spoken(tmp_path: Path) -> None:
    both, voice = recorded(tmp_path)
    asyncio.run(both.synthesise("How can I help you?"))
    assert voice.spoken == ["How can I help you?"]


def test_an_agency_without_recordings_keeps_its_voice() -> None:
    voice = FakeSynthesiser()
    assert asyncio.run(with_recordings(voice, {})) is voice


def without(tmp_path: Path, *sentences: str) -> Path:
    """Denver, with these sentences not recorded."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")
    index = tmp_path / "denver" / "recordings" / "index.yml"
    index.write_text("".join(line for line in index.open() if not line.startswith(tuple(f'"{s}"' for s in sentences))))
    return tmp_path


def test_hand_over_of_which_a_sentence_is_not_recorded_is_said_in_english(tmp_path: Path) -> None:
    agency_line = load_agency_line("denver", root=without(tmp_path, "No cuelgue, por favor."))
    assert agency_line.lines.spoken_languages == {}
    assert agency_line.language_keys == {"8": "es"}, "the key still leads to a person who speaks Spanish"


def test_offer_that_is_not_recorded_is_made_in_our_own_words(tmp_path: Path) -> None:
    agency_line = load_agency_line("denver", root=without(tmp_path, "Para español, marque ocho."))
    *_, offer, question = split_sentences(agency_line.lines.greeting)
    assert (offer, question) == ("For Spanish, press 8.", "How can I help you?")


def test_placeholders_name_sounds_that_exist_with_the_wording_that_is_played() -> None:
    folder = AGENCIES / "denver"
    played = {path.name: sentence for sentence, path in load_recordings(folder, "denver").items()}
    assert placeholders(folder).items() <= played.items()


def test_start_says_which_recordings_are_placeholders(tmp_path: Path) -> None:
    with capture_logs() as logs:
        load_agency_line("denver")
    (told,) = [one for one in logs if "placeholders" in one["event"]]
    assert "es_offer.wav" in told["files"]
    assert placeholders(tmp_path) == {}


def test_denver_offers_spanish_before_the_question_and_can_say_it() -> None:
    agency_line = load_agency_line("denver")
    *_, offer, question = split_sentences(agency_line.lines.greeting)
    assert (offer, question) == ("Para español, marque ocho.", "How can I help you?")
    assert agency_line.language_keys == {"8": "es"}
    assert offer in agency_line.recordings
    assert set(agency_line.lines.spoken_languages) == {"es"}
