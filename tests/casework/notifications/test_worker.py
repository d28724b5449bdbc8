"""The worker between outbox and queue: it hands out what the queue can take, and delivers itself when the queue is down."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.notifications import metrics
from casework.notifications.queue import Queue
from casework.notifications.settings import NotifySettings
from casework.notifications.worker import Worker


def worker(told: Any, var: Path, url: str | None = None) -> Worker:
    """A worker whose queue nobody works on: with a file for a queue, what is handed out waits there."""
    settings = NotifySettings(service_token="x" * 16, var=var, notify_queue=url, notify_batch=1)
    told.notifier.settings = settings
    return Worker(told.notifier, Queue(settings))


def counted() -> float:
    return metrics.queue_failures._value.get()


@pytest.fixture
def told(make_told: Any) -> Any:
    """At any hour, because the worker goes by the real clock."""
    found = make_told(quiet_hours=None)
    found.now, found.notifier.deliverer = datetime.now(UTC), found.deliverer
    return found


def test_messages_go_without_a_queue_that_does_not_answer(
    told: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(5):
        told.tell(contact=told.person(phone=f"+1303555{number:04d}"), key=f"k{number}")
    down, before = worker(told, tmp_path / "q", "redis://:a-secret@127.0.0.1:1/0"), counted()
    with caplog.at_level(logging.ERROR):
        turns = 0
        while down.turn(datetime.now(UTC)):
            turns += 1
            assert turns < 10, "nothing is left to do, so it must rest"
    assert [row.state for row in told.rows()] == ["sent"] * 5
    assert counted() > before
    told_of = [record for record in caplog.records if "queue does not answer" in record.message]
    assert len(told_of) == 1, "an outage is told once a minute"
    assert "a-secret" not in caplog.text


def test_no_more_is_handed_out_than_the_queue_can_take(told: Any, tmp_path: Path) -> None:
    """What waits in the queue loses its lease there; what waits in the database loses nothing."""
    for number in range(50):
        told.tell(contact=told.person(phone=f"+1303555{number:04d}"), key=f"k{number}")
    slow = worker(told, tmp_path / "q")
    for _ in range(3):
        slow.turn(datetime.now(UTC))
    states = [row.state for row in told.rows()]
    assert (states.count("handed"), states.count("queued")) == (40, 10)
