"""casework, actions and Rasa as they run, started once; a city whose lines are always open, and its twin at night."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from launcher import sample_data
from launcher.paths import ROOT
from launcher.sample_data import CASE
from launcher.stack import Stack
from launcher.temporary import temporary_stack
from tests.dialogues.elsewhere import town
from tests.dialogues.line import Caller
from tests.dialogues.script import in_words
from tests.patience import patient

START_WITHIN_S = 600  # a model may have to be trained first
OPEN = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "dialogues" in item.path.parts:
            item.add_marker(pytest.mark.timeout(START_WITHIN_S))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Opening hours are no part of a dialogue: by day every line is open, at night none is."""
    root = tmp_path_factory.mktemp("agencies")
    city_with_hours(root, "denver", OPEN)
    city_with_hours(root, "denver_at_night", {})
    town(root)
    with patient(CIVICLINE_AGENCIES_ROOT=str(root)), temporary_stack(("casework", "actions", "rasa")) as started:
        yield started


def city_with_hours(root: Path, name: str, hours: dict[str, list[str]]) -> None:
    """A copy of Denver's directory under another name, with these hours wherever there are any."""
    folder = shutil.copytree(ROOT / "agencies" / "denver", root / name)
    changed(folder / "agency.yml", lambda agency: agency | {"id": name})
    changed(
        folder / "destinations.yml",
        lambda all_: {key: one | ({"hours": hours} if "hours" in one else {}) for key, one in all_.items()},
    )


def changed(path: Path, change: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(change(content), sort_keys=False, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="session")
def http(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {stack.settings.bot_token}"}
    with httpx.Client(base_url=stack.settings.url("rasa"), headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def caller(http: httpx.Client) -> Caller:
    return Caller(http)


@pytest.fixture(scope="session")
def cases(stack: Stack) -> list[Mapping[str, str]]:
    """The sample cases that casework printed: number, access_code, pin, the last two also in words, and what is said."""
    text = sample_data.note(stack.settings).read_text(encoding="utf-8")
    expected = [line.partition("expect: ")[2] for line in text.splitlines() if "expect: " in line]
    found = [_case(*CASE.findall(text)[at], expect) for at, expect in enumerate(expected)]
    assert len(found) >= 5, text
    return found


def _case(number: str, access_code: str, pin: str, expect: str) -> Mapping[str, str]:
    wrong = str((int(pin) + 1) % 10_000).zfill(4)
    return {
        "number": number,
        "access_code": access_code,
        "pin": pin,
        "wrong_pin": wrong,
        "access_code_in_words": in_words(access_code),
        "pin_in_words": in_words(pin),
        "number_in_words": in_words(number.replace("-", "")),
        "expect": expect,
    }
