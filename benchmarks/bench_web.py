"""The pages under load: citizens' pages at 50 users, the console's list, live events to 50 consoles, bytes of a first page.

    .envs/services/bin/python -m benchmarks.bench_web [--seconds 10] [--users 50] [--consoles 50] [--cases 1000000]

All processes of `make run` on one machine, with the sample city grown to a million cases; the load comes from the same machine.
Targets: a first page of at most 60 kB on the wire that is read within 1.5 s of 3G, the list of cases within 150 ms (p95), words of a
chat at every console within 500 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field

import httpx
import pytest
import websockets

from benchmarks.big_city import SAMPLES, put_in_place_of
from benchmarks.first_page import CHROMIUM, first_page
from benchmarks.load import Measured
from launcher import sample_data
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.sample_data import PERSON
from launcher.stack import Stack
from launcher.temporary import temporary_stack

PAGES = ("/", "/report", "/chat", "/case/sign-in", "/privacy")
LIST_MS, LIVE_MS, FIRST_KB, FIRST_MS = 150, 500, 60, 1_500
LOGIN = "sample.supervisor"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
MISSED = 3


@dataclass
class Console:
    """One open board: its stream, and when a word was seen on it first."""

    seen: dict[str, float] = field(default_factory=dict)

    async def look(self, client: httpx.AsyncClient, words: str, ready: asyncio.Semaphore) -> None:
        async with client.stream("GET", "/live/stream") as stream:
            opened = False
            async for row in stream.aiter_lines():
                if row.startswith("data: ") and words in row:
                    self.seen.setdefault(words, time.perf_counter())
                    return
                if not opened:
                    ready.release()
                    opened = True


async def users(url: str, at_once: int, seconds: float) -> Measured:
    """Each asks for one page after the other, in a visit of their own."""
    taken: list[float] = []
    failed = 0
    started = time.perf_counter()

    async def user(number: int) -> None:
        nonlocal failed
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
            at = number
            while time.perf_counter() - started < seconds:
                asked = time.perf_counter()
                answer = await client.get(PAGES[at % len(PAGES)])
                at += 1
                if answer.status_code == 200:
                    taken.append((time.perf_counter() - asked) * 1000)
                else:
                    failed += 1

    await asyncio.gather(*(user(number) for number in range(at_once)))
    return Measured(len(taken), failed, time.perf_counter() - started, tuple(taken))


async def signed_in(stack: Stack, client: httpx.AsyncClient) -> None:
    people = dict(PERSON.findall(sample_data.note(stack.settings).read_text("utf-8")))
    form = _CSRF.findall((await client.get("/sign-in")).text)[0]
    await client.post("/sign-in", data={"csrf": form, "login": LOGIN, "password": people[LOGIN]})
    page = (await client.get("/sign-in/code")).text
    command = [
        str(env_python(SERVICES_ENV)),
        "-m",
        "casework",
        "account",
        "code",
        "--agency",
        "denver",
        "--login",
        LOGIN,
    ]
    told = subprocess.run(
        command, cwd=ROOT, env=stack.settings.environment_of("casework"), capture_output=True, text=True
    )
    code = re.findall(r"\b\d{6}\b", told.stdout)[0]
    await client.post("/sign-in/code", data={"csrf": _CSRF.findall(page)[0], "code": code})


async def one_after_the_other(client: httpx.AsyncClient, path: str, times: int) -> Measured:
    taken = []
    started = time.perf_counter()
    for _ in range(times):
        asked = time.perf_counter()
        assert (await client.get(path)).status_code == 200, path
        taken.append((time.perf_counter() - asked) * 1000)
    return Measured(times, 0, time.perf_counter() - started, tuple(taken))


async def live(stack: Stack, client: httpx.AsyncClient, consoles: int) -> list[float]:
    """Milliseconds from a chat's words until they stand on each of so many boards."""
    words, ready = "a purple pothole at the fountain", asyncio.Semaphore(0)  # digits would be masked
    token = stack.settings.token
    address = stack.settings.url("connector").replace("http", "ws", 1) + "/call"
    boards = [Console() for _ in range(consoles)]
    looking = [asyncio.create_task(board.look(client, words, ready)) for board in boards]
    for _ in boards:
        await asyncio.wait_for(ready.acquire(), 60)
    headers = {"Authorization": f"Bearer {token}"}
    async with websockets.connect(address, additional_headers=headers, proxy=None) as chat:
        await chat.send(json.dumps({"type": "start", "token": "", "mode": "text"}))
        await asyncio.sleep(3)  # the chat stands on the boards by now
        sent = time.perf_counter()
        await chat.send(json.dumps({"type": "text", "text": f"there is {words}"}))
        await asyncio.wait(looking, timeout=20)
    for task in looking:
        task.cancel()
    return [(board.seen[words] - sent) * 1000 if words in board.seen else float("inf") for board in boards]


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def measure(stack: Stack, asked: argparse.Namespace) -> bool:
    citizen, console = stack.settings.url("citizen"), stack.settings.url("console")
    print("| what | at once | per second | p50 ms | p95 ms | target | met |\n|---|---|---|---|---|---|---|")
    light = await _first(citizen)
    pages = await users(citizen, asked.users, asked.seconds)
    _row(f"citizens' pages ({pages.failed} failed)", asked.users, pages)
    limits = httpx.Limits(max_connections=asked.consoles + 20)
    async with httpx.AsyncClient(base_url=console, timeout=60, trust_env=False, limits=limits) as client:
        await signed_in(stack, client)
        listed = await one_after_the_other(client, "/cases", 60)
        met = listed.quantile_ms(0.95) <= LIST_MS
        _row(f"console: list of 50 of {asked.cases:,} cases", 1, listed, f"{LIST_MS} ms p95", met)
        _row("console: one whole case", 1, await one_after_the_other(client, "/cases/1", 30))
        late = await live(stack, client, asked.consoles)
        in_time = _quantile(late, 0.95) <= LIVE_MS
        print(
            f"| words of a chat on a board | {asked.consoles} | | {_quantile(late, 0.5):.0f} | {_quantile(late, 0.95):.0f} "
            f"| {LIVE_MS} ms | {_met(in_time)} |"
        )
    return met and in_time and light


