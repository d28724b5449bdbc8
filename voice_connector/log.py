"""Structured logs: constant messages, everything that varies in fields; a caller's content only in fields named pii_*."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, cast

import structlog

from watching.where import without_words

logger = cast(structlog.stdlib.BoundLogger, structlog.get_logger("voice_connector"))
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(form: Literal["json", "console"], level: str, *, keep_pii: bool = False) -> None:
    """Sets the process's logging. Without keep_pii, fields named pii_* are dropped before anything is written, and so
    are the texts of exceptions."""
    last = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if keep_pii else without_words,
    ]
    structlog.configure(
        processors=[*steps, *([] if keep_pii else [drop_pii]), last],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def drop_pii(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes every field named pii_* out of a log line."""
    for name in [name for name in event if name.startswith("pii_")]:
        del event[name]
    return event
