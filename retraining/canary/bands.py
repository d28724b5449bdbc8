"""bands.yml, checked."""

from __future__ import annotations

from pathlib import Path
from typing import List, Literal, Optional

from pydantic import BaseModel, Field

from agencies.yaml_lines import read

FILE = Path(__file__).parent / "bands.yml"
What = Literal["danger_asked", "danger_at_once", "person_wanted", "missed", "hung_up", "failed"]


class Band(BaseModel):
    """How far the share of the candidate's calls may lie above or below that of the model in use; None: as far as it likes."""

    what: What
    most_more: Optional[float] = Field(None, ge=0, lt=1)
    most_less: Optional[float] = Field(None, ge=0, lt=1)

    class Config:
        extra = "forbid"


class Bands(BaseModel):
    bands: List[Band]
    false_returns: float = Field(0.05, gt=0, lt=0.5)
    first_look: int = Field(20, ge=5)
    look_every: int = Field(20, ge=1)
    calls: int = Field(200, ge=20)
    lease_s: float = Field(60, ge=5, le=3600)

    class Config:
        extra = "forbid"

    @property
    def looks(self) -> int:
        """How often the calls are looked at until a candidate has passed."""
        return 1 + max(0, -(-(self.calls - self.first_look) // self.look_every))

    @property
    def error_of_a_look(self) -> float:
        """The part of `false_returns` that one side of one band may spend at one look."""
        sides = sum((band.most_more is not None) + (band.most_less is not None) for band in self.bands)
        return self.false_returns / (self.looks * sides)


def load(path: Path = FILE) -> Bands:
    """Raises ValueError for what does not fit."""
    return Bands.parse_obj(read(path, path.name).data)
