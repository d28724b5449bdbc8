"""What can go wrong when somebody asks casework.

CaseworkError            the answer cannot be had; a caller goes to a person
├── CaseworkUnavailable  down, slow, overloaded, or it does not take our token: the same may work later (retryable)
└── CaseworkRefused      casework understood and said no (not retryable); `status` and `message` say why
"""

from __future__ import annotations

CONFLICT = 409
# the service is there, but not for us now: a wrong token is mended by an operator, and what waits is sent then
_LATER = frozenset({401, 403, 408, 429})


class CaseworkError(Exception):
    retryable = False


class CaseworkUnavailable(CaseworkError):
    retryable = True


class CaseworkRefused(CaseworkError):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"casework refused with status {status}: {message}")
        self.status = status
        self.message = message

    @property
    def done(self) -> bool:
        """It was done before, with the same key."""
        return self.status == CONFLICT


def is_later(status: int) -> bool:
    """Whether this status means that the same request may work later."""
    return status >= 500 or status in _LATER
