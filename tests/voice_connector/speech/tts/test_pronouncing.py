"""What the voice is given to say: local names, figures, and the letter A."""

import asyncio
import hashlib
from pathlib import Path

import numpy as np
import pytest

from voice_connector.speech.engines import build_synthesiser
from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts import hibari
from voice_connector.speech.tts.hibari import HibariVoice, hibari_is_installed, letters_named
from voice_connector.speech.tts.pronouncing import for_the_voice

needs_hibari = pytest.mark.skipif(
    not hibari_is_installed(), reason="hibari-tts is not installed: requirements/services.txt"
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Is it on Tejon Street?", "Is it on Tay hone Street?"),
        ("TEJON and Santa Fe.", "Tay hone and Santa Fay."),
        ("Tejonville is another word.", "Tejonville is another word."),
        ("It costs $12.50 a day.", "It costs twelve dollars and fifty cents a day."),
        ("Colfax & Broadway", "Colfax and Broadway"),
        ("In an emergency, dial 911.", "In an emergency, dial nine one one."),
        ("Call 311, or 720-555-0123.", "Call three one one, or seven two zero, five five five, zero one two three."),
        ("You are at 911 N Pearl St.", "You are at nine eleven North Pearl Street"),
        ("Call (720) 555-0123.", "Call seven two zero, five five five, zero one two three."),
        ("See www.denvergov.org/police.", "See denvergov dot org slash police."),
        ("Write to records-desk@denvergov.org, please.", "Write to records dash desk at denvergov dot org, please."),
    ],
)
def test_a_sentence_is_spelled_as_it_is_said(written: str, said: str) -> None:
    assert for_the_voice({"Tejon": "Tay hone", "Santa Fe": "Santa Fay"})(written) == said


@pytest.mark.parametrize(
    ("country", "written", "said"),
    [
        ("US", "Call 720-555-0123.", "Call seven two zero, five five five, zero one two three."),
        ("US", "Call +44 20 7946 0958.", "Call plus four four, two zero, seven nine four six, zero nine five eight."),
        ("GB", "Ring 020 7946 0958.", "Ring zero two zero, seven nine four six, zero nine five eight."),
        (
            "GB",
            "Text 07700 900123 at any time.",
            "Text zero seven seven zero zero, nine zero zero one two three at any time.",
        ),
        ("GB", "Dial 999 now, or ring 101.", "Dial nine nine nine now, or ring one zero one."),
        ("GB", "You are at 112 Mill Lane, 101 days.", "You are at one twelve Mill Lane, one oh one days."),
        ("IE", "Ring (01) 666 0000.", "Ring zero one, six six six, zero zero zero zero."),
        ("GB", "Ring +1 720 555 0123.", "Ring plus one, seven two zero, five five five, zero one two three."),
        ("IE", "Ring 112 or 999.", "Ring one one two or nine nine nine."),
    ],
)
def test_telephone_numbers_are_said_in_the_groups_of_their_country(country: str, written: str, said: str) -> None:
    assert for_the_voice({}, (country,))(written) == said


def test_where_two_countries_are_answered_for_the_numbers_of_both_are_said_in_groups() -> None:
    said = for_the_voice({}, ("US", "GB"))("Call 720-555-0123, or 020 7946 0958.")
    assert said == (
        "Call seven two zero, five five five, zero one two three, or zero two zero, seven nine four six, zero nine five eight."
    )


def test_a_sentence_without_figures_or_local_names_is_left_as_it_is() -> None:
    sentence = "I'm sorry, nobody could take your call. Mrs. Ward's line is busy."
    assert for_the_voice({})(sentence) == sentence


@pytest.mark.parametrize(
    "text", ["The plate is A B C, one two three.", "Until ten a m.", "A as in apple.", "That's A, one nine."]
)
def test_the_letter_a_is_named(text: str) -> None:
    assert letters_named(text) != text


@pytest.mark.parametrize(
    "text", ["A call-taker can help.", "A five digit code", "You need a one time code.", "a two lane road"]
)
def test_the_article_stays_an_article(text: str) -> None:
    assert letters_named(text) == text


def test_a_local_name_changes_the_sound_and_not_the_name_it_is_kept_under(tmp_path: Path) -> None:
    plain = build_synthesiser(SpeechSettings(var=tmp_path, synthesiser="tone"))
    local = build_synthesiser(
        SpeechSettings(var=tmp_path, synthesiser="tone", pronunciations={"Wazee": "Wah zee, as they say"})
    )

    async def lengths() -> tuple[int, int]:
        return len((await plain.synthesise("On Wazee Street.")).pcm), len(
            (await local.synthesise("On Wazee Street.")).pcm
        )

    before, after = asyncio.run(lengths())
    assert after > before


@needs_hibari
def test_the_same_words_sound_the_same_each_time_and_never_too_loud() -> None:
    voice = HibariVoice()
    once, again = voice.speak("Your car is at the impound.", 1.0), voice.speak("Your car is at the impound.", 1.0)
    assert np.array_equal(once.pcm, again.pcm)
    assert np.abs(once.pcm.astype(np.int32)).max() < 32_000


@needs_hibari
def test_digits_that_are_written_down_are_said_slower() -> None:
    voice = HibariVoice()
    read_out, told = voice.speak("one two three four five", 1.0), voice.speak("one to tree for fine", 1.0)
    assert read_out.duration_ms > 1.05 * told.duration_ms


@needs_hibari
@pytest.mark.parametrize("text", ["", " ", "...", "—"])
def test_nothing_speakable_is_no_sound(text: str) -> None:
    assert len(HibariVoice().speak(text, 1.0).pcm) == 0


@needs_hibari
def test_a_sentence_without_end_is_spoken_to_its_end() -> None:
    spoken = HibariVoice().speak("and then we walked down the street and saw the car again, " * 25, 1.0)
    assert spoken.duration_ms > 60_000


@needs_hibari
def test_another_voice_under_the_same_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari, "MODEL_SHA256", hashlib.sha256(b"other").hexdigest())
    with pytest.raises(EngineUnavailable, match="not the expected one"):
        HibariVoice()
