"""How often a human voice is taken for a text telephone, a fax machine, a key, music on hold or an answering machine's beep; time
of a frame. Debian's recordings, all of them; and how soon Debian's music on hold is known.

.envs/services/bin/python -m benchmarks.bench_signals
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import recordings
from voice_connector.call.hearing.machines import MachineWatch
from voice_connector.call.hearing.signals import SignalWatch
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm


def main() -> int:
    print("| language | recordings | minutes | false alarms | frames kept from the ear | µs a frame |")
    print("|---|---|---|---|---|---|")
    for language, folder in recordings.folders().items():
        files = frames = kept = 0
        alarms: list[str] = []
        took = 0.0
        for path in sorted(folder.rglob("*.wav")):
            if (sound := _sound(path)) is None:
                continue
            before = time.process_time()
            found, hidden = _watched(sound)
            took += time.process_time() - before
            files, frames, kept = files + 1, frames + len(sound) // FRAME_SAMPLES, kept + hidden
            alarms += [f"{path.stem}: {one}" for one in found]
        minutes = frames * FRAME_MS / 60_000
        print(f"| {language} | {files} | {minutes:.0f} | {len(alarms)} | {kept} | {1e6 * took / max(1, frames):.1f} |")
        for one in alarms:
            print(f"    {one}", file=sys.stderr)
    _music()
    return 0


def _music() -> None:
    """Each piece as a telephone has it: when it is known, and how much of it is waited out."""
    print("\n| music on hold | minutes | known after s | known as music, share of its time |\n|---|---|---|---|")
    folder = recordings.music_on_hold()
    for path in sorted(folder.rglob("*.wav")) if folder else ():
        if (sound := _sound(path)) is None:
            continue
        watch, at = MachineWatch(), range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
        found = [start / SAMPLE_RATE for start in at if watch.feed(sound[start : start + FRAME_SAMPLES]) == "music"]
        whole = len(sound) / SAMPLE_RATE
        first = f"{found[0]:.0f}" if found else "never"
        print(f"| {path.stem} | {whole / 60:.1f} | {first} | {5 * len(found) / whole:.0%} |")


def _watched(sound: Pcm) -> tuple[list[str], int]:
    watch, machines, found, hidden = SignalWatch(), MachineWatch(), [], 0
    for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        frame = sound[at : at + FRAME_SAMPLES]
        if (signal := watch.feed(frame)) is not None:
            found.append(f"{signal.kind} {signal.key}")
        if (machine := machines.feed(frame)) is not None:
            found.append(machine)
        hidden += watch.is_signal
    return found, hidden


def _sound(path: Path) -> Pcm | None:
    """With half a second of silence after it, in which a key would be told."""
    try:
        wav = read_wav(path)
    except AudioError:
        return None
    return np.concatenate([resample(wav.pcm, wav.sample_rate, SAMPLE_RATE), np.zeros(SAMPLE_RATE // 2, np.int16)])


if __name__ == "__main__":
    sys.exit(main())
