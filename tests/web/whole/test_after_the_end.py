"""On the pages as well: who adds something to a report that has ended reads what becomes of it, and not that it was sent or is read."""

from __future__ import annotations

from typing import Any

import httpx

from tests.casework.intake.conftest import SAID
from tests.fakes.pictures import PNG
from tests.web.serving import token_in
from tests.web.whole.conftest import City

CLOSED, PIN = "has been closed", "7391"


def reported(city: City, key: str = "after-the-end") -> str:
    """A theft, filed on the telephone; its code."""
    headers = {"Authorization": f"Bearer {city.office.tokens['bot']}", "Idempotency-Key": key}
    with httpx.Client(base_url=city.office.casework, headers=headers, trust_env=False) as line:
        wanted = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": f"call-{key}", "pin": PIN}
        begun = line.post("/v1/reports", json=wanted).json()
        address, step, turn = f"/v1/reports/{begun['report']}", begun["step"], 0
        while step["state"] == "ask":
            turn += 1
            told = line.post(f"{address}/answers", json=_answer(step["question"]) | {"turn": f"turn-{turn}"})
            step = told.json()["step"]
        assert line.post(f"{address}/submit", json={"turn": "file it"}).status_code == 200
        return str(begun["access_code"])


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    said = question["choices"][0]["value"] if question["kind"] == "choice" else SAID[question["kind"]]
    return {"question": question["id"], "channel": "voice", "text" if isinstance(said, str) else "value": said}


def sent(page: httpx.Client, path: str, shown: str, **more: Any) -> httpx.Response:
    """A form of the page `shown`, posted."""
    data = {"csrf": token_in(page.get(shown).text), **more.pop("data", {})}
    return page.post(path, data=data, **more)


def test_a_message_and_a_file_after_the_end_are_told_for_what_they_are(city: City) -> None:
    code = reported(city)
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True) as page:
        sent(page, "/case/sign-in", "/case/sign-in", data={"reference": code, "pin": PIN})
        assert "Your message was sent." in sent(page, "/case/message", "/case", data={"text": "A van was there."}).text
        assert "taken your report back" in sent(page, "/case/take-back", "/case/take-back", data={"why": ""}).text
        told = sent(page, "/case/message", "/case", data={"text": "It is back."}).text
        assert CLOSED in told
        assert "Your message was sent." not in told
        assert "It is back." in told
        assert CLOSED not in page.get("/case").text, "it is said once"
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True) as page:
        sent(page, "/report/resume", "/report/resume", data={"code": code, "pin": PIN})
        receipt = sent(page, "/report/file", "/report/now", files={"file": ("lock.png", PNG, "image/png")}).text
        assert CLOSED in receipt
        assert "Somebody reads your report." not in receipt
        assert "lock.png" in receipt
