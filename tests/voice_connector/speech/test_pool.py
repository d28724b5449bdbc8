"""The pool: bounded, fair to final work, patient with one crash and not with two."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from voice_connector.speech.errors import AudioError, EngineBusy, EngineFailed, EngineTimeout
from voice_connector.speech.pool import EnginePool, PoolLimits


def pool(build: Callable[[], object] = object, **limits: int) -> EnginePool[object]:
    return EnginePool(
        "test engine",
        build,
        PoolLimits(**{"workers": 1, "queue": 4, "speculative_queue": 1, "timeout_ms": 2000} | limits),
    )


def held(gate: threading.Event) -> Callable[[object], str]:
    return lambda _: "done" if gate.wait(5) else "never"


def noted(where: list[Any], what: object) -> Callable[[object], str]:
    def work(_engine: object) -> str:
        where.append(what)
        return "done"

    return work


def test_work_runs_off_the_event_loop() -> None:
    async def run() -> str:
        return await pool().run(lambda _: threading.current_thread().name)

    assert asyncio.run(run()).startswith("speech-test engine")


def test_a_full_queue_is_engine_busy_and_recovers() -> None:
    async def run() -> None:
        gate, jobs = threading.Event(), pool(queue=2)
        waiting = [asyncio.create_task(jobs.run(held(gate))) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(EngineBusy, match="2 jobs waiting"):
            await jobs.run(held(gate))
        gate.set()
        assert await asyncio.gather(*waiting) == ["done"] * 3
        assert await jobs.run(lambda _: 7) == 7
        assert (jobs.running, jobs.waiting) == (0, 0)

    asyncio.run(run())


def test_how_long_needed_work_waits_of_late_is_known_and_guesses_do_not_count() -> None:
    async def run() -> tuple[float, float]:
        gate, jobs = threading.Event(), pool()
        await jobs.run(lambda _: None, speculative=True)
        before = jobs.waits_s
        tasks = [asyncio.create_task(jobs.run(held(gate))) for _ in range(2)]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*tasks)
        return before, jobs.waits_s

    before, after = asyncio.run(run())
    assert before == 0.0
    assert after >= 0.05


def test_final_work_overtakes_speculative_work_and_speculative_work_is_refused_first() -> None:
    async def run() -> list[str]:
        order: list[str] = []
        gate, jobs = threading.Event(), pool()
        tasks = [asyncio.create_task(jobs.run(held(gate)))]
        await asyncio.sleep(0.05)
        tasks.append(asyncio.create_task(jobs.run(noted(order, "speculative"), speculative=True)))
        await asyncio.sleep(0)
        with pytest.raises(EngineBusy):
            await jobs.run(lambda _: None, speculative=True)
        tasks.append(asyncio.create_task(jobs.run(noted(order, "final"))))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(run()) == ["final", "speculative"]


def test_cancelled_work_that_has_not_begun_never_begins() -> None:
    async def run() -> list[int]:
        begun: list[int] = []
        gate, jobs = threading.Event(), pool()
        first = asyncio.create_task(jobs.run(held(gate)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(jobs.run(noted(begun, 2)))
        await asyncio.sleep(0)
        second.cancel()
        gate.set()
        assert await first == "done"
        assert await jobs.run(lambda _: "next") == "next"
        return begun

    assert asyncio.run(run()) == []


def test_slow_work_is_engine_timeout_and_keeps_its_place_until_it_ends() -> None:
    async def run() -> None:
        jobs = pool(timeout_ms=100)
        with pytest.raises(EngineTimeout, match="within 100 ms"):
            await jobs.run(lambda _: time.sleep(0.4))
        assert jobs.running == 1
        await asyncio.sleep(0.5)
        assert jobs.running == 0
        assert await jobs.run(lambda _: "again") == "again"

    asyncio.run(run())


def test_work_that_outlives_its_event_loop_leaves_its_place_free() -> None:
    jobs = pool(timeout_ms=50)

    async def late() -> None:
        with pytest.raises(EngineTimeout):
            await jobs.run(lambda _: time.sleep(0.3))

    async def next_one() -> str:
        return await jobs.run(lambda _: "free")

    asyncio.run(late())
    time.sleep(0.4)
    assert asyncio.run(next_one()) == "free"


class Engine:
    built = 0

    def __init__(self) -> None:
        Engine.built += 1
        self.number = Engine.built


def test_a_crashed_engine_is_rebuilt_once_and_the_work_done() -> None:
    Engine.built = 0

    def job(engine: Engine) -> int:
        if engine.number == 1:
            raise RuntimeError("native code gave up")
        return engine.number

    async def run() -> int:
        return await EnginePool("test engine", Engine, PoolLimits()).run(job)

    assert asyncio.run(run()) == 2


def test_an_engine_that_crashes_again_is_engine_failed_and_is_not_rebuilt_all_the_time() -> None:
    Engine.built = 0

    def job(engine: Engine) -> int:
        raise RuntimeError("native code gave up")

    async def run() -> None:
        jobs = EnginePool("test engine", Engine, PoolLimits())
        for _ in range(5):
            with pytest.raises(EngineFailed):
                await jobs.run(job)

    asyncio.run(run())
    assert Engine.built == 2


def test_bad_sound_is_the_callers_error_and_no_reason_to_rebuild() -> None:
    Engine.built = 0

    def job(engine: Engine) -> int:
        raise AudioError("The recogniser wants int16.")

    async def run() -> None:
        with pytest.raises(AudioError):
            await EnginePool("test engine", Engine, PoolLimits()).run(job)

    asyncio.run(run())
    assert Engine.built == 1


def test_a_closed_pool_says_so() -> None:
    async def run() -> None:
        jobs = pool()
        jobs.close()
        with pytest.raises(EngineFailed, match="closed"):
            await jobs.run(lambda _: None)

    asyncio.run(run())
