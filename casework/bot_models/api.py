"""The bot's models over HTTP. The machine that has them tells of its registry and asks what is wished (right `keep_models`);
people of the agency look, wish and take back. Casework itself has no model and no way to that machine."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request

from casework.bot_models import shapes, store
from casework.directory.services import Services
from casework.http.acting import actor_of, number
from casework.http.guard import answer, done, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.trail.actors import Actor

routes: Routes[Services] = Routes("bot_models")
_MODELS = "/v1/agencies/{agency}/models"
_WISHES = _MODELS + "/wishes"


@routes.operation(
    "get",
    _MODELS,
    "The registry of the bot's models as it was last told, and the latest wishes",
    {200: ("as it is known here", (shapes.ModelsTold,))},
    acting=True,
)
async def get_models(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "see_models")
    share = services.directory.get(agency).info.canary_share
    return answer(await services.database.read(store.told, agency, share))


@routes.operation(
    "put",
    _MODELS,
    "Tell of the registry, whole; for the machine that has the models",
    {204: ("kept", ()), 409: ("another keeper, with other models, tells of this agency's", (ErrorAnswer,))},
    body=shapes.ModelRegistry,
)
async def put_models(request: Request, services: Services, agency: str) -> HTTPResponse:
    told = read_shape(request, shapes.ModelRegistry)
    services.directory.get(agency)
    await services.database.write(store.keep, agency, told, datetime.now(UTC))
    return done(True)


@routes.operation(
    "get",
    _WISHES,
    "What waits to be done; for the machine that has the models",
    {200: ("the oldest first", (shapes.ModelWishes,))},
)
async def get_wishes(_request: Request, services: Services, agency: str) -> HTTPResponse:
    share = services.directory.get(agency).info.canary_share
    found = await services.database.read(store.waiting, agency)
    return answer(shapes.ModelWishes(canary_share=share, wishes=found))


@routes.operation(
    "post",
    _WISHES,
    "Wish that a model answers callers, that the one before comes back, or that a candidate is trained; one at a time",
    {201: ("it waits", (shapes.ModelWished,))},
    body=shapes.ModelWishRequest,
    acting=True,
)
async def post_wish(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "promote_models"), read_shape(request, shapes.ModelWishRequest)
    services.directory.get(agency)
    kept = await services.database.write(store.wish, agency, asked, actor, datetime.now(UTC))
    return answer(kept, 201)


@routes.operation(
    "delete",
    _WISHES + "/{wish}",
    "Take a wish back, also while its canary goes on",
    {200: ("taken back", (shapes.ModelWished,))},
    acting=True,
)
async def delete_wish(request: Request, services: Services, agency: str, wish: str) -> HTTPResponse:
    actor = actor_of(request, "promote_models")
    services.directory.get(agency)
    now = datetime.now(UTC)
    return answer(await services.database.write(store.take_back, agency, number(wish), actor, now))


@routes.operation(
    "put",
    _WISHES + "/{wish}",
    "What came of a wish; for the machine that has the models",
    {200: ("kept", (shapes.ModelWished,))},
    body=shapes.ModelWishAnswer,
)
async def put_wish(request: Request, services: Services, agency: str, wish: str) -> HTTPResponse:
    said, machine = read_shape(request, shapes.ModelWishAnswer), Actor(request.ctx.client.name, "system")
    services.directory.get(agency)
    now = datetime.now(UTC)
    return answer(await services.database.write(store.answered, agency, number(wish), said, machine, now))
