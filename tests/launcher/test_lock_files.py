"""The lock files: every line pinned and hashed, no index address, no path of the machine that wrote them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from launcher.chores import LOCKS
from launcher.paths import REQUIREMENTS

LOCK_FILES = sorted(REQUIREMENTS.glob("*.txt"))
REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-]*(\[[\w,\-]+\])?==[^\s;]+( ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
ADDRESS_OR_PATH = re.compile(r"://|@ |file:|(^|[\s=])/\w|[A-Za-z]:\\|--(extra-)?index|--find-links|--trusted")


def test_every_lock_file_is_one_that_make_lock_writes() -> None:
    assert {path.stem for path in LOCK_FILES} == {name for name, _, _ in LOCKS}


@pytest.mark.parametrize("lock", LOCK_FILES, ids=lambda path: path.name)
def test_no_line_of_a_lock_file_holds_an_index_address_or_a_path(lock: Path) -> None:
    offending = [line for line in lock.read_text().splitlines() if ADDRESS_OR_PATH.search(line)]
    assert offending == []


@pytest.mark.parametrize("lock", LOCK_FILES, ids=lambda path: path.name)
def test_every_requirement_of_a_lock_file_is_pinned_and_followed_by_its_hashes(lock: Path) -> None:
    lines = [line for line in lock.read_text().splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines, f"{lock.name} locks nothing"
    for before, line in zip(["", *lines], lines):
        if HASH.match(line):
            assert REQUIREMENT.match(before) or before.endswith("\\"), f"a hash without a requirement: {line}"
        else:
            assert REQUIREMENT.match(line), f"not pinned, or not hashed: {line}"
            assert not before.endswith("\\"), f"no hash after: {before}"
    assert HASH.match(lines[-1])


@pytest.mark.parametrize("name", [name for name, _, _ in LOCKS])
def test_every_wanted_package_says_why_it_is_wanted(name: str) -> None:
    lines = [line for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines() if line.strip()]
    assert lines[0].startswith("#"), f"{name}.in does not say what it is for"
    packages = [line for line in lines if not line.startswith(("#", "-c "))]
    unexplained = [line for line in packages if "#" not in line]
    assert len(packages) == 1 or unexplained == []


@pytest.mark.parametrize("name", [name for name, _, _ in LOCKS])
def test_every_package_of_an_in_file_is_in_its_lock_file(name: str) -> None:
    locked = {
        line.split("==")[0].split("[")[0]
        for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
        if "==" in line
    }
    for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-")):
            package = re.split(r"[\s=<>\[;#]", line, maxsplit=1)[0].lower()
            package = re.sub(r"[-_.]+", "-", package)  # as PyPI writes names
            assert package in locked, f"{package} is in {name}.in and not locked; run make lock"
