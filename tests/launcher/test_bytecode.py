"""Our own code is compiled once for each Python, so that a start finds it so."""

import os
import subprocess
from pathlib import Path

from launcher import bytecode
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python
from launcher.services import all_services
from launcher.settings import Settings

STARTED_WITH = {env_python(folder): rooms for folder, rooms in bytecode.ROOMS.items()}


def test_every_service_is_started_from_a_room_that_is_compiled_for_its_python(tmp_path: Path) -> None:
    ports = dict.fromkeys(("casework", "actions", "rasa", "connector", "citizen", "console"), 1)
    for service in all_services(Settings(ports, tmp_path, "a-token"), tmp_path / "model.tar.gz"):
        python, _, module = service.command[:3]
        assert module.split(".")[0] in STARTED_WITH[Path(python)], service.name
        assert (ROOT / module.replace(".", "/")).is_dir()


def test_what_changed_is_compiled_anew_and_what_is_broken_stops_nothing(tmp_path: Path) -> None:
    room = tmp_path / "spoken"
    room.mkdir()
    (room / "good.py").write_text("ANSWER = 1\n")
    (room / "broken.py").write_text("def (:\n")
    bytecode.ensure(tmp_path)
    before = {path.name: path.read_bytes() for path in room.rglob("*.pyc")}
    assert {name.split(".")[0] for name in before} == {"good"}
    assert len(before) == len((SERVICES_ENV, BOT_ENV)), "one for each Python"
    bytecode.ensure(tmp_path)
    assert {path.name: path.read_bytes() for path in room.rglob("*.pyc")} == before
    (room / "good.py").write_text("ANSWER = 2\n")
    os.utime(room / "good.py", (0, 1_000_000_000))
    bytecode.ensure(tmp_path)
    for python in STARTED_WITH:
        asked = [str(python), "-B", "-c", "from spoken.good import ANSWER; print(ANSWER)"]
        assert subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True).stdout == "2\n"
    assert {path.name: path.read_bytes() for path in room.rglob("*.pyc")} != before
