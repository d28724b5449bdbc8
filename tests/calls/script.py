"""The format of a scripted call (README.md beside this file); a script that is wrong says where."""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

Outcome = Literal["connected", "simulated", "not_answered", "failed"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BotGiven(_Part):
    fault: str = "none"
    delay_s: float = 0.0
    fault_after: int = 0
    hold_s: float = 0.0  # how long calls wait for a bot that is down
    back_at: float | None = None  # when such a bot is back


class RecogniserGiven(_Part):
    delay_ms: int = 150
    fails: bool = False
    breaks: bool = False  # with an error that no engine should raise
    hangs: bool = False
    busy_when_speculative: bool = False


class SynthesiserGiven(_Part):
    fails_after: int | None = None
    breaks_after: int | None = None  # the same, with an error that no engine should raise
    delay_ms: int = 120


class Given(_Part):
    channel: Literal["voice", "web"] = "voice"
    bot: BotGiven = BotGiven()
    casework: Literal["up", "down", "slow"] = "up"
    recogniser: RecogniserGiven = RecogniserGiven()
    synthesiser: SynthesiserGiven = SynthesiserGiven()
    transfer: Outcome | list[Outcome] = "connected"  # one for every transfer, or one after the other
    returned: str | None = None
    handed_in: str | None = None
    hour_utc: int = 17
    emergency_action: Literal["hang_up_and_dial", "transfer"] = "hang_up_and_dial"
    settings: dict[str, Any] = {}
    language_keys: dict[str, str] = {}
    silence_allowed_s: float | None = None  # where the bot allows more than usual


class Step(_Part):
    """One moment and one thing."""

    at: float | None = None
    quiet: float | None = None
    over: float | None = None
    after: float | None = None

    says: str | None = None
    coughs: float | None = None
    hums: float | None = None
    presses: str | None = None
    tones: str | None = None  # keys as sound, which this gateway does not give as keys; or tty, fax
    types: str | None = None
    hangs_up: bool = False
    stalls: float | None = None  # the transport brings no frames for so long

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    seconds: float | None = None
    confidence: float | None = 0.9
    language: str | None = "en"
    english: str | None = None  # what the words sound like to an English ear
    language_confidence: float | None = 0.95

    @model_validator(mode="before")
    @classmethod
    def _for(cls, raw: dict[str, Any]) -> dict[str, Any]:
        return {("seconds" if name == "for" else name): value for name, value in raw.items()}

    @model_validator(mode="after")
    def _one_of_each(self) -> "Step":
        moments = [self.at, self.quiet, self.over, self.after]
        deeds = [
            self.says,
            self.coughs,
            self.hums,
            self.presses,
            self.tones,
            self.types,
            self.hangs_up or None,
            self.stalls,
        ]
        if sum(one is not None for one in moments) != 1 or sum(one is not None for one in deeds) != 1:
            raise ValueError("a step has one moment (at, quiet, over, after) and one deed (says, coughs, presses, ...)")
        return self


class Expect(_Part):
    to_bot: list[str] = []
    to_bot_exactly: list[str] | None = None
    spoken: list[str] = []
    not_spoken: list[str] = []
    heard: list[str] = []
    transfer: str | None = "anything"
    rung: list[str] | None = None
    disposition: str | None = None
    reason: str | None = None
    need: str | None = None
    ended_by: str | None = None
    failure: str | None = None
    language: str | None = None
    ticket: str | None = None
    ticket_in: Literal["casework", "spool"] | None = None
    interruptions: int | None = None
    stopped_within_ms: int | None = None
    silent_within_ms: int | None = None
    paused_at_most_ms: int | None = None
    answered_within_ms: int | None = None
    answered_after_at_least_ms: int | None = None
    lasts_at_most_s: float | None = None
    spooled: int | None = None


class Script(_Part):
    title: str
    given: Given = Given()
    caller: list[Step] = []
    expect: Expect


def load(path: Path) -> Script:
    return Script.model_validate(yaml.safe_load(path.read_text("utf-8")))
