"""A house for each test: a real Asterisk, a connector process, telephones. Runs only where it is asked for (make test-telephony)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from launcher.health import slowness
from tests.telephony.pbx import ROOT, Pbx, Ports
from tests.telephony.phones import NUMBER, Caller, CallTaker, _tcp_answers, _until

WAYS = ("websocket", "audiosocket")  # in which Asterisk reaches the connector
ASKED = os.environ.get("CIVICLINE_TEST_TELEPHONY") == "1"
collect_ignore_glob = [] if ASKED else ["test_*.py"]


def peer_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    cache = os.environ.get("CIVICLINE_CACHE") or str(Path(base) / "civicline")
    return Path(cache).expanduser() / "asterisk-peer"


@dataclass
class House:
    """Everything of one test; whatever was started is stopped at its end."""

    folder: Path
    pbx: Pbx
    connector: subprocess.Popen[bytes] | None = None
    phones: list[CallTaker | Caller] = field(default_factory=list)

    @property
    def connector_log(self) -> str:
        path = self.folder / "connector.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start_connector(self, *heard: str, more: tuple[str, ...] = ()) -> None:
        """Scripted speech: what the caller is heard to say, utterance by utterance."""
        ports = self.pbx.ports
        command = [sys.executable, "-m", "tests.telephony.connector", "--port", str(ports.connector)]
        command += ["--audiosocket", str(ports.audiosocket), *more]
        for one in heard:
            command += ["--heard", one]
        self.run_connector(command, {})

    def run_connector(self, command: list[str], settings: dict[str, str], patience_s: float = 20.0) -> None:
        log = (self.folder / "connector.log").open("wb")
        environment = {**os.environ, **settings}
        self.connector = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment)
        within_s = patience_s * slowness()
        _until(lambda: _tcp_answers(self.pbx.ports.connector), within_s, "the connector did not start")

    def kill_connector(self) -> None:
        """kill -9: no good-bye on any socket but the kernel's."""
        assert self.connector is not None
        self.connector.kill()
        self.connector.wait(10)

    def tell_connector(self, what: signal.Signals) -> None:
        assert self.connector is not None
        self.connector.send_signal(what)

    def call_taker(self, name: str = "call-taker", *, answers: bool = True) -> CallTaker:
        ports = self.pbx.ports
        port = {
            "call-taker": ports.call_taker,
            "second": ports.second,
            "emergency": ports.emergency,
            "outside": ports.outside,
        }
        phone = CallTaker(self.pbx, name, port[name], answers)
        self.phones.append(phone)
        phone.start()
        return phone

    def caller(self, says: np.ndarray, number: str = NUMBER) -> Caller:
        """Calls at once."""
        phone = Caller(self.pbx, says)
        self.phones.append(phone)
        phone.start()
        phone.dial(number)
        return phone

    def until_logged(self, text: str, within_s: float = 15.0) -> None:
        _until(lambda: text in self.connector_log, within_s, f"the connector never logged {text!r}")

    def until_logged_times(self, text: str, times: int, within_s: float = 15.0) -> None:
        _until(lambda: self.connector_log.count(text) >= times, within_s, f"{text!r} was not logged {times} times")

    @staticmethod
    def until(condition: Callable[[], bool], within_s: float) -> None:
        _until(condition, within_s, "it did not happen in time")

    @staticmethod
    def wait_s(seconds: float) -> None:
        """A telephone call takes its time: everything here happens on real clocks."""
        time.sleep(seconds)

    @staticmethod
    def skip_if_starved() -> None:
        """Holes in the sound of a machine that has three times more to do than it can say nothing about us."""
        load, cores = os.getloadavg()[0], os.cpu_count() or 1
        if load > 2 * cores:
            pytest.skip(f"this machine is too busy to judge sound: load {load:.0f} on {cores} cores")

    @staticmethod
    def tell(figure: str) -> None:
        sys.stdout.write(f"measured: {figure}\n")

    def stop(self) -> None:
        for phone in self.phones:
            phone.stop()
        if self.connector is not None and self.connector.poll() is None:
            self.connector.send_signal(signal.SIGINT)
            try:
                self.connector.wait(15)
            except subprocess.TimeoutExpired:
                self.connector.kill()
                self.connector.wait(5)


@pytest.fixture
def media() -> str:
    """Which way Asterisk reaches the connector; a module may say otherwise."""
    return "websocket"


@pytest.fixture
def emergency() -> str:
    return ""


@pytest.fixture
def house(tmp_path: Path, media: str, emergency: str, request: pytest.FixtureRequest) -> Iterator[House]:
    peer = peer_folder()
    if not (peer / "complete").exists():
        pytest.fail(f"There is no Asterisk in {peer}: run `make test-telephony`, which installs it.")
    made = House(tmp_path, Pbx(peer, Ports.free(), media, emergency))
    try:
        made.pbx.start()
        yield made
    finally:
        made.stop()
        sys.stdout.write(f"--- Asterisk\n{made.pbx.log()[-4000:]}\n--- connector\n{made.connector_log[-4000:]}\n")
        made.pbx.stop()
