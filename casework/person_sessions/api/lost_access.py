"""Who has lost the PIN or the access code: sent to the contact on record; a sign-in by it; another PIN."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.access.persons import Whose
from casework.access.pin_choice import chosen_pin, why_not
from casework.cases import changes
from casework.http.acting import person_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.intake.api.services import Services
from casework.intake.finding import digits
from casework.lookup.shapes import CaseLocked, CaseNotFound
from casework.person_sessions import codes, reminders, shapes
from casework.person_sessions.api.signing_in import begun
from spoken.number_forms import NumberForms

routes: Routes[Services] = Routes("lost_access")
_S = "/v1/person-sessions"


@routes.operation(
    "post",
    _S + "/codes",
    "Send a code to the contact on record, for who has lost the PIN",
    {200: ("asked for, or locked", (shapes.CodeAsked, CaseLocked))},
    body=shapes.CodeRequest,
)
async def post_code(request: Request, services: Services) -> HTTPResponse:
    """The answer is the same whether there is such a case or not."""
    asked, now = read_shape(request, shapes.CodeRequest), datetime.now(UTC)
    forms = services.directory.get(asked.agency).info.number_forms
    number, code, reference = _reference(asked, forms)
    locked = await services.access.asked_for_a_code(asked.agency, reference, asked.source, now)
    if locked is not None:
        return answer(CaseLocked(minutes=locked.minutes))
    await services.database.write(codes.send, asked.agency, number, code, reference, now)
    return answer(shapes.CodeAsked(minutes=persons.ONE_TIME_CODE_MINUTES))


@routes.operation(
    "post",
    _S + "/reminders",
    "Send the access codes of what is running to the contact on record, for who has lost them",
    {200: ("asked for, or locked", (shapes.ReminderAsked, CaseLocked))},
    body=shapes.ReminderRequest,
)
async def post_reminder(request: Request, services: Services) -> HTTPResponse:
    """The answer is the same whether there is such a person or not. With the code, a lost PIN is next (`/codes`)."""
    asked, now = read_shape(request, shapes.ReminderRequest), datetime.now(UTC)
    country = services.directory.get(asked.agency).info.country
    address = reminders.written(asked.phone, asked.email, country)
    locked = await services.access.asked_for_a_code(asked.agency, f"reminder {address}", asked.source, now)
    if locked is not None:
        return answer(CaseLocked(minutes=locked.minutes))
    await services.database.write(reminders.send, asked.agency, address, now)
    return answer(shapes.ReminderAsked())


@routes.operation(
    "post",
    _S + "/by-code",
    "A citizen signs in by a code that was sent, once",
    {200: ("begun, not found or locked", (shapes.PersonSessionBegun, CaseNotFound, CaseLocked))},
    body=shapes.CodeSignIn,
)
async def post_by_code(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.CodeSignIn), datetime.now(UTC)
    forms = services.directory.get(asked.agency).info.number_forms
    _, _, reference = _reference(asked, forms)

    def redeem(session: Session) -> Whose | None:
        return persons.redeem_code(session, asked.agency, reference, digits(asked.code), now)

    tried = Asked(asked.agency, f"page {asked.source}", reference, "", asked.source)
    opened = await services.access.open_by(tried, redeem, now)
    if isinstance(opened, Locked):
        return answer(CaseLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(CaseNotFound(tries_left=opened.tries_left))
    return await begun(request, services, opened.thing, "one_time_code", now)


@routes.operation(
    "post",
    "/v1/person-session/pin",
    "Choose another PIN for one's own case",
    {200: ("chosen, or why not", (shapes.PinChosen,))},
    body=shapes.NewPin,
)
async def post_pin(request: Request, services: Services) -> HTTPResponse:
    asked, person, now = read_shape(request, shapes.NewPin), person_of(request), datetime.now(UTC)
    common = services.directory.get(person.agency).reports.common

    def code_of(session: Session) -> str:
        return (changes.there(session, person.case, person.agency).access_code or "") if person.case else ""

    pin = chosen_pin(asked.pin)
    code = await services.database.read(code_of)
    problem = why_not(pin, code, common.pin) if common else None if pin else "A PIN has four digits."
    if problem or pin is None:
        return answer(shapes.PinChosen(outcome="refused", refused=problem))
    await services.database.write(codes.choose_pin, person, await services.pins.hashed(pin), now)
    return answer(shapes.PinChosen(outcome="chosen"))


def _reference(asked: shapes.CodeRequest, forms: NumberForms) -> tuple[str | None, str | None, str]:
    """(number, code, what tries are counted by), written as a look-up writes them."""
    if asked.case_number:
        number = forms.sought(asked.case_number)
        return number, None, number
    code = digits(asked.access_code or "")
    return None, code, f"code {code}"
