"""The task queue: SQLite by default, PostgreSQL when an agency grows; its items are plain JSON."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest

from casework.errors import BadSetting
from casework.notifications.queue import JsonItems, Queue
from casework.notifications.settings import NotifySettings


def settings(var: Path, url: str | None = None) -> NotifySettings:
    return NotifySettings(service_token="x" * 16, var=var, notify_queue=url)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_handed_is_delivered_by_another_holder_of_the_queue(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else None
    got: list[tuple[str, list[str]]] = []
    done = threading.Event()

    def deliver(token: str, ids: list[str]) -> None:
        got.append((token, ids))
        if len(got) == 3:
            done.set()

    handing, working = Queue(settings(tmp_path, url)), Queue(settings(tmp_path, url), deliver)
    for number in range(3):
        handing.hand(f"token {number}", ["a", "b"])
    assert handing.length() == 3
    working.start(2)
    assert done.wait(10)
    working.stop()
    assert sorted(got) == [(f"token {number}", ["a", "b"]) for number in range(3)]
    assert handing.length() == 0
    handing.stop()


def test_a_delivery_that_fails_does_not_stop_the_next(tmp_path: Path) -> None:
    done = threading.Event()

    def deliver(token: str, ids: list[str]) -> None:
        if token == "bad":
            raise RuntimeError("broken on purpose")
        done.set()

    queue = Queue(settings(tmp_path), deliver)
    queue.hand("bad", ["a"])
    queue.hand("good", ["b"])
    queue.start(1)
    assert done.wait(10)
    queue.stop()


def test_items_are_json_and_a_pickle_is_refused(tmp_path: Path) -> None:
    """Whoever can write to the queue must not be able to run code here."""
    queue = Queue(settings(tmp_path))
    queue.hand("t", ["a"])
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        (data,) = connection.execute("SELECT data FROM task").fetchone()
    assert json.loads(bytes(data))[6] == ["t", ["a"]]
    queue.stop()
    import pickle

    with pytest.raises(ValueError):  # noqa: PT011  # that it is refused is what counts
        JsonItems().deserialize(pickle.dumps(("id", "name")))


def test_an_address_that_is_no_queue_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="neither redis:// nor postgresql://"):
        Queue(settings(tmp_path, "amqp://x"))
