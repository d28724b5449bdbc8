"""A conversation has one turn at a time, wherever it is worked on, and a process that dies holds nobody up."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from typing import Any, Dict, Iterator, List

import pytest

from launcher.paths import ROOT
from tests.fakes import redis_server
from tests.fakes.postgres import NONE, PROGRAMS, postgres
from tracker_store import locks
from tracker_store.errors import StillBusy
from tracker_store.locks import LEASE_S, InDatabase, InMemory, InRedis, locks_of

HOLDER = """
import asyncio, sys
from tracker_store.locks import locks_of
async def main():
    async with locks_of(sys.argv[1], {"dialect": "postgresql", "host": sys.argv[2]}).hold("call-1"):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not PROGRAMS:
        pytest.skip(NONE)
    with postgres(tmp_path_factory.mktemp("pg")) as url:
        yield url


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not redis_server.program():
        pytest.skip(redis_server.NONE)
    server = redis_server.RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server.url
    server.kill()


@pytest.fixture(params=["memory", "database", "redis"])
def where(request: pytest.FixtureRequest) -> Dict[str, Any]:
    if request.param == "redis":
        return {"where": request.getfixturevalue("valkey"), "tracker": {}}
    if request.param == "database":
        return {"where": "database", "tracker": {"host": request.getfixturevalue("database")}}
    return {"where": "memory", "tracker": {}}


async def test_turns_of_one_conversation_follow_each_other(where: Dict[str, Any]) -> None:
    store, happened = locks_of(**where), []  # type: ignore[var-annotated]

    async def turn(number: int) -> None:
        async with store.hold("call-1"):
            happened.append(("begins", number))
            await asyncio.sleep(0.01)
            happened.append(("ends", number))

    await asyncio.gather(*(turn(number) for number in range(5)))
    pairs = [happened[at : at + 2] for at in range(0, len(happened), 2)]
    assert all(first == ("begins", second[1]) for first, second in pairs), happened


async def test_another_conversation_does_not_wait(where: Dict[str, Any]) -> None:
    store = locks_of(**where)
    async with store.hold("call-1"), store.hold("call-2"):
        pass


async def test_a_turn_waits_for_the_one_before_only_so_long(
    where: Dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT_S", 0.1)
    store = locks_of(**where)
    async with store.hold("call-1"):
        with pytest.raises(StillBusy):
            async with store.hold("call-1"):
                pytest.fail("two turns at once")
    async with store.hold("call-1"):
        pass


@pytest.mark.parametrize(("kind", "free_within_s"), [("database", 2.0), ("redis", LEASE_S + 2.0)])
async def test_what_a_killed_process_held_is_free_soon(
    kind: str, free_within_s: float, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("database" if kind == "database" else "valkey")
    arguments: List[str] = ["database", url] if kind == "database" else [url, ""]
    held = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HOLDER, *arguments], cwd=str(ROOT), stdout=subprocess.PIPE
    )
    try:
        assert held.stdout is not None
        assert held.stdout.readline().strip() == b"held"
    finally:
        os.kill(held.pid, signal.SIGKILL)
        held.wait()
        held.stdout.close() if held.stdout else None
    began = time.monotonic()
    async with locks_of(arguments[0], {"host": arguments[1]}).hold("call-1"):
        assert time.monotonic() - began < free_within_s


def test_where_locks_are_kept_follows_the_setting_and_then_the_database() -> None:
    sqlite, postgresql = {"dialect": "sqlite", "db": "x"}, {"dialect": "postgresql", "host": "127.0.0.1", "db": "x"}
    assert isinstance(locks_of("", sqlite), InMemory)
    assert isinstance(locks_of("", postgresql), InDatabase)
    assert isinstance(locks_of("memory", postgresql), InMemory)
    assert isinstance(locks_of("redis://127.0.0.1:6379/1", sqlite), InRedis)
    for wrong, settings in (("database", sqlite), ("valkey", postgresql)):
        with pytest.raises(ValueError, match="CIVICLINE_LOCKS"):
            locks_of(wrong, settings)


async def test_memory_forgets_conversations_that_nobody_works_on() -> None:
    store = InMemory()
    async with store.hold("call-1"):
        pass
    assert not store._held
