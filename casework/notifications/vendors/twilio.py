"""What Twilio's two products share: credentials, requests and errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import AddressRefused, Doubtful, NotSent, unset

TIMEOUT_S = 20.0
CLOCKS_DIFFER = timedelta(seconds=5)
# https://www.twilio.com/docs/api/errors: the person said STOP; numbers that do not exist or cannot get it
STOPPED = {21610}
REFUSED = {21211, 21214, 21217, 21265, 21408, 21612, 21614, 21635, 13223, 13224, 21215, 21216}


@dataclass(frozen=True)
class Account:
    """`sender`: a number of ours (+1...) or a messaging service (MG...)."""

    url: str
    sid: str
    token: str
    sender: str
    callbacks: str | None


def account_of(settings: NotifySettings, sender: str | None, name: str) -> Account:
    """The account of the vendor `name`; raises BadSetting."""
    token = settings.twilio_auth_token
    if not settings.twilio_account_sid or not token or not sender:
        raise unset(name, "CIVICLINE_TWILIO_ACCOUNT_SID, CIVICLINE_TWILIO_AUTH_TOKEN and CIVICLINE_TWILIO_FROM")
    return Account(
        settings.twilio_url.rstrip("/"),
        settings.twilio_account_sid,
        token.get_secret_value(),
        sender,
        settings.base_url,
    )


class TwilioClient:
    """One account over one connection pool; a base for the vendors."""

    idempotent = False
    searchable = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        account = self._account
        self._http = httpx.AsyncClient(
            base_url=f"{account.url}/2010-04-01/Accounts/{account.sid}/",
            auth=(account.sid, account.token),
            timeout=httpx.Timeout(TIMEOUT_S, connect=5),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http:
            await self._http.aclose()

    async def _post(self, what: str, form: Mapping[str, str]) -> dict[str, Any]:
        assert self._http is not None, "a vendor is used inside `async with`"
        try:
            answer = await self._http.post(what, data=dict(form))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Doubtful(type(error).__name__) from error
        if answer.is_success:
            return _json(answer)
        raise _error(answer)

    async def _list(self, what: str, query: Mapping[str, str]) -> dict[str, Any]:
        assert self._http is not None, "a vendor is used inside `async with`"
        try:
            answer = await self._http.get(what, params=dict(query))
        except httpx.HTTPError as error:
            raise Doubtful(type(error).__name__) from error
        if not answer.is_success:
            raise Doubtful(f"list {answer.status_code}")
        return _json(answer)


def created(one: Mapping[str, Any], otherwise: datetime) -> datetime:
    """When Twilio made a message or call (RFC 2822 in its lists)."""
    written = one.get("date_created")
    return parsedate_to_datetime(written) if written else otherwise


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Doubtful("answer is not JSON")
    return found


def _error(answer: httpx.Response) -> Exception:
    try:
        code = int(answer.json().get("code") or 0)
    except (ValueError, TypeError, AttributeError):
        code = 0
    named = f"{answer.status_code} {code}" if code else str(answer.status_code)
    if code in STOPPED:
        return AddressRefused(named, stop=True)
    if code in REFUSED:
        return AddressRefused(named)
    if answer.status_code == 429:
        return NotSent(named, _seconds(answer.headers.get("retry-after")))
    if answer.status_code >= 500:
        return Doubtful(named)  # it may have been queued before their side failed
    return NotSent(named)


def _seconds(written: str | None) -> float | None:
    return float(written) if written and written.isdigit() else None
