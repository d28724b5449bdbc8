"""One operation of the API as the OpenAPI document tells it; every room lists its own in api/<room>_operations.py."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel


@dataclass(frozen=True)
class Operation:
    """One method at one address. `answers`: status -> (description, models; several mean one of them).

    `query`: the model of the address's parameters. `acting`: the headers say who acts. `takes` and `gives`: media types
    of a body that is no JSON, in and out.
    """

    method: str
    path: str
    summary: str
    answers: dict[int, tuple[str, tuple[type[BaseModel], ...]]]
    body: type[BaseModel] | None = None
    call_record: str = ""  # "in" or "out"
    key: bool = False
    query: type[BaseModel] | None = None
    acting: bool = False
    takes: str = ""
    gives: str = ""
