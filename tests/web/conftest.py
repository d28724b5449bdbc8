"""The citizens' pages alone, the office of the agency's people, and a browser where the machine has one: each once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.web.console.office import BINARY, Office, open_office
from tests.web.serving import served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those with a browser come last: its driver leaves a running event loop in the main thread, and async tests want none."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The citizens' pages while casework and the connector are away."""
    gone = {"CIVICLINE_CASEWORK_URL": "http://127.0.0.1:9", "CIVICLINE_CONNECTOR_URL": "http://127.0.0.1:9"}
    with served("web.citizen", "CIVICLINE_CITIZEN_PORT", tmp_path_factory.mktemp("lonely"), **gone) as address:
        yield address


@pytest.fixture
def visitor(lonely: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=lonely) as client:
        yield client


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if BINARY is None:
        pytest.skip("no Chromium on this machine: the console is not tried in a browser")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=BINARY, args=["--no-sandbox"])
        yield opened
        opened.close()
