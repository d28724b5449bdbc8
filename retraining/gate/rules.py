"""rules.yml, checked."""

from __future__ import annotations

from pathlib import Path
from typing import List, Literal, Optional

from pydantic import BaseModel, Field

from agencies.yaml_lines import read

FILE = Path(__file__).parent / "rules.yml"
What = Literal[
    "missed", "danger", "at_once", "alike", "needs", "quiet", "outside", "calibration", "latency", "behaviour",
    "behaviour_danger", "heard", "heard_danger", "dialogues", "reviewed", "reviewed_danger", "recorded", "recorded_danger",
]  # fmt: skip


class Rule(BaseModel):
    what: What
    needed: bool = True
    most_newly_wrong: Optional[int] = Field(None, ge=0)
    most_ms: Optional[float] = Field(None, gt=0)
    most_slower: float = Field(1.5, ge=1)
    noise: float = Field(0.95, gt=0.5, lt=1)
    margin: float = Field(0.0, ge=0, lt=1)
    group_of: Optional[int] = Field(None, ge=5)
    floor: float = Field(0.0, ge=0, lt=1)

    class Config:
        extra = "forbid"


class Rules(BaseModel):
    rules: List[Rule]
    weeks: int = Field(6, ge=1, le=52)
    draws: int = Field(2000, ge=200, le=100_000)
    may_be_overridden: List[What]

    class Config:
        extra = "forbid"


def load(path: Path = FILE) -> Rules:
    """Raises ValueError for what does not fit."""
    return Rules.parse_obj(read(path, path.name).data)
