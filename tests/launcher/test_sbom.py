"""What is inside is told from the lock files."""

from __future__ import annotations

import re
from pathlib import Path

from launcher import sbom
from launcher.paths import REQUIREMENTS


def test_every_package_of_every_lock_is_told_with_its_hashes() -> None:
    told = sbom.document(REQUIREMENTS)
    names = {one["purl"] for one in told["components"]}
    lines = [line for name in sbom.RUNS_WITH for line in (REQUIREMENTS / name).read_text().splitlines()]
    locked = {
        line.split("==")[0].split("[")[0].lower().replace("_", "-")
        for line in lines
        if re.match(r"[A-Za-z0-9].*==", line)
    }
    assert {one.split("/")[1].split("@")[0] for one in names} == locked
    assert all(one["hashes"] and one["properties"] for one in told["components"])
    assert told["bomFormat"] == "CycloneDX"


def test_a_package_that_is_in_two_locks_is_told_once_with_both(tmp_path: Path) -> None:
    for name in ("services.txt", "rasa.txt"):
        (tmp_path / name).write_text("Some_Thing[extra]==1.2 \\\n    --hash=sha256:" + "a" * 64 + "\n")
    (only,) = sbom.document(tmp_path)["components"]
    assert only["purl"] == "pkg:pypi/some-thing@1.2"
    assert [one["value"] for one in only["properties"]] == ["services.txt", "rasa.txt"]
