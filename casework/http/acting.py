"""Who acts, and what a query holds: read in one way for every address of the agency's side.

The gate has found out who acts: by the session of a person of the agency or of a citizen, or because the client acts itself.
Only in development does a client say so: in bodies as `actor`, else in the headers Civicline-Actor and Civicline-Role.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError
from sanic import Request

from casework.errors import BadRequest, Forbidden, NotFound, Unauthorized
from casework.http.callers import PERSON_SESSION, Person
from casework.http.rights import Client
from casework.http.shapes import ActorShape
from casework.trail.actors import Actor, allow, may

Model = TypeVar("Model", bound=BaseModel)


def actor_of(request: Request, act: str) -> Actor:
    """Who acts, allowed to do `act`; raises Forbidden, or BadRequest where the client has to say who acts and does not."""
    actor: Actor | None = request.ctx.actor
    if actor is not None:
        fitting = next((role for role in request.ctx.roles if may(act, role)), actor.role)
        allow(act, fitting)
        return Actor(actor.id, fitting)
    given = {
        "id": request.headers.get("civicline-actor", ""),
        "role": request.headers.get("civicline-role", ""),
    }
    try:
        actor = ActorShape.model_validate(given).actor()
    except ValidationError:
        raise BadRequest(
            "The headers Civicline-Actor (an id) and Civicline-Role (a role of casework/trail/roles.yml) say who acts; send both."
        ) from None
    allow(act, actor.role)
    return actor


def person_of(request: Request) -> Person:
    """The citizen whose session came with the request; raises Unauthorized."""
    found: Person | None = getattr(request.ctx, "person", None)
    if found is None:
        raise Unauthorized(f"Send the session as {PERSON_SESSION.title()}.")
    return found


def of_its_agency(request: Request, agency: str | None) -> None:
    """Raises Forbidden where the client's credential is for another agency than this one; None: what is asked for is no agency's.

    The gate asks it of what the address and the sessions name, `guard.read_json` of a body's `agency`; a handler only
    where it learns the agency itself.
    """
    client: Client | None = getattr(request.ctx, "client", None)  # none where no credential is asked for
    if client is not None and agency is not None and client.agency not in (None, agency):
        raise Forbidden("This credential is for another agency.")


def why_of(request: Request) -> str | None:
    """The reason for looking where it is not one's own work: header Civicline-Why, percent-encoded; at most 500 characters."""
    return unquote(request.headers.get("civicline-why", "")).replace("\0", "").strip()[:500] or None


def query(request: Request, model: type[Model]) -> Model:
    """The query of the address as `model`; raises BadRequest naming the field. What stands there twice is not taken: a proxy
    may have looked at the other one."""
    if any(len(request.args.getlist(name)) > 1 for name in request.args):
        raise BadRequest("A parameter stands in the address twice; send each once.")
    given = {name: request.args.get(name) for name in request.args}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = str(first["loc"][0]) if first["loc"] and str(first["loc"][0]) in model.model_fields else "a parameter"
        raise BadRequest(f"{where} in the address does not fit: {first['msg'][:200]}.") from None


def told(asked: BaseModel) -> dict[str, Any]:
    """Which part of a list was asked for, as it stands in the trail: the filters that were set."""
    return asked.model_dump(mode="json", exclude_defaults=True, exclude={"q", "limit", "count"})


def number(written: str) -> int:
    """An id in the address; raises NotFound for what is none."""
    if not written.isascii() or not written.isdigit() or not 0 < int(written[:11]) < 2**31 or len(written) > 10:
        raise NotFound("There is no such thing here; its id is a number.")
    return int(written)


def key_of(request: Request) -> str:
    """The Idempotency-Key; raises BadRequest."""
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 200:
        raise BadRequest(
            "The header Idempotency-Key is missing or longer than 200 characters; send a fresh id for every change."
        )
    return key


def digest(path: str, asked: BaseModel, leave_out: set[str] | None = None) -> str:
    """What was asked, to notice a key that is used for something else. `leave_out`: fields that are no part of it."""
    return hashlib.sha256(f"{path}\0{asked.model_dump_json(exclude=leave_out)}".encode()).hexdigest()