async def _first(citizen: str) -> bool:
    """The front page as somebody new meets it; where the chat is the first page, it is told too."""
    if CHROMIUM is None:
        print("| first page: NOT measured, there is no Chromium | 1 | | | | | NO |")
        return False
    pages = [await first_page(citizen, path) for path in ("/", "/chat")]
    for page in pages:
        parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(page.sizes.items()))
        met = _met(page.kb <= FIRST_KB and page.readable_ms <= FIRST_MS) if page is pages[0] else ""
        what = f"first page {page.path}, {page.kb:.1f} kB ({parts}), read after {page.readable_ms:.0f} ms of 3G"
        print(f"| {what} | 1 | | {page.usable_ms:.0f} | | {FIRST_KB} kB, {FIRST_MS} ms | {met} |")
    return pages[0].kb <= FIRST_KB and pages[0].readable_ms <= FIRST_MS


def _row(what: str, at_once: int, found: Measured, target: str = "", met: bool | None = None) -> None:
    quantiles = f"{found.quantile_ms(0.5):.0f} | {found.quantile_ms(0.95):.0f}"
    print(
        f"| {what} | {at_once} | {found.turns_per_s:.0f} | {quantiles} | {target} | {'' if met is None else _met(met)} |"
    )


def _met(met: bool) -> str:
    return "yes" if met else "NO"


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=float, default=10)
    given.add_argument("--users", type=int, default=50)
    given.add_argument("--consoles", type=int, default=50)
    given.add_argument("--cases", type=int, default=1_000_000, help=f"at least {SAMPLES:,}")
    asked = given.parse_args()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIVICLINE_REQUESTS_A_MINUTE", "100000")
        with temporary_stack(before=lambda chosen: put_in_place_of(chosen.var / "casework.db", asked.cases)) as stack:
            return 0 if asyncio.run(measure(stack, asked)) else MISSED


if __name__ == "__main__":
    sys.exit(main())
