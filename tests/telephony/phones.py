"""Real telephones: a baresip that calls, says a recording and records what it hears; sipps that answer or are busy."""

import json
import random
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.telephony.pbx import Pbx
from voice_connector.sound.codecs import read_wav, write_wav

SCENARIOS = Path(__file__).parent / "scenarios"
RATE = 8_000
NUMBER = "13035550100"  # that callers dial who do not say which
_LOUD = 500


def tone(seconds: float, hz: float = 300.0) -> np.ndarray:
    """Something that is clearly not silence."""
    turns = np.arange(int(seconds * RATE)) * (2 * np.pi * hz / RATE)
    sound: np.ndarray = (np.sin(turns) * 9_000).astype(np.int16)
    return sound


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * RATE), np.int16)


@dataclass
class CallTaker:
    """A person's telephone. `invites` holds what it was told when it rang."""

    pbx: Pbx
    name: str
    port: int
    answers: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def _trace(self) -> Path:
        return self.pbx.folder / f"{self.name}.sip"

    def start(self) -> None:
        inside = self.pbx.inside
        scenario = "answers" if self.answers else "busy"
        shutil.copy(SCENARIOS / f"{scenario}.xml", self.pbx.folder / f"{scenario}.xml")
        command = ["chroot", str(self.pbx.peer), "sipp", "-sf", str(inside / f"{scenario}.xml"), "-i", "127.0.0.1"]
        command += ["-p", str(self.port), "-mi", "127.0.0.1", "-min_rtp_port", str(_free_even_port()), "-nostdin"]
        command += ["-trace_msg", "-message_file", str(inside / f"{self.name}.sip"), "-message_overwrite", "false"]
        command += ["-aa", *(["-rtp_echo"] if self.answers else []), "-timeout", "120s", "-skip_rlimit"]
        log = (self.pbx.folder / f"{self.name}.log").open("wb")
        self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        _until(lambda: _udp_is_taken(self.port), 10, f"sipp for {self.name} did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    @property
    def invites(self) -> list[dict[str, list[str]]]:
        """The headers of every INVITE that arrived, by lower-case name."""
        if not self._trace.exists():
            return []
        text = self._trace.read_text(errors="replace").replace("\r\n", "\n")
        messages = re.findall(r"message received \[\d+\] bytes:?\s+(INVITE .*?)\n\n", text, re.S)
        return [_headers(message) for message in messages]

    @property
    def answered(self) -> bool:
        """An ACK came: the call stands."""
        return (
            self._trace.exists() and re.search(r"bytes:?\s+ACK ", self._trace.read_text(errors="replace")) is not None
        )

    def until_rung(self, within_s: float = 25.0) -> dict[str, list[str]]:
        _until(lambda: bool(self.invites), within_s, f"{self.name} never rang")
        return self.invites[-1]

    def until_answered(self, within_s: float = 25.0) -> None:
        _until(lambda: self.answered, within_s, f"{self.name} never spoke with the caller")


@dataclass
class Caller:
    """A caller's telephone. `says` is played from the moment the call is answered."""

    pbx: Pbx
    says: np.ndarray
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def _folder(self) -> Path:
        return self.pbx.folder / "caller"

    @property
    def recording(self) -> Path:
        return self._folder / "heard.wav"

    def start(self) -> None:
        self._folder.mkdir(exist_ok=True)
        write_wav(
            self._folder / "says.wav", np.concatenate([self.says, silence(180)]), RATE
        )  # its end would end the call
        inside, ports = self.pbx.inside / "caller", self.pbx.ports
        lines = [
            "net_interface 127.0.0.1",
            f"sip_listen 127.0.0.1:{ports.caller}",
            f"audio_source aufile,{inside}/says.wav",
            f"audio_player aufile,{inside}/heard.wav",
            "audio_alert aufile",
            "ringback_disabled yes",
            "audio_buffer 20-60",
            "module_path /usr/lib/baresip/modules",
            *(f"module {name}.so" for name in ("g711", "aufile", "auconv", "auresamp") if self._has(name)),
            *(f"module_app {name}.so" for name in ("account", "menu", "ctrl_tcp")),
            f"ctrl_tcp_listen 127.0.0.1:{ports.control}",
        ]
        (self._folder / "config").write_text("\n".join(lines) + "\n")
        (self._folder / "accounts").write_text(
            f"<sip:caller@127.0.0.1:{ports.sip}>;regint=0;audio_codecs=pcmu;dtmfmode=rtpevent\n"
        )
        (self._folder / "contacts").write_text("")
        command = ["chroot", str(self.pbx.peer), "baresip", "-f", str(inside)]
        log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            _until(lambda: _tcp_answers(ports.control), 20, "baresip did not start")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.log()[-1_000:]}") from None

    def dial(self, number: str = NUMBER) -> None:
        self._command("dial", f"sip:{number}@127.0.0.1:{self.pbx.ports.sip}")

    def press(self, digit: str) -> None:
        self._command("sndcode", digit)

    def hang_up(self) -> None:
        self._command("hangup")

    def is_idle(self) -> bool:
        return "terminated" in self.log() or "session closed" in self.log()

    def stop(self) -> None:
        """Ends the telephone, so that its recording is complete."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)

    def heard(self) -> np.ndarray:
        """What the caller has heard, 8 kHz; call `stop` first."""
        return read_wav(self.recording).pcm

    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    def _has(self, module: str) -> bool:
        return (Path(f"{self.pbx.peer}/usr/lib/baresip/modules") / f"{module}.so").exists()

    def _command(self, name: str, params: str = "") -> None:
        body = json.dumps({"command": name, "params": params, "token": "t"}).encode()
        with socket.create_connection(("127.0.0.1", self.pbx.ports.control), timeout=5) as door:
            door.sendall(str(len(body)).encode() + b":" + body + b",")
            door.settimeout(5)
            door.recv(4_096)


def loud_ms(pcm: np.ndarray) -> np.ndarray:
    """For every 20 ms: whether anything was heard."""
    frames = pcm[: len(pcm) // 160 * 160].reshape(-1, 160).astype(np.float64)
    return np.asarray(np.sqrt((frames**2).mean(axis=1)) > _LOUD)


def _headers(message: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in message.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), []).append(value.strip())
    return found


def _until(condition: object, within_s: float, complaint: str) -> None:
    assert callable(condition)
    until = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < until, complaint
        time.sleep(0.05)


def _udp_is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _tcp_answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _free_even_port() -> int:
    """Below the ports that the system gives to others meanwhile."""
    return next(port for port in random.sample(range(12_000, 19_000, 10), 50) if not _udp_is_taken(port))
