"""Sound in the forms that telephones use: G.711, sample rates, wav files. Pure: arrays and bytes in, arrays and bytes out."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from voice_connector.sound.doubling import Doubling
from voice_connector.speech.errors import AudioError

Pcm = npt.NDArray[np.int16]

_PCM, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 6, 7, 0xFFFE
_RATES = (8_000, 16_000)
_UNKNOWN_SIZE = 0x7FFF_F000  # from here on a size means: not known when it was written (ffmpeg FFFFFFFF, sox 7FFFF000)
_MU_BIAS, _MU_CLIP = 0x84, 8_159 - 1


def _mu_law_values() -> Pcm:
    """ITU-T G.711 table 2: sign, 3 bits of segment, 4 bits of step, all inverted on the wire."""
    code = ~np.arange(256) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + _MU_BIAS) << ((code & 0x70) >> 4)) - _MU_BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _a_law_values() -> Pcm:
    """ITU-T G.711 table 1: sign, segment and step, every second bit inverted on the wire."""
    code = np.arange(256) ^ 0x55
    segment = (code & 0x70) >> 4
    step = ((code & 0x0F) << 4) + np.where(segment == 0, 8, 0x108)
    magnitude = step << np.maximum(segment - 1, 0)
    values: Pcm = np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)
    return values


def _mu_law_codes() -> npt.NDArray[np.uint8]:
    """The code of every int16 value: the standard works on 14 bits, with a bias that makes segments start at powers of 2."""
    sample = np.arange(-32_768, 32_768) >> 2
    biased = np.minimum(np.abs(sample), _MU_CLIP) + (_MU_BIAS >> 2)
    segment = np.floor(np.log2(biased)).astype(int) - 5
    code = (np.where(sample < 0, 0x80, 0) | (segment << 4) | ((biased >> (segment + 1)) & 0x0F)) ^ 0xFF
    codes: npt.NDArray[np.uint8] = code.astype(np.uint8)
    return codes


def _a_law_codes() -> npt.NDArray[np.uint8]:
    """The same for A-law; negative values are taken one step towards zero, as the standard's one's complement does."""
    sample = np.arange(-32_768, 32_768)
    magnitude = np.where(sample < 0, -sample - 1, sample) >> 3
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(int) - 4, 0)
    step = (magnitude >> np.maximum(segment, 1)) & 0x0F
    code = np.where(sample < 0, 0, 0x80) | (segment << 4) | step
    codes: npt.NDArray[np.uint8] = (code ^ 0x55).astype(np.uint8)
    return codes


_MU_LAW_VALUES, _A_LAW_VALUES = _mu_law_values(), _a_law_values()
_MU_LAW_CODES, _A_LAW_CODES = _mu_law_codes(), _a_law_codes()


def mu_law_decode(data: bytes) -> Pcm:
    """One byte a sample to int16."""
    return _MU_LAW_VALUES[np.frombuffer(data, np.uint8)]


def mu_law_encode(pcm: Pcm) -> bytes:
    """int16 to one byte a sample."""
    return _MU_LAW_CODES[pcm.astype(np.int32) + 32_768].tobytes()


def a_law_decode(data: bytes) -> Pcm:
    """One byte a sample to int16."""
    return _A_LAW_VALUES[np.frombuffer(data, np.uint8)]


def a_law_encode(pcm: Pcm) -> bytes:
    """int16 to one byte a sample."""
    return _A_LAW_CODES[pcm.astype(np.int32) + 32_768].tobytes()


def resample(pcm: Pcm, from_rate: int, to_rate: int) -> Pcm:
    """A whole sound at another rate; the same array when there is nothing to do."""
    if from_rate == to_rate or not len(pcm):
        return pcm
    return np.asarray(soxr.resample(pcm, from_rate, to_rate, quality="HQ"), dtype=np.int16)


class StreamResampler:
    """Frame by frame at another rate, without clicks between frames. One object a direction of a call."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._same = from_rate == to_rate
        self._doubling = None
        if (from_rate, to_rate) in ((8_000, 16_000), (16_000, 8_000)):
            self._doubling = Doubling("up" if from_rate < to_rate else "down")
        else:
            self._native = soxr.ResampleStream(from_rate, to_rate, 1, dtype="int16", quality="MQ")

    def feed(self, pcm: Pcm, *, last: bool = False) -> Pcm:
        """What is ready after these samples (the first frame gives less: the filter looks ahead); last=True empties it."""
        if self._same:
            return pcm
        if self._doubling is not None:
            return self._doubling.feed(pcm, last=last)
        return np.asarray(self._native.resample_chunk(pcm, last), dtype=np.int16)


