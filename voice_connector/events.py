"""What flows between gateways, the call and those who watch it. All frozen; times are seconds of the call's Clock."""

from dataclasses import dataclass, field
from typing import Literal

from voice_connector.speech.interfaces import Pcm, Transcript

Channel = Literal["voice", "web"]
SpeechBy = Literal["us", "carrier"]
HeardBy = Literal["speech", "keys", "typed", "silence"]
EndedBy = Literal["caller", "assistant", "transfer", "shutdown"]
TransferResult = Literal["connected", "simulated", "not_answered", "failed"]


# --- from a gateway into the call


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A caller is there. `call_id` is ours and says nothing about the caller; `source` (sources.py) tells callers apart, not who.

    `returned` is set when this caller comes back because nobody took a transfer: busy, no_answer or failed.
    """

    call_id: str
    channel: Channel
    gateway: str
    dialled: str | None = None
    returned: str | None = None
    host: str | None = None  # of a page: the address that was opened
    handed_in: str | None = (
        None  # digits of a call-taker who began a report for this caller: the assistant goes on with it
    )
    source: str | None = None
    speech_by: SpeechBy = "us"  # "carrier": it recognises and speaks; only text goes to and fro


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """20 ms of the caller: mono int16 at 16 kHz."""

    pcm: Pcm


@dataclass(frozen=True, slots=True)
class DtmfPressed:
    digit: str  # 0-9, *, #


@dataclass(frozen=True, slots=True)
class TtyHeard:
    """The tones of a text telephone: who calls reads and hears nothing that we say."""


@dataclass(frozen=True, slots=True)
class FaxHeard:
    """The tones of a fax machine."""


@dataclass(frozen=True, slots=True)
class MachineHeard:
    """Music on hold, told anew while it lasts, or the beep after an answering machine's greeting."""

    kind: Literal["music", "beep"]
    told_before: bool = False


@dataclass(frozen=True, slots=True)
class TextTyped:
    """`whispered`: by a call-taker to the bot, in the caller's place and unseen by the caller.

    `id`: the page's name of this message. `again`: it came before this process went on with the chat; the bot may have had it.
    """

    text: str
    whispered: bool = False
    id: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class SpeechText:
    """What a carrier's own recogniser heard; `language` (ISO 639-1) only where it was identified, not merely configured."""

    text: str
    confidence: float | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NoInput:
    """The carrier listened for as long as it was told to, and nothing came."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""


@dataclass(frozen=True, slots=True)
class ShuttingDown:
    """This process is about to stop: the call must go to a person now."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A person of the agency takes this call from the bot; `name` is what the caller reads, `by` their id."""

    name: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonTyped:
    """What that person writes to the caller."""

    text: str


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """That person ends it."""


# --- from the ear into the call


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    at: float


@dataclass(frozen=True, slots=True)
class SpeechDropped:
    """Sound that was too short to be speech."""


@dataclass(frozen=True, slots=True)
class SpokenOver:
    """The caller makes a sound over our voice that lasts longer than a click; whether it is words is not known yet."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What the caller has said so far, asked while our own voice is playing."""

    voiced_ms: int
    transcript: Transcript | None  # None: the recogniser had no time
    paused: bool = False  # the caller has fallen silent for a moment


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The caller has finished an utterance."""

    transcript: Transcript
    started_at: float
    speech_ended_at: float
    decided_at: float  # when the silence had lasted long enough
    text_at: float
    voiced_ms: int
    speculative: bool = False  # the text was ready before the decision


@dataclass(frozen=True, slots=True)
class EarBroken:
    """The recogniser failed twice on the same utterance."""

    why: str


# --- from the mouth into the call


@dataclass(frozen=True, slots=True)
class SpeakingEnded:
    """Our voice has ended, by itself or because it was stopped."""

    utterance_id: int
    heard: str
    not_heard: str
    first_sound_at: float | None
    interrupted: bool
    failed: str | None = None


# --- from the call to whoever watches (page, console, metrics)


@dataclass(frozen=True, slots=True)
class CallerSaid:
    text: str
    by: HeardBy
    confidence: float | None = None
    language: str | None = None
    id: str | None = None  # the page's name of what was typed


@dataclass(frozen=True, slots=True)
class AssistantSays:
    text: str
    utterance_id: int
    safety: bool = False
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class PersonSays:
    """A person of the agency writes; no longer the assistant."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The caller spoke over our voice and it stopped."""

    utterance_id: int
    heard: str
    not_heard: str


@dataclass(frozen=True, slots=True)
class Timing:
    """From the end of the caller's speech to the first sound of the answer, in milliseconds."""

    endpoint: int
    recognition: int
    bot: int
    synthesis: int

    @property
    def total(self) -> int:
        return self.endpoint + self.recognition + self.bot + self.synthesis


@dataclass(frozen=True, slots=True)
class Decided:
    """What the bot has decided so far; fields that are not decided are None."""

    act: str
    need: str | None = None
    disposition: str | None = None
    destination: str | None = None
    reason: str | None = None
    asking: str | None = None


@dataclass(frozen=True, slots=True)
class Listening:
    """Our voice has ended and the caller's turn begins. `asking` is the slot, `digits` the most keys that may be pressed.

    `wait_s` is the silence that the bot allows this once; None: as usual.
    """

    asking: str | None = None
    kind: str | None = None
    digits: int | None = None
    choices: tuple[str, ...] = ()
    wait_s: int | None = None


@dataclass(frozen=True, slots=True)
class Transferring:
    """Somebody is rung. `after_ms`: from our last word to this; None for whoever is rung when others have not answered."""

    destination_id: str
    name: str
    phone: str | None
    reason: str
    ticket: str | None
    after_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A part of ours failed; the caller goes to a person."""

    part: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    disposition: str
    ended_by: EndedBy
    reason: str | None = None
    need: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


Shown = (
    SpeechStarted
    | CallerSaid
    | AssistantSays
    | PersonSays
    | Interrupted
    | Timing
    | Decided
    | Listening
    | Transferring
    | Failed
    | CallEnded
)
