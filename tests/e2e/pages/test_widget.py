"""The chat in a frame: the sites that the agency names may show it, no other may."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agencies.loader import AGENCIES
from tests.web.serving import served


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site of the city, on an address of its own: (address, its folder)."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()


@pytest.mark.parametrize("named", [True, False], ids=["named", "not-named"])
def test_one_line_of_script_opens_the_chat_where_the_agency_allows_it(
    chromium: Any, city: tuple[str, Path], tmp_path: Path, named: bool
) -> None:
    address, folder = city
    agencies = tmp_path / "agencies"
    shutil.copytree(AGENCIES / "denver", agencies / "denver")
    pages = agencies / "denver" / "pages.yml"
    allowed = f'frame_ancestors: ["{address}"]' if named else "frame_ancestors: []"
    pages.write_text(pages.read_text("utf-8").replace("frame_ancestors: []", allowed), "utf-8")
    away = {"CIVICLINE_CONNECTOR_URL": "http://127.0.0.1:9", "CIVICLINE_CASEWORK_URL": "http://127.0.0.1:9"}
    with served(
        "web.citizen", "CIVICLINE_CITIZEN_PORT", tmp_path, CIVICLINE_AGENCIES_ROOT=str(agencies), **away
    ) as ours:
        (folder / "index.html").write_text(
            f'<!doctype html><title>City</title><p>Hello<script src="{ours}/widget.js" async></script>'
        )
        page = chromium.new_page()
        page.goto(address)
        page.get_by_role("button", name="Chat with us").click()
        frame = page.frame_locator("iframe")
        if named:
            frame.get_by_label("Your message").fill("hello")
            frame.get_by_role("button", name="Send").click()
            assert "not available" in frame.get_by_role("alert").inner_text()
            page.get_by_role("button", name="Close the chat").click()
            assert not page.locator("iframe").is_visible()
        else:
            page.wait_for_timeout(500)
            assert frame.get_by_label("Your message").count() == 0
        page.close()
