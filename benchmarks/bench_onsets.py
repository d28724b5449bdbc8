"""How much of a caller's first and last words is lost, after silence and over noise; and how often noise passes for speech.

    .envs/services/bin/python -m benchmarks.bench_onsets [--each 20]

Before: the detector as it comes, and 300 ms kept from before the notice. After: today's ear. Both hear the same recordings of
people (Debian's, five languages) after the same sound. Lost: more than 100 ms from the first sound of speech (that is louder than
the line) to what is kept, or no utterance at all. Nothing here depends on this machine's speed but the last table.
"""

from __future__ import annotations

import argparse
import copy
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.line_noises import NOISES, Sound
from benchmarks.onset_callers import VOICES, Spoken, audible_from, audible_until, people
from voice_connector.call.hearing.lead import Lead
from voice_connector.call.hearing.segment import Hint, Segmenter
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm
from voice_connector.speech.vad.silero import SileroVoiceActivity, State, run_model

LEADS_S = (0, 0.5, 8, 15, 30, 60, 120)
FLOORS = ("digital silence", "the last bits", "a quiet line", "a room", "a street")
_LOUD_FLOORS = {"a street"}
_LOUD_VOICES = {"as recorded", "soft start", "soft end"}  # the others are not to be heard in a street by anybody
LOST_MS = 100
TARGET = 0.01
_SETTINGS = CallSettings()
_TAIL_S = 1.5
_ECHO = 10 ** (-30 / 20)  # of our voice in the caller's line
_ECHO_S, _AFTER_OUR_VOICE_S = 8, (0.0, 0.3, 2.0)


class DrowsyVoiceActivity(SileroVoiceActivity):
    """The model as it comes: no state of rest, nothing under the sound."""

    def reset(self) -> None:
        super().reset()
        nothing = np.zeros((1, 1, 128), np.float32)
        self.state = State(nothing, nothing, np.zeros(64, np.float32))

    def _judge(self, pcm: Pcm) -> float:
        probability, self.state = run_model(pcm.astype(np.float32) / 32768.0, self.state)
        return probability


class FixedLead(Lead):
    """300 ms, whatever is in them."""

    def frames(self) -> list[Pcm]:
        return self.all_frames()[-15:]


