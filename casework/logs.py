"""Log lines as JSON: constant messages, with what varies in fields; caller content never gets here."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from watching.where import where

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "message": record.getMessage(),
        }
        line.update({name: value for name, value in vars(record).items() if name not in _STANDARD})
        if record.exc_info and record.exc_info[0]:
            line["trace"] = where(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


def configure() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # httpx and its kin write whole addresses: a person's number in a query, an agency's secret in a path
    for noisy in ("alembic", "sanic.access", "httpx", "httpcore", "urllib3", "aiosmtplib", "huey"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