@dataclass(frozen=True, slots=True)
class Wav:
    """What a wav file holds, as int16 at its own rate."""

    pcm: Pcm
    sample_rate: int


@dataclass(frozen=True, slots=True)
class _Format:
    tag: int
    channels: int
    rate: int
    bits: int

    @property
    def sample_bytes(self) -> int:
        return max(1, self.channels * self.bits // 8)


def read_wav(source: Path | bytes, *, max_seconds: float = 600.0) -> Wav:
    """Mono 8 or 16 kHz, 16-bit or G.711. Anything else is an AudioError that says in one sentence what and how to mend."""
    name = source.name if isinstance(source, Path) else "the sound"
    data = source.read_bytes() if isinstance(source, Path) else source
    form, body = _chunks(name, data)
    _refuse_form(name, form)
    pcm = _decode(name, form, body)
    if not len(pcm):
        raise AudioError(f"{name} is empty: it has a wav header and no sound.")
    if len(pcm) > max_seconds * form.rate:
        raise AudioError(f"{name} is too long: {len(pcm) / form.rate:.0f} s, at most {max_seconds:.0f} s; cut it.")
    return Wav(pcm, form.rate)


def write_wav(path: Path, pcm: Pcm, sample_rate: int) -> None:
    """Mono 16-bit."""
    body = pcm.astype("<i2").tobytes()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(body),
        b"WAVE",
        b"fmt ",
        16,
        _PCM,
        1,
        sample_rate,
        sample_rate * 2,
        2,
        16,
        b"data",
        len(body),
    )
    path.write_bytes(head + body)


def _chunks(name: str, data: bytes) -> tuple[_Format, bytes]:
    if not data:
        raise AudioError(f"{name} is empty: the file has no bytes.")
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise AudioError(f"{name} is not a wav file; convert it with `ffmpeg -i in -ac 1 -ar 8000 out.wav`.")
    form, at = None, 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"fmt ":
            form = _format(name, body)
        elif kind == b"data":
            if form is None:
                break
            if size >= _UNKNOWN_SIZE or _never_closed(
                data, at, size
            ):  # its end was not known: what is there is all of it
                rest = data[at + 8 :]
                return form, rest[: len(rest) // form.sample_bytes * form.sample_bytes]
            if len(body) < size:
                raise AudioError(
                    f"{name} is truncated: its header promises {size} bytes of sound and {len(body)} are there; copy it again."
                )
            return form, body
        at += 8 + size + (size & 1)
    raise AudioError(
        f"{name} is a wav file without {'a format' if form is None else 'sound'}; it is damaged or truncated, copy it again."
    )


def _never_closed(data: bytes, at: int, size: int) -> bool:
    """Header of a recorder that writes both lengths at the end, and never came to it."""
    return size == 0 and int.from_bytes(data[4:8], "little") <= at


def _format(name: str, body: bytes) -> _Format:
    if len(body) < 16:
        raise AudioError(f"{name} is damaged: its format is cut off; copy it again.")
    tag, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
    if tag == _EXTENSIBLE and len(body) >= 26:
        tag = int.from_bytes(body[24:26], "little")
    return _Format(tag, channels, rate, bits)


def _refuse_form(name: str, form: _Format) -> None:
    mend = "convert it with `ffmpeg -i in.wav -ac 1 -ar 8000 -sample_fmt s16 out.wav`"
    if form.channels != 1:
        raise AudioError(f"{name} has {form.channels} channels, a call has one; {mend}.")
    if form.rate not in _RATES:
        raise AudioError(f"{name} has {form.rate} samples a second, a call has 8000 or 16000; {mend}.")
    if (form.tag, form.bits) not in {(_PCM, 16), (_MU_LAW, 8), (_A_LAW, 8)}:
        raise AudioError(
            f"{name} has {form.bits}-bit samples of format {form.tag}, a call has 16-bit PCM or 8-bit G.711; {mend}."
        )


def _decode(name: str, form: _Format, body: bytes) -> Pcm:
    if form.tag == _PCM:
        if len(body) % 2:
            raise AudioError(f"{name} is truncated: it ends in the middle of a sample; copy it again.")
        return np.frombuffer(body, "<i2").astype(np.int16)
    return mu_law_decode(body) if form.tag == _MU_LAW else a_law_decode(body)