class Listener:
    """One caller's detector and segmenter, as the ear uses them; `at` is the sample that comes next."""

    def __init__(self, activity: SileroVoiceActivity, new_lead: Callable[[Iterable[Pcm]], Lead]) -> None:
        self._activity, self._segment = activity, Segmenter(new_lead)
        self.at = self.starts = self.hints = 0
        self.turns: list[tuple[int, int]] = []
        self._hint = Hint()

    def copied(self) -> Listener:
        other = copy.copy(self)
        other._activity, other._segment = copy.copy(self._activity), copy.deepcopy(self._segment)
        other.turns, other._hint = list(self.turns), copy.deepcopy(self._hint)
        return other

    def hears(self, sound: Sound, *, until_sure: bool = False) -> None:
        """until_sure: only until an utterance is open that will not be dropped as noise."""
        pcm = np.clip(sound, -32_768, 32_767).astype(np.int16)
        for start in range(0, len(pcm) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            self._feed(pcm[start : start + FRAME_SAMPLES])
            if until_sure and self.open_from is not None:
                return

    @property
    def open_from(self) -> int | None:
        """The first sample of the open utterance, once it counts."""
        segment = self._segment
        counts = segment.active and segment.voiced_ms >= _SETTINGS.noise_below_ms
        return self.at - len(segment.pcm()) if counts else None

    def _feed(self, frame: Pcm) -> None:
        segment, was_active = self._segment, self._segment.active
        probability = self._activity.feed(frame)
        segment.feed(frame, probability, self.at / SAMPLE_RATE)
        self.at += len(frame)
        if not segment.active:
            self.hints += not self._hint.lapsed() and self._hint.feed(probability)
            return
        self.starts += not was_active
        if segment.silence_ms >= _SETTINGS.silence_ms:
            if (begins := self.open_from) is not None:
                self.turns.append((begins, self.at))
            segment.close()


@dataclass(frozen=True, slots=True)
class Ear:
    name: str
    new_activity: Callable[[], SileroVoiceActivity]
    new_lead: Callable[[Iterable[Pcm]], Lead]

    def listener(self) -> Listener:
        return Listener(self.new_activity(), self.new_lead)


EARS = (Ear("before", DrowsyVoiceActivity, FixedLead), Ear("after", SileroVoiceActivity, Lead))


def onset_lost(listener: Listener, spoken: Spoken, floor: Sound) -> bool:
    began = listener.at + audible_from(spoken, floor)
    listener.hears(_over(spoken.sound, floor), until_sure=True)
    kept_from = listener.turns[0][0] if listener.turns else listener.open_from
    return kept_from is None or kept_from - began > LOST_MS * SAMPLE_RATE // 1000


def end_lost(listener: Listener, spoken: Spoken, floor: Sound) -> bool:
    ended = listener.at + audible_until(spoken, floor)
    listener.hears(_over(spoken.sound, floor))
    last = listener.at if listener.open_from is not None else listener.turns[-1][1] if listener.turns else 0
    return ended - last > LOST_MS * SAMPLE_RATE // 1000


def _over(sound: Sound, floor: Sound) -> Sound:
    """The sound and what comes after it, over the line's own."""
    whole = floor.copy()
    whole[: len(sound)] += sound
    return whole


@dataclass
class Count:
    of: int = 0
    lost: dict[str, int] | None = None

    def add(self, ear: str, lost: Sequence[bool]) -> str:
        self.lost = self.lost or {}
        self.lost[ear] = self.lost.get(ear, 0) + sum(lost)
        self.of += len(lost) if ear == EARS[0].name else 0
        return f"{100 * sum(lost) / len(lost):.0f}"

    def share(self, ear: str) -> float:
        return (self.lost or {}).get(ear, 0) / max(1, self.of)


def onsets(callers: list[Spoken]) -> Count:
    print(f"### First words: share of {len(callers)} callers with more than {LOST_MS} ms lost, % before → after\n")
    print(f"| voice | line | {' | '.join(f'after {lead:g} s' for lead in LEADS_S)} |")
    print(f"|---|---|{'---|' * len(LEADS_S)}", flush=True)
    count = Count()
    for voice, line in _conditions("soft end"):
        spoken = [VOICES[voice](caller) for caller in callers]
        columns = [_onsets_of(ear, spoken, line, count) for ear in EARS]
        print(
            f"| {voice} | {line} | {' | '.join(f'{b} → **{a}**' for b, a in zip(*columns, strict=True))} |", flush=True
        )
    _total("first words", count)
    return count


def _onsets_of(ear: Ear, spoken: list[Spoken], line: str, count: Count) -> list[str]:
    """By lead. The lead is heard once; each caller goes on from there."""
    listener, cells = ear.listener(), []
    noise = NOISES[line](max(LEADS_S) + 12, 3)
    for lead in LEADS_S:
        due = int(lead * SAMPLE_RATE) // FRAME_SAMPLES * FRAME_SAMPLES
        listener.hears(noise[listener.at : due])
        listener.turns.clear()
        lost = [onset_lost(listener.copied(), one, noise[due : due + _length(one)]) for one in spoken]
        cells.append(count.add(ear.name, lost))
    return cells


def ends(callers: list[Spoken]) -> Count:
    print(f"\n### Last words: share with more than {LOST_MS} ms lost, after 8 s of the line\n")
    print("| voice | line | before % | after % |\n|---|---|---|---|", flush=True)
    count = Count()
    for voice, line in _conditions("soft start"):
        spoken, noise = [VOICES[voice](caller) for caller in callers], NOISES[line](20, 3)
        cells = []
        for ear in EARS:
            listener = ear.listener()
            listener.hears(noise[: 8 * SAMPLE_RATE])
            rest = noise[8 * SAMPLE_RATE :]
            cells.append(
                count.add(ear.name, [end_lost(listener.copied(), one, rest[: _length(one)]) for one in spoken])
            )
        print(f"| {voice} | {line} | {cells[0]} | **{cells[1]}** |", flush=True)
    _total("last words", count)
    return count


def after_our_voice(callers: list[Spoken]) -> Count:
    print(f"\n### First words after {_ECHO_S} s of our own voice, which comes back 30 dB below the caller's\n")
    print("| line | our voice ended | before % | after % |\n|---|---|---|---|", flush=True)
    count = Count()
    echo = np.concatenate([caller.sound for caller in callers[:12]])[: _ECHO_S * SAMPLE_RATE] * _ECHO
    for line in FLOORS:
        noise = NOISES[line](24, 3)
        for gap_s in _AFTER_OUR_VOICE_S:
            lead = _over(echo, noise[: len(echo) + int(gap_s * SAMPLE_RATE)])
            cells = []
            for ear in EARS:
                listener = ear.listener()
                listener.hears(lead)
                listener.turns.clear()
                rest = noise[len(lead) :]
                cells.append(
                    count.add(ear.name, [onset_lost(listener.copied(), c, rest[: _length(c)]) for c in callers])
                )
            print(f"| {line} | {gap_s:g} s ago | {cells[0]} | **{cells[1]}** |", flush=True)
    _total("first words after our voice", count)
    return count


def false_starts(seconds: int = 120, seeds: Sequence[int] = (3, 4, 5)) -> int:
    print(f"\n### Nobody speaks: utterances begun, and pauses of our voice, in {len(seeds) * seconds // 60} minutes\n")
    print("| line | utterances before | after | pauses before | after |\n|---|---|---|---|---|", flush=True)
    begun = 0
    for line, noise in NOISES.items():
        heard = [[_heard(ear, noise(seconds, seed)) for seed in seeds] for ear in EARS]
        starts, hints = ([sum(one[n] for one in ear) for ear in heard] for n in (0, 1))
        print(f"| {line} | {starts[0]} | **{starts[1]}** | {hints[0]} | **{hints[1]}** |", flush=True)
        begun += starts[1]
    return begun


def _heard(ear: Ear, sound: Sound) -> tuple[int, int]:
    listener = ear.listener()
    listener.hears(sound)
    return listener.starts, listener.hints


def cost(callers: list[Spoken]) -> None:
    print("\n### Processor time of detector and segmenter for a frame of 20 ms\n")
    print("| | silent line, ms | speech, ms |\n|---|---|---|")
    sounds = (NOISES["a quiet line"](60, 3), np.concatenate([caller.sound for caller in callers[:30]]))
    for ear in EARS:
        cells = []
        for sound in sounds:
            listener, began = ear.listener(), time.process_time()
            listener.hears(sound)
            cells.append(1000 * (time.process_time() - began) / (len(sound) / FRAME_SAMPLES))
        print(f"| {ear.name} | {cells[0]:.3f} | {cells[1]:.3f} |", flush=True)


def _conditions(without: str) -> list[tuple[str, str]]:
    return [
        (voice, line)
        for voice in VOICES
        for line in FLOORS
        if voice != without and (line not in _LOUD_FLOORS or voice in _LOUD_VOICES)
    ]


def _length(spoken: Spoken) -> int:
    return len(spoken.sound) + int(_TAIL_S * SAMPLE_RATE)


def _total(what: str, count: Count) -> None:
    before, after = (100 * count.share(ear.name) for ear in EARS)
    print(f"\nAll {what} ({count.of}): {before:.1f} % lost before, **{after:.2f} %** after.", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--each", type=int, default=20, help="recordings of each language")
    callers = people(parser.parse_args().each)
    if not callers:
        print("SKIPPED: there are no recordings of people (Debian's asterisk-core-sounds-*-wav)")
        return 0
    counts = [onsets(callers), ends(callers), after_our_voice(callers)]
    begun = false_starts()
    cost(callers)
    met = all(count.share("after") <= TARGET for count in counts) and not begun
    print(
        f"\nTarget of at most {100 * TARGET:.0f} % lost and no utterance without speech: {'met' if met else 'MISSED'}."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
