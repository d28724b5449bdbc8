"""Draws the OpenAPI document of the routes, from the same models that check the requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from casework.http import shapes
from casework.http.rights import NEEDS_A_SESSION, PERSON, rights
from casework.http.routes import Operation

_SECURITY = {
    "client": {"type": "http", "scheme": "bearer", "description": "the credential of the program that asks"},
    "staff_session": {"type": "apiKey", "in": "header", "name": "Civicline-Staff-Session"},
    "person_session": {"type": "apiKey", "in": "header", "name": "Civicline-Person-Session"},
}
_REF = "#/components/schemas/{model}"
_CALL_RECORD = {
    "type": "object",
    "description": "as contracts/call_record.schema.json",
    "x-schema": "call_record.schema.json",
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1."""
    bodies = [(one.body, "validation") for one in operations if one.body]
    answers = {model: None for one in operations for _, models in one.answers.values() for model in models}
    wanted = [*bodies, *((model, "serialization") for model in (*answers, shapes.ErrorAnswer))]
    names, schemas = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for one in sorted(
        operations, key=lambda one: one.path
    ):  # where a handler lives makes no difference to the contract
        paths.setdefault(one.path, {})[one.method] = _operation(one, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Civicline casework",
            "version": "1",
            "description": 'Errors are {"error": {"code", "message"}}.',
        },
        "security": [{"client": []}],
        "paths": paths,
        "components": {
            "securitySchemes": _SECURITY,
            "schemas": {name: _actor_may_be_left_out(schema) for name, schema in schemas["$defs"].items()},
        },
    }


def _operation(one: Operation, names: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    described: dict[str, Any] = {"summary": one.summary, "responses": {}}
    sessions = _sessions(one)
    if sessions:
        described["security"] = sessions
    parameters = _parameters(one)
    if parameters:
        described["parameters"] = parameters
    if one.body:
        described["requestBody"] = _content(names[(one.body, "validation")])
    elif one.call_record == "in":
        described["requestBody"] = _content(_CALL_RECORD)
    elif one.takes:
        described["requestBody"] = {"required": True, "content": {one.takes: {"schema": {"type": "string"}}}}
    for status, (words, models) in one.answers.items():
        described["responses"][str(status)] = {"description": words, **_answer(one, models, names)}
    described["responses"]["default"] = {
        "description": "what is wrong, in one sentence",
        **_body(names[(shapes.ErrorAnswer, "serialization")]),
    }
    return described


def _answer(one: Operation, models: tuple[type[BaseModel], ...], names: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    if one.call_record == "out":
        return _body(_CALL_RECORD)
    if one.gives:
        return {"content": {one.gives: {"schema": {"type": "string"}}}}
    schemas = [names[(model, "serialization")] for model in models]
    if not schemas:
        return {}
    return _body(schemas[0] if len(schemas) == 1 else {"oneOf": schemas})


def _sessions(one: Operation) -> list[dict[str, list[str]]]:
    """Which sessions open it, besides the credential; a records system acts by its credential alone."""
    opened = rights().open(one.method, one.path)
    if not opened or not opened <= NEEDS_A_SESSION:
        return []
    names = {PERSON: "person_session"}
    return [{"client": [], names.get(right, "staff_session"): []} for right in sorted(opened)]


def _actor_may_be_left_out(schema: dict[str, Any]) -> dict[str, Any]:
    """The session says who acts; only in development does a body."""
    wanted = [name for name in schema.get("required", []) if name != "actor"]
    return {**schema, "required": wanted} if "actor" in schema.get("required", []) else schema


def _parameters(one: Operation) -> list[dict[str, Any]]:
    inside = [part[1:-1] for part in one.path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in inside]
    if one.query:
        found += _query(one.query)
    if one.key:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        )
    return found


def _query(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": one}
        for name, one in schema["properties"].items()
    ]


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, **_body(schema)}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
