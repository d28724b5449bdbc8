"""Where a call comes from, as the bot and casework may know it: a hash that cannot be turned back, for counting wrong tries.

The number of a caller is read for this and for nothing else; it is hashed where it arrives, and never kept or logged. Whoever withholds
it has no source: such callers share their tries. "tel:" and "web:" say by which way somebody comes (casework/access counts each apart).
"""

import hashlib
import hmac
import re
import secrets

# what carriers send in place of a withheld number (twilio.com/docs/voice/twiml: From of anonymous, restricted, blocked calls)
_WITHHELD = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253"})
_LEAST_DIGITS, _MOST_DIGITS = 5, 10  # the last ten, so that +1 303 555 0143 and 303 555 0143 are one telephone


class Sources:
    """All connectors of a line with the same secret name a caller alike."""

    def __init__(self, secret: str = "") -> None:
        self._key = (secret or secrets.token_hex(32)).encode()

    def of_number(self, number: str | None) -> str | None:
        """None where the carrier tells no number."""
        digits = re.sub(r"[^0-9]", "", (number or "").partition("@")[0])
        if len(digits) < _LEAST_DIGITS or digits in _WITHHELD:
            return None
        return f"tel:{self._hashed(digits[-_MOST_DIGITS:])}"

    def of_address(self, address: str | None) -> str | None:
        """Of a page's network address."""
        return f"web:{self._hashed(address)}" if address else None

    def _hashed(self, value: str) -> str:
        return hmac.new(self._key, b"civicline source\0" + value.encode(), hashlib.sha256).hexdigest()[:32]
