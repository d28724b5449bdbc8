"""What every request passes: the credential, the size, JSON without traps, the shape; and one way to answer errors."""

from __future__ import annotations

import json
import logging
import time
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import empty, raw

from casework.errors import BadRequest, CaseworkError, DatabaseDown, Forbidden, NotFound, Refused, TooLarge
from casework.http.acting import of_its_agency
from casework.http.gate import Gate

log = logging.getLogger("casework.requests")
Model = TypeVar("Model", bound=BaseModel)
LARGEST_BODY = 256 * 1024
# an answer is for the program that asked: no browser guesses what it is, shows it in a frame, runs it or keeps it; a handler may
# say otherwise
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
# what the form of a foreign page can send without asking first
_OF_FORMS = frozenset({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    413: "too_large",
    417: "bad_request",
}
_SENTENCES = {
    404: "There is nothing at this address; /v1/openapi.json lists what there is.",
    405: "This address does not take that method.",
    408: "The request did not arrive in time; send it again.",
    413: "The body is larger than 256 KB; send less.",
}


def guard(app: Sanic[Any, Any], gate: Gate) -> None:
    """Puts the guards before every handler of the app."""

    async def _check_credential(request: Request) -> None:
        request.ctx.started = time.perf_counter()
        if request.path.startswith("/v1") or request.path == "/metrics":
            await gate.know(request)

    async def _log_request(request: Request, response: HTTPResponse) -> HTTPResponse | None:
        started = getattr(request.ctx, "started", None)
        took_ms = round((time.perf_counter() - started) * 1000, 1) if started else None
        route = request.route.path if request.route else "unrouted"
        log.info("request served", extra={"route": route, "status": response.status, "took_ms": took_ms})
        return None

    async def _head(_request: Request, response: HTTPResponse) -> HTTPResponse | None:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return None

    app.on_request(_check_credential)
    app.on_response(_log_request)  # type: ignore[no-untyped-call]  # Sanic lets a handler answer nothing; its types do not
    app.on_response(_head)  # type: ignore[no-untyped-call]
    app.error_handler.add(Exception, _answer_error)


def read_json(request: Request) -> Any:
    """The body as JSON; raises BadRequest or TooLarge with one sentence and without a piece of the body.

    Forbidden where it names another agency than the one that the client's credential is for.
    """
    if len(request.body) > LARGEST_BODY:
        raise TooLarge(_SENTENCES[413])
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() in _OF_FORMS:
        raise BadRequest("The body comes as a form's; send one JSON object as application/json.")
    try:
        data = json.loads(request.body, parse_constant=_no_constant)
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeError:
        raise BadRequest("The body holds characters that are not valid Unicode; send UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON that can be read; send one JSON object in UTF-8.") from None
    if not isinstance(data, dict):
        raise BadRequest("The body is not a JSON object; send one with the fields of the contract.")
    if b"\\u0000" in request.body or b"\0" in request.body:
        _refuse_nul(data)
    if isinstance(data.get("agency"), str):
        of_its_agency(request, data["agency"])
    return data


def read_shape(request: Request, model: type[Model]) -> Model:
    """The body as `model`; raises BadRequest naming the first field that does not fit."""
    data = read_json(request)
    if "actor" in model.model_fields:
        data = _with_actor(request, data)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(_short(part) for part in first["loc"]) or "the body"
        message = first["msg"].removeprefix("Value error, ")
        raise BadRequest(f"{where} does not fit: {message[:200]}.") from None


def _with_actor(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    """The body with who acts, as the gate found out; raises Forbidden for a body that says somebody else."""
    actor = request.ctx.actor
    if actor is None:
        return data
    known = {"id": actor.id, "role": actor.role}
    if data.get("actor", known) != known:
        raise Forbidden("The body names another actor than the session; leave `actor` out.")
    return data | {"actor": known}


def answer(model: BaseModel, status: int = 200) -> HTTPResponse:
    """The model as JSON; what is not decided is absent."""
    return raw(model.model_dump_json(exclude_none=True), status, content_type="application/json")


def done(was_there: bool) -> HTTPResponse:
    """204; raises NotFound for what is not in the agency's list."""
    if not was_there:
        raise NotFound("There is no such thing in this agency's list.")
    return empty()


def _short(part: int | str) -> str:
    """A piece of the path to a field; a long or strange key may be caller content and is not repeated."""
    text = str(part)
    return text if len(text) <= 40 and text.replace("_", "").isalnum() and text.isascii() else "a field"


def _no_constant(name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _refuse_nul(value: Any) -> None:
    if isinstance(value, str) and "\0" in value:
        raise BadRequest("A text holds a NUL character; remove it.")
    children = (
        list(value) + list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    )
    for child in children:
        _refuse_nul(child)


async def _answer_error(_request: Request, error: Exception) -> HTTPResponse:
    status, code, message = _describe(error)
    if status >= 500:
        log.error("a request failed", extra={"code": code, "error": type(error).__name__}, exc_info=code == "internal")
    body = json.dumps({"error": {"code": code, "message": message}})
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return raw(body.encode(), status, headers, "application/json")


def _describe(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, (Refused, DatabaseDown)):
        return error.status, error.code, error.message
    if isinstance(error, SanicException) and error.status_code < 500:
        status = error.status_code
        return status, _CODES.get(status, "bad_request"), _SENTENCES.get(status, "The request cannot be read.")
    if isinstance(error, CaseworkError):
        return 500, "internal", "Something is wrong on our side; the log has it."
    return 500, "internal", "Something is wrong on our side; the log has it."
