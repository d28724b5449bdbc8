"""Draws the OpenAPI document of the routes, from the same models that check the requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from casework.http import shapes
from casework.http.routes import Operation
from casework.trail.actors import roles

_ACTOR = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$"}
_ROLES = list(roles().roles)
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
        "security": [{"service_token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"service_token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _operation(one: Operation, names: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    described: dict[str, Any] = {"summary": one.summary, "responses": {}}
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


def _parameters(one: Operation) -> list[dict[str, Any]]:
    inside = [part[1:-1] for part in one.path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in inside]
    if one.query:
        found += _query(one.query)
    if one.acting:
        found += [
            {"name": name, "in": "header", "required": True, "schema": schema}
            for name, schema in (("Civicline-Actor", _ACTOR), ("Civicline-Role", {"type": "string", "enum": _ROLES}))
        ]
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
