"""Routes, declared once on their handler: where it is served, and what the contract says of it.

    routes: Routes[CallServices] = Routes("calls")

    @routes.operation("put", "/v1/calls/{call_id}", "Store a call record", {204: ("stored", ())})
    async def put_call(request: Request, services: CallServices, call_id: str) -> HTTPResponse: ...

The app serves every room's routes with what its handlers use, and draws contracts/casework.openapi.json from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from pydantic import BaseModel
from sanic import HTTPResponse, Request, Sanic

from casework.http.gate import Gate

Services = TypeVar("Services")
Inside = ParamSpec("Inside")  # what stands in braces in the address
Handler = Callable[Concatenate[Request, Services, Inside], Coroutine[Any, Any, HTTPResponse | None]]
# status -> (description, models; several mean one of them)
Answers = Mapping[int, tuple[str, tuple[type[BaseModel], ...]]]


@dataclass(frozen=True)
class Operation:
    """One method at one address, as the contract tells it.

    `query`: the model of the address's parameters. `acting`: the headers say who acts. `key`: Idempotency-Key is sent.
    `takes` and `gives`: media types of a body that is no JSON, in and out. `call_record`: "in" or "out".
    """

    method: str
    path: str
    summary: str
    answers: Answers
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    acting: bool = False
    key: bool = False
    takes: str = ""
    gives: str = ""
    call_record: str = ""


@dataclass(frozen=True)
class _Served:
    handler: Callable[..., Coroutine[Any, Any, HTTPResponse | None]]
    method: str
    path: str
    stream: bool
    is_open: bool


class Routes(Generic[Services]):
    """The routes of a room. `Services`: what its handlers use, as the room names it; the app has it all."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._served: list[_Served] = []
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        path: str,
        summary: str,
        answers: Answers,
        *,
        body: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        acting: bool = False,
        key: bool = False,
        takes: str = "",
        gives: str = "",
        call_record: str = "",
        stream: bool = False,
    ) -> Callable[[Handler[Services, Inside]], Handler[Services, Inside]]:
        """An address of the contract. `stream`: the handler reads the body piece by piece."""
        told = Operation(method, path, summary, answers, body, query, acting, key, takes, gives, call_record)
        self.operations.append(told)
        return self._declared(method, path, stream=stream, is_open=False)

    def beside_contract(
        self, method: str, path: str, *, is_open: bool = True
    ) -> Callable[[Handler[Services, Inside]], Handler[Services, Inside]]:
        """An address that is for operators, vendors or mail programs, not for clients of the contract.

        `is_open`: it asks for no credential of ours, because the vendor signs, or there is nothing to see.
        """
        return self._declared(method, path, stream=False, is_open=is_open)

    def _declared(
        self, method: str, path: str, *, stream: bool, is_open: bool
    ) -> Callable[[Handler[Services, Inside]], Handler[Services, Inside]]:
        def declared(handler: Handler[Services, Inside]) -> Handler[Services, Inside]:
            self._served.append(_Served(handler, method, path, stream, is_open))
            return handler

        return declared

    def serve(self, app: Sanic[Any, Any], services: Services, gate: Gate) -> None:
        """Serves them all behind the gate; what stands in braces reaches the handler by its name, as text."""
        for one in self._served:
            app.add_route(
                _with(services, one, gate),
                re.sub(r"{(\w+)}", r"<\1:str>", one.path),
                methods=[one.method.upper()],
                name=f"{self._room}_{one.handler.__name__}",
                stream=one.stream,
            )


def _with(services: Services, one: _Served, gate: Gate) -> Callable[..., Coroutine[Any, Any, HTTPResponse | None]]:
    async def served(request: Request, **inside: str) -> HTTPResponse | None:
        if not one.is_open:
            inside = await gate.enter(request, one.method, one.path, inside)
        return await one.handler(request, services, **inside)

    return served
