"""Starting, watching and stopping services, with real processes that are small."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import health, stack
from launcher.errors import PortTaken, ServiceDied
from launcher.services import Service
from launcher.settings import Settings
from launcher.stack import Stack
from launcher.temporary import free_port

LITTLE = str(Path(__file__).with_name("little_service.py"))
NAMES = ("casework", "actions", "rasa", "connector")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings({name: free_port() for name in NAMES}, tmp_path / "var", "a-token")


def little(settings: Settings, name: str, *options: str, patience_s: float = 10) -> Service:
    command = (sys.executable, LITTLE, "--port", str(settings.ports[name]), *options)
    return Service(name, name, command, ("/readyz",), patience_s)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_every_service_is_ready_inside_the_block_and_gone_after_it(settings: Settings) -> None:
    services = [little(settings, "casework", "--ready-after-s", "0.3"), little(settings, "rasa")]
    with Stack(settings, services) as running:
        pids = [running.pid("casework"), running.pid("rasa")]
        assert all(health.is_ready(settings.url(name), ["/readyz"]) for name in ("casework", "rasa"))
    assert not any(lives(pid) for pid in pids)
    assert all(health.is_free(settings.ports[name]) for name in ("casework", "rasa"))


def test_what_listens_nowhere_is_there_at_once_and_watched_like_the_others(settings: Settings) -> None:
    endless = Service("keeper", "keeper", (sys.executable, "-c", "import time; time.sleep(60)"), (), 10)
    with Stack(settings, [endless, little(settings, "rasa")]) as running:
        pid = running.pid("keeper")
        assert lives(pid)
        running.check()
    assert not lives(pid)
    with Stack(settings, [Service("keeper", "keeper", (sys.executable, "-c", ""), (), 10)]) as running:
        time.sleep(1)
        with pytest.raises(ServiceDied, match="ended by itself"):
            running.check()


def test_what_the_others_do_not_need_ends_alone_and_that_is_said_once(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = (sys.executable, "-c", "import sys; sys.exit('the archive is broken')")
    keeper = Service("keeper", "keeper", broken, (), 10, needed=False)
    with Stack(settings, [keeper, little(settings, "rasa")]) as running:
        time.sleep(1)
        running.check()
        running.check()
        assert lives(running.pid("rasa"))
    told = capsys.readouterr().out
    assert told.count("Everything else goes on. The service 'keeper' ended by itself with exit code 1") == 1
    assert "the archive is broken" in told


def test_what_others_do_without_starts_once_they_can_serve(settings: Settings) -> None:
    asks = f"import urllib.request as u; print(u.urlopen('{settings.url('rasa')}/readyz').status)"
    keeper = Service("keeper", "keeper", (sys.executable, "-c", asks), (), 10, needed=False)
    with Stack(settings, [keeper, little(settings, "rasa", "--ready-after-s", "0.7")]) as running:
        until = time.monotonic() + 10
        while not (said := running.log(keeper).read_text()) and time.monotonic() < until:
            time.sleep(0.05)
    assert said == "200\n"


def test_services_start_side_by_side(settings: Settings) -> None:
    """Each is ready only with the other: whoever starts them one after the other waits in vain."""
    with_the_other = (("casework", "rasa"), ("rasa", "casework"))
    services = [little(settings, name, "--ready-with", str(settings.ports[other])) for name, other in with_the_other]
    with Stack(settings, services) as running:
        running.check()


def test_what_a_service_started_is_stopped_with_it(settings: Settings, tmp_path: Path) -> None:
    note = tmp_path / "child.pid"
    with Stack(settings, [little(settings, "casework", "--child-pid-file", str(note))]):
        child = int(note.read_text())
        assert lives(child)
    assert not lives(child)


def test_a_service_that_ignores_the_request_to_stop_is_killed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "GRACE_S", 0.5)
    with Stack(settings, [little(settings, "casework", "--stubborn")]) as running:
        pid = running.pid("casework")
    assert not lives(pid)


def test_a_process_that_is_not_ours_survives_the_stop(settings: Settings) -> None:
    with Stack(settings, [little(settings, "rasa")]) as outer, Stack(settings, [little(settings, "casework")]) as inner:
        inner.stop()
        assert lives(outer.pid("rasa"))


def test_one_service_can_be_stopped_and_started_while_the_others_go_on(settings: Settings) -> None:
    with Stack(settings, [little(settings, "casework"), little(settings, "rasa")]) as running:
        casework, rasa = running.pid("casework"), running.pid("rasa")
        running.stop_one("casework")
        assert not lives(casework)
        running.check()
        running.start_one("casework")
        assert health.is_ready(settings.url("casework"), ["/readyz"])
        assert running.pid("rasa") == rasa


def test_a_service_that_dies_is_named_with_its_last_words_and_its_log(settings: Settings) -> None:
    mortal = little(settings, "rasa", "--die-after-s", "0.8")
    with Stack(settings, [mortal]) as running, pytest.raises(ServiceDied) as died:
        running.watch()
    message = str(died.value)
    assert "The service 'rasa' ended by itself with exit code 3" in message
    assert "rasa.log" in message
    assert "about to end: the disk is full" in message


def test_a_service_that_dies_while_starting_stops_the_others(settings: Settings) -> None:
    services = [
        little(settings, "casework"),
        little(settings, "rasa", "--ready-after-s", "9", "--die-after-s", "0.3"),
    ]
    with pytest.raises(ServiceDied, match="'rasa' ended by itself"), Stack(settings, services):
        pass
    assert health.is_free(settings.ports["casework"])


def test_a_service_that_never_gets_ready_is_given_up_after_its_patience(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "slowness", lambda: 1.0)
    late = little(settings, "rasa", "--ready-after-s", "60", patience_s=0.8)
    began = time.monotonic()
    with pytest.raises(ServiceDied, match="'rasa' was not ready after 1 s"), Stack(settings, [late]):
        pass
    assert time.monotonic() - began < 8
    assert health.is_free(settings.ports["rasa"])


def test_on_a_busy_machine_a_slow_start_is_waited_for_and_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(health, "slowness", lambda: 8.0)
    monkeypatch.setattr(stack, "BUSY_SAID_AFTER_S", 0.2)
    with Stack(settings, [little(settings, "rasa", "--ready-after-s", "2", patience_s=0.8)]):
        assert health.is_ready(settings.url("rasa"), ["/readyz"])
    assert capsys.readouterr().out.count("this machine is busy (load 8 a core), so the start takes longer") == 1


@pytest.mark.parametrize(("load", "cores", "slowness"), [(0.5, 2, 1.0), (8.0, 2, 4.0), (300.0, 2, 8.0)])
def test_slowness_is_the_load_of_a_core_within_bounds(
    load: float, cores: int, slowness: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert health.slowness() == slowness


def test_a_taken_port_is_named_with_the_service_and_the_variable_that_moves_it(settings: Settings) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", settings.ports["rasa"]))
        squatter.listen()
        with pytest.raises(PortTaken, match=rf"Port {settings.ports['rasa']} .* rasa needs it.*CIVICLINE_RASA_PORT"):
            Stack(settings, [little(settings, "casework"), little(settings, "rasa")]).start()
    assert health.is_free(settings.ports["casework"]), "nothing may have been started"


def test_the_log_of_the_run_before_is_kept_beside_the_new_one(settings: Settings) -> None:
    service = little(settings, "casework", "--say-variable", "CIVICLINE_SERVICE_TOKEN")
    for _ in range(2):
        with Stack(settings, [service]) as running:
            log = running.log(service)
    assert log.read_text() == "a-token\n"
    assert log.with_suffix(".log.1").read_text() == "a-token\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel tells children of a dead parent on Linux")
def test_services_end_when_the_launcher_itself_is_killed(settings: Settings, tmp_path: Path) -> None:
    port = settings.ports["casework"]
    code = f"""
import os, sys
from pathlib import Path
from launcher import processes
command = ["{sys.executable}", "{LITTLE}", "--port", "{port}"]
child = processes.start(command, Path("{tmp_path}/log"), dict(os.environ), Path("."))
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(LITTLE).parents[2])
    pid = int(killed.stdout)
    deadline = time.monotonic() + 60
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(pid)
