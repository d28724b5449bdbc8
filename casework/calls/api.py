"""Calls over HTTP: the story at a hand-over, and the call's record; both to be seen by a named person only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_response

from casework.calls import claiming, handovers, listing, records, shapes, surveys
from casework.calls.need_to_know import NeedToKnow
from casework.calls.records import RecordRules
from casework.calls.redaction import Redactors
from casework.directory import services
from casework.errors import Conflict, NotFound
from casework.http.acting import actor_of, digest, key_of, query, told, why_of
from casework.http.guard import answer, read_json, read_shape
from casework.http.routes import Answers, Routes
from casework.http.shapes import ErrorAnswer
from casework.trail.looking import looked


class Services(services.Services, Protocol):
    @property
    def record_rules(self) -> RecordRules: ...

    @property
    def calls_kept_close(self) -> NeedToKnow: ...

    @property
    def turns(self) -> records.Also: ...

    @property
    def call_taker_found(self) -> claiming.Also: ...

    @property
    def survey_answered(self) -> claiming.Also: ...

    async def redactors(self) -> Redactors: ...


routes: Routes[Services] = Routes("calls")
_LONGEST_ID = 100


@routes.operation(
    "post",
    "/v1/handovers",
    "Tell a call-taker the story",
    {
        201: ("stored, or stored before with this key", (shapes.HandoverCreated,)),
        409: ("the key was used for another request", (ErrorAnswer,)),
    },
    body=shapes.HandoverRequest,
    key=True,
)
async def post_handover(request: Request, services: Services) -> HTTPResponse:
    asked, key = read_shape(request, shapes.HandoverRequest), key_of(request)
    services.directory.get(asked.agency)
    redactors = await services.redactors()
    asked_for, now = digest(request.path, asked), datetime.now(UTC)
    ticket = await services.database.run(handovers.store, services.database, redactors, asked, key, asked_for, now)
    return answer(shapes.HandoverCreated(ticket=ticket), 201)


@routes.operation(
    "get",
    "/v1/agencies/{agency}/handovers/{ticket}",
    "A hand-over; looking at it is written down, and one that is kept close wants a reason (Civicline-Why)",
    {
        200: ("the hand-over", (shapes.HandoverAnswer,)),
        409: ("it is about what is sensitive, and others serve its caller", (ErrorAnswer,)),
    },
    acting=True,
)
async def get_handover(request: Request, services: Services, agency: str, ticket: str) -> HTTPResponse:
    actor, why, now = actor_of(request, "see"), why_of(request), datetime.now(UTC)
    close = services.calls_kept_close.of(services.directory.get(agency))
    return answer(await services.database.run(handovers.load, services.database, close, ticket, actor, why, now))


@routes.operation(
    "get",
    "/v1/agencies/{agency}/handovers",
    "Hand-overs, emergencies first: those that wait, that nobody took in time, or others",
    {200: ("without their transcripts", (shapes.HandoverList,))},
    query=shapes.HandoverQuery,
    acting=True,
)
async def get_handovers(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor = actor_of(request, "see")
    close = services.calls_kept_close.of(services.directory.get(agency))
    asked, now = query(request, shapes.HandoverQuery), datetime.now(UTC)
    await looked(services.database, agency, actor, "list_handovers", told(asked))
    return answer(await services.database.read(claiming.listed, close, asked, actor, now))


_ONE = "/v1/agencies/{agency}/handovers/{ticket}"
_WHO_HAS_IT: Answers = {
    200: ("who has it now", (shapes.HandoverClaim,)),
    409: ("somebody else has it, or it is over", (ErrorAnswer,)),
}


@routes.operation("post", _ONE + "/claim", "Take a hand-over: the first who asks has it", _WHO_HAS_IT, acting=True)
async def post_claim(request: Request, services: Services, agency: str, ticket: str) -> HTTPResponse:
    actor, now = actor_of(request, "see"), datetime.now(UTC)
    services.directory.get(agency)
    return answer(await services.database.run(claiming.claim, services.database, agency, ticket, actor, now))


@routes.operation("post", _ONE + "/release", "Give a hand-over back, so that it waits again", _WHO_HAS_IT, acting=True)
async def post_release(request: Request, services: Services, agency: str, ticket: str) -> HTTPResponse:
    actor, now = actor_of(request, "see"), datetime.now(UTC)
    services.directory.get(agency)
    return answer(await services.database.run(claiming.release, services.database, agency, ticket, actor, now))


@routes.operation(
    "post",
    _ONE + "/done",
    "What became of a hand-over; saying it twice is once",
    {200: ("closed", (shapes.HandoverDone,)), 409: ("somebody else has it", (ErrorAnswer,))},
    body=shapes.HandoverDone,
    acting=True,
)
async def post_handover_done(request: Request, services: Services, agency: str, ticket: str) -> HTTPResponse:
    actor, asked, now = actor_of(request, "see"), read_shape(request, shapes.HandoverDone), datetime.now(UTC)
    services.directory.get(agency)
    await services.database.run(
        claiming.end, services.database, agency, ticket, asked, actor, now, services.call_taker_found
    )
    return answer(asked)


@routes.operation(
    "put", "/v1/calls/{call_id}", "Store a call record; again replaces it", {204: ("stored", ())}, call_record="in"
)
async def put_call(request: Request, services: Services, call_id: str) -> HTTPResponse:
    record = read_json(request)
    services.record_rules.check(record, call_id)
    services.directory.get(record["agency"])
    redactors = await services.redactors()
    redacted = await redactors.records.redacted(record)
    await services.database.run(records.store, services.database, redacted, services.turns)
    return empty()


@routes.operation(
    "put",
    "/v1/calls/{call_id}/survey",
    "What the caller said afterwards of their call or chat; again replaces it",
    {204: ("kept", ()), 409: ("the agency asks nobody", (ErrorAnswer,))},
    body=shapes.SurveyRequest,
)
async def put_survey(request: Request, services: Services, call_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.SurveyRequest)
    if not services.directory.get(asked.agency).info.asks_how_it_went:
        raise Conflict("This agency asks nobody how it went; asks_how_it_went in agency.yml switches it on.")
    if len(call_id) > _LONGEST_ID or "\0" in call_id:
        raise NotFound("There is no such call of this agency.")
    now, also = datetime.now(UTC), services.survey_answered
    await services.database.write(surveys.keep, asked.agency, call_id, asked.helped, now, also)
    return empty()


@routes.operation(
    "get",
    "/v1/agencies/{agency}/calls/{call_id}",
    "A call record; looking at it is written down, and one that is kept close wants a reason (Civicline-Why)",
    {
        200: ("the record", ()),
        409: ("it is about what is sensitive, and others serve its caller", (ErrorAnswer,)),
    },
    call_record="out",
    acting=True,
)
async def get_call(request: Request, services: Services, agency: str, call_id: str) -> HTTPResponse:
    actor, why, now = actor_of(request, "see_calls"), why_of(request), datetime.now(UTC)
    close = services.calls_kept_close.of(services.directory.get(agency))
    record = await services.database.run(records.load, services.database, close, call_id, actor, why, now)
    return json_response(record)


@routes.operation(
    "get",
    "/v1/agencies/{agency}/calls",
    "Calls and chats that are over, newest first",
    {200: ("without their words", (shapes.CallList,))},
    query=shapes.CallQuery,
    acting=True,
)
async def get_calls(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "see_calls"), query(request, shapes.CallQuery)
    close = services.calls_kept_close.of(services.directory.get(agency))
    await looked(services.database, agency, actor, "list_calls", told(asked))
    return answer(await services.database.read(listing.listed, close, asked, actor))
