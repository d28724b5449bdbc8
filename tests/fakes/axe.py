"""What the browser tests of all pages hold a page to: axe-core, and nothing wider than the window."""

from __future__ import annotations

from typing import Any

ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def problems(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, and that something is wider than the window; empty for a page that all can use."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _TAGS}}).response["violations"]
    told = [f"{page.url} {one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [*told, f"{page.url}: wider than the window"] if wide else told


def assert_accessible(page: Any) -> None:
    found = problems(page)
    assert not found, "\n".join(found)


def assert_accessible_to_all(page: Any) -> None:
    """The same, also at 400 % zoom and with everything unfolded."""
    before = page.viewport_size
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for size in (ZOOMED, before):
        page.set_viewport_size(size)
        assert_accessible(page)
