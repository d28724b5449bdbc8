"""The checklists claim only what is there: each requirement once, with a state, and every file that is named exists."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.architecture.imports import ROOT

SECURITY, ASVS, CJIS = (ROOT / "docs" / f"security{name}.md" for name in ("", "-asvs", "-checklist"))
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


def cells(line: str) -> list[str]:
    return [one.strip() for one in line.strip().strip("|").split("|")]


def test_the_states_are_counted_as_they_stand() -> None:
    head, _, counted = ASVS.read_text(encoding="utf-8").split("\n\n| not shown ")[1].splitlines()[:3]
    told = dict(zip(cells(f"| not shown {head}"), map(int, cells(counted)), strict=True))
    assert told == dict(Counter(one[2] for one in rows()))


def test_the_states_of_each_chapter_are_counted_as_they_stand() -> None:
    table = [line for line in CJIS.read_text(encoding="utf-8").splitlines() if re.match(r"\| (chapter|V\d+ )", line)]
    states = cells(table[0])[1:]
    for line in table[1:]:
        chapter, *counted = cells(line)
        there = Counter(one[2] for one in rows() if one[0].startswith(f"{chapter.split()[0][1:]}."))
        assert [int(one or 0) for one in counted] == [there[state] for state in states], chapter
    assert len(table) == 1 + len({one[0].split(".")[0] for one in rows()})


def test_each_threat_names_what_shows_that_it_is_met() -> None:
    threats = SECURITY.read_text(encoding="utf-8").split("## Threats")[1].split("## ")[0]
    table = [cells(line) for line in threats.splitlines() if line.startswith("|")][2:]
    assert len(table) >= 16
    assert [one[1] for one in table if not _FILE.search(one[-1])] == []


@pytest.mark.parametrize("page", [SECURITY, ASVS, CJIS], ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page) -> None:  # type: ignore[no-untyped-def]
    named = {name for name in _FILE.findall(page.read_text(encoding="utf-8")) if not name.startswith("var/")}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
