"""What a person sees when something goes wrong: a page in their language with a way on, never a trace."""

from __future__ import annotations

from sanic import HTTPResponse, Request, Sanic, html
from sanic.exceptions import SanicException

from casework_client.errors import CaseworkError, CaseworkRefused
from watching.sanic_app import route_of
from web.shared.log import logger
from web.shared.pages import Pages

# status -> the template's kind of trouble
_KINDS = {
    400: "form",
    403: "form",
    404: "missing",
    405: "missing",
    408: "slow",
    413: "large",
    415: "form",
    429: "often",
}
_BARE = "<!doctype html><html lang=en><title>Sorry</title><h1>Something on our side is not working.</h1><p>Please try again, or call."


def show_errors(app: Sanic, pages: Pages) -> None:  # type: ignore[type-arg]
    async def answer(request: Request, error: Exception) -> HTTPResponse:
        status, kind = _what(error)
        if status >= 500:
            logger.error("a page failed", route=route_of(request), error=type(error).__name__, exc_info=kind == "ours")
        try:
            response = pages.page(request, "error.html", status, kind=kind)
        except Exception:  # whatever broke may be what the page is made of
            logger.exception("the error page failed")
            response = html(_BARE, status=status)
        for name, value in (getattr(error, "headers", None) or {}).items():
            response.headers[name] = str(value)
        return response

    app.error_handler.add(Exception, answer)


def _what(error: Exception) -> tuple[int, str]:
    if isinstance(error, CaseworkRefused):
        return 422, "form"  # what was sent fits no more to how things stand
    if isinstance(error, CaseworkError):
        return 503, "away"
    if isinstance(error, SanicException) and error.status_code < 500:
        return error.status_code, _KINDS.get(error.status_code, "form")
    return 500, "ours"
