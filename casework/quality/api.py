"""Quality of contacts over HTTP, for supervisors. Nothing here happens to anybody by itself: it is read, sampled and talked about."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from sanic import HTTPResponse, Request

from agencies import Agency
from agencies.contact_card import Card, load_card
from agencies.errors import BrokenAgencyFile
from casework.calls.redaction import Redactors
from casework.directory import services
from casework.errors import BadRequest, BadSetting, NotFound
from casework.http.acting import actor_of, query
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.quality import counting, prefilled, shapes, store
from casework.quality.contacts import Period

_BELOW = "/v1/agencies/{agency}/quality"
_LONGEST = timedelta(days=92)


class Services(services.Services, Protocol):
    async def redactors(self) -> Redactors: ...


routes: Routes[Services] = Routes("quality")


@routes.operation(
    "get",
    _BELOW + "/contacts",
    "Contacts with their scores and the lines that prove them; looking is written down",
    {200: ("the latest first, or a sample", (shapes.ContactList,))},
    query=shapes.ContactQuery,
    acting=True,
)
async def get_contacts(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor = actor_of(request, "manage")
    whole, card = _card(services, agency)
    asked = query(request, shapes.ContactQuery)
    if (asked.until or datetime.now(UTC)) - asked.since > _LONGEST:
        raise BadRequest("since does not fit: at most 92 days are looked at.")
    return answer(
        await services.database.run(store.listed, services.database, whole, card, asked, actor, datetime.now(UTC))
    )


@routes.operation(
    "put",
    _BELOW + "/contacts/{contact_id}/{item}",
    "What a supervisor says of an item, in place of the rule",
    {200: ("kept", (shapes.CorrectionRequest,))},
    body=shapes.CorrectionRequest,
    acting=True,
)
async def put_correction(request: Request, services: Services, agency: str, contact_id: str, item: str) -> HTTPResponse:
    actor, asked = actor_of(request, "manage"), read_shape(request, shapes.CorrectionRequest)
    whole, card = _card(services, agency)
    key, now = (contact_id, item), datetime.now(UTC)
    await services.database.run(store.correct, services.database, whole, card, key, asked, actor, now)
    return answer(asked)


@routes.operation(
    "get",
    _BELOW + "/trends",
    "How often each item was due and met, by need, hour, channel or day",
    {200: ("counted", (shapes.TrendList,))},
    query=shapes.TrendQuery,
    acting=True,
)
async def get_trends(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    whole, card = _card(services, agency)
    asked = query(request, shapes.TrendQuery)
    period = _period(whole, asked)
    found = await services.database.read(store.contacts, whole, card, period)
    own = [one for one in found if one.answered_by == asked.answered_by]
    return answer(shapes.TrendList(trends=counting.trends(own, card, asked.by, whole.info.zone)))


@routes.operation(
    "get",
    _BELOW + "/agreement",
    "How far the rules and the supervisors agree, by item",
    {200: ("over everything that was looked at", (shapes.AgreementList,))},
    acting=True,
)
async def get_quality_agreement(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    services.directory.get(agency)
    pairs = await services.database.read(store.looked_at, agency)
    return answer(shapes.AgreementList(items=counting.agreement(pairs)))


@routes.operation(
    "post",
    _BELOW + "/transcripts",
    "Bring call-takers' contacts, to be held against the same card; redacted before they are kept",
    {200: ("kept; the same contact again replaces it", (shapes.Imported,))},
    body=shapes.TranscriptBatch,
    acting=True,
)
async def post_transcripts(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "manage"), read_shape(request, shapes.TranscriptBatch)
    services.directory.get(agency)
    redactors, now = await services.redactors(), datetime.now(UTC)
    count = await services.database.run(
        store.take_in, services.database, agency, asked.transcripts, redactors, actor, now
    )
    return answer(shapes.Imported(imported=count))


@routes.operation(
    "get",
    _BELOW + "/coaching",
    "What call-takers might practise; only where the agency's card has coaching on",
    {200: ("by call-taker", (shapes.CoachingList,))},
    query=shapes.TrendQuery,
    acting=True,
)
async def get_coaching(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    whole, card = _card(services, agency)
    asked = query(request, shapes.TrendQuery)
    if not card.coaching:
        raise NotFound("This agency makes no such list; contact_card.yml decides it (coaching).")
    found = await services.database.read(store.contacts, whole, card, _period(whole, asked))
    return answer(shapes.CoachingList(practice=counting.practice([one for one in found if one.staff], card)))


@routes.operation(
    "get",
    _BELOW + "/prefilled",
    "How often officers changed THRIVE levels that were filled in, and flags that came with a case",
    {200: ("counted, by element and by flag; by nobody's name", (shapes.Prefilled,))},
    query=shapes.PrefilledQuery,
    acting=True,
)
async def get_prefilled(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    whole, asked = services.directory.get(agency), query(request, shapes.PrefilledQuery)
    return answer(await services.database.read(prefilled.changed, _period(whole, asked)))


def _card(services: Services, agency: str) -> tuple[Agency, Card]:
    """The agency and its card as the file is now. Raises NotFound where it has none."""
    whole = services.directory.get(agency)
    try:
        card = load_card(services.directory.root / agency)
    except BrokenAgencyFile as broken:
        raise BadSetting(str(broken)) from None
    if card is None:
        raise NotFound("This agency has written no card (contact_card.yml), so nothing is held against one.")
    return whole, card


def _period(whole: Agency, asked: shapes.TrendQuery | shapes.PrefilledQuery) -> Period:
    if not timedelta() <= asked.last - asked.first < _LONGEST:
        raise BadRequest("last does not fit: it is the first day or a later one, at most 92 days in all.")
    first = datetime.combine(asked.first, time(), whole.info.zone)
    until = datetime.combine(asked.last + timedelta(days=1), time(), whole.info.zone)
    return Period(whole.info.id, first, until)
