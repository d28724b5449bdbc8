"""Processes of casework that start at once on an empty database: each finds, or makes, the tables and the queue."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

_TOGETHER = 8
_TIMES = 8
_STARTS = """
import sys
from pathlib import Path
from casework.database import Database
from casework.migrate import upgrade
from casework.notifications.queue import Queue
from casework.notifications.settings import NotifySettings
print("ready", flush=True)
for line in sys.stdin:
    url, var = line.split()
    database = Database(url)
    upgrade(database.engine)
    queue = url if url.startswith("postgresql") else None
    Queue(NotifySettings(service_token="t" * 32, var=Path(var), notify_queue=queue)).stop()
    database.ping()
    database.close()
    print("started", flush=True)
"""


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """They have loaded everything, and start on the database whose address they are written."""
    with ExitStack() as stack:
        made = []
        for _ in range(_TOGETHER):
            command = [sys.executable, "-c", _STARTS]
            pipe = subprocess.PIPE
            made.append(stack.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)))
            stack.callback(made[-1].kill)
        for process in made:
            assert _said(process) == "ready"
        yield made


@pytest.mark.timeout(300)
def test_processes_that_start_at_once_on_an_empty_postgresql_all_run(
    processes: list[subprocess.Popen[str]], postgres_url: str, tmp_path: Path
) -> None:
    for number in range(_TIMES):
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE together_{number}")
        _start_all(processes, postgres_url.replace("/postgres", f"/together_{number}"), tmp_path)


@pytest.mark.timeout(300)
def test_processes_that_start_at_once_on_an_empty_sqlite_all_run(
    processes: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    for number in range(_TIMES):
        var = tmp_path / str(number)
        _start_all(processes, f"sqlite:///{var / 'casework.db'}", var)


def _start_all(processes: list[subprocess.Popen[str]], url: str, var: Path) -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{url} {var}\n")
        process.stdin.flush()
    assert [_said(process) for process in processes] == ["started"] * len(processes)


def _said(process: subprocess.Popen[str]) -> str:
    """Its next line; of one that has stopped, its last words."""
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdout.readline().strip() or process.stderr.read()[-2000:]
