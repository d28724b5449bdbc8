"""The first page: three ways on. And what every agency must say: privacy and accessibility."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request

blueprint = Blueprint("home")


@blueprint.get("/")
async def first(request: Request) -> HTTPResponse:
    return request.app.ctx.pages.page(request, "home.html")  # type: ignore[no-any-return]


@blueprint.get("/privacy")
async def privacy(request: Request) -> HTTPResponse:
    sections = request.ctx.look.said(request.ctx.language).privacy
    return request.app.ctx.pages.page(request, "sections.html", heading="privacy", sections=sections)  # type: ignore[no-any-return]


@blueprint.get("/accessibility")
async def accessibility(request: Request) -> HTTPResponse:
    sections = request.ctx.look.said(request.ctx.language).accessibility
    return request.app.ctx.pages.page(request, "sections.html", heading="accessibility", sections=sections)  # type: ignore[no-any-return]
