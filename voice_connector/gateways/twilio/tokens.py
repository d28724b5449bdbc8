"""Short-lived tokens that let one call's media stream in: signed, bound to the call, spent once."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from voice_connector.errors import WireError


class StreamTokens:
    """`secret` signs; `now` gives seconds of a clock that all processes with this secret share."""

    def __init__(self, secret: str, lives_s: int, now: Callable[[], float]) -> None:
        self._key = hashlib.sha256(b"media stream " + secret.encode()).digest()
        self._lives_s, self._now = lives_s, now
        self._spent: dict[str, float] = {}  # token's name -> when it expires

    def issue(self, call: str) -> str:
        body = f"{int(self._now()) + self._lives_s}.{secrets.token_urlsafe(9)}"
        return f"{body}.{self._sign(body, call)}"

    def spend(self, token: str, call: str) -> None:
        """Accepts the token for this call, this once. Raises WireError for a forged, foreign, expired or used one."""
        body, _, signature = token.rpartition(".")
        if not body or not hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(body, call).encode()):
            raise WireError("bad_token", "The stream's token is not ours, or of another call.")
        until, _, name = body.partition(".")
        now = self._now()
        self._spent = {one: expires for one, expires in self._spent.items() if expires >= now}
        if float(until) < now:
            raise WireError("expired_token", "The stream comes too long after its call.")
        if name in self._spent:
            raise WireError("used_token", "The stream's token has been used.")
        self._spent[name] = float(until)

    def _sign(self, body: str, call: str) -> str:
        return hmac.new(self._key, f"{call}.{body}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
