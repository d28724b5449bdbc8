"""How many notifications a second go through the whole way: outbox, planning, queue, claim, console vendor, written down.

    .envs/services/bin/python -m benchmarks.bench_notifications [--count 5000] [--threads 2] [--queue redis://...]

A fresh SQLite database; everything is told first, then `python -m casework worker` delivers it in a process of its own, as
an agency with one server would run it. `told` is the cost for the caller who changes a case. Target: 200 a second.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from casework.database import Database
from casework.migrate import upgrade
from casework.notifications.contacts import save_contact
from casework.notifications.outbox import Happened, tell

TARGET = 200
WORKERS_LOG = "workers.log"
_AT_ONCE = 10


def tell_all(database: Database, count: int) -> float:
    """Tells `count` events to as many people, ten in a transaction; events a second."""
    started = time.perf_counter()
    for first in range(0, count, _AT_ONCE):
        with database.writing() as session:
            for number in range(first, min(count, first + _AT_ONCE)):
                contact = save_contact(
                    session, "denver", None, name="A", phone=f"+1303{2_000_000 + number}", wants=["sms"], language="en"
                )
                values = {"number": f"2026-{100_000 + number}"}
                tell(
                    session,
                    Happened(
                        f"bench {number}",
                        "denver",
                        "number_issued",
                        contact,
                        None,
                        None,
                        "theft_cold",
                        values,
                        datetime.now(UTC),
                    ),
                )
    return count / (time.perf_counter() - started)


def start_worker(var: Path, **settings: str) -> subprocess.Popen[bytes]:
    """What it says of itself is kept in var/workers.log."""
    environment = {**os.environ, "CIVICLINE_SERVICE_TOKEN": "b" * 32, "CIVICLINE_VAR": str(var), **settings}
    with (var / WORKERS_LOG).open("ab") as log:
        command = [sys.executable, "-m", "casework", "worker"]
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def without_quiet_hours(var: Path) -> Path:
    """A copy of the agencies in which messages go at any hour, so that the hour of the run does not matter."""
    import shutil

    from agencies.loader import AGENCIES

    root = var / "agencies"
    shutil.copytree(AGENCIES / "denver", root / "denver")
    rules = root / "denver" / "messages" / "rules.yml"
    kept = [line for line in rules.read_text(encoding="utf-8").splitlines() if not line.startswith("quiet_hours:")]
    rules.write_text("\n".join([*kept, "quiet_hours: null"]) + "\n", encoding="utf-8")
    return root


def delivered(var: Path) -> int:
    with sqlite3.connect(var / "casework.db", timeout=10) as connection:
        (count,) = connection.execute("SELECT count(*) FROM notifications WHERE state = 'delivered'").fetchone()
    return int(count)


def measure(var: Path, count: int, threads: int, queue: str | None = None) -> str:
    database = Database(f"sqlite:///{var / 'casework.db'}")
    upgrade(database.engine)
    told = tell_all(database, count)
    root = without_quiet_hours(var)
    chosen = {"CIVICLINE_NOTIFY_QUEUE": queue} if queue else {}
    worker = start_worker(var, CIVICLINE_AGENCIES_ROOT=str(root), CIVICLINE_NOTIFY_THREADS=str(threads), **chosen)
    try:
        while (begun := delivered(var)) == 0:  # the start of Python is not what is measured
            if worker.poll() is not None:
                raise SystemExit((var / WORKERS_LOG).read_text(encoding="utf-8")[-3_000:])
            time.sleep(0.02)
        started, end = time.perf_counter(), time.monotonic() + 120
        while (done := delivered(var)) < count and time.monotonic() < end:
            time.sleep(0.05)
        rate = (done - begun) / (time.perf_counter() - started)
    finally:
        worker.terminate()
        worker.wait(30)
        database.close()
    missing = f" ({count - done} not delivered)" if done < count else ""
    verdict = "reached" if rate >= TARGET else "MISSED"
    return f"| {count:,} | {threads} | {told:,.0f} | {rate:,.0f}{missing} | {TARGET} ({verdict}) |"


def main() -> None:
    parser = argparse.ArgumentParser("bench_notifications", description="Notifications per second.")
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--queue", help="CIVICLINE_NOTIFY_QUEUE of the worker; without it a SQLite file")
    args = parser.parse_args()
    print("| notifications | threads | told a second | delivered a second | target |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        print(measure(Path(folder), args.count, args.threads, args.queue))


if __name__ == "__main__":
    main()
