"""The chat on the agency's own sites: one line of script puts a button there, which opens the chat in a frame."""

from __future__ import annotations

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request, raw

blueprint = Blueprint("widget_script")
_SCRIPT = (Path(__file__).parent / "assets" / "js" / "widget.js").read_bytes()


@blueprint.get("/widget.js")
async def script(_request: Request) -> HTTPResponse:
    headers = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return raw(_SCRIPT, headers=headers, content_type="text/javascript; charset=utf-8")
