"""Where something went wrong, for a log: types and lines of code. An exception's own text is left out: it may quote a caller."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType
from typing import Any, List, MutableMapping, Optional, Tuple, Type, Union

_FRAMES = 8
_CAUSES = 3

KEEPS_WORDS = "CIVICLINE_LOG_PII"  # development only
Raised = Union[BaseException, Tuple[Optional[Type[BaseException]], Optional[BaseException], Optional[TracebackType]]]


def where(raised: Raised) -> str:
    """Such as "KeyError at session.py:240 > answers.py:61, after TimeoutError at wire.py:12"."""
    error = raised if isinstance(raised, BaseException) else raised[1]
    told: List[str] = []
    while error is not None and len(told) < _CAUSES:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        places = " > ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)
        told.append(f"{type(error).__name__} at {places}" if places else type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return ", after ".join(told)


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """For structlog, in the place of `format_exc_info`."""
    raised = event.pop("exc_info", None)
    if raised and not isinstance(raised, (BaseException, tuple)):
        raised = sys.exc_info()
    if raised and (isinstance(raised, BaseException) or raised[1] is not None):
        event["exception"] = where(raised)
    return event


def in_logs() -> None:
    """From now on whatever this process logs by `logging`, libraries too, tells of an exception where it was raised and no more."""
    if os.environ.get(KEEPS_WORDS, "").lower() not in ("1", "true"):
        logging.Formatter.formatException = _formatted  # type: ignore[method-assign,assignment]


def _formatted(_: logging.Formatter, raised: Any) -> str:
    return where(raised)
