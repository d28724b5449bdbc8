"""Telephone sound: G.711 against the standard's values, resampling, and wav files good and bad."""

import contextlib
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector.sound.codecs import (
    StreamResampler,
    a_law_decode,
    a_law_encode,
    mu_law_decode,
    mu_law_encode,
    read_wav,
    resample,
    write_wav,
)
from voice_connector.speech.errors import AudioError

# From ITU-T G.711 as its reference code computes it: (sample, mu-law code, A-law code).
REFERENCE = [
    (0, 0xFF, 0xD5),
    (1, 0xFF, 0xD5),
    (-1, 0x7E, 0x55),
    (8, 0xFE, 0xD5),
    (100, 0xF2, 0xD3),
    (-100, 0x72, 0x53),
    (1000, 0xCE, 0xFA),
    (-1000, 0x4E, 0x7A),
    (8159, 0x9F, 0x8A),
    (12345, 0x97, 0xBD),
    (32767, 0x80, 0xAA),
    (-32768, 0x00, 0x2A),
]
MU_VALUES = {0x00: -32124, 0x7F: 0, 0x80: 32124, 0xFF: 0, 0xF2: 104, 0x4E: -988}
A_VALUES = {0x55: -8, 0xD5: 8, 0xAA: 32256, 0x2A: -32256, 0xFA: 1008}


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="audioop left the standard library")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_sample_is_coded_as_the_c_reference_codes_it() -> None:
    import audioop

    every = np.arange(-32768, 32768).astype(np.int16)
    assert mu_law_encode(every) == audioop.lin2ulaw(every.tobytes(), 2)
    assert a_law_encode(every) == audioop.lin2alaw(every.tobytes(), 2)
    codes = bytes(range(256))
    assert mu_law_decode(codes).tobytes() == audioop.ulaw2lin(codes, 2)
    assert a_law_decode(codes).tobytes() == audioop.alaw2lin(codes, 2)


@pytest.mark.parametrize(("sample", "mu", "a"), REFERENCE)
def test_samples_are_coded_as_the_standard_says(sample: int, mu: int, a: int) -> None:
    pcm = np.array([sample], np.int16)
    assert mu_law_encode(pcm)[0] == mu
    assert a_law_encode(pcm)[0] == a


def test_codes_mean_what_the_standard_says() -> None:
    assert {code: int(mu_law_decode(bytes([code]))[0]) for code in MU_VALUES} == MU_VALUES
    assert {code: int(a_law_decode(bytes([code]))[0]) for code in A_VALUES} == A_VALUES


def test_coding_what_was_decoded_gives_the_same_code_back() -> None:
    codes = bytes(range(256))
    assert a_law_encode(a_law_decode(codes)) == codes
    back = mu_law_encode(mu_law_decode(codes))
    assert back.replace(b"\x7f", b"\xff") == codes.replace(b"\x7f", b"\xff")  # both are zero


@given(st.integers(-32768, 32767))
def test_coding_keeps_a_sample_within_a_sixteenth_of_itself(sample: int) -> None:
    pcm = np.array([sample], np.int16)
    for decoded in (mu_law_decode(mu_law_encode(pcm)), a_law_decode(a_law_encode(pcm))):
        assert abs(int(decoded[0]) - sample) <= max(16, abs(sample) / 16 + 16)


def tone(rate: int, seconds: float = 1.0) -> np.ndarray:
    return (np.sin(np.arange(int(rate * seconds)) * 2 * np.pi * 440 / rate) * 10000).astype(np.int16)


def test_frames_resampled_one_by_one_are_the_whole_resampled_at_once() -> None:
    stream, source = StreamResampler(8_000, 16_000), tone(8_000)
    parts = [stream.feed(source[at : at + 160]) for at in range(0, len(source), 160)] + [
        stream.feed(np.zeros(0, np.int16), last=True)
    ]
    got = np.concatenate(parts)
    assert abs(len(got) - 16_000) <= 2
    assert float(np.abs(got[2000:14000].astype(int) - tone(16_000)[2000:14000]).max()) < 400


