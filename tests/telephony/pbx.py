"""The real Asterisk: our own configuration from deploy/asterisk as it stands, and a generated local/ with ports and a password."""

import random
import shutil
import subprocess
import time
from dataclasses import dataclass, field, fields
from pathlib import Path

from tests.fakes.ports import is_free

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "deploy" / "asterisk"
PASSWORD = "only-for-these-tests"


@dataclass(frozen=True)
class Ports:
    """Everything on the loopback interface, none of it in use when it was asked for."""

    sip: int
    connector: int
    audiosocket: int
    call_taker: int
    second: int
    emergency: int
    outside: int
    caller: int
    control: int
    rtp: int

    @staticmethod
    def free() -> "Ports":
        """Below the ports that the system gives to others meanwhile; baresip takes the next one too, for TLS."""
        tried = random.sample(range(10_000, 12_000, 4), 400)
        free = (port for port in tried if all(is_free(port + more) for more in range(2)))
        names = [one.name for one in fields(Ports) if one.name != "rtp"]
        return Ports(rtp=_rtp_block(), **{name: next(free) for name in names})


def _rtp_block() -> int:
    """The first of a hundred ports for sound, below those that the system gives to others meanwhile."""
    return random.randrange(20_000, 32_000, 100)


@dataclass
class Pbx:
    """One Asterisk process in the peer's folder."""

    peer: Path
    ports: Ports
    media: str = "websocket"
    emergency: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def inside(self) -> Path:
        """This run's folder, as seen from within the peer."""
        return Path(f"/var/tmp/civicline-{self.ports.sip}")

    @property
    def folder(self) -> Path:
        return Path(str(self.peer) + str(self.inside))

    def start(self) -> None:
        """Writes the configuration and returns when Asterisk takes calls."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._write_configuration()
        conf = str(self.inside / "etc" / "asterisk.conf")
        self._process = subprocess.Popen(
            ["chroot", str(self.peer), "asterisk", "-f", "-C", conf],
            stdout=(self.folder / "console.log").open("wb"),
            stderr=subprocess.STDOUT,
        )
        until = time.monotonic() + 30
        while "System uptime" not in self._console("core waitfullybooted", "core show uptime"):
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"Asterisk did not start:\n{(self.folder / 'console.log').read_text()[-3000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def channels(self) -> str:
        """What Asterisk says about the calls that are going on."""
        return self._console("core show channels concise")

    def reload(self) -> None:
        """After a change in local/."""
        self._console("module reload res_websocket_client.so", "module reload res_pjsip.so", "dialplan reload")

    def log(self) -> str:
        return (self.folder / "console.log").read_text(errors="replace")

    def _console(self, *commands: str) -> str:
        conf = str(self.inside / "etc" / "asterisk.conf")
        answers = []
        for command in commands:
            asked = subprocess.run(
                ["chroot", str(self.peer), "asterisk", "-C", conf, "-rx", command], capture_output=True, timeout=30
            )
            answers.append(asked.stdout.decode(errors="replace"))
        return "".join(answers)

    def _write_configuration(self) -> None:
        etc, local = self.folder / "etc", self.folder / "etc" / "local"
        local.mkdir(parents=True)
        for name in ("run", "log", "spool", "db"):
            (self.folder / name).mkdir()
        for path in CONFIGURATION.glob("*.conf"):
            shutil.copy(path, etc / path.name)
        (etc / "asterisk.conf").write_text(self._asterisk_conf())
        for name, text in self._local().items():
            (local / f"{name}.conf").write_text(text)

    def _asterisk_conf(self) -> str:
        here = self.inside
        return (
            f"[directories]\nastetcdir => {here}/etc\nastrundir => {here}/run\nastlogdir => {here}/log\n"
            f"astspooldir => {here}/spool\nastdbdir => {here}/db\n"
            "astmoddir => /usr/lib/x86_64-linux-gnu/asterisk/modules\nastdatadir => /usr/share/asterisk\n"
            "astvarlibdir => /var/lib/asterisk\n[options]\ndocumentation_language = en_US\n"
        )

    def _local(self) -> dict[str, str]:
        """The files of local/: what README.md tells a telephony engineer to write."""
        p = self.ports
        ws = f"ws://127.0.0.1:{p.connector}/telephony/asterisk/media"
        return {
            "globals": (
                f"CIVICLINE_URL=http://127.0.0.1:{p.connector}\nCIVICLINE_USERPWD=asterisk:{PASSWORD}\n"
                f"CIVICLINE_MEDIA={self.media}\nCIVICLINE_AUDIOSOCKET=127.0.0.1:{p.audiosocket}\nCIVICLINE_TRUNK=trunk\n"
                f"CIVICLINE_RING_S=4\nCIVICLINE_EMERGENCY={self.emergency}\n"
            ),
            "transport": f"[transport-udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{p.sip}\n",
            "trunk": (
                "[trunk](civicline-trunk)\naors=trunk\nmedia_address=127.0.0.1\nbind_rtp_to_media_address=yes\n"
                f"[trunk]\ntype=aor\ncontact=sip:127.0.0.1:{p.outside}\n"
                "[trunk]\ntype=identify\nendpoint=trunk\nmatch=127.0.0.1\n"
            ),
            "call_takers": "".join(
                f"[{name}](civicline-call-taker)\naors={name}\nmedia_address=127.0.0.1\nbind_rtp_to_media_address=yes\n"
                f"[{name}]\ntype=aor\ncontact=sip:{name}@127.0.0.1:{port}\n"
                for name, port in (("call-taker", p.call_taker), ("second", p.second), ("emergency", p.emergency))
            ),
            "connector": f"[civicline](civicline-connection)\nuri={ws}\nusername=asterisk\npassword={PASSWORD}\n",
            "call_taker_members": "member => PJSIP/call-taker\n",
            "second_members": "member => PJSIP/second\n",
            "destinations": "; none\n",
            "outside": "exten => _+1NXXNXXXXXX,1,Gosub(civicline-dial-outside,s,1(${EXTEN}))\n",
            "rtp": f"rtpstart={p.rtp}\nrtpend={p.rtp + 99}\n",
        }
