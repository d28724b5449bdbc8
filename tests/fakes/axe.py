"""What the browser tests of all pages hold a page to: axe-core, and nothing wider than the window."""

from __future__ import annotations

from typing import Any

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Any) -> None:
    """axe-core finds nothing against WCAG 2.2 A and AA, and nothing is wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _TAGS}}).response["violations"]
    told = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]
    assert told == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"), page.url
