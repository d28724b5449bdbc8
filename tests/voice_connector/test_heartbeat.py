"""A connector that hangs is ended, so that its callers reach a person; one that is only slow goes on."""

import subprocess
import sys
import textwrap
import time

from launcher.paths import ROOT

BEATING = """
    import asyncio, sys, time
    from voice_connector.heartbeat import beat

    async def main() -> None:
        beating = asyncio.create_task(beat(2.0))
        await asyncio.sleep(0.1)
        {then}
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        {after}

    asyncio.run(main())
    print("ended by itself")
"""


def run(then: str, after: str = "pass") -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    program = textwrap.dedent(BEATING).format(then=then, after=after)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done, time.monotonic() - began


def test_a_loop_that_stands_still_ends_its_process_and_says_where() -> None:
    done, took_s = run("time.sleep(40)")
    assert done.returncode == 1
    assert took_s < 35, "it was left to hang"
    assert "Timeout" in done.stderr
    assert "in main" in done.stderr


def test_a_loop_that_turns_in_a_circle_without_end_is_ended_too() -> None:
    done, _ = run("while True: pass")
    assert done.returncode == 1
    assert "in main" in done.stderr


def test_a_loop_that_is_slow_goes_on() -> None:
    done, _ = run("for _ in range(6): time.sleep(0.6); await asyncio.sleep(0.05)")
    assert (done.returncode, done.stdout) == (0, "ended by itself\n"), done.stderr


def test_who_has_stopped_serving_may_take_its_time() -> None:
    done, _ = run("await asyncio.sleep(0.1)", "time.sleep(3)")
    assert (done.returncode, done.stdout) == (0, "ended by itself\n"), done.stderr
