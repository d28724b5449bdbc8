"""The drills of killed notifications, small; their full size is `python -m tests.drills casework`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drills.killed_notifications import notifications, notifications_over_redis, texts_without_keys
from tests.fakes import redis_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_notifications_survive_kills_of_their_worker(tmp_path: Path) -> None:
    assert "0 lost, 0 twice" in notifications(tmp_path / "var", count=400, kills=2)


@pytest.mark.skipif(redis_server.program() is None, reason=redis_server.NONE)
def test_notifications_survive_kills_of_their_worker_and_of_redis(tmp_path: Path) -> None:
    assert "0 lost, 0 twice" in notifications_over_redis(tmp_path / "var", count=400, kills=2)


def test_notifications_of_two_workers_on_postgresql_survive_their_kills(tmp_path: Path, postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("CREATE DATABASE crash")
    url = postgres_url.replace("/postgres", "/crash")
    line = notifications(tmp_path / "var", count=400, kills=2, database=url, queue=url, workers=2)
    assert "0 lost, 0 twice" in line


def test_a_vendor_without_idempotency_keys_gets_each_text_once(tmp_path: Path) -> None:
    assert "0 lost, 0 twice" in texts_without_keys(tmp_path / "var", count=80, kills=1)
