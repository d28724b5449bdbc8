"""systemd units, the compose file and the image recipe: what of them can be checked without booting a host or a daemon."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from launcher.paths import ROOT
from tests.architecture.imports import imports_of, rooms

UNITS = sorted((ROOT / "deploy" / "systemd").glob("civicline*"))
PARTS = {"casework", "actions", "rasa", "connector", "citizen", "console"}
COMMAND = re.compile(r"^ExecStart=\S+ -m ([\w.]+)", re.MULTILINE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="NOT TESTED WITH SYSTEMD: no systemd-analyze")
def test_units_are_what_systemd_understands(tmp_path: Path) -> None:
    for unit in UNITS:
        here = re.sub(r"/opt/civicline/.envs/\w+/bin/python", "/usr/bin/env", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(here)
    command = ["systemd-analyze", "verify", *(str(path) for path in sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    faults = [line for line in (done.stdout + done.stderr).splitlines() if "civicline" in line]
    assert not faults
    assert done.returncode == 0, done.stderr


def test_each_part_has_a_unit_that_starts_a_module_that_is_there() -> None:
    services = {
        unit.stem.removeprefix("civicline-"): unit.read_text("utf-8") for unit in UNITS if unit.suffix == ".service"
    }
    assert set(services) == PARTS | {"models"}
    for unit in services.values():
        (module,) = COMMAND.findall(unit)
        assert (ROOT / module.replace(".", "/") / "__main__.py").is_file()
        assert "ProtectSystem=strict" in unit


def test_the_connector_may_take_longer_to_stop_than_its_calls_need() -> None:
    unit = (ROOT / "deploy/systemd/civicline-connector.service").read_text("utf-8")
    (stop_s,) = re.findall(r"^TimeoutStopSec=(\d+)", unit, re.MULTILINE)
    assert int(stop_s) >= 120 + 15  # CIVICLINE_DRAIN_S, and what handing over may take


def test_compose_runs_every_part_without_root_and_publishes_only_what_people_reach() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose/compose.yml").read_text("utf-8"))["services"]
    assert set(services) >= PARTS
    for name in PARTS:
        part = services[name]
        assert part["read_only"]
        assert part["cap_drop"] == ["ALL"]
        assert "/readyz" in part["healthcheck"]["test"][-1]
        module = part["command"][0]
        assert (ROOT / module.replace(".", "/") / "__main__.py").is_file()
        published = part.get("ports", [])
        assert bool(published) == (name in ("connector", "citizen", "console"))
        assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_recipe_of_the_images_names_rooms_and_locks_that_are_there() -> None:
    recipe = (ROOT / "deploy/images/build.sh").read_text("utf-8")
    assert subprocess.run(["bash", "-n", str(ROOT / "deploy/images/build.sh")], capture_output=True).returncode == 0
    locks = {lock for group in re.findall(r"locks=\(([^)]*)\)", recipe) for lock in group.split()}
    rooms = {room for group in re.findall(r"rooms=\(([^)]*)\)", recipe) for room in group.split()}
    assert locks
    assert all((ROOT / "requirements" / lock).is_file() for lock in locks)
    assert all((ROOT / room).is_dir() for room in rooms - {"models"})


@pytest.mark.parametrize("image", ["services", "bot"])
def test_an_image_holds_every_room_that_its_rooms_import(image: str) -> None:
    recipe = (ROOT / "deploy/images/build.sh").read_text("utf-8")
    of_image = re.search(rf"^    {image}\) .*?rooms=\(([^)]*)\)", recipe, re.MULTILINE | re.DOTALL)
    everywhere = re.search(r'for room in "\$\{rooms\[@\]\}" ([^;]*); do cp', recipe)
    assert of_image
    assert everywhere
    inside = {*of_image[1].split(), *everywhere[1].split()} - {"models", "contracts"}
    wanted = {one.imported_room for room in inside for one in imports_of(room)} & rooms()
    fetched_by_the_other = (
        {"buckets"} if image == "bot" else set()
    )  # agencies.fetching runs in the services' image only
    assert wanted - inside == fetched_by_the_other
