"""What goes with the browser and comes back, and how a claim is found in what the provider says. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Try:
    """What is remembered between going there and coming back; nobody else knows it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Answer:
    """What the browser brings back in the address."""

    code: str = ""
    error: str = ""
    iss: str = ""


def new_try() -> Try:
    """256 bits each; a verifier has 43 to 128 characters (RFC 7636, 4.1)."""
    return Try(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def claim(found: Mapping[str, Any], name: str) -> Any:
    """By its whole name, or as a path (realm_access.roles)."""
    if name in found:
        return found[name]
    value: Any = found
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
