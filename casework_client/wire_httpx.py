"""The wire over httpx, which the connector and the pages have: the client that it is given knows address, token and time."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple
from urllib.parse import quote

import httpx

from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkRefused, CaseworkUnavailable, is_later
from casework_client.wire import Answered, WireFailed
from watching import traces


class HttpxWire:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def send(
        self, method: str, path: str, body: Optional[Dict[str, Any]], headers: Optional[Dict[str, str]]
    ) -> Answered:
        try:
            answer = await self._client.request(
                method, path, json=body, headers={**(headers or {}), **traces.carried()}
            )
        except httpx.HTTPError as error:
            timed_out = isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout)
            raise WireFailed(type(error).__name__, timed_out=timed_out) from error
        return Answered(answer.status_code, answer.content)


def casework_over(client: httpx.AsyncClient) -> CaseworkClient:
    """Asks at once even after a failure: what the connector sends waits on the disk, and no caller waits for it."""
    return CaseworkClient(HttpxWire(client), pause_s=0)


async def put_evidence(client: httpx.AsyncClient, report: str, name: str, data: bytes, media_type: str) -> str | None:
    """POST /v1/reports/{report}/evidence: a file put to a report. Raises CaseworkRefused (413, 415) or CaseworkUnavailable.

    Gives what becomes of it, where its case has ended.
    """
    try:
        answer = await client.post(f"/v1/reports/{report}/evidence", files={"file": (name, data, media_type)})
    except httpx.HTTPError as error:
        raise CaseworkUnavailable(f"casework did not take a file: {type(error).__name__}") from error
    if answer.status_code >= 400:
        if is_later(answer.status_code):
            raise CaseworkUnavailable(f"casework did not take a file: {answer.status_code}")
        raise CaseworkRefused(answer.status_code, "the file is not taken")
    said = answer.json().get("say")
    return str(said) if said else None


async def put_attachment(
    client: httpx.AsyncClient, agency: str, session: str, message: int, name: str, data: bytes
) -> None:
    """POST .../cases/mine/messages/{message}/attachments: a file that goes with a message. Raises as `put_evidence`."""
    headers = {
        "Civicline-Person-Session": session,
        "Civicline-Filename": quote(name),
        "Content-Type": "application/octet-stream",
    }
    path = f"/v1/agencies/{agency}/cases/mine/messages/{message}/attachments"
    try:
        answer = await client.post(path, content=data, headers=headers)
    except httpx.HTTPError as error:
        raise CaseworkUnavailable(f"casework did not take a file: {type(error).__name__}") from error
    if answer.status_code >= 400:
        raise CaseworkRefused(answer.status_code, "the file is not taken")


async def get_attachment(
    client: httpx.AsyncClient, agency: str, session: str, attachment: int
) -> Tuple[bytes, str, str]:
    """A file of the person's own case: (bytes, media type, content disposition). Raises CaseworkRefused or CaseworkUnavailable."""
    path = f"/v1/agencies/{agency}/cases/mine/attachments/{attachment}"
    try:
        answer = await client.get(path, headers={"Civicline-Person-Session": session})
    except httpx.HTTPError as error:
        raise CaseworkUnavailable(f"casework did not give a file: {type(error).__name__}") from error
    if answer.status_code >= 400:
        raise CaseworkRefused(answer.status_code, "the file is not given")
    return answer.content, answer.headers["content-type"], answer.headers.get("content-disposition", "attachment")
