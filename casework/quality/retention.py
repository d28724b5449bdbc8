"""Transcripts go when the agency's retention of calls is over, and what was said of a contact goes with the contact."""

from __future__ import annotations

from casework.quality.tables import Correction, Transcript
from casework.sweeping import Portions, Retention, Sweeping

_SINCE = ((Transcript, Transcript.at), (Correction, Correction.at))


def _delete(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    counts, ids = {}, sweeping.directory.ids()
    for table, since in _SINCE:
        old = [portions.gone(table, table.agency == agency, since < sweeping.kept_since(agency)) for agency in ids]
        before, nobodys = sweeping.forgotten_since, portions.forgotten(table, sweeping)
        old += [portions.gone(table, table.agency == agency, since < before) for agency in nobodys]
        counts[table.__tablename__] = sum(old)
    return counts


RETENTION = Retention((Transcript, Correction), _delete)
