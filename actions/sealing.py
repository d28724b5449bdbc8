"""Closes a value that must outlive a turn but may not be read in the conversation store: an access code before its PIN."""

from __future__ import annotations

import base64
import hashlib
from typing import Optional

from cryptography.fernet import Fernet, InvalidToken

from actions.settings import Settings


def seal(value: str) -> str:
    return _box().encrypt(value.encode()).decode()


def unseal(sealed: Optional[str]) -> Optional[str]:
    """The value; None for what was never sealed, or by another service token."""
    try:
        return _box().decrypt(str(sealed).encode()).decode() if sealed else None
    except InvalidToken:
        return None


def _box() -> Fernet:
    """Keyed by the service token, which every action server of an installation has."""
    key = hashlib.sha256(b"civicline conversation slots\0" + Settings.from_environment().service_token.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))
