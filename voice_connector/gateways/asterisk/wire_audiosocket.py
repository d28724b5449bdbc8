"""AudioSocket, Asterisk's older way over TCP. Pure: bytes in, events out; it remembers an unfinished frame.

A frame is one byte of kind, two bytes of length (big-endian) and the payload:
    0x00 hang-up   0x01 id (16 bytes, a UUID; first, once)   0x03 key (one character)
    0x10 sound (mono int16 little-endian, 8 kHz)             0xff error
    0x12 the same at 16 kHz, where the channel is slin16
Asterisk reads a header in one go: a frame that arrives in two pieces drops the call, so frames are written whole.

Source: docs.asterisk.org, Configuration/Channel-Drivers/AudioSocket, and res/res_audiosocket.c.
"""

import uuid
from dataclasses import dataclass

from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, HungUp
from voice_connector.gateways.asterisk.media import Sound

HANG_UP, ID, KEY, SOUND, SOUND_16K, ERROR = 0x00, 0x01, 0x03, 0x10, 0x12, 0xFF
SOUND_BYTES = 320  # 20 ms at 8 kHz
LONGEST_SOUND = SOUND_BYTES * 10
FORMS = {SOUND: "slin", SOUND_16K: "slin16"}
_KINDS = {form: kind for kind, form in FORMS.items()}
_FRAME_BYTES = {"slin": SOUND_BYTES, "slin16": 2 * SOUND_BYTES}
_HEADER = 3
_KEYS = frozenset("0123456789*#")
_OTHER_KEYS = frozenset("ABCDabcd")


@dataclass(frozen=True, slots=True)
class Identified:
    """The first frame: which call this is."""

    call: uuid.UUID


@dataclass(frozen=True, slots=True)
class Failure:
    """Asterisk reports an error of its own."""

    code: int


FromAsterisk = Identified | Sound | DtmfPressed | HungUp | Failure


class Decoder:
    """One connection's bytes."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[FromAsterisk]:
        """The events of the frames that are complete by now. Raises WireError at the first frame that cannot be."""
        self._rest += data
        events: list[FromAsterisk] = []
        while len(self._rest) >= _HEADER:
            kind, length = self._rest[0], int.from_bytes(self._rest[1:_HEADER], "big")
            _refuse_length(kind, length)
            if len(self._rest) < _HEADER + length:
                break
            payload, self._rest = self._rest[_HEADER : _HEADER + length], self._rest[_HEADER + length :]
            event = _event(kind, payload)
            if event is not None:
                events.append(event)
        return events


def encode_sound(sound: bytes, form: str = "slin") -> bytes:
    """Our voice as frames of 20 ms, of the kind that this form has."""
    size, kind = _FRAME_BYTES[form], bytes([_KINDS[form]])
    frames = [sound[at : at + size] for at in range(0, len(sound), size)]
    return b"".join(kind + len(frame).to_bytes(2, "big") + frame for frame in frames)


def encode_hang_up() -> bytes:
    return bytes([HANG_UP, 0, 0])


def _refuse_length(kind: int, length: int) -> None:
    """Decided from the header alone, so that nobody makes us keep 64 KB for a frame that we shall refuse."""
    fits = {
        HANG_UP: length == 0,
        ID: length == 16,
        KEY: length == 1,
        SOUND: 0 < length <= LONGEST_SOUND and length % 2 == 0,
        SOUND_16K: 0 < length <= 2 * LONGEST_SOUND and length % 2 == 0,
        ERROR: length <= 16,
    }
    if kind not in fits:
        raise WireError("unknown_kind", "A frame has a kind that AudioSocket does not have.")
    if not fits[kind]:
        raise WireError("bad_length", "A frame has a length that its kind cannot have.")


def _event(kind: int, payload: bytes) -> FromAsterisk | None:
    if kind == HANG_UP:
        return HungUp()
    if kind == ID:
        return Identified(uuid.UUID(bytes=payload))
    if kind in FORMS:
        return Sound(payload, FORMS[kind])
    if kind == ERROR:
        return Failure(payload[0] if payload else 0)
    digit = payload.decode("ascii", "replace")
    if digit in _KEYS:
        return DtmfPressed(digit)
    if digit in _OTHER_KEYS:
        return None
    raise WireError("bad_key", "A key is one of 0-9, *, # and A-D.")
