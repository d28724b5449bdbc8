"""The city's own service: GET <url>?key=..., a bearer secret from the environment; 404 is "no such row", a JSON object is the row."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import httpx

from casework.public_lookups.sources.base import SourceDown

_TIMEOUT_S = 2.0  # a caller waits


@dataclass(frozen=True)
class HttpSource:
    """`secret`: the name of the variable that holds it."""

    url: str
    secret: str | None = None
    transport: httpx.BaseTransport | None = None

    def row(self, key: str) -> dict[str, str] | None:
        token = os.environ.get(self.secret) if self.secret else None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            with httpx.Client(timeout=_TIMEOUT_S, transport=self.transport) as client:
                answer = client.get(self.url, params={"key": key}, headers=headers)
            if answer.status_code == 404:
                return None
            data: Any = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise SourceDown(type(error).__name__) from error
        if not isinstance(data, dict):
            raise SourceDown("no object")
        return {str(name): str(value).strip() for name, value in data.items() if isinstance(value, (str, int, float))}
