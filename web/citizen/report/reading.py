"""What a page's form says to a question: a value that needs no words of any language where there is one, else the words."""

from __future__ import annotations

from typing import Any

from sanic import Request

from web.shared.forms import given

_YES_NO = {"yes": True, "no": False}


def answer_in(request: Request, kind: str) -> dict[str, Any]:
    """The body of an answer: {"how": "unknown"}, {"value": ..., "text": ...} or {"text": ...}."""
    how = given(request, "how")
    if how in ("unknown", "skipped"):
        return {"how": how}
    text = given(request, "value") or (given(request, "where") if kind == "place" else "")
    if kind == "yes_no":
        return (
            {"how": "unknown"}
            if text == "unknown"
            else {"value": _YES_NO[text], "text": text}
            if text in _YES_NO
            else {"text": text}
        )
    if kind == "when":
        return {"text": _moment(request) or text}
    if kind == "choice" and text == "unknown":
        return {"how": "unknown"}
    return {"text": text}


def typed(request: Request) -> dict[str, str]:
    """What stands in the fields, so that nothing is lost when it is not taken."""
    return {name: given(request, name) for name in ("value", "day", "time")}


def _moment(request: Request) -> str:
    day, time = given(request, "day", 20), given(request, "time", 20)
    return f"{day} {time}".strip() if day else ""
