"""Who may ask a port that is ours alone (Rasa's 5005, the action server's 5055): whoever shows the credential of this line.

A page of a foreign site, opened on the same machine or network, reaches such ports too: a browser names the page in `Origin`, and without
asking first it can only send what a form can. So nothing with an Origin is taken, and no body that is not JSON. Pure.
"""

from __future__ import annotations

import hmac
from typing import Mapping, NamedTuple, Optional

LEAST_CHARACTERS = 16
_READS = frozenset({"GET", "HEAD"})


class Refusal(NamedTuple):
    """The HTTP status, and one sentence without anything that was sent."""

    status: int
    sentence: str


def refusal(
    method: str, path: str, headers: Mapping[str, str], token: str, open_paths: frozenset[str]
) -> Optional[Refusal]:
    """None for what may come in. `headers`: with names in any case if the mapping does not mind it (Sanic's does not).

    `open_paths`: what anybody may read, to see whether the service lives.
    """
    if "origin" in headers:
        return Refusal(403, "No page asks this port.")
    if method in _READS and path.rstrip("/") in open_paths:
        return None
    if not is_token(headers.get("authorization", ""), token):
        return Refusal(401, "The credential is missing or wrong; send it as Authorization: Bearer.")
    if method not in _READS and _media_type(headers.get("content-type", "")) != "application/json":
        return Refusal(415, "The body has to be application/json.")
    return None


def is_token(authorization: str, token: str) -> bool:
    """Compared in constant time; a line without a credential lets nobody in."""
    scheme, _, shown = authorization.partition(" ")
    if len(token) < LEAST_CHARACTERS or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(shown.strip().encode("utf-8", "replace"), token.encode())


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
