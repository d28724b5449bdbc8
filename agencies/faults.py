"""What pydantic found wrong with a file, as faults with line and mend in our words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from agencies.errors import Fault
from agencies.yaml_lines import Document, KeyPath


def shape_faults(
    document: Document, error: ValidationError, standing: Callable[[KeyPath], KeyPath] = lambda path: path
) -> list[Fault]:
    """Each fault once. `standing` says where in the file a value stands when the value was put together from several."""
    return list(dict.fromkeys(_fault(document, dict(one), standing) for one in error.errors()))


def _fault(document: Document, error: dict[str, Any], standing: Callable[[KeyPath], KeyPath]) -> Fault:
    path: KeyPath = tuple(part for part in error["loc"] if part != "[key]")
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    wrong, right = _words(error, key)
    return Fault(document.file, document.line_of(standing(path)), wrong, right)


def _words(error: dict[str, Any], key: str) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        wrong, _, right = str(context["error"]).partition("|")
        return f"in '{key}': {wrong}", right
    if kind == "missing":
        return f"'{key}' is missing", "add it"
    if kind == "extra_forbidden":
        return f"'{key}' is not known here", "check the spelling, or remove it"
    if kind == "literal_error":
        return f"'{key}' cannot be {error['input']!r}", f"use {context['expected']}"
    if kind == "string_type" and isinstance(error["input"], (int, float)):
        return f"'{key}' reads as a number", f'put it in quotes: "{error["input"]}"'
    if kind == "bool_type":
        return f"'{key}' is neither true nor false", "write true or false, without quotes"
    return f"'{key}' does not fit", error["msg"][0].lower() + error["msg"][1:].rstrip(".")
