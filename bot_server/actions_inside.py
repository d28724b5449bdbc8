"""Runs our actions inside Rasa's process when CIVICLINE_ACTIONS_MODULE names their package; the action server is not asked.

An action gets and gives the same JSON as over HTTP, by the same executor of the Rasa SDK, so it cannot tell the difference
and cannot touch the conversation itself. What this saves, and what it costs: docs/decisions/0005-remote-actions.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from typing import Any, Dict, Optional

from rasa.core.actions.action import ActionExecutionRejection
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection as Rejected

from bot_server.errors import ActionServerFailed

logger = logging.getLogger(__name__)
SETTING = "CIVICLINE_ACTIONS_MODULE"


class _OfOnePackage(ActionExecutor):
    """rasa-sdk registers every action class that the process knows; here only those of the package count."""

    def __init__(self, package: str) -> None:
        super().__init__()
        self._package = package

    def register_action(self, action: Any) -> None:
        if f"{action.__module__}.".startswith(f"{self._package}."):
            super().register_action(action)


class ActionsInside:
    """The actions of one package. A package that cannot be imported stops the start, as it stops the action server's."""

    def __init__(self, package: str) -> None:
        self._executor = _OfOnePackage(package)
        self._executor.register_package(package)

    async def ask(self, call: Dict[str, Any], within_s: float) -> Any:
        """The answer to an action call. Raises ActionServerFailed, or ActionExecutionRejection when the action rejects."""
        try:
            running = self._executor.run(json.loads(json.dumps(call)))
            return json.loads(json.dumps(await asyncio.wait_for(running, within_s)))
        except Rejected as rejected:
            raise ActionExecutionRejection(rejected.action_name, rejected.message) from rejected
        except Exception as error:  # whatever an action does wrong, the caller goes to a person
            logger.exception("an action inside Rasa's process failed")
            raise ActionServerFailed(type(error).__name__) from error


def from_environment() -> Optional[ActionsInside]:
    """None: the action server is asked over HTTP."""
    package = os.environ.get(SETTING, "").strip()
    if not package:
        return None
    return ActionsInside(package)
