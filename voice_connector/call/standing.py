"""Where a written call stands, so that another process can go on with it. What was said is in the journal."""

from dataclasses import dataclass, field
from typing import Any

from voice_connector.bot.replies import Decision, WireAsk
from voice_connector.events import TakenOver


@dataclass(frozen=True, slots=True)
class Asked:
    """A message on its way to the bot. `turn` is its name: a bot that has done it gives the same answer, and does it once.

    `words`: the person's own, where the message is not them.
    """

    message: str
    turn: str
    words: str | None = None
    language: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ringing:
    """A person is rung for this decision; `urgent` is the sentence that is said again when nobody answers."""

    decision: Decision
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`ask`: the open question. `unanswered`: how often all queues were rung in vain.

    `said`: our latest words, as they are spoken; not `shown`: they are still to be said.
    """

    ask: WireAsk | None = None
    rate: float = 1.0
    asked: Asked | None = None
    ringing: Ringing | None = None
    taken_by: TakenOver | None = None
    unanswered: int = 0
    said: str = ""
    shown: bool = True
