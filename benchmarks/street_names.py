"""Are street names heard better when the recogniser expects them, and what does it do to ordinary sentences?

    python -m benchmarks.street_names

Prints the table of docs/decisions/0023-street-names-after-where.md but for the gazetteer's column, whose code lives in
the bot's environment. Takes about a minute.
"""

from __future__ import annotations

import asyncio
import random
import re
import time

import numpy as np

from voice_connector.agency_line import load_agency_line
from voice_connector.sound.codecs import resample
from voice_connector.speech.engines import build_synthesiser
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Synthesiser
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.model_files import whisper_folder
from voice_connector.speech.stt.whisper import WhisperRecogniser

FRAMES = ("it's on {} near the park", "my car was towed from {}", "there's a party on {} street")
ORDINARY = (
    "I want to report a theft", "somebody broke into my garage last night", "my neighbor's dog barks all day",
    "can I talk to a person", "how do I get a copy of a police report", "there is a dead tree in the road",
    "I lost my wallet on the bus", "two four one oh seven seven", "yes it is", "what are your opening hours",
    "they are shooting off fireworks again", "my ex keeps calling me", "I need to find out if my son is in jail",
    "he left about an hour ago",
)  # fmt: skip
NAMES, NOISE, TELEPHONE = 18, 300, 8_000


async def said(voice: Synthesiser, text: str, noise: np.random.Generator) -> Pcm:
    """The text over a telephone line."""
    speech = await voice.synthesise(text)
    narrow = resample(resample(speech.pcm, speech.sample_rate, TELEPHONE), TELEPHONE, SAMPLE_RATE)
    loud = narrow.astype(np.float32) + noise.normal(0, NOISE, len(narrow))
    return np.clip(loud, -32_768, 32_767).astype(np.int16)


PLACE: dict[bool, Expected] = {False: "", True: "place"}


def letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())


async def main() -> None:
    settings, streets = SpeechSettings(), load_agency_line("denver").streets
    voice = build_synthesiser(settings)
    recogniser = WhisperRecogniser(whisper_folder(settings.engine_dir, settings.whisper_dir), 1, streets)
    noise, picked = np.random.default_rng(1), random.Random(7).sample(streets, NAMES)
    found = {False: 0, True: 0}
    took = {False: 0.0, True: 0.0}
    for number, name in enumerate(picked):
        sound = await said(voice, FRAMES[number % len(FRAMES)].format(name), noise)
        for place in found:
            began = time.process_time()
            found[place] += letters(name) in letters(recogniser.transcribe(sound, expects=PLACE[place]).text)
            took[place] += time.process_time() - began
    changed = 0
    for text in ORDINARY:
        sound = await said(voice, text, noise)
        plain, expecting = (recogniser.transcribe(sound, expects=PLACE[place]).text for place in (False, True))
        changed += letters(plain) != letters(expecting)
    for place, label in ((False, "nothing expected"), (True, f"{len(streets)} names expected")):
        print(f"{label:<20} {found[place]} of {NAMES} as said, {took[place] / NAMES:.2f} s of CPU an utterance")
    print(f"ordinary sentences changed: {changed} of {len(ORDINARY)}")
    await voice.close()


if __name__ == "__main__":
    asyncio.run(main())
