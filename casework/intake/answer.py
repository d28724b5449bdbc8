"""One answer, as it counts: what it means, what was said, and whether it was given, unknown or skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

How = Literal["given", "unknown", "skipped"]


@dataclass(frozen=True)
class Answer:
    """`value` is normalised (JSON), `text` what was said or typed; `order` grows with time within a report.
    `point`: a place on the map, {lat, lon, by}; `at`: when it was accepted, where that is known; `told_before`: the conversation
    knew it when the report began."""

    question: str
    value: Any
    text: str | None = None
    how: How = "given"
    order: int = 0
    channel: str = ""
    point: dict[str, Any] | None = None
    at: datetime | None = None
    told_before: bool = False
