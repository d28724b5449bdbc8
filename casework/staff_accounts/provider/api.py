"""Signing in by the agency's identity provider over HTTP: how one can sign in, going there, coming back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request

from casework.directory import services
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.staff_accounts.api import line
from casework.staff_accounts.provider import shapes
from casework.staff_accounts.provider.carried import Answer
from casework.staff_accounts.provider.errors import NotSignedIn
from casework.staff_accounts.provider.signing_in import ProviderSigningIn
from casework.staff_accounts.shapes import SignedIn


class Services(services.Services, Protocol):
    @property
    def provider_signing_in(self) -> ProviderSigningIn: ...


routes: Routes[Services] = Routes("staff_accounts.provider")


@routes.operation(
    "get",
    "/v1/staff/sign-in/{agency}",
    "How the people of an agency sign in",
    {200: ("the ways", (shapes.SignInWays,))},
)
async def get_ways(_request: Request, services: Services, agency: str) -> HTTPResponse:
    services.directory.get(agency)
    provider = services.provider_signing_in.of(agency)
    shown = shapes.ProviderShown(name=provider.shown_as) if provider else None
    return answer(shapes.SignInWays(provider=shown))


@routes.operation(
    "post",
    "/v1/staff/provider-sign-in",
    "Sign in by the agency's identity provider: where the browser goes",
    {200: ("go there, or why not", (shapes.ProviderGoing, shapes.ProviderRefused))},
    body=shapes.ProviderAsked,
)
async def post_begin(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.ProviderAsked)
    services.directory.get(asked.agency)
    try:
        going = await services.provider_signing_in.begin(asked.agency, datetime.now(UTC))
    except NotSignedIn as error:
        return answer(shapes.ProviderRefused(why=error.why))
    return answer(shapes.ProviderGoing(address=going.address, state=going.state))


@routes.operation(
    "post",
    "/v1/staff/provider-sign-in/answer",
    "What the browser brought back from the provider",
    {200: ("signed in, or why not", (SignedIn, shapes.ProviderRefused))},
    body=shapes.ProviderAnswer,
)
async def post_answer(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.ProviderAnswer)
    services.directory.get(asked.agency)
    brought = Answer(asked.code, asked.error, asked.iss)
    try:
        done = await services.provider_signing_in.finish(asked.agency, asked.state, brought, datetime.now(UTC))
    except NotSignedIn as error:
        return answer(shapes.ProviderRefused(why=error.why))
    return answer(
        SignedIn(session=done.token, expires_at=done.expires_at, account=line(done.account), recovery_codes=[])
    )
