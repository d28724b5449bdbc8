"""What the whole way of a report costs in casework, per call: begun, a PIN chosen, every question answered, filed.

    .envs/services/bin/python -m benchmarks.bench_reports [--reports 60]

A theft by voice, over HTTP as the bot asks: one request a turn, each saved before it is answered. On SQLite and, where its
programs are installed, on PostgreSQL, in the sample city of 5,000 cases; first one call after the other, then eight at once.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from benchmarks.big_city import SAMPLES, on_postgres, on_sqlite
from benchmarks.servers import POSTGRES, cpu_ms, served
from casework.access.pins import KEYED_MEMORY_KIB, KEYED_TIME_COST, LANES

SAID: dict[str, Any] = {
    "where": "14th Ave & Pearl St",
    "when": "yesterday",
    "what_happened": "My bicycle was taken from the rack in front of the house, somebody cut the lock.",
    "items.1.what": "a blue bicycle",
    "items.1.value": "twelve hundred dollars",
    "name": "Ada Lovelace",
    "phone": "303 555 0199",
    "email": "ada at example dot org",
    "contact_by": "sms",
}
COLUMNS = (
    "database", "calls at once", "reports per second", "requests each", "of them answers", "service CPU ms each",
    "database CPU ms each", "of that Argon2id ms", "wall ms each", "request p50 ms", "request p95 ms",
)  # fmt: skip


class Call:
    """One caller who reports a theft; remembers how long every request took."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client, self.times, self.answers = client, list[float](), 0
        self._call = secrets.token_hex(8)

    async def whole(self) -> None:
        begin = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": self._call}
        made = await self._post("/v1/reports", begin)
        at = f"/v1/reports/{made['report']}"
        step = (await self._post(f"{at}/pin", {"pin": "7391"}))["step"]
        while step["state"] == "ask":
            question, self.answers = step["question"], self.answers + 1
            body = {"question": question["id"], "channel": "voice", "turn": f"turn-{self.answers}"}
            said = SAID.get(question["id"], False)
            step = (await self._post(f"{at}/answers", body | {"text" if isinstance(said, str) else "value": said}))[
                "step"
            ]
            assert "problem" not in step.get("question", {}), step
        assert step["state"] == "summary", step
        assert (await self._post(f"{at}/submit", {"turn": "file"}))["case"]

    async def _post(self, path: str, body: object) -> dict[str, Any]:
        started = time.perf_counter()
        answer = await self._client.post(path, json=body, headers={"Idempotency-Key": self._call})
        self.times.append((time.perf_counter() - started) * 1000)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told


async def measure(kind: str, folder: Path, url: str | None, pids: list[int], count: int) -> list[str]:
    """The lines of one database. What a filed report sets off beside it (notifications) belongs to its cost."""
    lines = []
    async with served(folder, url) as running:
        await asyncio.gather(*(Call(running.client).whole() for _ in range(4)))
        for at_once in (1, 8):
            await asyncio.sleep(2)
            before, of_database, started = cpu_ms(running.pid), cpu_ms(*pids), time.perf_counter()
            calls = await _calls(running.client, count, at_once)
            took = time.perf_counter() - started
            await asyncio.sleep(2)
            database = (cpu_ms(*pids) - of_database) / count if pids else None
            cpu = [(cpu_ms(running.pid) - before) / count, database, _argon2_ms()]
            lines.append(_line(kind, at_once, took, cpu, calls))
    return lines


async def _calls(client: httpx.AsyncClient, count: int, at_once: int) -> list[Call]:
    calls = [Call(client) for _ in range(count)]
    waiting = iter(calls)

    async def worker() -> None:
        for call in waiting:
            await call.whole()

    await asyncio.gather(*(worker() for _ in range(at_once)))
    return calls


def _line(kind: str, at_once: int, took: float, cpu: list[float | None], calls: list[Call]) -> str:
    times = [one for call in calls for one in call.times]
    told = [
        kind, at_once, f"{len(calls) / took:.1f}", f"{len(times) / len(calls):.0f}", f"{calls[0].answers}",
        *("in the service" if ms is None else f"{ms:.0f}" for ms in cpu),
        f"{statistics.mean(sum(call.times) for call in calls):.0f}",
        f"{statistics.median(times):.1f}", f"{statistics.quantiles(times, n=20)[-1]:.1f}",
    ]  # fmt: skip
    return f"| {' | '.join(map(str, told))} |"


def _argon2_ms() -> float:
    """Processor time of one hash, as the PIN of a report is hashed once."""
    hasher, times = PasswordHasher(time_cost=KEYED_TIME_COST, memory_cost=KEYED_MEMORY_KIB, parallelism=LANES), []
    for _ in range(9):
        started = time.thread_time()
        hasher.hash("7391")
        times.append((time.thread_time() - started) * 1000)
    return statistics.median(times)


@contextmanager
def databases(kind: str) -> Iterator[tuple[Path, str | None, list[int]]]:
    """(folder of casework, address of its database, processes of the database)"""
    if kind == "SQLite":
        with on_sqlite(SAMPLES) as folder:
            yield folder, None, []
        return
    with tempfile.TemporaryDirectory() as var, on_postgres(SAMPLES) as server:
        yield Path(var), server.url, [server.pid]


async def main() -> None:
    parser = argparse.ArgumentParser("bench_reports", description="The cost of a whole report.")
    parser.add_argument("--reports", type=int, default=60)
    args = parser.parse_args()
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for kind in ("SQLite", "PostgreSQL") if POSTGRES else ("SQLite",):
        with databases(kind) as (folder, url, pids):
            for line in await measure(kind, folder, url, pids, args.reports):
                print(line, flush=True)
    if not POSTGRES:
        print("PostgreSQL is not installed here: not measured", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main())
