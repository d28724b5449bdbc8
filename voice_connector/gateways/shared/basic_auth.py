"""Who a PBX or carrier is: user name and password of HTTP Basic authentication, compared in constant time. Pure."""

import base64
import binascii
import hmac

_LONGEST = 1_024


def is_allowed(header: str | None, user: str, password: str) -> bool:
    """Whether an Authorization header carries exactly this user and password; nobody is let in by an empty password."""
    if not password:
        return False
    given = _decode(header)
    right = f"{user}:{password}".encode()
    return hmac.compare_digest(given, right)


def header_for(user: str, password: str) -> str:
    """The header that `is_allowed` accepts."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _decode(header: str | None) -> bytes:
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic" or len(value) > _LONGEST:
        return b""
    try:
        return base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
