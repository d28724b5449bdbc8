"""What every request passes before a handler sees it, and every answer before it leaves: CSRF, how often, headers."""

from __future__ import annotations

import hmac
import time
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request
from sanic.exceptions import Forbidden, SanicException

from web.shared.forms import given
from web.shared.log import logger

FIELD = "csrf"
HEADER = "csrf-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_ADDRESSES = 20_000


class TooOften(SanicException):
    """429; the error page says to wait."""

    status_code = 429
    quiet = True


class Rates:
    """How often one address asks, in windows of a minute. In memory: each process counts its own."""

    def __init__(self, most: int, window_s: float = 60.0) -> None:
        self._most, self._window_s = most, window_s
        self._counts: dict[str, int] = {}
        self._since = time.monotonic()

    def take(self, who: str) -> None:
        """Raises TooOften."""
        now = time.monotonic()
        if now - self._since > self._window_s or len(self._counts) > _MOST_ADDRESSES:
            self._counts, self._since = {}, now
        self._counts[who] = self._counts.get(who, 0) + 1
        if self._counts[who] == self._most + 1:
            logger.warning("an address asked too often and must wait", most=self._most, window_s=self._window_s)
        if self._counts[who] > self._most:
            raise TooOften("Too many requests in a minute.", headers={"Retry-After": str(round(self._window_s))})


def source_of(request: Request) -> str:
    """The address that asks: the proxy's word for it where the settings say that there is a proxy of ours."""
    return one_household(request.remote_addr or request.ip)


def one_household(address: str) -> str:
    """Of an IPv6 address its /64, which is what one customer gets: they may write from any of its addresses."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else address


def check_form(request: Request) -> None:
    """A change must come from a form of ours: by origin, where the browser names one, and by the visit's token.

    Raises Forbidden.
    """
    if request.method in _SAFE:
        return
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        logger.warning("a form from another site was refused", route=request.path)
        raise Forbidden("The form came from another site.", quiet=True)
    token = request.headers.get(HEADER) or given(request, FIELD)
    if not hmac.compare_digest(token.encode(), request.ctx.visit.csrf.encode()):
        logger.warning("a form without the visit's token was refused", route=request.path)
        raise Forbidden("The form is too old.", quiet=True)


def policy(frame_ancestors: tuple[str, ...] = (), images: str = "") -> str:
    """The Content-Security-Policy: everything from here, no inline script or style, framed by nobody but who is named.

    `images`: another origin of the agency's whose pictures (tiles of a map) this page may show.
    """
    framed, pictures = " ".join(frame_ancestors) or "'none'", f"'self' data: {images}".strip()
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; font-src 'self'; media-src 'self'; "
        f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed}"
    )


def put_headers(response: HTTPResponse, *, secure: bool, frame_ancestors: tuple[str, ...] = ()) -> None:
    """The headers of a page; what a handler has set already stays. Frames of other sites: only where `frame_ancestors` names them."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy(frame_ancestors))
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), browsing-topics=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if not frame_ancestors:
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
