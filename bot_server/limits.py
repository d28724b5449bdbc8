"""Limits of time from the environment; a bad value stops the start with one sentence."""

from __future__ import annotations

import os


def seconds(variable: str, usual: float) -> float:
    """What the environment says of `variable`, else `usual`; seconds above zero."""
    raw = os.environ.get(variable, "").strip()
    try:
        found = float(raw) if raw else usual
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise SystemExit(f"{variable} is '{raw}'; write seconds, for example {usual:g}.")
    return found
