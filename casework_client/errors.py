"""What can go wrong when an action asks another service.

CaseworkError            the answer cannot be had; the caller goes to a person
├── CaseworkUnavailable  down, slow or overloaded (retryable by a later call)
└── CaseworkRefused      casework understood and said no (not retryable); `status` and `message` say why
"""

from __future__ import annotations


class CaseworkError(Exception):
    retryable = False


class CaseworkUnavailable(CaseworkError):
    retryable = True


class CaseworkRefused(CaseworkError):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"casework refused with status {status}: {message}")
        self.status = status
        self.message = message
