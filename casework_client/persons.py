"""What a citizen may ask of their own case, with the session that they signed in to; "mine" stands for its id in every address.

A session that is over comes as CaseworkUnavailable or CaseworkRefused with status 401: the page then asks to sign in again.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from casework_client.client import CaseworkClient
from casework_client.wire import Wire

SESSION = "Civicline-Person-Session"


class SignInCasework(CaseworkClient):
    """Begins sessions; each answers {"outcome": "signed_in", session, ...} or why not (not_found, locked, over)."""

    async def sign_in(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST /v1/person-sessions: number or code, and PIN."""
        return await self._ask("POST", "/v1/person-sessions", request)

    async def sign_in_by_invitation(self, request: Dict[str, Any]) -> Dict[str, Any]:
        return await self._ask("POST", "/v1/person-sessions/by-invitation", request)

    async def send_code(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST /v1/person-sessions/codes: {agency, case_number | access_code, source}. {"outcome": "asked", minutes}, or locked."""
        return await self._ask("POST", "/v1/person-sessions/codes", request)

    async def sign_in_by_code(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """The same with `code`, the six digits that were sent."""
        return await self._ask("POST", "/v1/person-sessions/by-code", request)

    async def sign_in_by_report(self, report: str) -> Dict[str, Any]:
        """For whoever began or resumed this report just now."""
        return await self._ask("POST", "/v1/person-sessions/by-report", {"report": report})


class PersonCasework(CaseworkClient):
    """One signed-in person. `agency`: whose case it is."""

    def __init__(self, wire: Wire, agency: str, session: str) -> None:
        super().__init__(wire, pause_s=0)
        self._header, self._mine = {SESSION: session}, f"/v1/agencies/{agency}/cases/mine"
        self._contact = f"/v1/agencies/{agency}/contacts/mine"

    async def now(self) -> Dict[str, Any]:
        """{filed, number?, access_code?, status?, unread, contact, in_person_only, report?, history?}"""
        return await self._ask("GET", "/v1/person-session", None, self._header)

    async def sign_out(self) -> None:
        await self._send("DELETE", "/v1/person-session", None, self._header)

    async def choose_pin(self, pin: str) -> Dict[str, Any]:
        """{"outcome": "chosen"}, or refused with the sentence that says why."""
        return await self._ask("POST", "/v1/person-session/pin", {"pin": pin}, self._header)

    async def told(self) -> List[Dict[str, Any]]:
        """[{event, at, when?, place?, officer?, days?}]: dates, property, what a court did, oldest first."""
        return list((await self._ask("GET", "/v1/person-session/told", None, self._header))["told"])

    async def seen(self) -> List[Dict[str, Any]]:
        """[{day, role, did, times}]: who of the agency looked, the newest day first."""
        return list((await self._ask("GET", "/v1/person-session/seen", None, self._header))["seen"])

    async def say_helped(self, helped: bool) -> None:
        """Whether they got what they needed. Raises CaseworkRefused (409) where nobody asks."""
        await self._send("PUT", "/v1/person-session/helped", {"helped": helped}, self._header)

    async def ask_for_review(self, why: str, key: str) -> Dict[str, Any]:
        """{message}. Raises CaseworkRefused (409) where nothing was decided."""
        headers = {**self._header, "Idempotency-Key": key}
        return await self._ask("POST", "/v1/person-session/review", {"why": why}, headers)

    async def erase(self, key: str) -> Dict[str, Any]:
        """{"outcome": "erased", call_days, log_days}, or {"outcome": "asked", message} where the agency decides."""
        headers = {**self._header, "Idempotency-Key": key}
        return await self._ask("POST", "/v1/person-session/erasure", {}, headers)

    async def messages(self) -> List[Dict[str, Any]]:
        """[{message, side: citizen | agency, text, at, read_at?, attachments}], oldest first."""
        found: List[Dict[str, Any]] = []
        after: Optional[int] = 0
        while after is not None and len(found) < 1000:
            page = await self._ask("GET", f"{self._mine}/messages?after={after}&limit=100", None, self._header)
            found += page.get("messages") or []
            after = page.get("next")
        return found

    async def read(self, up_to: int) -> None:
        await self._send("POST", f"{self._mine}/messages/read", {"up_to": up_to}, self._header)

    async def write(self, text: str, key: str) -> Dict[str, Any]:
        """{message, say?}: its number, and of a case that has ended what becomes of it."""
        headers = {**self._header, "Idempotency-Key": key}
        return await self._ask("POST", f"{self._mine}/messages", {"text": text}, headers)

    async def withdraw(self, why: str, key: str) -> Dict[str, Any]:
        """Takes the report back. Raises CaseworkRefused (409) where that is not possible any more."""
        body, headers = ({"why": why} if why else {}), {**self._header, "Idempotency-Key": key}
        return await self._ask("POST", f"{self._mine}/withdrawal", body, headers)

    async def contact(self) -> Dict[str, Any]:
        """{phone?, email?, language, wants, frequency, unsubscribed, stopped}"""
        return await self._ask("GET", self._contact, None, self._header)

    async def change_contact(self, change: Dict[str, Any]) -> Dict[str, Any]:
        return await self._ask("PATCH", self._contact, change, self._header)

    async def my_report(self) -> Dict[str, Any]:
        """The report behind the case: answers and files."""
        return await self._ask("GET", "/v1/reports/mine", None, self._header)
