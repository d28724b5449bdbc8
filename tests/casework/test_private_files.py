"""What casework keeps on the disk is its own user's only, and what it logs holds nobody's number and no secret address."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import httpx
import pytest

from casework import logs
from casework.database import Database
from casework.files import private_file, private_folder
from casework.migrate import upgrade
from casework.notifications.queue import Queue
from casework.notifications.settings import NotifySettings
from launcher import processes


@pytest.fixture(autouse=True)
def _an_open_umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_database_and_what_lies_beside_it_are_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "var" / "casework.db"
    private_folder(path.parent)
    path.touch(0o644)  # of a version that left it open
    database = Database(f"sqlite:///{path}")
    upgrade(database.engine)
    for one in path.parent.iterdir():
        assert one.stat().st_mode & 0o077 == 0, one.name
    assert path.parent.stat().st_mode & 0o077 == 0, "it was made so"
    database.close()


def test_the_queue_is_closed_to_others(tmp_path: Path) -> None:
    settings = NotifySettings(service_token="a-service-token-for-tests", var=tmp_path / "var")
    queue = Queue(settings)
    queue.hand("token", ["id"])
    assert [one.name for one in (tmp_path / "var").iterdir() if one.stat().st_mode & 0o077] == []
    queue.stop()


def test_a_folder_that_others_share_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    Database(f"sqlite:///{shared / 'casework.db'}").close()
    process = processes.start([sys.executable, "-c", ""], shared / "log", dict(os.environ), tmp_path)
    assert process.wait(20) == 0
    assert shared.stat().st_mode & 0o777 == 0o777


def test_private_file_keeps_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("kept")
    assert private_file(tmp_path / "x").read_text() == "kept"


def test_a_service_writes_logs_and_files_for_its_user_only(tmp_path: Path) -> None:
    log = tmp_path / "var" / "log" / "service.log"
    written = tmp_path / "made"
    code = f"import pathlib; pathlib.Path({str(written)!r}).write_text('x'); print('hello')"
    process = processes.start([sys.executable, "-c", code], log, dict(os.environ), tmp_path)
    assert process.wait(20) == 0
    for one in (written, log, log.parent):
        assert one.stat().st_mode & 0o077 == 0, one


def test_addresses_that_are_asked_are_in_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    loggers = [
        logging.getLogger(name) for name in ("", "httpx", "httpcore", "alembic", "sanic.access", "urllib3", "huey")
    ]
    before = [(one, one.level, list(one.handlers)) for one in loggers]
    try:
        logs.configure()
        transport = httpx.MockTransport(lambda _: httpx.Response(200))
        with httpx.Client(transport=transport) as client:
            client.get("https://api.example.org/Messages.json?To=%2B13035550143")
            client.post("https://hooks.example.org/secret-path-4711")
        logging.getLogger("casework").info("a request was made", extra={"status": 200})
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [one["message"] for one in lines] == ["a request was made"]
    finally:
        for one, level, handlers in before:
            one.setLevel(level)
            one.handlers[:] = handlers


def test_a_file_beside_a_database_that_another_process_takes_away_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "casework.db-wal").symlink_to(tmp_path / "gone")  # listed, and not there any more when it is touched
    assert private_file(tmp_path / "casework.db").stat().st_mode & 0o777 == 0o600
