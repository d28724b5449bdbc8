"""Short-lived signed tokens: only a page that we served may start a call, once each, and not long after."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from voice_connector.errors import WireError


class PageTokens:
    """`secret` signs; `now` gives seconds of any clock that all processes with this secret share."""

    def __init__(self, secret: str, lives_s: int, now: Callable[[], float]) -> None:
        self._secret, self._lives_s, self._now = secret.encode(), lives_s, now
        self._used: dict[str, float] = {}  # token id -> when it expires

    def issue(self) -> str:
        """A token for one page."""
        body = f"{int(self._now()) + self._lives_s}.{secrets.token_urlsafe(12)}"
        return f"{body}.{self._sign(body)}"

    def spend(self, token: str) -> None:
        """Accepts the token this once. Raises WireError for a forged, expired or used one."""
        body, _, signature = token.rpartition(".")
        if not body or not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            raise WireError("bad_token", "The page's token is not ours; reload the page.")
        until, _, name = body.partition(".")
        now = self._now()
        if float(until) < now:
            raise WireError("expired_token", "The page is too old to start a call; reload it.")
        self._used = {one: expires for one, expires in self._used.items() if expires >= now}
        if name in self._used:
            raise WireError("used_token", "The page has started a call already; reload it.")
        self._used[name] = float(until)

    def _sign(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), hashlib.sha256).hexdigest()
