"""What the requests and answers of every room are made from: names, ids, who acts, pages of a list, errors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from casework.trail.actors import Actor, Role

AgencyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
CallId = Annotated[str, Field(min_length=1, max_length=100)]
Channel = Annotated[str, Field(min_length=1, max_length=40)]
Facts = Annotated[dict[Name, bool | Annotated[str, Field(max_length=500)] | int | float | None], Field(max_length=60)]
ActorId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$")]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Limit = Annotated[int, Field(ge=1, le=200)]
After = Annotated[int, Field(ge=0, lt=2**31)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Point(Shape):
    """Where on the map, in degrees (WGS 84). `by`: a pin that somebody put, or what the words of the place were found as."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    by: Literal["pin", "words"]


class ErrorDetail(Shape):
    code: str
    message: str


class ErrorAnswer(Shape):
    error: ErrorDetail


class ActorShape(Shape):
    """Who acts: given by a trusted service that knows the person; an id, never a name."""

    id: ActorId
    role: Role

    def actor(self) -> Actor:
        return Actor(self.id, self.role)


class ActorRequest(Shape):
    actor: ActorShape


class PageQuery(Shape):
    after: After = 0
    limit: Limit = 100
