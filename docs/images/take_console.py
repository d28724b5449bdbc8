"""Takes docs/images/console.png: the live page of a made-up office, with hand-overs that wait and a chat that is running.

python -m docs.images.take_console       needs Chromium and Playwright
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.web.console.office import BINARY, Office, enter, open_office

PICTURE = Path(__file__).parent / "console.png"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, open_office(Path(folder)) as office, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BINARY, args=["--no-sandbox"])
        _callers(office)
        chat = browser.new_page()
        chat.goto(office.line)
        for words in ("hello", "there is a loud party next door"):
            chat.fill("#words", words)
            chat.press("#words", "Enter")
            chat.wait_for_selector(f"text={words}")
        page = enter(office, browser, "ana")
        page.wait_for_selector("tbody a", timeout=15_000)
        page.screenshot(path=PICTURE)
        browser.close()


def _callers(office: Office) -> None:
    office.hand_over(facts={"where": "14th Ave & Pearl St", "when": "last night"}, wish="I'd rather talk to somebody")
    facts = {"where": "1437 Bannock St", "on_wires": True}
    office.hand_over(need="downed_line", reason="emergency", facts=facts, wish=None)
    office.hand_over(need="noise_ongoing", reason="other_language", language="es", facts={}, wish=None, channel="web")


if __name__ == "__main__":
    main()
