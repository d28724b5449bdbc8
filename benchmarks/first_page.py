"""A page as somebody meets it who never was here, over a telephone's network: bytes on the wire, and when it can be read and used.

The network is that of Chromium's "Fast 3G": 562 ms there and back, 1.44 Mbit/s.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import async_playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
LATENCY_MS, DOWN_BIT_S, UP_BIT_S = 562.5, 1_440_000, 675_000
PHONE: Any = {"width": 360, "height": 740}
_TIMES = """({read: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
  used: performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart})"""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """`sizes`: bytes by kind of file, heads of answers too. `readable_ms`: something is painted. `usable_ms`: its script has run."""

    path: str
    sizes: dict[str, int] = field(default_factory=dict)
    readable_ms: float = 0.0
    usable_ms: float = 0.0

    @property
    def kb(self) -> float:
        return sum(self.sizes.values()) / 1000


async def first_page(address: str, path: str) -> FirstPage:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await (await browser.new_context(viewport=PHONE)).new_page()
        kinds, sizes = await _watched(page)
        await page.goto(address + path)
        await page.wait_for_load_state("networkidle")
        taken = await page.evaluate(_TIMES)
        await browser.close()
    by_kind: dict[str, int] = {}
    for request, size in sizes.items():
        kind = kinds.get(request, "other")
        by_kind[kind] = by_kind.get(kind, 0) + size
    return FirstPage(path, by_kind, taken["read"], taken["used"])


async def _watched(page: Any) -> tuple[dict[str, str], dict[str, int]]:
    """What each request is for, and what came over the wire for it; both fill as the page loads."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire = await page.context.new_cdp_session(page)
    wire.on("Network.responseReceived", lambda told: kinds.__setitem__(told["requestId"], told["type"].lower()))
    wire.on("Network.loadingFinished", lambda told: sizes.__setitem__(told["requestId"], told["encodedDataLength"]))
    await wire.send("Network.enable")
    slow = {"latency": LATENCY_MS, "downloadThroughput": DOWN_BIT_S / 8, "uploadThroughput": UP_BIT_S / 8}
    await wire.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    return kinds, sizes
