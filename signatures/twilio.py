"""X-Twilio-Signature: HMAC-SHA1 of the address and the form's fields in their order. Pure.

Source: twilio.com/docs/usage/security. The address is the one that Twilio called, so that behind a proxy it comes from the
settings and never from a header that anybody may send.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

Form = Mapping[str, Sequence[str]]
_PORTS = {"https": 443, "http": 80, "wss": 443, "ws": 80}


def sign(token: str, url: str, form: Form) -> str:
    """The signature as Twilio would send it."""
    fields = "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    digest = hmac.new(token.encode(), (url + fields).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(token: str, url: str, form: Form, signature: str) -> bool:
    """Whether Twilio sent this. It signs some addresses with and some without their standard port: both count."""
    given = signature.encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(token, one, form).encode(), given) for one in _spellings(url)]
    return bool(token) and any(matches)


def _spellings(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    standard = _PORTS.get(parts.scheme)
    if port is not None and port != standard:
        return (url,)
    return tuple(urlunsplit(parts._replace(netloc=netloc)) for netloc in (host, f"{host}:{standard}"))
