"""One person's visit: what the app remembers of them, in a cookie that is encrypted and signed, and nowhere else.

A cookie holds a few kilobytes: ids and tokens, never a person's words. `HttpOnly`, `SameSite=Lax`, and `Secure` with the
`__Host-` prefix unless the page was opened by a loopback name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sanic import HTTPResponse, Request

LARGEST = 3_800
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Visit:
    """Named values. `csrf` is in every form of ours, and in no page of anybody else."""

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        self._values: dict[str, Any] = {"csrf": secrets.token_urlsafe(24), **(values or {})}
        self.changed = values is None

    @property
    def csrf(self) -> str:
        return str(self._values["csrf"])

    @property
    def values(self) -> dict[str, Any]:
        return dict(self._values)

    def get(self, name: str, default: Any = None) -> Any:
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:
        self._values[name], self.changed = value, True

    def take(self, name: str, default: Any = None) -> Any:
        """The value, which is then forgotten: for what is shown once."""
        self.changed = self.changed or name in self._values
        return self._values.pop(name, default)

    def forget(self, *, keep: tuple[str, ...] = ("language",)) -> None:
        """A new visit: also the CSRF token changes, so that a form that is still open elsewhere is worth nothing."""
        kept = {name: self._values[name] for name in keep if name in self._values}
        self._values, self.changed = {"csrf": secrets.token_urlsafe(24), **kept}, True


class Visits:
    """Reads and writes visits. `name` is the cookie's: each app has its own."""

    def __init__(self, name: str, keys: str, idle_minutes: int) -> None:
        self._name, self._idle_s = name, idle_minutes * 60
        self._box = MultiFernet([Fernet(_as_fernet_key(key)) for key in keys.split()])

    def read(self, request: Request) -> Visit:
        """The visit of this request; a new one where the cookie is missing, foreign or too old."""
        sealed = request.cookies.get(self._cookie(request)) or ""
        try:
            values = json.loads(self._box.decrypt(sealed.encode(), ttl=self._idle_s))
        except (InvalidToken, ValueError):
            return Visit()
        return Visit(values if isinstance(values, dict) and "csrf" in values else None)

    def write(self, request: Request, response: HTTPResponse, visit: Visit, *, framed: bool = False) -> None:
        """`framed`: in a frame on another site, where only a cookie that says so, and is kept apart by site, comes back."""
        sealed = self._box.encrypt(json.dumps(visit.values, separators=(",", ":")).encode()).decode()
        if len(sealed) > LARGEST:
            raise ValueError("a visit remembers more than a cookie holds")
        secure = not is_loopback(request)
        apart = framed and secure
        response.add_cookie(
            self._name,
            sealed,
            path="/",
            host_prefix=secure,
            httponly=True,
            secure=secure,
            samesite="None" if apart else "Lax",
            partitioned=apart,
        )

    def _cookie(self, request: Request) -> str:
        return self._name if is_loopback(request) else f"__Host-{self._name}"


def is_loopback(request: Request) -> bool:
    """Whether the page was opened by a name of this machine, where browsers have no https to offer."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name in _LOOPBACK


def _as_fernet_key(key: str) -> bytes:
    """Fernet wants 32 bytes in base64: a key of any other form is digested into that."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())
