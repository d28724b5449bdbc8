"""Transcripts go when the agency's retention of calls is over, and what was said of a contact goes with the contact."""

from __future__ import annotations

from casework.quality.tables import Correction, Transcript
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    each = ((Transcript, Transcript.at), (Correction, Correction.at))
    return {table.__tablename__: portions.aged(table, at, sweeping) for table, at in each}


RETENTION = Retention((Transcript, Correction), sweep)