@pytest.mark.parametrize(("rate", "to_rate"), [(8_000, 16_000), (16_000, 8_000)])
def test_every_frame_of_a_stream_comes_out_at_once(rate: int, to_rate: int) -> None:
    """A resampler that hands out 100 ms in a lump is heard as holes on a telephone."""
    stream, frame = StreamResampler(rate, to_rate), np.zeros(rate // 50, np.int16)
    sizes = [len(stream.feed(frame)) for _ in range(50)]
    assert sizes[0] >= to_rate // 50 * 0.8
    assert set(sizes[1:]) == {to_rate // 50}


@pytest.mark.parametrize("chunk", [160, 7, 161, 1])
def test_halving_keeps_speech_and_drops_what_would_fold_into_it(chunk: int) -> None:
    seconds = np.arange(16_000) / 16_000
    for hz, share in ((300, 1.0), (3_000, 1.0), (4_600, 0.003), (7_000, 0.003)):
        source = (np.sin(2 * np.pi * hz * seconds) * 10_000).astype(np.int16)
        stream = StreamResampler(16_000, 8_000)
        parts = [stream.feed(source[at : at + chunk]) for at in range(0, len(source), chunk)]
        got = np.concatenate([*parts, stream.feed(np.zeros(0, np.int16), last=True)]).astype(float)
        assert abs(len(got) - 8_000) <= 1
        loudness = np.sqrt((got[500:7_500] ** 2).mean()) / (10_000 / np.sqrt(2))
        assert loudness == pytest.approx(share, abs=0.02)


def test_resampling_to_the_same_rate_changes_nothing() -> None:
    source = tone(16_000)
    assert resample(source, 16_000, 16_000) is source
    assert StreamResampler(16_000, 16_000).feed(source) is source


def wav(
    body: bytes, *, tag: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, promised: int | None = None
) -> bytes:
    size = len(body) if promised is None else promised
    block = channels * bits // 8
    return (
        struct.pack(
            "<4sI4s4sIHHIIHH4sI",
            b"RIFF",
            min(36 + size, 0xFFFF_FFFF),
            b"WAVE",
            b"fmt ",
            16,
            tag,
            channels,
            rate,
            rate * block,
            block,
            bits,
            b"data",
            size,
        )
        + body
    )


def test_a_wav_that_was_written_is_read_back(tmp_path: Path) -> None:
    write_wav(tmp_path / "call.wav", tone(16_000), 16_000)
    got = read_wav(tmp_path / "call.wav")
    assert got.sample_rate == 16_000
    assert np.array_equal(got.pcm, tone(16_000))


def test_mu_law_and_a_law_wavs_are_read() -> None:
    source = tone(8_000)
    for tag, body in ((7, mu_law_encode(source)), (6, a_law_encode(source))):
        got = read_wav(wav(body, tag=tag, bits=8))
        assert got.sample_rate == 8_000
        assert float(np.corrcoef(got.pcm, source)[0, 1]) > 0.999


def test_chunks_before_the_sound_are_skipped() -> None:
    plain = wav(b"\x01\x00" * 80)
    listed = plain[:12] + b"LIST" + (5).to_bytes(4, "little") + b"INFO1\x00" + plain[12:]
    assert len(read_wav(listed).pcm) == 80


@pytest.mark.parametrize("whole", [0, 36])
def test_a_wav_of_a_recorder_that_was_cut_off_is_played_to_its_end(whole: int) -> None:
    sound = b"\x01\x02" * 800
    data = bytearray(wav(sound, promised=0))
    data[4:8] = whole.to_bytes(4, "little")
    assert read_wav(bytes(data)).pcm.tobytes() == sound


@pytest.mark.parametrize("promised", [0xFFFF_FFFF, 0x7FFF_F000, 0x7FFF_FFFF])
def test_a_wav_that_was_written_to_a_pipe_is_played_to_its_end(promised: int) -> None:
    assert len(read_wav(wav(b"\x01\x00" * 80, promised=promised)).pcm) == 80
    assert len(read_wav(wav(b"\x01\x00" * 80 + b"\x01", promised=promised)).pcm) == 80


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty: the file has no bytes"),
        (b"ID3\x04" + b"\x00" * 40, "is not a wav file"),
        (wav(b""), "is empty: it has a wav header and no sound"),
        (wav(b"\x00\x00" * 80, channels=2), "has 2 channels"),
        (wav(b"\x00" * 240, bits=24), "has 24-bit samples"),
        (wav(b"\x00\x00" * 80, rate=44_100), "has 44100 samples a second"),
        (wav(b"\x00\x00" * 80, tag=3, bits=32), "has 32-bit samples of format 3"),
        (wav(b"\x00\x00" * 80, promised=1_000), "is truncated: its header promises 1000 bytes"),
        (wav(b"\x00\x00" * 80)[:12], "without a format"),
        (wav(b"\x00\x00" * 80)[:30], "its format is cut off"),
        (wav(b"\x00\x00" * 80)[:36], "without sound"),
        (wav(b"\x00\x00\x00"), "ends in the middle of a sample"),
        (wav(b"\x00\x00" * 8_000 * 3), "is too long: 3 s, at most 2 s"),
    ],
)
def test_a_wav_that_a_call_cannot_use_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(AudioError, match=says) as refused:
        read_wav(data, max_seconds=2)
    assert str(refused.value).count("\n") == 0


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for hostile in (data, b"RIFF\x00\x00\x00\x00WAVE" + data):
        with contextlib.suppress(AudioError):
            read_wav(hostile)
