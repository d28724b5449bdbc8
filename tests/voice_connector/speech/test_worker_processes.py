"""Engines in processes of their own: one that dies, hangs or never starts costs no call."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from operator import methodcaller
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.voice_connector.speech.crashing_engine import WARM, Crashing, NotInstalled, maker
from voice_connector.speech.errors import AudioError, EngineFailed, EngineTimeout, EngineUnavailable
from voice_connector.speech.hosting.processes import ProcessHost
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Transcript
from voice_connector.speech.pool import EnginePool, PoolLimits
from voice_connector.speech.stt.backed_up import BackedUpRecogniser
from voice_connector.speech.stt.pooled import PooledRecogniser

ROOT = Path(__file__).parents[3]
Start = Callable[..., ProcessHost[Crashing]]
SOUND = np.full(SAMPLE_RATE, 5_000, np.int16)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    hosts: list[ProcessHost[Any]] = []

    def begin(count: int = 1, broken_from_start: int = 0, **settings: Any) -> ProcessHost[Crashing]:
        host = ProcessHost("test", maker(tmp_path, broken_from_start), WARM, count=count, **settings)
        hosts.append(host)
        host.start()
        return host

    yield begin
    for host in hosts:
        host.close()


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_each_worker_is_another_process_and_is_warm_before_the_first_job(start: Start) -> None:
    host = start(count=2)
    assert len(host.pids) == 2
    assert os.getpid() not in host.pids
    assert host.attempt(methodcaller("pid")) in host.pids


def test_a_job_whose_worker_dies_is_done_by_another_and_the_worker_comes_back(start: Start) -> None:
    host = start(count=2)
    before = set(host.pids)
    assert host.attempt(methodcaller("dies", 1)) == "done"
    until(lambda: len(host.pids) == 2)
    assert set(host.pids) != before
    assert host.restarts == 1


def test_with_one_worker_the_job_waits_for_its_replacement(start: Start) -> None:
    host = start(count=1)
    assert host.attempt(methodcaller("dies", 1)) == "done"


def test_a_job_that_kills_two_workers_is_given_up_and_the_next_job_is_done(start: Start) -> None:
    host = start(count=2)
    with pytest.raises(EngineFailed, match="twice over one job"):
        host.attempt(methodcaller("dies", 2))
    until(lambda: len(host.pids) == 2)
    assert host.attempt(methodcaller("pid")) in host.pids


def test_an_engine_that_raises_is_replaced_and_its_job_done_once_more(start: Start) -> None:
    host = start(count=2)
    assert host.attempt(methodcaller("raises", 1)) == "done"
    assert host.restarts == 1


def test_a_worker_comes_back_although_the_machine_had_no_room_for_it_at_first(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start(count=1)
    launching, full = host._launch, [OSError(12, "Cannot allocate memory")] * 2

    def launch() -> Any:
        if full:
            raise full.pop()
        return launching()

    monkeypatch.setattr(host, "_launch", launch)
    os.kill(host.pids[0], signal.SIGKILL)
    until(lambda: not full and len(host.pids) == 1)
    until(lambda: host._ready.qsize() == 1)
    assert host.attempt(methodcaller("pid")) in host.pids


def test_a_job_that_cannot_be_sent_costs_no_worker_for_good(start: Start) -> None:
    host = start(count=1)
    with pytest.raises(EngineFailed, match="could not be given a job"):
        host.attempt(lambda engine: engine.pid())
    until(lambda: host._ready.qsize() == 1)
    assert host.attempt(methodcaller("pid")) in host.pids


def test_what_the_engine_refuses_on_purpose_costs_no_worker(start: Start) -> None:
    host = start()
    with pytest.raises(AudioError, match="cannot be used"):
        host.attempt(methodcaller("refuses"))
    assert host.restarts == 0


def test_a_worker_that_hangs_is_killed_and_replaced(start: Start) -> None:
    host = start(stuck_after_s=0.3)
    [stuck] = host.pids
    with pytest.raises(EngineTimeout, match=r"no answer within 0\.3 s"):
        host.attempt(methodcaller("hangs", 60))
    assert not lives(stuck)
    assert host.attempt(methodcaller("pid")) != stuck


def test_a_worker_that_is_killed_while_idle_is_replaced_before_anybody_needs_it(start: Start) -> None:
    host = start(count=2)
    victims = set(host.pids)
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(host.pids) == 2 and not victims & set(host.pids))
    assert host.attempt(methodcaller("pid")) not in victims


def test_workers_that_die_again_and_again_are_given_up_quickly_so_that_somebody_else_can_help(start: Start) -> None:
    host = start(count=1, broken_from_start=2)
    with pytest.raises(EngineFailed):
        host.attempt(methodcaller("dies", 9))
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(EngineFailed):
            host.attempt(methodcaller("pid"))
    assert time.monotonic() - began < 10


def test_an_engine_that_is_not_installed_stops_the_start_with_its_own_sentence() -> None:
    with pytest.raises(EngineUnavailable, match="install the thing first"):
        ProcessHost("test", NotInstalled, count=1).start()


def test_workers_survive_the_signals_that_stop_the_connectors_group(start: Start) -> None:
    host = start()
    [pid] = host.pids
    os.kill(pid, signal.SIGINT)
    assert os.getpgid(pid) != os.getpgid(0)
    assert host.attempt(methodcaller("pid")) == pid


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\n"
        "from tests.voice_connector.speech.crashing_engine import WARM, maker\n"
        "from voice_connector.speech.hosting.processes import ProcessHost\n"
        "if __name__ == '__main__':\n"
        "    host = ProcessHost('test', maker(Path(sys.argv[1])), WARM, count=2)\n"
        "    host.start(); print(*host.pids, flush=True); time.sleep(60)\n"
    )
    (tmp_path / "parent.py").write_text(program)
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "parent.py"), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.wait()
    until(lambda: not any(lives(pid) for pid in pids))


class Deaf:
    """A recogniser that dies of every utterance."""

    def transcribe(self, pcm16k: object, expects: Expected = "") -> Transcript:
        os.kill(os.getpid(), signal.SIGSEGV)
        raise AssertionError


class Simple:
    def transcribe(self, pcm16k: object, expects: Expected = "") -> Transcript:
        return Transcript("my car was towed")


async def test_another_recogniser_hears_what_the_first_dies_of() -> None:
    limits = PoolLimits(workers=1)
    first = PooledRecogniser("first", Deaf, limits, 28_000, ProcessHost("first", Deaf, count=1))
    both = BackedUpRecogniser(first, PooledRecogniser("second", Simple, limits, 28_000))
    try:
        assert (await both.transcribe(SOUND, final=True)).text == "my car was towed"
        assert both.stood_in == 1
        with pytest.raises(EngineFailed):
            await both.transcribe(SOUND, final=False)
    finally:
        await both.close()


async def test_needed_work_overtakes_work_for_later_and_says_how_long_it_has_waited() -> None:
    pool: EnginePool[object] = EnginePool("test", object, PoolLimits(workers=1))
    done: list[str] = []

    async def ask(name: str, **how: bool) -> None:
        await pool.run(lambda _: time.sleep(0.05), **how)
        done.append(name)

    work = [ask("first"), ask("later", ahead=True), ask("guess", speculative=True), ask("now")]
    tasks = [asyncio.create_task(one) for one in work]
    await asyncio.sleep(0.02)
    assert 0 < pool.waited_s < 1
    await asyncio.gather(*tasks)
    assert done == ["first", "now", "later", "guess"]
    assert pool.waited_s == 0


async def test_a_guess_that_has_become_the_turn_waits_no_longer_than_work_that_counts() -> None:
    pool: EnginePool[object] = EnginePool("test", object, PoolLimits(workers=1))
    done: list[str] = []

    async def ask(name: str, **how: bool) -> None:
        await pool.run(lambda _: time.sleep(0.05), **how)
        done.append(name)

    work = [("first", {}), ("guess", {"speculative": True}), ("final", {}), ("later final", {})]
    tasks = [asyncio.create_task(ask(name, **how)) for name, how in work]
    await asyncio.sleep(0.02)
    pool.hurry(tasks[1])
    await asyncio.gather(*tasks)
    assert done == ["first", "guess", "final", "later final"]
