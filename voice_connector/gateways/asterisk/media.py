"""Sound between Asterisk's formats and ours (20 ms, int16, 16 kHz). Pure; remembers only samples of an unfinished frame."""

from dataclasses import dataclass

from voice_connector.errors import WireError
from voice_connector.gateways.shared.frames import A_LAW_8K, LINEAR_8K, LINEAR_16K, MU_LAW_8K, FramesIn, FramesOut
from voice_connector.speech.interfaces import FRAME_MS, Pcm

CODECS = {"slin16": LINEAR_16K, "slin": LINEAR_8K, "ulaw": MU_LAW_8K, "alaw": A_LAW_8K}
LONGEST_MS = 200  # of sound in one frame; telephones send 10 to 60


@dataclass(frozen=True, slots=True)
class Sound:
    """The caller, in the wire's format; `form` where the wire names it with every frame."""

    data: bytes
    form: str | None = None


class Media:
    """Both directions of one call. Raises WireError for a format that is not in CODECS."""

    def __init__(self, form: str) -> None:
        if form not in CODECS:
            raise WireError("unknown_format", f"The sound has a format that is not one of {', '.join(CODECS)}.")
        self._codec = CODECS[form]
        self._frame_bytes = self._codec.rate * FRAME_MS // 1000 * self._codec.sample_bytes
        self._in, self._out = FramesIn(self._codec), FramesOut(self._codec)
        self._rest = b""

    def ms(self, data: bytes) -> float:
        """How long this much of the wire lasts. Raises WireError for a length that no frame has."""
        lasts = self._codec.milliseconds(data)
        if not 0 < lasts <= LONGEST_MS:
            raise WireError("bad_sound", f"A sound frame has {len(data)} bytes, which is no frame of this format.")
        return lasts

    def from_wire(self, data: bytes) -> list[Pcm]:
        """The frames that are whole by now, whatever frame size the telephone uses. Raises WireError for half a sample."""
        return self._in.feed(data)

    def to_wire(self, frame: Pcm) -> bytes:
        """Our frame as whole frames of the wire; the resampler holds the very first one back."""
        sound = self._rest + self._out.encode(frame)
        whole = len(sound) // self._frame_bytes * self._frame_bytes
        self._rest = sound[whole:]
        return sound[:whole]
