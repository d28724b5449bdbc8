"""The office once for all tests of the console, and a browser where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.console.office import BINARY, Office, open_office


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
