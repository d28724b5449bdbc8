"""The checklists claim only what is there: each requirement once, with a state, and every file that is named exists."""

from __future__ import annotations

import re

import pytest

from tests.architecture.imports import ROOT

ASVS, CJIS = (ROOT / "docs" / name for name in ("security-asvs.md", "security-checklist.md"))
STATES = {"yes", "partly", "no", "not shown", "yours", "n/a"}
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([a-z/ ]+) \| (.*) \|$", re.MULTILINE)
_FILE = re.compile(r"`((?:[a-z0-9_]+/)+[A-Za-z0-9_.-]*|pyproject\.toml)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
OF_LEVEL_2 = 253  # requirements of levels 1 and 2 of ASVS 5.0.0


def rows() -> list[tuple[str, str, str, str]]:
    return _ROW.findall(ASVS.read_text(encoding="utf-8"))


def test_every_requirement_stands_there_once_with_a_state() -> None:
    found = rows()
    assert len(found) == len({one[0] for one in found}) == OF_LEVEL_2
    assert {one[2] for one in found} <= STATES


def test_what_is_claimed_names_what_shows_it() -> None:
    bare = [one[0] for one in rows() if one[2] == "yes" and not (_FILE.search(one[3]) or _LINK.search(one[3]))]
    assert bare == []


@pytest.mark.parametrize("page", [ASVS, CJIS], ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page) -> None:  # type: ignore[no-untyped-def]
    named = {name for name in _FILE.findall(page.read_text(encoding="utf-8")) if not name.startswith("var/")}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
