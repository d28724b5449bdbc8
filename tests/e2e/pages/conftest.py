"""The pages in a real Chromium, before the real processes: a browser for each test, and what no page may ever do.

Set CIVICLINE_PAGES=http://127.0.0.1:8200 to try the pages of a running `make run` instead of starting everything.
Set CIVICLINE_PICTURES=docs/images to keep the pictures that the README shows.
"""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
MISSING = "NO CHROMIUM: the pages are NOT tested in a browser. Install it: apt-get install chromium"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
if CHROMIUM is None:
    warnings.warn(MISSING, stacklevel=1)

# 429 too: a test that is told to wait would look for what is not on the page
_EXPECTED = re.compile(
    r"status of 4|htmx:(afterRequest|sendError)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE"
)  # told in the page
TROUBLE = frozenset({404, 429, 500, 502, 503, 504})

Opens = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if CHROMIUM is None and "pages" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def pages(request: pytest.FixtureRequest) -> str:
    """The address of the citizens' pages."""
    running = os.environ.get("CIVICLINE_PAGES")
    return running or str(request.getfixturevalue("stack").settings.url("citizen"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opens(chromium: Any, pages: str) -> Iterator[Opens]:
    """opens(path, script=True, size=DESK, language="en"): a page in a browser of its own. At the end: nothing was asked of
    another site, nothing was missing, and the browser complained of nothing. `expects`: the one status that belongs to the test."""
    contexts, troubles = [], []

    def open_(
        path: str = "/", *, script: bool = True, size: dict[str, int] = DESK, language: str = "en-US", expects: int = 0
    ) -> Any:
        context = chromium.new_context(viewport=size, java_script_enabled=script, locale=language, base_url=pages)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((pages, "data:")) else troubles.append(f"asked {asked.url}"),
        )
        page.on(
            "console",
            lambda said: (
                troubles.append(said.text) if said.type == "error" and not _EXPECTED.search(said.text) else None
            ),
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "response",
            lambda answer: (
                troubles.append(f"{answer.status} {answer.url}") if answer.status in TROUBLE - {expects} else None
            ),
        )
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def picture(page: Any, name: str) -> None:
    """Keeps a picture where somebody asked for pictures."""
    if folder := os.environ.get("CIVICLINE_PICTURES"):
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=Path(folder) / f"citizen-{name}.png")


def said_in(page: Any) -> list[str]:
    """What stands in the chat, line by line."""
    return [one.strip() for one in page.locator(".chat__text").all_inner_texts()]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)
