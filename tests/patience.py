"""Time limits of a turn, for tests: far above what a busy machine needs, so that what they see is never the machine.

What happens when a limit is passed is tried where that limit is set small on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

DATABASE_WAIT_S = 60.0
PATIENT = {
    "CIVICLINE_DATABASE_WAIT_S": f"{DATABASE_WAIT_S:g}",
    "CIVICLINE_ACTION_TIMEOUT_S": "30",
    "CIVICLINE_CASEWORK_TIMEOUT_S": "15",
    "CIVICLINE_CASEWORK_TIMEOUT_MS": "20000",
    "CIVICLINE_BOT_TIMEOUT_MS": "30000",
    "CIVICLINE_MODEL_PATIENCE_S": "300",
    "CIVICLINE_CALL__SPEECH_TIMEOUT_MS": "30000",
    "CIVICLINE_SPEECH_JOB_TIMEOUT_MS": "60000",
    "CIVICLINE_SPEECH_STUCK_AFTER_MS": "120000",
    "CIVICLINE_SPEECH_NICENESS": "0",
    "CIVICLINE_ENGINES_BEHIND_MS": "10000",
    "CIVICLINE_HANGS_AFTER_S": "60",
}


@contextmanager
def patient(**more: str) -> Iterator[None]:
    """The parts that are started inside have these limits; `more`: other variables of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**PATIENT, **more}.items():
            patch.setenv(name, value)
        yield
