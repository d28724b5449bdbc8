"""What a call-taker should know of a call that is handed over, as casework takes it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Handover:
    """What a call-taker should know. Casework redacts the transcript."""

    call_id: str
    agency: str
    channel: str
    reason: str
    need: str | None
    language: str | None
    destination_id: str | None
    transcript: list[dict[str, str]]
    facts: dict[str, Any] = field(default_factory=dict)
    wish: str | None = None

    @property
    def key(self) -> str:
        return f"connector-{self.call_id}"

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "agency": self.agency,
            "call_id": self.call_id,
            "channel": self.channel,
            "need": self.need,
            "facts": self.facts,
            "wish": self.wish,
            "reason": self.reason,
            "language": self.language,
            "destination_id": self.destination_id,
            "transcript": self.transcript,
        }
        return {name: value for name, value in body.items() if value is not None}
