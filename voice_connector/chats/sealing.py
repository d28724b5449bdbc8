"""Chats are kept as spoken, so they are sealed: whoever reads the disk or the store reads nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """`secret` is the same for all connectors that go on with each other's chats."""

    def __init__(self, secret: str) -> None:
        key = hashlib.sha256(b"civicline chats\0" + secret.encode()).digest()
        self._box = Fernet(base64.urlsafe_b64encode(key))

    def close(self, content: bytes) -> bytes:
        return self._box.encrypt(content)

    def open(self, sealed: bytes) -> bytes | None:
        """None for what was sealed with another secret."""
        try:
            return self._box.decrypt(sealed)
        except InvalidToken:
            return None
