"""One contract for the task queue on every store: the SQLite file, a real Redis, a real PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import logging
import pickle
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.errors import BadSetting
from casework.notifications import queue as module
from casework.notifications.queue import JsonItems, Queue, QueueDown, Seldom
from casework.notifications.settings import NotifySettings
from tests.fakes import redis_server
from tests.fakes.redis_server import RedisServer

NOWHERE = "redis://:a-secret@127.0.0.1:1/0"
Deliver = Callable[[str, list[str]], Any]


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    if redis_server.program() is None:
        pytest.skip(redis_server.NONE)
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["sqlite", "redis", "postgresql"])
def store(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty store; None: a SQLite file."""
    if request.param == "sqlite":
        return None
    url = request.getfixturevalue("redis").url if request.param == "redis" else request.getfixturevalue("postgres_url")
    emptied(url)
    return str(url)


def emptied(url: str) -> None:
    queue = Queue(settings(Path("unused"), url))
    queue._huey.storage.flush_queue()
    queue.stop()


@pytest.fixture
def make(tmp_path: Path, store: str | None) -> Iterator[Callable[..., Queue]]:
    made: list[Queue] = []

    def of(deliver: Deliver | None = None) -> Queue:
        made.append(Queue(settings(tmp_path, store), deliver))
        return made[-1]

    yield of
    for one in made:
        one.stop()


def settings(var: Path, url: str | None = None) -> NotifySettings:
    return NotifySettings(service_token="x" * 16, var=var, notify_queue=url)


class Got:
    """What was delivered, and by whom; `wait` returns when it is as much as the test expects."""

    def __init__(self, expected: int) -> None:
        self.items: list[tuple[str, list[str]]] = []
        self._expected, self._done = expected, threading.Event()

    def deliver(self, token: str, ids: list[str]) -> None:
        if token == "bad":
            raise RuntimeError("broken on purpose")
        self.items.append((token, ids))
        if len(self.items) >= self._expected:
            self._done.set()

    def wait(self) -> bool:
        return self._done.wait(20)


def test_what_is_handed_is_delivered_by_another_holder_of_the_queue(make: Callable[..., Queue]) -> None:
    got = Got(3)
    handing, working = make(), make(got.deliver)
    for number in range(3):
        handing.hand(f"token {number}", ["a", "b"])
    assert handing.length() == 3
    working.start(2)
    assert got.wait()
    assert sorted(got.items) == [(f"token {number}", ["a", "b"]) for number in range(3)]
    assert handing.length() == 0


def test_two_workers_share_what_is_handed_and_get_nothing_twice(make: Callable[..., Queue]) -> None:
    got = Got(60)
    first, second = make(got.deliver), make(got.deliver)
    first.start(2)
    second.start(2)
    for number in range(60):
        first.hand(str(number), ["a"])
    assert got.wait()
    time.sleep(0.1)  # time for a second copy, if there were one
    assert Counter(token for token, _ in got.items) == Counter(str(number) for number in range(60))


def test_what_waits_is_there_when_a_worker_comes_back(make: Callable[..., Queue]) -> None:
    before = make()
    before.hand("t", ["a"])
    before.stop()
    got = Got(1)
    make(got.deliver).start(1)
    assert got.wait()


def test_a_delivery_that_fails_does_not_stop_the_next(make: Callable[..., Queue]) -> None:
    got = Got(1)
    queue = make(got.deliver)
    queue.hand("bad", ["a"])
    queue.hand("good", ["b"])
    queue.start(1)
    assert got.wait()


@pytest.mark.parametrize("strange", [b"not JSON", b"{}", b'["id", "no_such_task"]', pickle.dumps(("id", "name"))])
def test_strange_items_run_no_code_and_stop_nobody(make: Callable[..., Queue], strange: bytes) -> None:
    """Whoever can write to the store must not be able to run code here, or to end deliveries."""
    got = Got(1)
    queue = make(got.deliver)
    queue._huey.storage.enqueue(strange)
    queue.hand("good", ["b"])
    queue.start(1)
    assert got.wait()


def test_items_are_json(make: Callable[..., Queue]) -> None:
    queue = make()
    queue.hand("t", ["a"])
    (item,) = queue._huey.storage.enqueued_items()
    assert json.loads(bytes(item))[6] == ["t", ["a"]]
    with pytest.raises(ValueError):  # noqa: PT011  # that it is refused is what counts
        JsonItems().deserialize(pickle.dumps(("id", "name")))


def test_a_redis_that_dies_is_told_and_used_again_when_it_is_back(tmp_path: Path, redis: RedisServer) -> None:
    got = Got(1)
    queue = Queue(settings(tmp_path, redis.url), got.deliver)
    queue.start(1)
    redis.kill()
    with pytest.raises(QueueDown):
        queue.length()
    with pytest.raises(QueueDown):
        queue.hand("lost", ["a"])
    redis.start()
    queue.hand("after", ["b"])
    assert got.wait()
    assert got.items == [("after", ["b"])]
    queue.stop()


def test_a_redis_that_hangs_is_given_up_after_a_while(
    tmp_path: Path, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ANSWERS_WITHIN_S", 0.3)
    queue = Queue(settings(tmp_path, redis.url))
    redis.hang()
    started = time.monotonic()
    try:
        with pytest.raises(QueueDown):
            queue.length()
    finally:
        redis.go_on()
    assert time.monotonic() - started < 10
    assert queue.length() == 0
    queue.stop()


def test_a_postgresql_that_hangs_up_is_used_again(tmp_path: Path, postgres_url: str) -> None:
    import psycopg

    emptied(postgres_url)
    got = Got(1)
    queue = Queue(settings(tmp_path, postgres_url), got.deliver)
    queue.start(1)
    assert queue.length() == 0
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with contextlib.suppress(QueueDown):  # told to whoever asks first, which may be the worker's thread
        queue.length()
    queue.hand("after", ["b"])
    assert got.wait()
    assert got.items == [("after", ["b"])]
    queue.stop()


def test_an_outage_is_told_once_a_minute_and_holds_no_address(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    queue = Queue(settings(tmp_path, NOWHERE), lambda *_: None)
    worker = logging.getLogger("huey.consumer.Worker")
    (old,) = [one for one in worker.filters if isinstance(one, Seldom)]
    fresh = Seldom()
    worker.removeFilter(old)
    worker.addFilter(fresh)
    try:
        with caplog.at_level(logging.ERROR):
            queue.start(2)
            end = time.monotonic() + 60
            while not caplog.records and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(0.5)
            queue.stop()
    finally:
        worker.removeFilter(fresh)
        worker.addFilter(old)
    (record,) = [one for one in caplog.records if one.name == "huey.consumer.Worker"]
    assert record.exc_info is None
    assert record.__dict__["error"] == "ConnectionError"
    assert "a-secret" not in caplog.text


@pytest.mark.parametrize("url", ["amqp://x", "x", "http://127.0.0.1"])
def test_an_address_that_is_no_queue_is_told_in_one_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting, match="neither redis:// nor postgresql://"):
        Queue(settings(tmp_path, url))


def test_a_postgresql_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be used") as told:
        Queue(settings(tmp_path, "postgresql://me:a-secret@127.0.0.1:1/x"))
    assert "a-secret" not in str(told.value)
