"""Both apps before one casework: a browser for each of the people, and what no page may ever do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.web.console.office import Office
from tests.web.serving import served

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
Opens = Callable[..., Any]
# what a page says by itself: not what people wrote, not the agency's own name, not what it marks as English, and not the
# English words that it says a day may be told in
_OWN_WORDS = """() => {
    const copy = document.body.cloneNode(true);
    const others = "[lang=en], script, .chat__text, .answers dd, .dates__one, textarea, .foot__row > p, #words-hint";
    for (const one of copy.querySelectorAll(others)) one.remove();
    return copy.textContent;
}"""
_ENGLISH = re.compile(r"\b(?:the|your|you|and|with|is|was|were|will|what|this|that|can|how)\b", re.IGNORECASE)


def english_on(page: Any) -> list[str]:
    """Lines of a page in another language that are English and do not say so; with what is folded away."""
    lines = [line.strip() for line in str(page.evaluate(_OWN_WORDS)).splitlines()]
    return [f"{page.url}: {line}" for line in lines if _ENGLISH.search(line)]


@dataclass(frozen=True)
class City:
    """`citizen`: the address of the citizens' pages; the rest is the office's."""

    office: Office
    citizen: str


def citizen_of(office: Office) -> dict[str, str]:
    """What the citizens' pages of that office are set to."""
    return {
        "CIVICLINE_CASEWORK_URL": office.casework, "CIVICLINE_CONNECTOR_URL": office.line,
        "CIVICLINE_CASEWORK_TOKEN": office.tokens["portal"], "CIVICLINE_SERVICE_TOKEN": office.tokens["connector"],
        "CIVICLINE_AGENCIES_ROOT": str(office.agencies), "CIVICLINE_REQUESTS_A_MINUTE": "10000",
    }  # fmt: skip


@pytest.fixture(scope="session")
def city(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("citizen")
    with served("web.citizen", "CIVICLINE_CITIZEN_PORT", folder, **citizen_of(office)) as address:
        yield City(office, address)


@pytest.fixture
def opens(city: City, browser: Any) -> Iterator[Opens]:
    """opens(path, size=DESK, script=True, language="en-US"): a citizen's page in a browser of its own. At the end: nothing was asked
    of another site, no script failed, and the browser refused nothing by the page's policy."""
    contexts, troubles = [], []

    def open_(path: str = "/", *, size: dict[str, int] = DESK, script: bool = True, language: str = "en-US") -> Any:
        context = browser.new_context(viewport=size, java_script_enabled=script, locale=language, base_url=city.citizen)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda one: None if one.url.startswith((city.citizen, "data:")) else troubles.append(one.url)
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []
