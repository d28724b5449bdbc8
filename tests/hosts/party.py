"""Two of each part as on two hosts: PostgreSQL, Valkey or Redis, RabbitMQ where it is, HAProxy before them. On free ports."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Template

import httpx
import psycopg

from launcher import processes, settings
from launcher.paths import ROOT
from launcher.run import prepare
from launcher.settings import Settings
from tests.fakes import redis_server
from tests.fakes.ports import quiet_port
from tests.fakes.postgres import PROGRAMS, postgres

START_WITHIN_S = 300.0
READY = {"casework": "/readyz", "actions": "/readyz", "rasa": "/webhooks/rest/", "connector": "/readyz"}
HAPROXY = shutil.which("haproxy") or ("/usr/sbin/haproxy" if Path("/usr/sbin/haproxy").exists() else None)
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PIN_KEYS = "a-key-for-the-pins-of-two-hosts-32-characters"


def missing() -> str:
    """What must be on the machine and is not; empty when two hosts can be tried here."""
    wanted = {"haproxy": HAPROXY, "postgresql": PROGRAMS, "redis-server or valkey": redis_server.program()}
    return ", ".join(name for name, found in wanted.items() if not found)


@dataclass
class Party:
    """`kill` takes the name of a part and which of the two. `settings.url(part)` is HAProxy's address of it."""

    settings: Settings
    database: str
    tracker: str
    broker: str | None
    folder: Path
    ports: dict[tuple[str, int], int]
    older: Path | None = None  # the tree of another version, whose parts are started until they are replaced
    older_model: Path | None = None
    _running: dict[tuple[str, int], "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, parts: Sequence[str]) -> None:
        """Both of each; returns when HAProxy can reach them all."""
        for part in parts:
            for which in (0, 1):
                self._launch(part, which)
        self.wait([(part, which) for part in parts for which in (0, 1)])

    def kill(self, part: str, which: int) -> None:
        process = self._running.pop((part, which))
        processes.signal_group(process, signal.SIGKILL)
        process.wait()

    def again(self, part: str, which: int) -> None:
        self._launch(part, which)
        self.wait([(part, which)])

    def upgrade(self, part: str, which: int, within_s: float = 90.0) -> int:
        """SIGTERM as an orchestrator sends it, and the version of this tree in its place; the exit code of the one before."""
        process = self._running.pop((part, which))
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(within_s)
        finally:
            processes.stop_group(process, 1.0)
        self._launch(part, which, ROOT)
        self.wait([(part, which)])
        return code

    def wait(self, whom: Sequence[tuple[str, int]]) -> None:
        end = time.monotonic() + START_WITHIN_S
        for part, which in whom:
            address = f"http://127.0.0.1:{self.ports[part, which]}{READY[part]}"
            while not _answers(address):
                running = self._running[part, which]
                assert running.poll() is None, (
                    f"{part} {which} has ended: see {self.log(part, which).read_text()[-3000:]}"
                )
                assert time.monotonic() < end, (
                    f"{part} {which} is not ready: see {self.log(part, which).read_text()[-3000:]}"
                )
                time.sleep(0.2)
        time.sleep(1.0)  # HAProxy looks every half second

    def sessions(self, part: str, which: int) -> int:
        """How many requests HAProxy has sent to this one."""
        page = httpx.get(f"http://127.0.0.1:{self.ports['stats', 0]}/;csv", trust_env=False).text.splitlines()
        names = page[0].lstrip("# ").split(",")
        rows = [dict(zip(names, line.split(","), strict=False)) for line in page[1:]]
        return next(int(row["stot"]) for row in rows if row["svname"] == f"{part}{which}")

    def metrics(self, part: str, which: int) -> str:
        headers = {
            "Authorization": f"Bearer {self.settings.token}",
            "Civicline-Actor": "prometheus",
            "Civicline-Role": "operator",
        }
        address = f"http://127.0.0.1:{self.ports[part, which]}/metrics"
        return httpx.get(address, headers=headers, trust_env=False).raise_for_status().text

    def stop(self) -> None:
        processes.stop_groups(list(self._running.values()), 10.0)
        self._running.clear()

    def log(self, part: str, which: int) -> Path:
        return self.folder / f"{part}-{which}.log"

    def _launch(self, part: str, which: int, tree: Path | None = None) -> None:
        """`tree`: whose version; else the older one, where there is one."""
        tree = tree or self.older or ROOT
        host = replace(self.settings, var=self.folder / f"host-{which}")
        own = {
            **host.environment_of(part),
            f"CIVICLINE_{part.upper()}_PORT": str(self.ports[part, which]),
            "CIVICLINE_DATABASE_URL": self.database,
            "CIVICLINE_TRACKER_DIALECT": "postgresql",
            "CIVICLINE_TRACKER_HOST": self.tracker,
            "CIVICLINE_TRACKER_DB": "",
            "CIVICLINE_EVENTS_URL": self.broker or "",
            "CIVICLINE_PAGE_SECRET": "a-secret-of-pages-that-both-connectors-share",
            "CIVICLINE_SPEECH_WORKERS": "1",
            "CIVICLINE_MOST_CALLS": "4",
            "CIVICLINE_SPOOL_RETRY_S": "1",
            "CIVICLINE_DRAIN_S": "90",
        }
        if part == "casework":
            own["CIVICLINE_PIN_KEYS"] = PIN_KEYS
        host.var.mkdir(parents=True, exist_ok=True)
        command = list(next(one.command for one in self._services if one.name == part))
        if part == "rasa":
            command[command.index("--port") + 1] = str(self.ports[part, which])
            if tree == self.older and self.older_model is not None:
                command[command.index("--model") + 1] = str(self.older_model)
        self._running[part, which] = processes.start(command, self.log(part, which), own, tree)

    def __post_init__(self) -> None:
        self._services = prepare(self.settings)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def party(folder: Path, locks: str = "redis", older: tuple[Path, Path] | None = None) -> Iterator[Party]:
    """Databases, broker and HAProxy; no part is started yet. `locks`: redis, or database. `older`: tree and model of another version."""
    names = ("casework", "actions", "rasa", "connector")
    with ExitStack() as until_the_end:
        server = until_the_end.enter_context(postgres(folder / "pg"))
        with psycopg.connect(server, autocommit=True) as connection:
            for name in ("casework", "tracker"):
                connection.execute(f"CREATE DATABASE {name}")
        fronts = {name: quiet_port() for name in settings.DEFAULT_PORTS}
        ports = {(name, which): quiet_port() for name in names for which in (0, 1)}
        ports["stats", 0] = quiet_port()
        where = _redis(folder, until_the_end) if locks == "redis" else "database"
        chosen = _Of(fronts, folder, "a-service-token-of-two-hosts", one_token=True, locks=where)
        broker = until_the_end.enter_context(rabbitmq(folder / "rabbit")) if RABBITMQ.exists() else None
        until_the_end.enter_context(haproxy(folder, fronts, ports))
        base = server.rpartition("/")[0]
        whole = Party(chosen, f"{base}/casework", f"{base}/tracker", broker, folder, ports, *(older or ()))
        until_the_end.callback(whole.stop)
        yield whole


@dataclass(frozen=True)
class _Of(Settings):
    locks: str = ""

    def environment(self, base: object = None) -> dict[str, str]:
        return {**super().environment(), "CIVICLINE_LOCKS": self.locks}


def _redis(folder: Path, until_the_end: ExitStack) -> str:
    server = redis_server.RedisServer(folder / "redis")
    server.start()
    until_the_end.callback(server.kill)
    return server.url


@contextmanager
def haproxy(folder: Path, fronts: dict[str, int], ports: dict[tuple[str, int], int]) -> Iterator[None]:
    """With the configuration that is deployed."""
    filled = {f"{name.upper()}_BIND": f"127.0.0.1:{port}" for name, port in fronts.items()}
    for name in READY:
        servers = [f"    server {name}{which} 127.0.0.1:{ports[name, which]}" for which in (0, 1)]
        filled[f"{name.upper()}_SERVERS"] = "\n".join(servers)
    statistics = f"\nfrontend stats\n    bind 127.0.0.1:{ports['stats', 0]}\n    stats enable\n    stats uri /\n"
    written = folder / "haproxy.cfg"
    written.write_text(Template((ROOT / "deploy/haproxy/civicline.cfg.in").read_text()).substitute(filled) + statistics)
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen([str(HAPROXY), "-db", "-f", str(written)], stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    """A broker of our own, in its own folder; as root only where its script allows it."""
    port = quiet_port()
    folder.mkdir(parents=True)
    own = {
        **os.environ,
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"civicline{port}@localhost",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_DIST_PORT": str(quiet_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(quiet_port()),  # a name server of our own, ended with the broker
    }
    (folder / "plugins").write_text("[].\n")
    with (folder / "out").open("wb") as log:
        process = subprocess.Popen([str(RABBITMQ)], env=own, stdout=log, stderr=log, start_new_session=True)
        try:
            end = time.monotonic() + 90
            while b"Starting broker... completed" not in (folder / "out").read_bytes():
                assert process.poll() is None, (folder / "out").read_text()[-2000:]
                assert time.monotonic() < end, (folder / "out").read_text()[-2000:]
                time.sleep(0.2)
            yield f"amqp://guest:guest@127.0.0.1:{port}/%2F"
        finally:
            processes.stop_group(process, 15.0)
            subprocess.run(["epmd", "-kill"], env=own, capture_output=True)
