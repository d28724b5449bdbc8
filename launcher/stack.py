"""Starts services, waits until each can serve, watches them, stops them. Also what tests and benchmarks start with."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Sequence

from launcher import health, processes
from launcher.errors import ServiceDied
from launcher.paths import ROOT, shown
from launcher.progress import Ticker, say, tail
from launcher.services import Service
from launcher.settings import Settings

POLL_S = 0.2
BUSY_FROM = 1.5  # jobs that want each core
BUSY_SAID_AFTER_S = 10.0
GRACE_S = 10.0  # a service may finish what it is saying or writing


class Stack:
    """Services of one run. Use as a context manager: leaving it stops every one of them, and only them."""

    def __init__(self, settings: Settings, services: Sequence[Service]) -> None:
        self.settings = settings
        self.services = list(services)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Stack:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def log(self, service: Service) -> Path:
        return self.settings.var / "log" / f"{service.name}.log"

    def start(self) -> None:
        """Starts everything and returns when all can serve. Raises PortTaken or ServiceDied."""
        health.require_free_ports(self.settings, [service.name for service in self.services if service.ready_paths])
        for needed in (True, False):  # what callers and pages do without takes no core from what they wait for
            these = [service for service in self.services if service.needed == needed]
            for service in these:  # side by side: none needs another to become ready, and each loads on one core
                self._launch(service)
            self._wait_ready(these)

    def check(self) -> None:
        """Raises ServiceDied when a service has ended that the others need; of another one it is said once."""
        for service in self.services:
            process = self._running.get(service.name)
            code = process.poll() if process else None
            if code is not None:
                told = self._obituary(service, f"ended by itself with exit code {code}")
                if service.needed:
                    raise ServiceDied(told)
                self.stop_one(service.name)
                say(f"  Everything else goes on. {told}")

    def watch(self) -> NoReturn:
        """Watches until a service ends: then raises ServiceDied."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ends every process group that this stack started, all at once."""
        processes.stop_groups(list(self._running.values()), GRACE_S)
        self._running.clear()

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def stop_one(self, name: str) -> None:
        """Ends one service and stops watching it."""
        processes.stop_group(self._running.pop(name), GRACE_S)

    def kill_one(self, name: str) -> None:
        """kill -9 of one service, as a crash would be; it is not watched until it is started again."""
        process = self._running.pop(name)
        processes.signal_group(process, signal.SIGKILL)
        process.wait()

    def terminate_one(self, name: str, within_s: float) -> int:
        """SIGTERM for one service, as an orchestrator sends it; its exit code. It is killed when it takes longer."""
        process = self._running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(within_s)
        except subprocess.TimeoutExpired:
            processes.signal_group(process, signal.SIGKILL)
            return process.wait()

    def start_one(self, name: str) -> None:
        """Starts one service that was stopped; returns when it can serve."""
        service = next(one for one in self.services if one.name == name)
        self._launch(service)
        self._wait_ready([service])

    def replace_rasa(self, within_s: float = 180) -> float:
        """Starts the next Rasa beside this one, and stops this one once the next one listens (bot_server/beside.py).

        Returns the seconds from the start of the next to its first turn. Raises ServiceDied; the one before then stays.
        """
        began, before = time.monotonic(), self._running["rasa"]
        service = next(one for one in self.services if one.name == "rasa")
        self._launch(service)
        noted = self.settings.var / f"rasa-{self.settings.ports['rasa']}.pid"
        while not (noted.exists() and noted.read_text().strip() == str(self.pid("rasa"))):
            if self._running["rasa"].poll() is not None or time.monotonic() - began > within_s * health.slowness():
                processes.stop_group(self._running["rasa"], GRACE_S)
                self._running["rasa"] = before
                raise ServiceDied(self._obituary(service, "did not take over"))
            time.sleep(POLL_S)
        processes.stop_group(before, GRACE_S)
        return time.monotonic() - began

    def _launch(self, service: Service) -> None:
        log = self.log(service)
        for folder in (self.settings.var, log.parent):  # our own; an earlier version left them open
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        environment = self.settings.environment_of(service.name)
        self._running[service.name] = processes.start(service.command, log, environment, ROOT)

    def _wait_ready(self, services: Sequence[Service]) -> None:
        """A busy machine is waited for longer, in proportion, and that is said once."""
        waiting = {service.name: (service, Ticker(f"start {service.what}")) for service in services}
        said = False
        while waiting:
            self.check()
            for name, (service, ticker) in list(waiting.items()):
                if not service.ready_paths or health.is_ready(self.settings.url(name), service.ready_paths):
                    ticker.done("ready")
                    del waiting[name]
                elif ticker.elapsed_s > service.patience_s * (slowness := health.slowness()):
                    ticker.done("not ready")
                    raise ServiceDied(self._obituary(service, f"was not ready after {ticker.elapsed_s:.0f} s"))
                elif slowness >= BUSY_FROM and ticker.elapsed_s > BUSY_SAID_AFTER_S and not said:
                    ticker.remark(f"this machine is busy (load {slowness:.0f} a core), so the start takes longer")
                    said = True
            for _, ticker in list(waiting.values())[:1]:
                ticker.tick()
            time.sleep(POLL_S)

    def _obituary(self, service: Service, what_happened: str) -> str:
        log = self.log(service)
        return f"The service '{service.what}' {what_happened}; its log is {shown(log)} and ends so:\n{tail(log)}"
