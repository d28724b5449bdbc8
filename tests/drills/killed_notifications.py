"""The real worker process, killed with SIGKILL again and again in the middle of its work: nothing lost, nothing twice.

What is waited for is a state, never a time: a drill gives up only when nothing at all has happened for STALLED_S.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.bench_notifications import WORKERS_LOG, start_worker, tell_all, without_quiet_hours
from casework.database import Database
from casework.migrate import upgrade
from tests.fakes.redis_server import RedisServer
from tests.fakes.twilio_api import TwilioApi

LEASE_S = 6
STALLED_S = 180
MOST_S = 3_600


@dataclass
class Place:
    """A casework of our own: a folder, a database (SQLite unless `url`), and the workers' settings."""

    var: Path
    url: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        self.url = self.url or f"sqlite:///{self.var / 'casework.db'}"
        rules = without_quiet_hours(self.var) / "denver" / "messages" / "rules.yml"
        # a killed attempt is tried again soon, and a slow machine uses up no attempts
        hasty = {"first_s: 30": "first_s: 1", "longest_s: 3600": "longest_s: 5", "most: 8": "most: 20"}
        changed = rules.read_text(encoding="utf-8")
        for old, new in hasty.items():
            assert old in changed, f"rules.yml has no {old} any more"
            changed = changed.replace(old, new)
        rules.write_text(changed, encoding="utf-8")

    def vendor(self, name: str) -> None:
        rules = self.var / "agencies" / "denver" / "messages" / "rules.yml"
        text_ = rules.read_text(encoding="utf-8").replace("sms: [console]", f"sms: [{name}]")
        rules.write_text(text_, encoding="utf-8")

    def tell(self, count: int) -> None:
        database = Database(self.url)
        upgrade(database.engine)
        tell_all(database, count)
        database.close()

    def worker(self) -> subprocess.Popen[bytes]:
        return start_worker(
            self.var,
            CIVICLINE_DATABASE_URL=self.url,
            CIVICLINE_AGENCIES_ROOT=str(self.var / "agencies"),
            CIVICLINE_NOTIFY_LEASE_S=str(LEASE_S),
            CIVICLINE_NOTIFY_POLL_S="0.2",
            **self.settings,
        )

    def last_words(self) -> str:
        """The end of what the workers have said."""
        return (self.var / WORKERS_LOG).read_text(encoding="utf-8", errors="replace")[-3_000:]

    def states(self) -> dict[str, int]:
        return {row[0]: row[1] for row in self._asked("SELECT state, count(*) FROM notifications GROUP BY state")}

    def done(self) -> int:
        states = self.states()
        return states.get("delivered", 0) + states.get("sent", 0)

    def progress(self) -> tuple[object, ...]:
        """Whatever changes while something happens."""
        planned = self._asked("SELECT count(*) FROM notification_events WHERE state <> 'waiting'")
        tried = self._asked("SELECT sum(attempts) FROM notifications")
        return self.done(), planned[0][0], tried[0][0]

    def _asked(self, query: str) -> list[tuple[Any, ...]]:
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            engine.dispose()


def run_until_delivered(
    place: Place,
    count: int,
    kills: int,
    workers: int = 1,
    around: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> int:
    """Starts workers, kills one a few times while they deliver, and lets them finish; how often one was killed.

    `around` each kill and the start of the next worker something else may be broken as well.
    """
    dice, killed = random.Random(417), 0
    running = [place.worker() for _ in range(workers)]
    try:
        while killed < kills:
            goal = place.done() + (count - place.done()) // (kills - killed + 1)
            wait_for(lambda goal=goal: place.done() >= goal, place, running)  # type: ignore[misc]  # bound at once
            with around():
                time.sleep(dice.random() / 5)
                victim = running.pop(dice.randrange(len(running)))
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                killed += 1
                running.append(place.worker())
        wait_for(lambda: place.done() >= count, place, running)
        return killed
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.wait(STALLED_S)


def wait_for(condition: Callable[[], bool], place: Place, workers: list[subprocess.Popen[bytes]]) -> None:
    """Raises AssertionError when a worker stops by itself, or when nothing happens any more."""
    seen, since, end = place.progress(), time.monotonic(), time.monotonic() + MOST_S
    while not condition():
        assert all(worker.poll() is None for worker in workers), f"a worker stopped by itself: {place.last_words()}"
        now = place.progress()
        if now != seen:
            seen, since = now, time.monotonic()
        assert time.monotonic() - since < STALLED_S, f"nothing happened for {STALLED_S} s: {place.states()}"
        assert time.monotonic() < end, f"not done after {MOST_S} s: {place.states()}"
        time.sleep(0.1)


def notifications(
    var: Path,
    count: int,
    kills: int,
    *,
    database: str = "",
    queue: str = "",
    workers: int = 1,
    around: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> str:
    """Delivers so many while the worker is killed; a line with figures. Raises AssertionError."""
    started = time.monotonic()
    place = Place(var, database, {"CIVICLINE_NOTIFY_QUEUE": queue} if queue else {})
    place.tell(count)
    assert run_until_delivered(place, count, kills, workers, around) == kills
    assert place.states() == {"delivered": count}
    with closing(sqlite3.connect(var / "console_messages.db")) as console:
        kept, asked, again = console.execute("SELECT count(*), sum(asked), sum(asked > 1) FROM messages").fetchone()
    assert kept == count, "each is kept by the vendor once"
    on = f"{place.url.partition(':')[0]}, queue on {queue.partition(':')[0] or 'SQLite'}, {workers} worker(s)"
    return (
        f"{count} notifications, {kills} kills ({on}): {kept} kept by the vendor, 0 lost, 0 twice; "
        f"{again} asked again under the same key ({asked} attempts); {time.monotonic() - started:.0f} s"
    )


def notifications_over_redis(var: Path, count: int, kills: int) -> str:
    """As above; before each kill of the worker Redis dies with every item that it held, and is back when the next one runs."""
    redis = RedisServer(var / "redis")
    redis.start()

    @contextmanager
    def without_redis() -> Iterator[None]:
        redis.kill()
        time.sleep(1)  # the worker goes on without it
        yield
        time.sleep(1)  # the next one starts without it
        redis.start()

    try:
        return notifications(var, count, kills, queue=redis.url, around=without_redis)
    finally:
        redis.kill()


def texts_without_keys(var: Path, count: int, kills: int) -> str:
    """To a server that takes whatever it is sent, as Twilio's: after a kill it is asked what had arrived."""
    started = time.monotonic()
    place = Place(var)
    place.vendor("twilio_sms")
    place.tell(count)
    with TwilioApi(takes_s=0.02) as twilio:
        place.settings = {
            "CIVICLINE_TWILIO_URL": twilio.url,
            "CIVICLINE_TWILIO_ACCOUNT_SID": twilio.sid,
            "CIVICLINE_TWILIO_AUTH_TOKEN": twilio.token,
            "CIVICLINE_TWILIO_FROM": "+17205550100",
        }
        assert run_until_delivered(place, count, kills) == kills
        texts = Counter(message["to"] for message in twilio.messages)
    assert place.states() == {"sent": count}
    assert len(texts) == count, "none is lost"
    assert max(texts.values()) == 1, "none is sent twice"
    return f"{count} texts to a vendor without keys, {kills} kills: 0 lost, 0 twice; {time.monotonic() - started:.0f} s"
