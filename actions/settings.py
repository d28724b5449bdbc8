"""Settings of the action server, all from the environment; a bad value stops the start with one sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    casework_url: str
    service_token: str
    casework_timeout_s: float
    casework_token: str = ""

    @classmethod
    def from_environment(cls) -> Settings:
        raw = os.environ.get("CIVICLINE_CASEWORK_TIMEOUT_S", "1.2")
        try:
            timeout = float(raw)
        except ValueError:
            raise SystemExit(f"CIVICLINE_CASEWORK_TIMEOUT_S is '{raw}'; write seconds, for example 1.2.") from None
        return cls(
            casework_url=os.environ.get("CIVICLINE_CASEWORK_URL", "http://127.0.0.1:8100").rstrip("/"),
            service_token=os.environ.get("CIVICLINE_SERVICE_TOKEN", ""),
            casework_token=os.environ.get("CIVICLINE_CASEWORK_TOKEN", ""),
            casework_timeout_s=timeout,
        )
