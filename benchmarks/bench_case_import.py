"""How long 100,000 updates of a records system take, sent as they would be: one HTTP request, NDJSON, all kinds of change.

    .envs/services/bin/python -m benchmarks.bench_case_import

A fresh database with 20,000 cases that have numbers and a tenth of them a contact; the service runs in a process of its
own. On SQLite always; on PostgreSQL where its programs are installed (a server of our own, thrown away afterwards).
The target is three minutes on two cores.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from benchmarks.servers import PIN_KEY, POSTGRES, TOKEN, cpu_ms, postgres, served
from casework.app import build_services
from casework.cases.tables import Case
from casework.notifications.tables import Contact
from casework.settings import Settings

CASES, UPDATES, TARGET_S = 20_000, int(os.environ.get("BENCH_UPDATES", "100000")), 180
STAGES = (
    "recorded",
    "allocated",
    "under_investigation",
    "forensics",
    "suspect_identified",
    "charged",
    "closed_no_leads",
)


def fill(settings: Settings, now: datetime) -> None:
    """Migrates, and stores numbered cases; every tenth has a contact, so that its changes are told."""
    services = build_services(settings)
    with services.database.writing() as session:
        contact = Contact(
            agency="denver", phone="+13035550100", language="en", wants=["sms"], frequency="each",
            created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(contact)
        session.flush()
        rows: list[dict[str, object]] = [
            {
                "agency": "denver", "number": f"2026-{n:06d}", "access_code": None, "pin_hash": "x", "need": "theft_cold",
                "stage": "accepted", "contact_id": contact.id if n % 10 == 0 else None, "queue": "reports",
                "answers": {}, "flags": [], "opened_at": now - timedelta(days=9), "updated_at": now - timedelta(days=9),
                "is_sample": False, "anonymous": False,
            }
            for n in range(1, CASES + 1)
        ]  # fmt: skip
        session.execute(insert(Case), rows)
    services.database.close()


def updates(now: datetime) -> Iterator[bytes]:
    """Two in three change the stage, the others the officer; times go forwards, as a nightly file has them."""
    dice = random.Random(417)
    for n in range(UPDATES):
        at = now - timedelta(days=8) + timedelta(seconds=n * 6)
        line = {"update": f"u{n}", "number": f"2026-{dice.randrange(1, CASES + 1):06d}", "at": at.isoformat()}
        line |= {"officer": f"badge-{dice.randrange(900)}"} if n % 3 == 0 else {"stage": dice.choice(STAGES)}
        yield json.dumps(line).encode() + b"\n"


async def measure(name: str, folder: Path, database_url: str | None, *pids: int) -> str:
    """One line of the table."""
    now = datetime.now(UTC)
    settings = {"service_token": TOKEN, "pin_keys": PIN_KEY, "var": folder, "database_url": database_url}
    fill(Settings.model_validate(settings), now)
    body = b"".join(updates(now))
    async with served(folder, database_url) as running:
        running.client.headers.update({"Civicline-Actor": "rms", "Civicline-Role": "records_system"})
        before = cpu_ms(running.pid), cpu_ms(*pids)
        took, told = await _send(running.client, body)
        spent, of_database = (cpu_ms(running.pid) - before[0]) / 1000, (cpu_ms(*pids) - before[1]) / 1000
        again, _ = await _send(running.client, body)
    verdict = "yes" if took <= TARGET_S * UPDATES / 100_000 else "NO"
    rate = told["lines"] / took
    return (
        f"| {name} | {told['lines']:,} | {told['applied']:,} | {told['refused']:,} | {took:.1f} | {rate:,.0f} "
        f"| {again:.1f} | {spent:.0f} | {f'{of_database:.0f}' if pids else 'in the service'} | {verdict} |"
    )


async def _send(client: httpx.AsyncClient, body: bytes) -> tuple[float, dict[str, int]]:
    started = time.perf_counter()
    answer = await client.post("/v1/agencies/denver/imports?source=bench", content=body)
    assert answer.is_success, answer.text
    return time.perf_counter() - started, answer.json()


async def main() -> None:
    names = [
        "database", "lines", "applied", "refused (older than the last change)", "seconds", "lines per second",
        "the same again, seconds", "CPU seconds of the service", "of the database", f"within {TARGET_S} s per 100,000",
    ]  # fmt: skip
    print(f"| {' | '.join(names)} |\n{'|---' * len(names)}|")
    with tempfile.TemporaryDirectory() as folder:
        print(await measure("SQLite", Path(folder), None), flush=True)
    if not POSTGRES:
        print("PostgreSQL is not installed here: not measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        print(await measure("PostgreSQL", Path(folder), server.url, server.pid), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
