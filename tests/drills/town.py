"""A whole line for a drill: real processes on ports of their own, each of which can be killed and is brought back after a while."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from launcher import sample_data, settings
from launcher.run import prepare
from launcher.services import Service, casework, connector
from launcher.stack import Stack
from launcher.temporary import free_offset

_BACK_AFTER_S = 3.0  # as an orchestrator would bring a container back


@dataclass
class Town:
    """`kill` takes the name of a service, or recogniser or synthesiser for the connector's engine processes."""

    stack: Stack
    back_after_s: float = _BACK_AFTER_S
    _returning: "list[Future[None]]" = field(default_factory=list)
    # one thread that stays: Linux ends a service together with the thread that has started it (launcher/processes.py)
    _starter: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    @property
    def address(self) -> str:
        return self.stack.settings.url("connector")

    @property
    def victims(self) -> list[str]:
        services = [service.name for service in self.stack.services if service.name != "connector"]
        return [*services, "recogniser", "synthesiser"]

    def kill(self, name: str) -> None:
        """kill -9; an engine's process is brought back by the connector, a service by us."""
        if name in ("recogniser", "synthesiser"):
            for pid in self.readiness()["parts"]["engines"][name]["processes"]:
                os.kill(pid, signal.SIGKILL)
            return
        self.stack.kill_one(name)
        self._returning.append(self._starter.submit(self._bring_back, name))

    def drain(self, within_s: float) -> int:
        """SIGTERM to the connector; its exit code once it has gone."""
        return self.stack.terminate_one("connector", within_s)

    def whole_again(self) -> None:
        """Returns when everything that was killed has come back."""
        for one in self._returning:
            one.result()
        self._returning.clear()

    def readiness(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.address}/readyz", trust_env=False, timeout=30).json()
        return found

    def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        page = httpx.get(f"{self.address}/metrics", trust_env=False, timeout=30).text
        lines = [line for line in page.splitlines() if line.startswith((f"{name}{{", f"{name} "))]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    def has_record(self, call_id: str) -> bool:
        """Whether casework has the record of the call."""
        who = {"Civicline-Actor": "drill", "Civicline-Role": "supervisor"}
        headers = {"Authorization": f"Bearer {self.stack.settings.token}"} | who
        address = f"{self.stack.settings.url('casework')}/v1/agencies/denver/calls/{call_id}"
        try:
            return httpx.get(address, headers=headers, trust_env=False, timeout=30).status_code == 200
        except httpx.HTTPError:
            return False

    def missing_records(self, call_ids: list[str], within_s: float) -> list[str]:
        """The calls whose records have not reached casework in that time."""
        end = time.monotonic() + within_s
        missing = list(call_ids)
        while missing and time.monotonic() < end:
            missing = [call_id for call_id in missing if not self.has_record(call_id)]
            time.sleep(0.5 if missing else 0)
        return missing

    def connector_pids(self) -> list[int]:
        """The connector and its engine processes."""
        engines = self.readiness()["parts"]["engines"].values()
        return [self.stack.pid("connector"), *(pid for engine in engines for pid in engine["processes"])]

    def _bring_back(self, name: str) -> None:
        time.sleep(self.back_after_s)
        self.stack.start_one(name)


@contextmanager
def town(*, real_bot: bool, most_calls: int, **variables: str) -> Iterator[Town]:
    """Everything, with the real bot and its action server or the stand-in of tests/fakes; gone after the block."""
    with tempfile.TemporaryDirectory(prefix="civicline-drill-") as folder:
        own = {"CIVICLINE_MOST_CALLS": str(most_calls), "CIVICLINE_SPOOL_RETRY_S": "2", **variables}
        chosen = _Settings.of(settings.from_environment(free_offset(), var=Path(folder)), own)
        if real_bot:
            services = prepare(chosen)
        else:
            sample_data.ensure(chosen)
            services = [casework(), _fake_bot(chosen), connector()]
        with Stack(chosen, services) as stack:
            whole = Town(stack)
            try:
                yield whole
            finally:
                whole.whole_again()


@dataclass(frozen=True)
class _Settings(settings.Settings):
    """The launcher's, with variables of the drill's own."""

    own: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, chosen: settings.Settings, own: dict[str, str]) -> "_Settings":
        return cls(chosen.ports, chosen.var, chosen.token, chosen.agency, one_token=True, own=own)

    def environment(self, base: Any = None) -> dict[str, str]:
        return {**super().environment(base), **self.own}


def _fake_bot(chosen: settings.Settings) -> Service:
    command = (sys.executable, "-m", "tests.fakes.bot", "--port", str(chosen.ports["rasa"]))
    return Service("rasa", "the stand-in for the bot", command, ("/",), patience_s=60)
