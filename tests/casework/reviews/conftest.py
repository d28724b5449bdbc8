"""Every test of reviewing runs on both databases: JSON, windows and partial indexes are another thing on each."""

from __future__ import annotations

import pytest


@pytest.fixture
def database_url(either_database: str | None) -> str | None:
    return either_database
