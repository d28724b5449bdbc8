"""GET /telephony/next?id=...: the dialplan asks with CURL() where the caller goes. No answer means: to a person."""

from collections.abc import Callable
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, text

from voice_connector.gateways.next_step.answer import line_of
from voice_connector.gateways.next_step.store import NextSteps
from voice_connector.log import logger

_LONGEST_ID = 80
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def next_step_blueprint(steps: NextSteps, allowed: Callable[[Request], bool]) -> Blueprint:
    """`allowed` checks the credentials of whoever asks."""
    blueprint = Blueprint("next_step")

    @blueprint.get("/telephony/next")
    async def _next(request: Request) -> HTTPResponse:
        if not allowed(request):
            logger.warning("a question for the next step was refused")
            return text("", status=401, headers=_HEADERS)
        pbx_id = request.args.get("id", "")
        step = None
        if 0 < len(pbx_id) <= _LONGEST_ID:
            step = steps.fetch(pbx_id) or await steps.fetch_elsewhere(pbx_id)
        if step is None:
            logger.info("a next step was asked for that nobody has decided")
            return text("", status=404, headers=_HEADERS)
        return text(line_of(step), headers=_HEADERS)

    @blueprint.after_server_stop
    async def _stop(*_: Any) -> None:
        await steps.close()

    return blueprint
