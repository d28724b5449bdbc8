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
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from casework.app import build_services
from casework.models import Case
from casework.notifications.tables import Contact
from casework.settings import Settings

CASES, UPDATES, TARGET_S = 20_000, int(os.environ.get("BENCH_UPDATES", "100000")), 180
TOKEN = "b" * 32
STAGES = (
    "recorded",
    "allocated",
    "under_investigation",
    "forensics",
    "suspect_identified",
    "charged",
    "closed_no_leads",
)
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


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


@contextmanager
def served(folder: Path, database_url: str | None) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CIVICLINE_")},
        "CIVICLINE_SERVICE_TOKEN": TOKEN,
        "CIVICLINE_VAR": str(folder),
        "CIVICLINE_CASEWORK_PORT": str(port),
        **({"CIVICLINE_DATABASE_URL": database_url} if database_url else {}),
    }
    process = subprocess.Popen([sys.executable, "-m", "casework", "serve"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


async def measure(name: str, folder: Path, database_url: str | None) -> str:
    """One line of the table."""
    now = datetime.now(UTC)
    settings = {"service_token": TOKEN, "var": folder, "database_url": database_url}
    fill(Settings.model_validate(settings), now)
    body = b"".join(updates(now))
    headers = {"Authorization": f"Bearer {TOKEN}", "Civicline-Actor": "rms", "Civicline-Role": "records_system"}
    before = _of_children()
    with served(folder, database_url) as address:
        async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=900) as client:
            await _ready(client)
            took, told = await _send(client, body)
            again, _ = await _send(client, body)
    spent = _of_children() - before
    verdict = "yes" if took <= TARGET_S * UPDATES / 100_000 else "NO"
    rate = told["lines"] / took
    return (
        f"| {name} | {told['lines']:,} | {told['applied']:,} | {told['refused']:,} | {took:.1f} | {rate:,.0f} "
        f"| {again:.1f} | {spent:.0f} | {verdict} |"
    )


def _of_children() -> float:
    """Processor time of processes that have ended, which is the service: wall time says little on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _send(client: httpx.AsyncClient, body: bytes) -> tuple[float, dict[str, int]]:
    started = time.perf_counter()
    answer = await client.post("/v1/agencies/denver/imports?source=bench", content=body)
    assert answer.is_success, answer.text
    return time.perf_counter() - started, answer.json()


async def _ready(client: httpx.AsyncClient) -> None:
    for _ in range(300):
        try:
            if (await client.get("/readyz")).is_success:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("casework did not get ready within thirty seconds")


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL with its usual settings on a free port; as root it runs as nobody."""
    programs, root = POSTGRES[-1].parent, os.geteuid() == 0
    own = Path(tempfile.mkdtemp(prefix="civicline-bench-pg-"))
    as_user = ["setpriv", "--reuid=nobody", "--clear-groups"] if root else []
    if root:
        shutil.chown(own, "nobody")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    initdb: list[str | Path] = [*as_user, programs / "initdb", "-D", own / "data", "-A", "trust", "-U", "civicline"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/")
    start: list[str | Path] = [
        *as_user,
        programs / "postgres",
        "-D",
        own / "data",
        "-p",
        str(port),
        "-k",
        "",
        "-h",
        "127.0.0.1",
    ]
    server = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        ready: list[str | Path] = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
        for _ in range(100):
            if subprocess.run(ready, capture_output=True).returncode == 0:
                break
            time.sleep(0.2)
        yield f"postgresql://civicline@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(own, ignore_errors=True)


async def main() -> None:
    names = [
        "database", "lines", "applied", "refused (older than the last change)", "seconds", "lines per second",
        "the same again, seconds", "processor seconds of the service", f"within {TARGET_S} s per 100,000",
    ]  # fmt: skip
    print(f"| {' | '.join(names)} |\n{'|---' * len(names)}|")
    with tempfile.TemporaryDirectory() as folder:
        print(await measure("SQLite", Path(folder), None), flush=True)
    if not POSTGRES:
        print("PostgreSQL is not installed here: not measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        print(await measure("PostgreSQL", Path(folder), url), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
