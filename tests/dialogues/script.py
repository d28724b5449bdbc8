"""Scripted dialogues: what a caller says or presses, turn by turn, and what the running line must decide.

A file is a list of dialogues (see README.md). Unknown keys are refused, so that a misspelt expectation cannot pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from voice_connector.bot import messages

HERE = Path(__file__).parent
DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_CASE = re.compile(r"\{case(\d)\.(\w+)\}")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_said(value: object) -> object:
    """YAML reads a bare yes or no as true or false; a caller who says no means no."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


Said = Annotated[str, BeforeValidator(_as_said)]
Texts = Annotated[list[str], BeforeValidator(_as_list)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expect(Part):
    """What a reply must hold. A key that is not given is not looked at; `null` means that it must be absent."""

    act: str | None = None
    need: str | None = None
    disposition: str | None = None
    destination: str | None = None  # its id
    phone: str | None = None
    reason: str | None = None
    ask: str | None = None  # the slot
    choices: list[str] | None = None
    text: Texts = []  # all of these are said, in any case
    unsaid: Texts = []  # none of these is
    facts: dict[str, bool | str] = {}
    voice: dict[str, Any] | None = None
    repeat: bool | None = None
    ticket: bool | None = None
    same_as: int | None = None  # the words of that turn (1 is the first) are said again
    within_s: float | None = None


class Turn(Part):
    """One thing that happens: words, keys, a channel event, or a service that stops and starts."""

    says: Said | None = None
    times: int = 1  # the words, said so often in one message
    keys: str | None = None
    event: Literal["no_input", "hang_up", "call_started", "speak_to_person"] | None = None
    language: str | None = None  # the sound was this language
    stt_confidence: float | None = None
    line: dict[Literal["stop", "start", "restart"], str] | None = None
    calls_again: Literal["web", "voice"] | None = None  # hangs up and comes back in this channel
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _one_thing(self) -> Turn:
        given = [self.says, self.keys, self.event, self.language, self.line, self.calls_again]
        if sum(one is not None for one in given) != 1:
            raise ValueError("a turn is one of says, keys, event, language, line or calls_again")
        return self

    def with_code(self, code: str, in_words: str) -> Turn:
        """The turn with the access code that was heard before, `{code}` and `{code_in_words}`."""
        says = self.says and self.says.replace("{code}", code).replace("{code_in_words}", in_words)
        return self.model_copy(update={"says": says, "keys": self.keys and self.keys.replace("{code}", code)})

    def message(self, cases: list[Mapping[str, str]]) -> str:
        """The message as the connector's own functions make it."""
        if self.says is not None:
            return messages.words(" ".join([filled(self.says, cases)] * self.times))
        if self.keys is not None:
            return messages.dtmf(filled(self.keys, cases))
        if self.language is not None:
            return messages.other_language(self.language)
        return f"/{self.event}"


class Dialogue(Part):
    dialogue: str
    channel: Literal["web", "voice"] = "web"
    agency: Literal["denver", "denver_at_night"] = "denver"
    in_danger: bool | None = None  # what the caller says if asked "is anyone in danger?"; None: that must not be asked
    turns: list[Turn]

    @property
    def disturbs_the_line(self) -> bool:
        return any(turn.line for turn in self.turns)


def in_words(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def filled(text: str, cases: list[Mapping[str, str]]) -> str:
    """`{case1.pin}` and the like, replaced by the values of the sample cases."""
    return _CASE.sub(lambda found: cases[int(found[1]) - 1][found[2]], text)


def read(path: Path) -> list[Dialogue]:
    """Raises ValueError with the file and the dialogue that is wrong."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    dialogues = []
    for number, entry in enumerate(entries, 1):
        try:
            dialogues.append(Dialogue.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ValueError(f"{path.name}, dialogue {number}, {where}: {first['msg']}") from None
    return dialogues


def all_dialogues() -> Iterator[tuple[str, Dialogue]]:
    """(topic, dialogue), those that stop or restart services last."""
    found = [(path.stem, one) for path in sorted(HERE.glob("*.yml")) for one in read(path)]
    yield from sorted(found, key=lambda pair: pair[1].disturbs_the_line)
