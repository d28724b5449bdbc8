"""Words lost to the line: what the recogniser makes of people's recordings after a mobile telephone's codec, with packets missing, and with
noise, a street, a television or somebody else behind the voice; the same with noise taken out before, where a library for it is installed.

    .envs/services/bin/python -m benchmarks.bench_lines [--prompts 16]

Debian's English prompts, whose wording is known. GSM 06.10 is Debian's own copy of the same recordings in that format; AMR, the codec
of later mobile telephones, is made and read by FFmpeg's libraries. A missing packet is 20 ms of silence, or of what was before it.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from pathlib import Path

import av
import jiwer
import numpy as np
from av.audio.frame import AudioFrame
from whisper_normalizer.english import EnglishTextNormalizer

from benchmarks import backgrounds, cleaners, recordings
from benchmarks.backgrounds import Line
from benchmarks.cleaners import Cleaner
from voice_connector.sound.codecs import mu_law_decode, mu_law_encode, read_wav, resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.registry import recogniser_build, recogniser_of

_RATE = 8_000
_PACKET = _RATE // 50
_PLAIN = EnglishTextNormalizer()
_CLEANED = (
    "white noise 10 dB below",
    "a busy street 5 dB below",
    "a television, 10 dB below",
    "somebody else talks, 10 dB below",
)
_SHORTEST_S, _LONGEST_S = 1.2, 9.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--prompts", type=int, default=16)
    chosen = _chosen(parser.parse_args().prompts)
    if not chosen:
        return 0
    settings = SpeechSettings()
    engine = recogniser_build(recogniser_of(settings), settings)()
    print(f"{len(chosen)} prompts; recogniser: {recogniser_of(settings)}")
    print("| line | word error rate | empty | processor ms an utterance |\n|---|---|---|---|")
    for name, line in (_lines() | backgrounds.behind()).items():
        _row(name, engine, chosen, line, None)
        for cleaner, clean in cleaners.installed().items() if name in _CLEANED else ():
            _row(f"{name}, cleaned by {cleaner}", engine, chosen, line, clean)
    return 0


def _row(
    name: str, engine: BlockingRecogniser, chosen: dict[str, tuple[str, Pcm]], line: Line, clean: Cleaner | None
) -> None:
    arrived = [resample(line(prompt, sound), _RATE, SAMPLE_RATE) for prompt, (_, sound) in chosen.items()]
    heard, empty, began = [], 0, time.process_time()
    for sound in arrived:
        utterance = np.concatenate([np.zeros(SAMPLE_RATE // 4, np.int16), sound])
        text = engine.transcribe(clean(utterance) if clean else utterance).text
        heard.append(_PLAIN(text) or "nothing")
        empty += not text
    took_ms = 1000 * (time.process_time() - began) / len(chosen)
    wrong = jiwer.wer([_PLAIN(wording) for wording, _ in chosen.values()], heard)
    print(f"| {name} | {wrong:.3f} | {empty} | {took_ms:.0f} |", flush=True)


def _lines() -> dict[str, Line]:
    found: dict[str, Line] = {
        "as recorded (8 kHz)": lambda _name, sound: sound,
        "mu-law": lambda _name, sound: mu_law_decode(mu_law_encode(sound)),
    }
    if (folder := recordings.gsm()) is not None:
        found["GSM 06.10, 13 kbit/s"] = lambda name, _sound: _decoded(
            next(folder.rglob(f"{name}.gsm")).read_bytes(), "gsm"
        )
    for kbits in (12.2, 4.75):
        found[f"AMR, {kbits} kbit/s"] = lambda _name, sound, kbits=kbits: _amr(sound, int(kbits * 1000))  # type: ignore[misc]
    for percent in (1, 3, 5, 10):
        found[f"{percent} % of packets missing, silence"] = _missing(percent / 100, again=False)
    found["5 % missing, the one before again"] = _missing(0.05, again=True)
    found["10 % missing, the one before again"] = _missing(0.10, again=True)
    return found


def _missing(share: float, *, again: bool) -> Line:
    """Bursts of one to three, as networks lose them; the same ones at every run."""

    def line(name: str, sound: Pcm) -> Pcm:
        chance = np.random.default_rng(sum(name.encode()))
        arrived, left, at = sound.copy(), 0, 0
        for at in range(_PACKET, len(sound) - _PACKET, _PACKET):
            if not left and chance.random() < share / 2:
                left = int(chance.integers(1, 4))
            if left:
                left -= 1
                arrived[at : at + _PACKET] = arrived[at - _PACKET : at] if again else 0
        return arrived

    return line


def _amr(sound: Pcm, bits: int) -> Pcm:
    """Through the encoder and back."""
    encoder = av.CodecContext.create("libopencore_amrnb", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = _RATE, "mono", "s16", bits
    packed = io.BytesIO()
    for at in range(0, len(sound) - _PACKET + 1, _PACKET):
        frame = AudioFrame.from_ndarray(sound[None, at : at + _PACKET], format="s16", layout="mono")
        frame.sample_rate, frame.pts = _RATE, at
        for packet in encoder.encode(frame):
            packed.write(bytes(packet))
    return _decoded(b"#!AMR\n" + packed.getvalue(), "amr")


def _decoded(packed: bytes, kind: str) -> Pcm:
    with av.open(io.BytesIO(packed), "r", format=kind) as stream:
        frames = [frame.to_ndarray() for frame in stream.decode(audio=0)]
    whole = np.concatenate(frames, axis=1)[0]
    steps = whole if whole.dtype == np.int16 else np.clip(whole * 32767, -32768, 32767)
    sound: Pcm = steps.astype(np.int16)
    return sound


def _chosen(count: int) -> dict[str, tuple[str, Pcm]]:
    """Name: (wording, sound) of sentences of ordinary length."""
    folder, wording = recordings.folders().get("en"), recordings.wording()
    if folder is None or wording is None:
        return {}
    found: dict[str, tuple[str, Pcm]] = {}
    for line in wording.read_text("utf-8").splitlines():
        name, _, said = line.partition(":")
        path: Path = recordings.sounds_in(folder) / f"{name.strip()}.wav"
        if len(found) == count or not path.is_file() or len(said.split()) < 4:
            continue
        wav = read_wav(path)
        if _SHORTEST_S <= len(wav.pcm) / wav.sample_rate <= _LONGEST_S:
            found[path.stem] = (said.strip(), resample(wav.pcm, wav.sample_rate, _RATE))
    return found


if __name__ == "__main__":
    sys.exit(main())
