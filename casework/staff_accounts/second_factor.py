"""The second factor: codes of an authenticator app (TOTP, RFC 6238, by pyotp), and recovery codes for when it is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from casework.http.callers import digest

STEP_S = 30
_LATE = (0, -1, 1)  # a clock may be one step off
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Seals:
    """Keeps the apps' secrets unreadable in a stolen database: they are sealed with keys that are not in it.

    The keys follow from those of PINs (CIVICLINE_PIN_KEYS), the present one first; "none" there means: kept as they are.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._box = MultiFernet([Fernet(_key(one)) for one in keys]) if keys else None

    def close(self, secret: str) -> str:
        return self._box.encrypt(secret.encode()).decode() if self._box else f"plain {secret}"

    def open(self, kept: str) -> str | None:
        """None when its key is not there any more: a new app has to be set up."""
        if kept.startswith("plain "):
            return kept.removeprefix("plain ")
        try:
            return self._box.decrypt(kept.encode()).decode() if self._box else None
        except InvalidToken:
            return None


def _key(pin_key: str) -> bytes:
    return base64.urlsafe_b64encode(hmac.new(pin_key.encode(), b"civicline second factor", hashlib.sha256).digest())


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, login: str, agency: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=agency)


def step_of(secret: str, code: str, last_step: int, now: datetime) -> int | None:
    """The step whose code this is, when it is newer than the last one that was used; None otherwise."""
    present, plain = int(now.timestamp()) // STEP_S, code.replace(" ", "")
    made = pyotp.TOTP(secret)
    fitting = [present + late for late in _LATE if hmac.compare_digest(made.generate_otp(present + late), plain)]
    return next((step for step in fitting if step > last_step), None)


def present_code(secret: str, now: datetime) -> str:
    """For made-up accounts only."""
    return pyotp.TOTP(secret).at(int(now.timestamp()))


def recovery_codes() -> list[str]:
    """Ten of sixteen characters, 79 bits each, to be printed and kept."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(account: str, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return digest(f"recovery\0{account}\0{plain}")
