"""Between a wire's sound and a call's: any codec, rate and chunking on one side, 20 ms frames of 16 kHz on the other. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voice_connector.errors import WireError
from voice_connector.sound import codecs
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm


@dataclass(frozen=True, slots=True)
class Codec:
    """A form of sound on a wire."""

    rate: int
    sample_bytes: int
    decode: Callable[[bytes], Pcm]
    encode: Callable[[Pcm], bytes]

    def milliseconds(self, data: bytes) -> float:
        return len(data) / self.sample_bytes * 1_000 / self.rate


def _linear(rate: int) -> Codec:
    return Codec(
        rate, 2, lambda data: np.frombuffer(data, "<i2").astype(np.int16), lambda pcm: pcm.astype("<i2").tobytes()
    )


MU_LAW_8K = Codec(8_000, 1, codecs.mu_law_decode, codecs.mu_law_encode)
A_LAW_8K = Codec(8_000, 1, codecs.a_law_decode, codecs.a_law_encode)
LINEAR_8K, LINEAR_16K = _linear(8_000), _linear(16_000)


class FramesIn:
    """One caller's sound: bytes of any number in, whole frames out; what is less than a frame waits for the next bytes."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._resampler = codecs.StreamResampler(codec.rate, SAMPLE_RATE)
        self._rest = np.zeros(0, np.int16)

    def feed(self, data: bytes) -> list[Pcm]:
        """Raises WireError when the bytes end in the middle of a sample."""
        if len(data) % self._codec.sample_bytes:
            raise WireError("bad_audio", "A sound message ends in the middle of a sample.")
        sound = self._resampler.feed(self._codec.decode(data))
        sound = np.concatenate([self._rest, sound]) if len(self._rest) else sound
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = sound[whole:]
        return [sound[at : at + FRAME_SAMPLES] for at in range(0, whole, FRAME_SAMPLES)]


class FramesOut:
    """Our voice to one caller: frames in, the wire's bytes out (the first frame gives a little less: a filter looks ahead)."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._resampler = codecs.StreamResampler(SAMPLE_RATE, codec.rate)

    def encode(self, frame: Pcm) -> bytes:
        return self._codec.encode(self._resampler.feed(frame))
