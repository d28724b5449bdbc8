"""Fits that do not need one another, at once: a training has every core to itself.

In threads, not processes: what takes the time in a fit (BLAS, SciPy's sparse products, liblinear) lets other threads run meanwhile, and a
process would have to be started, given a hundred megabytes and asked for as many.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, List


def at_once(*fits: Callable[[], Any]) -> List[Any]:
    """What each returns, in their order; the first ones are begun first. Raises what the first of them raises."""
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="fit") as threads:
        return list(threads.map(lambda fit: fit(), fits))
