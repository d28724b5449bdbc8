"""The state machine: which move leads where, for whom. Pure; the rules are stages.yml."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from agencies.yaml_lines import read
from casework.errors import BadRequest, MoveRefused, RoleRefused
from casework.trail.actors import Role, article, said

_FILE = Path(__file__).parent / "stages.yml"
CLOSED = "closed_"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Stage(_Part):
    event: str | None = None
    ends: bool = False


class Move(_Part):
    starts: list[str] = Field(alias="from", min_length=1)
    not_from: list[str] = []
    to: list[str] = Field(min_length=1)
    by: list[Role] = Field(min_length=1)
    wants: list[Literal["questions", "number", "destination", "officer", "reason", "into"]] = []
    event: str | None = None

    @field_validator("to", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Duplicates(_Part):
    hours: int = Field(ge=1)
    most: int = Field(ge=1, le=200)


class NeedToKnow(_Part):
    """Cases of these queues are opened by whoever they are given to, and by these roles; by others with a reason."""

    queues: list[str] = []
    roles: list[Role] = ["supervisor"]


class AnswersLeft(_Part):
    """After so many days without a word answers that were given and not handed in come to their case as they are."""

    complete_days: int = Field(ge=1)
    partial_days: int = Field(ge=1)


class Life(_Part):
    """stages.yml, whole and checked."""

    stages: dict[str, Stage]
    reasons: dict[str, str]
    moves: dict[str, Move]
    notices: list[str]
    close_with: list[str]
    first_queue: str
    queues: dict[str, list[str]]
    need_to_know: NeedToKnow = NeedToKnow()
    answer_within_days: int = Field(ge=1)
    answers_left: AnswersLeft
    duplicates: Duplicates

    @cached_property
    def all_stages(self) -> dict[str, Stage]:
        closed = {CLOSED + reason: Stage(event=CLOSED + reason, ends=True) for reason in self.reasons}
        return {**self.stages, **closed}

    @cached_property
    def open_stages(self) -> frozenset[str]:
        return frozenset(name for name, stage in self.all_stages.items() if not stage.ends)

    @cached_property
    def _starts(self) -> dict[str, frozenset[str]]:
        groups = {
            "open": self.open_stages,
            "ends": frozenset(self.all_stages) - self.open_stages,
            "any": frozenset(self.all_stages),
        }
        return {
            name: frozenset[str]().union(*(groups.get(start, {start}) for start in move.starts)) - set(move.not_from)
            for name, move in self.moves.items()
        }

    @model_validator(mode="after")
    def _names_exist(self) -> Life:
        for name, move in self.moves.items():
            unknown = self._starts[name] - set(self.all_stages)
            unknown |= set(move.to) - set(self.all_stages) - {"before", "closed"}
            if unknown:
                raise ValueError(f"move {name} names stages that are not there: {', '.join(sorted(unknown))}")
        if set(self.close_with) - set(self.reasons):
            raise ValueError("close_with names reasons that are not there")
        return self

    def moves_from(self, stage: str, role: Role) -> list[str]:
        """What this role may do with a case at this stage."""
        return [name for name, move in self.moves.items() if role in move.by and stage in self._starts[name]]

    def leads_to(
        self,
        name: str,
        stage: str,
        role: Role,
        *,
        before: str | None = None,
        reason: str | None = None,
        to: str | None = None,
    ) -> str:
        """The stage that a move leads to; raises RoleRefused, MoveRefused or BadRequest, in words for who tried."""
        move = self.moves.get(name)
        if move is None:
            raise BadRequest("There is no such move; casework/cases/stages.yml lists them")
        if role not in move.by:
            raise RoleRefused(f"{article(role)} may not {said(name)}; this is for: {', '.join(map(said, move.by))}.")
        if stage not in self._starts[name]:
            can = ", ".join(map(said, self.moves_from(stage, role))) or "nothing"
            raise MoveRefused(f"A case that is {said(stage)} cannot be moved by '{said(name)}'; possible now: {can}.")
        return self._chosen(name, move, before, reason, to)

    def _chosen(self, name: str, move: Move, before: str | None, reason: str | None, to: str | None) -> str:
        if to is not None and to.startswith(CLOSED) and "closed" in move.to:
            reason, to = to.removeprefix(CLOSED), "closed"
        target = move.to[0] if len(move.to) == 1 else to
        if target is None or target not in move.to:
            raise MoveRefused(f"'{said(name)}' leads to one of: {', '.join(map(said, move.to))}; say which.")
        if target == "before":
            return before if before in self.open_stages else "under_review"
        if target != "closed":
            return target
        if reason not in self.close_with:
            raise MoveRefused(f"A case is closed with one of these reasons: {', '.join(self.close_with)}.")
        return CLOSED + reason

    def event_of(self, move: str, stage: str) -> str | None:
        """What is told when this move led to this stage."""
        return self.moves[move].event or self.all_stages[stage].event

    def queue_of(self, need: str) -> str:
        return next((queue for queue, needs in self.queues.items() if need in needs), self.first_queue)


@cache
def life() -> Life:
    """The rules, read once."""
    return Life.model_validate(read(_FILE, "casework/cases/stages.yml").data)
