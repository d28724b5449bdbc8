"""Fits that do not need one another, at once: a training has every core to itself."""

from __future__ import annotations

import os
from typing import Any, List

from joblib import Parallel

LARGE = 2_000  # texts; fewer are fitted faster than processes start


def at_once(texts: int, *fits: Any) -> List[Any]:
    """The results of `joblib.delayed` calls, in their order; each in a process of its own where there is enough to do."""
    processes = min(len(fits), os.cpu_count() or 1) if texts >= LARGE else 1
    return list(Parallel(n_jobs=processes)(fits))
