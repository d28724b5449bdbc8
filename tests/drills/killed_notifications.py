"""The real worker process, killed with SIGKILL again and again in the middle of its work: nothing lost, nothing twice."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from pathlib import Path

from benchmarks.bench_notifications import delivered, start_worker, tell_all, without_quiet_hours
from casework.database import Database
from casework.migrate import upgrade
from tests.fakes.twilio_api import TwilioApi

LEASE_S = 4


def run_until_delivered(var: Path, count: int, kills: int, **settings: str) -> int:
    """Starts the worker, kills it a few times while it delivers, and lets it finish; how often it was killed."""
    root = without_quiet_hours(var) if not (var / "agencies").exists() else var / "agencies"
    dice, killed, end = random.Random(417), 0, time.monotonic() + 480 + count / 8
    while done(var) < count and time.monotonic() < end:
        before = done(var)
        worker = start_worker(
            var,
            CIVICLINE_AGENCIES_ROOT=str(root),
            CIVICLINE_NOTIFY_LEASE_S=str(LEASE_S),
            CIVICLINE_NOTIFY_POLL_S="0.2",
            **settings,
        )
        if killed == kills:
            wait_for(lambda: done(var) >= count, worker, end)
            worker.terminate()
            worker.wait(30)
            break
        wait_for(lambda goal=before + count // (kills + 2): done(var) >= goal, worker, end)
        time.sleep(dice.random() / 5)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        killed += 1
    return killed


def wait_for(condition, worker: subprocess.Popen[bytes], end: float) -> None:
    while not condition() and time.monotonic() < end:
        assert worker.poll() is None, "the worker stopped by itself"
        time.sleep(0.05)


def done(var: Path) -> int:
    with sqlite3.connect(var / "casework.db", timeout=10) as connection:
        query = "SELECT count(*) FROM notifications WHERE state IN ('delivered', 'sent')"
        return int(connection.execute(query).fetchone()[0])


def states(var: Path) -> dict[str, int]:
    with sqlite3.connect(var / "casework.db", timeout=10) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM notifications GROUP BY state"))


def prepared(var: Path, count: int) -> None:
    var.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{var / 'casework.db'}")
    upgrade(database.engine)
    tell_all(database, count)
    database.close()


def notifications(var: Path, count: int, kills: int) -> str:
    """Delivers so many while the worker is killed; a line with figures. Raises AssertionError."""
    started = time.monotonic()
    prepared(var, count)
    assert run_until_delivered(var, count, kills) == kills
    assert states(var) == {"delivered": count}
    with sqlite3.connect(var / "console_messages.db") as console:
        kept, asked, again = console.execute("SELECT count(*), sum(asked), sum(asked > 1) FROM messages").fetchone()
    assert kept == count == delivered(var)
    assert again <= kills * 2 * 20, "only what was with the vendor when the process died is asked again"
    took_s = time.monotonic() - started
    return (
        f"{count} notifications, {kills} kills: {kept} kept by the vendor, 0 lost, 0 twice; "
        f"{again} asked again under the same key ({asked} attempts); {took_s:.0f} s"
    )


def texts_without_keys(var: Path, count: int, kills: int) -> str:
    """As above, to a server that takes whatever it is sent, as Twilio's: after a kill it is asked what had arrived."""
    started = time.monotonic()
    prepared(var, count)
    root = without_quiet_hours(var)
    rules = root / "denver" / "messages" / "rules.yml"
    text = rules.read_text(encoding="utf-8").replace("sms: [console]", "sms: [twilio_sms]")
    rules.write_text(text.replace("first_s: 30", "first_s: 1"), encoding="utf-8")
    with TwilioApi(takes_s=0.02) as twilio:
        settings = {
            "CIVICLINE_TWILIO_URL": twilio.url,
            "CIVICLINE_TWILIO_ACCOUNT_SID": twilio.sid,
            "CIVICLINE_TWILIO_AUTH_TOKEN": twilio.token,
            "CIVICLINE_TWILIO_FROM": "+17205550100",
        }
        assert run_until_delivered(var, count, kills, **settings) == kills
        texts = Counter(message["to"] for message in twilio.messages)
    assert states(var) == {"sent": count}
    assert len(texts) == count, "none is lost"
    assert max(texts.values()) == 1, "none is sent twice"
    return f"{count} texts to a vendor without keys, {kills} kills: 0 lost, 0 twice; {time.monotonic() - started:.0f} s"
