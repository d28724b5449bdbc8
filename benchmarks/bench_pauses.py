"""How often callers who pause inside what they say would be cut off, by what ends a turn; in people's recordings and in told stories.

    .envs/services/bin/python -m benchmarks.bench_pauses [--files 300] [--complete 440]

In Debian's English prompts the pauses are the speaker's own. The stories of speech_stories.txt are spoken by the bundled voice
breath by breath: there the table shows which pause would end the turn at each place, since a voice has no pauses of its own.
Text counts as known so long after the trial began as on a quiet machine (--text-after); nothing here depends on this machine's speed.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import recordings
from voice_connector.call.hearing import endpointing
from voice_connector.call.hearing.segment import Segmenter
from voice_connector.settings import CallSettings
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.engines import build_recogniser, build_synthesiser
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm, Recogniser, Synthesiser
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.vad.silero import SileroVoiceActivity

_STORIES = Path(__file__).with_name("speech_stories.txt")
_LONGEST_S = 20
_WORD_OR_TWO_S = 0.7
_END_OF_SENTENCE, _INSIDE = "/", "|"


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence inside an utterance; positions in samples."""

    starts: int
    ms: int


async def main() -> int:
    chosen = _options()
    before = CallSettings(silence_complete_ms=CallSettings().silence_ms)
    after = CallSettings(silence_complete_ms=chosen.complete)
    _first_words(chosen.files)
    speech = SpeechSettings().model_copy(update={"job_timeout_ms": 60_000})
    ear = _Ear(build_recogniser(speech), after.speculate_after_ms + chosen.text_after)
    await _prompts(ear, before, after, chosen.files)
    voice = build_synthesiser(speech)
    await _stories(ear, voice, before, after)
    await ear.engine.close()
    await voice.close()
    return 0


def _first_words(files: int) -> None:
    """Who says a word or two, pauses and goes on: a "no" before its story would be answered in between by silence_answered_ms."""
    folder = recordings.folders().get("en")
    if folder is None:
        return
    found = [pause for pcm in _sounds(folder, files) if (pause := _after_a_word(pcm)) is not None]
    limits = (CallSettings().silence_answered_ms, 320, CallSettings().silence_ms)
    longer = ", ".join(f"{sum(pause >= ms for pause in found)} reach {ms} ms" for ms in limits)
    print(
        f"English prompts that begin with a word or two and a pause: {len(found)}; of these pauses {longer}", flush=True
    )


def _after_a_word(pcm: Pcm) -> int | None:
    """The first pause in ms, where not more than _WORD_OR_TWO_S of speech is before it and the speaker goes on."""
    activity, segment, begins, silence = SileroVoiceActivity(), Segmenter(), None, 0
    for at in range(0, len(pcm) - FRAME_SAMPLES, FRAME_SAMPLES):
        frame = pcm[at : at + FRAME_SAMPLES]
        speech = segment.feed(frame, activity.feed(frame), at / SAMPLE_RATE)
        if speech and begins is not None and silence >= CallSettings().speculate_answer_after_ms:
            spoken_s = (at - begins) / SAMPLE_RATE - silence / 1000
            return silence if spoken_s <= _WORD_OR_TWO_S else None
        if speech and begins is None:
            begins = at
        silence = 0 if speech or begins is None else silence + FRAME_MS
    return None


