"""Logs of the web apps: constant messages, what varies in fields; what a person wrote goes into no field at all."""

from __future__ import annotations

import logging
import sys
from typing import Literal, cast

import structlog

from watching.where import without_words

logger = cast(structlog.stdlib.BoundLogger, structlog.get_logger("web"))
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(form: Literal["json", "console"], level: str) -> None:
    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
