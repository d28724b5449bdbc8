"""What benchmarks of casework run against: its service in a process of its own, a PostgreSQL of our own, and their cost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import httpx

from launcher.settings import BOT_TOKEN, Settings
from launcher.temporary import free_port, temporary_stack

TOKEN = "b" * 32
PIN_KEY = "k" * 48
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A casework that answers. `pid`: its process, for `cpu_ms`."""

    client: httpx.AsyncClient
    pid: int


def environment(var: Path, database_url: str | None, **settings: str) -> dict[str, str]:
    """That of a casework with nothing set from outside."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CIVICLINE_")}
    ours = {"CIVICLINE_SERVICE_TOKEN": TOKEN, "CIVICLINE_ONE_TOKEN": "1", "CIVICLINE_PIN_KEYS": PIN_KEY}
    clean |= ours | {"CIVICLINE_VAR": str(var)} | settings
    return clean | ({"CIVICLINE_DATABASE_URL": database_url} if database_url else {})


@asynccontextmanager
async def served(var: Path, database_url: str | None = None, **settings: str) -> AsyncIterator[Served]:
    """Casework on a free port, ready; database_url None: SQLite in `var`."""
    port = free_port()
    env = environment(var, database_url, CIVICLINE_CASEWORK_PORT=str(port), **settings)
    process = subprocess.Popen([sys.executable, "-m", "casework", "serve"], env=env, stderr=subprocess.DEVNULL)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=900
        ) as client:
            await _ready(client)
            yield Served(client, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()  # what it has open keeps the benchmark's own reader waiting
            process.wait(30)


async def _ready(client: httpx.AsyncClient) -> None:
    for _ in range(1_200):
        try:
            if (await client.get("/readyz")).is_success:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("casework did not get ready within two minutes")


@dataclass(frozen=True)
class Postgres:
    url: str
    pid: int
    data: Path


@contextmanager
def postgres(copy_of: Path | None = None, *options: str) -> Iterator[Postgres]:
    """A PostgreSQL with its usual settings on a free port, thrown away afterwards; as root it runs as nobody.

    `copy_of`: a data folder (of a server that was stopped) to start from instead of an empty one.
    """
    if not POSTGRES:
        raise SystemExit("PostgreSQL is not installed here: apt-get install postgresql")
    programs, root = POSTGRES[-1].parent, os.geteuid() == 0
    own = Path(tempfile.mkdtemp(prefix="civicline-bench-pg-"))
    data, port = own / "data", free_port()
    as_user = ["setpriv", "--reuid=nobody", "--clear-groups"] if root else []
    if root:
        shutil.chown(own, "nobody")
    try:
        if copy_of:
            subprocess.run(["cp", "-a", "--reflink=auto", copy_of, data], check=True)
        else:
            initdb: list[str | Path] = [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "civicline",
                "--locale=C.UTF-8",
            ]
            subprocess.run(initdb, check=True, capture_output=True, cwd="/")
        where: list[str | Path] = ["-D", data, "-p", str(port), "-k", "", "-h", "127.0.0.1"]
        settings = [part for option in options for part in ("-c", option)]
        server = subprocess.Popen(
            [*as_user, programs / "postgres", *where, *settings],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        try:
            asked: list[str | Path] = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
            for _ in range(150):
                if subprocess.run(asked, capture_output=True).returncode == 0:
                    break
                time.sleep(0.2)
            yield Postgres(f"postgresql://civicline@127.0.0.1:{port}/postgres", server.pid, data)
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown; a plain one waits until every client has gone
            server.wait(120)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def cpu_ms(*pids: int) -> float:
    """Processor time so far of these processes and of those they started (on Linux; elsewhere 0)."""
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        ticks[pid] = sum(int(one) for one in fields[11:15])  # user, system, and those of children that ended
    family = set(pids)
    for _ in range(4):
        family |= {pid for pid, parent in parents.items() if parent in family}
    return sum(ticks.get(pid, 0) for pid in family) * 1000 / _TICKS


@contextmanager
def real_bot(wanted: bool = True) -> Iterator[str | None]:
    """The address of Civicline's own bot, started for the block; None when it is not wanted."""
    if not wanted:
        yield None
        return
    with ExitStack() as running:
        with redirect_stdout(sys.stderr):  # the starting alone: a benchmark's tables are its output
            stack = running.enter_context(temporary_stack(("casework", "actions", "rasa")))
        with shown(stack.settings):
            yield stack.settings.url("rasa")


def credential() -> dict[str, str]:
    """The header that opens the port of the bot that `real_bot` has started."""
    return {"Authorization": f"Bearer {os.environ.get(BOT_TOKEN, '')}"}


@contextmanager
def shown(chosen: Settings) -> Iterator[None]:
    """A connector of this process shows this bot its credential."""
    before = os.environ.get(BOT_TOKEN)
    os.environ[BOT_TOKEN] = chosen.bot_token
    try:
        yield
    finally:
        os.environ.pop(BOT_TOKEN) if before is None else os.environ.update({BOT_TOKEN: before})
