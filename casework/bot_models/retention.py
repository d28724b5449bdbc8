"""Wishes name who had them: they go when the agency's retention is over, and so does a registry that nobody tells of any more."""

from __future__ import annotations

from casework.bot_models.tables import ModelReport, ModelWish
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    each = ((ModelReport, ModelReport.at), (ModelWish, ModelWish.at))
    return {table.__tablename__: portions.aged(table, at, sweeping) for table, at in each}


RETENTION = Retention((ModelReport, ModelWish), sweep)