@dataclass
class _Ear:
    engine: Recogniser
    text_known_ms: int

    async def ends_after(self, pcm: Pcm, settings: Sequence[CallSettings]) -> tuple[str, list[int]]:
        """What was heard up to a pause, and the silence in it that ends the turn, for each of the settings."""
        quiet = np.zeros(settings[0].speculate_after_ms * SAMPLE_RATE // 1000, np.int16)
        said = (await self.engine.transcribe(np.concatenate([pcm, quiet]), final=True)).text
        return said, [self._silence_ms(said, one) for one in settings]

    def _silence_ms(self, said: str, settings: CallSettings) -> int:
        unknown = endpointing.silence_ms(None, None, settings)
        known = endpointing.silence_ms(said, None, settings)
        return unknown if unknown <= self.text_known_ms else max(known, self.text_known_ms)


async def _prompts(ear: _Ear, before: CallSettings, after: CallSettings, files: int) -> None:
    folder = recordings.folders().get("en")
    if folder is None:
        return
    utterances = pauses = longer = 0
    cut = [0, 0]
    for pcm in _sounds(folder, files):
        found = _pauses(pcm)
        utterances += bool(found)
        pauses += len(found)
        longer += sum(pause.ms >= after.silence_complete_ms for pause in found)
        for at, settings in enumerate((before, after)):
            cut[at] += await _times_cut(ear, pcm, found, settings)
    print(
        f"English prompts with pauses of {after.speculate_after_ms} ms and more inside: {utterances}, pauses: {pauses}"
    )
    print(f"  of these {after.silence_complete_ms} ms and more: {longer}")
    print(f"  turns ended in one: {cut[0]} with silence_ms alone, {cut[1]} with silence_complete_ms")


async def _times_cut(ear: _Ear, pcm: Pcm, pauses: list[Pause], settings: CallSettings) -> int:
    times, begins = 0, 0
    for pause in pauses:
        if pause.ms < min(settings.silence_ms, settings.silence_complete_ms):
            continue  # ends no turn, whatever has been said
        _, [needed] = await ear.ends_after(pcm[begins : pause.starts], [settings])
        if pause.ms >= needed:
            times, begins = times + 1, pause.starts
    return times


async def _stories(ear: _Ear, voice: Synthesiser, before: CallSettings, after: CallSettings) -> None:
    counts: dict[str, dict[int, int]] = {_END_OF_SENTENCE: {}, _INSIDE: {}}
    sooner: list[str] = []
    for line in _lines():
        told = np.zeros(0, np.int16)
        for breath, mark in _breaths(line):
            told = np.concatenate([told, await _say(voice, breath)])
            said, (then, now) = await ear.ends_after(told, [before, after])
            counts[mark][now] = counts[mark].get(now, 0) + 1
            if now < then and mark == _INSIDE:
                sooner.append(said)
    for mark, name in ((_END_OF_SENTENCE, "after a sentence"), (_INSIDE, "inside a sentence")):
        whole = sum(counts[mark].values())
        spread = ", ".join(f"{ms} ms at {number}" for ms, number in sorted(counts[mark].items()))
        print(f"stories: {whole} places where the caller goes on {name}; the turn ends after {spread}")
    for said in sooner:
        print(f"  inside, taken for whole: {said!r}")


def _breaths(line: str) -> Iterator[tuple[str, str]]:
    """Each breath that is followed by another one, and what is between them."""
    marks = [char for char in line if char in (_END_OF_SENTENCE, _INSIDE)]
    pieces = line.replace(_INSIDE, _END_OF_SENTENCE).split(_END_OF_SENTENCE)
    yield from zip((piece.strip() for piece in pieces), marks, strict=False)


async def _say(voice: Synthesiser, text: str) -> Pcm:
    spoken = await voice.synthesise(text)
    quiet = np.zeros(SAMPLE_RATE * 2 // 5, np.int16)
    return np.concatenate([resample(resample(spoken.pcm, spoken.sample_rate, 8_000), 8_000, SAMPLE_RATE), quiet])


def _lines() -> list[str]:
    return [line for line in _STORIES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _sounds(folder: Path, files: int) -> Iterator[Pcm]:
    for file in sorted(recordings.sounds_in(folder).glob("*.wav"))[:files]:
        try:
            wav = read_wav(file)
        except AudioError:
            continue
        yield resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)[: _LONGEST_S * SAMPLE_RATE]


def _pauses(pcm: Pcm) -> list[Pause]:
    """As the call's own segmenter sees them; only those after which the speaker goes on."""
    activity, segment, found, silence = SileroVoiceActivity(), Segmenter(), [], 0
    for at in range(0, len(pcm) - FRAME_SAMPLES, FRAME_SAMPLES):
        frame = pcm[at : at + FRAME_SAMPLES]
        speech = segment.feed(frame, activity.feed(frame), at / SAMPLE_RATE)
        if speech and silence >= CallSettings().speculate_after_ms:
            found.append(Pause(at - silence * SAMPLE_RATE // 1000, silence))
        silence = 0 if speech or not segment.active else silence + FRAME_MS
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=1_000, help="English prompts looked at")
    parser.add_argument("--complete", type=int, default=CallSettings().silence_complete_ms)
    parser.add_argument("--text-after", type=int, default=250, help="ms from the beginning of a trial to its text")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
