"""How fast casework answers: routes, case look-ups, hand-overs; in process, and over HTTP as the bot asks.

    .envs/services/bin/python -m benchmarks.bench_casework

A fresh SQLite database with 5,000 sample cases. The service runs in a process of its own, so that the asking side does
not slow it down on another core. `case status` holds an Argon2id check at full cost: it is meant to be slow.
"""

import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from socket import socket

import httpx

from agencies import load_agency
from casework.api import shapes
from casework.api.agencies import decide
from casework.api.cases import CaseLookup
from casework.app import Services, build_services
from casework.sample_data import Example, fill
from casework.settings import Settings

CASES, AT_ONCE = 5_000, 16
ROUTE = {
    "agency": "denver",
    "need": "crash_no_injury",
    "facts": {"injured": False, "city": "Denver"},
    "channel": "voice",
}
STORY = {
    "agency": "denver",
    "channel": "voice",
    "reason": "asked_for_person",
    "need": "theft_cold",
    "facts": {"where": "14th and Pearl"},
    "transcript": [{"who": "caller", "text": "my bike was stolen from the rack last night"}] * 4,
}
Once = Callable[[int], Awaitable[None]]


async def measure(name: str, once: Once, count: int, at_once: int) -> str:
    """One line of the table: how many a second, p50 and p95, with `at_once` waiting at any time."""
    times: list[float] = []
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            started = time.perf_counter()
            await once(number)
            times.append((time.perf_counter() - started) * 1000)

    started = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    rate = count / (time.perf_counter() - started)
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"| {name} | {at_once} | {rate:,.0f} | {statistics.median(times):.2f} | {p95:.2f} |"


def status_request(example: Example, number: int) -> dict[str, str]:
    return {"agency": "denver", "case_number": example.number, "pin": example.pin, "call_id": f"call-{number}"}


async def in_process(services: Services, examples: list[Example]) -> AsyncIterator[str]:
    agency = load_agency("denver")
    lookup = CaseLookup(services.database, services.pins, services.limit)

    async def route(_number: int) -> None:
        decide(agency, shapes.RouteRequest.model_validate(ROUTE))

    async def status(number: int) -> None:
        request = shapes.CaseStatusRequest.model_validate(status_request(examples[number % 5], number))
        assert not isinstance(await lookup.find(request, datetime.now(UTC)), shapes.CaseNotFound | shapes.CaseLocked)

    yield await measure("route, in process", route, 5_000, 1)
    yield await measure("case status, in process", status, 100, 1)


async def over_http(client: httpx.AsyncClient, examples: list[Example]) -> AsyncIterator[str]:
    async def post(path: str, body: object, **headers: str) -> None:
        answer = await client.post(path, json=body, headers=headers)
        assert answer.is_success, answer.text
        assert answer.json().get("outcome", "found") == "found", answer.text

    async def nothing(_number: int) -> None:
        assert (await client.get("/healthz")).is_success

    async def route(_number: int) -> None:
        await post("/v1/route", ROUTE)

    async def status(number: int) -> None:
        await post("/v1/case-status", status_request(examples[number % 5], number))

    async def hand_over(number: int) -> None:
        await post("/v1/handovers", STORY | {"call_id": f"call-{number}"}, **{"Idempotency-Key": secrets.token_hex(8)})

    for at_once in (1, AT_ONCE):
        yield await measure("nothing (healthz), HTTP: the cost of asking", nothing, 1_000, at_once)
        yield await measure("route, HTTP", route, 1_000, at_once)
        yield await measure("case status, HTTP", status, 100, min(at_once, 4))
        yield await measure("hand-over, HTTP", hand_over, 200, at_once)


@asynccontextmanager
async def served(var: Path) -> AsyncIterator[httpx.AsyncClient]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "CIVICLINE_SERVICE_TOKEN": "b" * 32,
        "CIVICLINE_VAR": str(var),
        "CIVICLINE_CASEWORK_PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-m", "casework", "serve"], env=environment, stderr=subprocess.DEVNULL)
    headers = {"Authorization": f"Bearer {'b' * 32}"}
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=30
        ) as client:
            await ready(client)
            yield client
    finally:
        process.terminate()
        process.wait(20)


async def ready(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            if (await client.get("/readyz")).is_success:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    raise SystemExit("casework did not get ready within twenty seconds")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        services = build_services(
            Settings.model_validate({"service_token": "b" * 32, "var": folder, "database_url": None})
        )
        examples = fill(services.database, "denver", CASES, 417, datetime.now(UTC))
        print("| what | at once | per second | p50 ms | p95 ms |\n|---|---|---|---|---|")
        async for line in in_process(services, examples):
            print(line, flush=True)
        await services.stop()
        async with served(Path(folder)) as client:
            await client.post("/v1/handovers", json=STORY | {"call_id": "warm"}, headers={"Idempotency-Key": "warm"})
            async for line in over_http(client, examples):
                print(line, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
