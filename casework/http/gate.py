"""What stands before every handler: the client's credential, its right to the address, the session behind it, and whose
things the address names. After it, `request.ctx.actor` says who acts; a handler asks `acting.actor_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from pydantic import ValidationError
from sanic import Request

from casework.errors import BadRequest, Forbidden, NotFound, Unauthorized
from casework.http.acting import of_its_agency
from casework.http.callers import (
    PERSON_SESSION,
    STAFF_SESSION,
    Clients,
    Person,
    PersonSessions,
    ReportAgencies,
    Staff,
    StaffSessions,
)
from casework.http.rights import NEEDS_A_SESSION, PERSON, STAFF, Client, rights
from casework.http.shapes import ActorShape
from casework.trail.actors import Actor, allow, may

MINE = "mine"  # in an address: the case, contact or report of the person's own session
_AGENCY = ("agency", "agency_id", "id")
_OWN = {"case_id": "case", "contact_id": "contact", "report": "report"}
_SIGNING_IN = "sign_in_as_staff"


@dataclass(frozen=True)
class Gate:
    """Raises Unauthorized (401: who are you?), Forbidden (403: not you), or NotFound (404: nothing of yours)."""

    clients: Clients
    staff: StaffSessions
    persons: PersonSessions
    reports: ReportAgencies

    async def know(self, request: Request) -> None:
        """Sets `ctx.client`: the program whose credential came with the request. A page, which a browser names in Origin, is none."""
        if "origin" in request.headers:
            raise Forbidden("No page asks this port; programs of this line do.")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        client = await self.clients.of(token.strip()) if scheme.lower() == "bearer" else None
        if client is None:
            raise Unauthorized(
                "The client's credential is missing, wrong or over; send it as Authorization: Bearer (docs/security.md)."
            )
        request.ctx.client, request.ctx.actor, request.ctx.roles = client, None, ()

    async def enter(self, request: Request, method: str, path: str, inside: dict[str, str]) -> dict[str, str]:
        """What stands in the braces of the address, with "mine" replaced; sets who acts."""
        client: Client = request.ctx.client
        opened = rights().open(method, path) & client.rights
        if not opened:
            raise Forbidden(f"The credential of this client ({client.kind}) does not open this address.")
        agency = next((inside[name] for name in _AGENCY if name in inside), None)
        of_its_agency(request, agency)
        if STAFF_SESSION in request.headers and opened & {STAFF, _SIGNING_IN}:
            await self._staff(request, opened, agency)
        elif PERSON_SESSION in request.headers and PERSON in opened:
            inside = await self._person(request, agency, inside)
        elif opened <= NEEDS_A_SESSION and not client.claims and path not in _WITHOUT:
            _acts_itself(request, client)
        if client.agency and "report" in inside:
            of_its_agency(request, await self.reports.agency_of(inside["report"]))
        _may_at_all(request, method, path)
        return inside

    async def _staff(self, request: Request, opened: frozenset[str], agency: str | None) -> None:
        found = await self.staff.staff(request.headers[STAFF_SESSION], datetime.now(UTC))
        if found is None:
            raise Unauthorized("The session is over or was never there; sign in again.")
        of_its_agency(request, found.agency)
        request.ctx.staff = found
        if _SIGNING_IN in opened:
            return
        if not found.done:
            raise Unauthorized("Signing in is not done: the second factor, or a new password, is still wanted.")
        if agency is not None and agency != found.agency:
            raise Forbidden("This account is another agency's.")
        _acts(request, found)

    async def _person(self, request: Request, agency: str | None, inside: dict[str, str]) -> dict[str, str]:
        found = await self.persons.person(request.headers[PERSON_SESSION], datetime.now(UTC))
        if found is None:
            raise Unauthorized("The session is over or was never there; code and PIN begin a new one.")
        of_its_agency(request, found.agency)
        request.ctx.person, request.ctx.actor = found, Actor(found.acts_as, "citizen")
        if agency is not None and agency != found.agency:
            raise NotFound(_NOT_YOURS)
        return {name: _own(found, name, value) for name, value in inside.items()}


# with the right of a person, but to begin a session
_WITHOUT = frozenset({"/v1/person-sessions/by-report"})
_NOT_YOURS = "There is no such thing of yours here."


def _own(person: Person, name: str, value: str) -> str:
    """The person's own id, for "mine" or the id itself; anything else is not there."""
    if name not in _OWN:
        return value
    own = getattr(person, _OWN[name])
    if own is None or value not in (MINE, str(own)):
        raise NotFound(_NOT_YOURS)
    return str(own)


def _may_at_all(request: Request, method: str, path: str) -> None:
    """What rights.yml says of the address's act; the handler looks again, and at the move or the case itself."""
    act, actor = rights().act(method, path), request.ctx.actor
    if act is not None and actor is not None:
        fitting = next((role for role in request.ctx.roles if may(act, role)), actor.role)
        allow(act, fitting)
        request.ctx.actor = Actor(actor.id, fitting)


def _acts(request: Request, staff: Staff) -> None:
    """The role of the header, or the first; another allowed role of the account is taken where the first may not."""
    asked = request.headers.get("civicline-role")
    if asked is not None and asked not in staff.roles:
        raise Forbidden("This account does not have that role.")
    role = cast("str", asked) if asked else staff.roles[0]
    request.ctx.actor = Actor(staff.login, role)  # type: ignore[arg-type]  # one of the account's roles
    request.ctx.roles = (role,) if asked else staff.roles


def _acts_itself(request: Request, client: Client) -> None:
    """A program that acts in its own role; every other one has to send a session."""
    if client.acts is None and (STAFF_SESSION in request.headers or PERSON_SESSION in request.headers):
        raise Forbidden("A session of this kind does not open this address.")
    if client.acts is None:
        raise Unauthorized(
            "Nobody is signed in: send Civicline-Staff-Session, or Civicline-Person-Session for a citizen."
        )
    given = {"id": request.headers.get("civicline-actor", client.name), "role": client.acts}
    if request.headers.get("civicline-role", client.acts) != client.acts:
        raise Forbidden(f"This client acts as {client.acts} only.")
    try:
        request.ctx.actor = ActorShape.model_validate(given).actor()
    except ValidationError:
        raise BadRequest("The header Civicline-Actor is an id without blanks, of at most 80 characters.") from None
