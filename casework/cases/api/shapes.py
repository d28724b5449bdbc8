"""What the requests of the agency's side have in common: who acts, and pages of a list."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casework.cases.machine import Actor, Role
from casework.http.shapes import Shape

ActorId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$")]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Limit = Annotated[int, Field(ge=1, le=200)]
After = Annotated[int, Field(ge=0, lt=2**31)]


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
